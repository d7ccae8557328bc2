"""Markdown as a forge takes it: with our marker, within its limits, and harmless whatever a record says.

What is written here passes once more over every text before it is posted, whoever wrote it: words of a record, a diff,
and what the job of a stranger handed over.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

LARGEST_COMMENT = 65_000
"""GitHub refuses a comment of more than 65,536 characters; counted in UTF-16, which is never less."""

LARGEST_SUMMARY = (1 << 20) - (1 << 12)
"""GitHub loses the whole of a job summary over 1 MiB."""

STOP = "\N{WORD JOINER}"
"""Invisible, and part of no name: behind it, a forge no longer sees a name, a number or a command."""

_TAGS = "b|br|code|del|details|em|h[2-6]|hr|i|ins|kbd|li|ol|p|pre|strong|sub|summary|sup|table|tbody|td|th|thead|tr|ul"
_TAG = re.compile(rf"<(?!/?(?:{_TAGS})\s?/?>|details open>|/a>)(?=[a-zA-Z/!?])", re.IGNORECASE)
_OURS = r"(?:-/)?(?:blob|actions/runs|jobs)/"
"""Where our own links lead, below the address of the repository: files, and the job."""
_SLASH = r"(?:/|&#0*47;|&#[xX]0*2[fF];|&sol;)"
_SCHEME = re.compile(rf"(?<!{STOP})(?=(?::|&#0*58;|&#[xX]0*3[aA];|&colon;){_SLASH}{_SLASH})")
_WWW = re.compile(r"(?<![^\W_])(www)(?=\.|&#0*46;|&#[xX]0*2[eE];|&period;)", re.IGNORECASE)
_MADE = re.compile(r"\](?=[(:])")
"""Where Markdown makes a link: `[words](address)`, and `[words]: address` on a line of its own."""
_AT = re.compile(rf"(@|&#0*64;|&#[xX]0*40;|&commat;)(?!{STOP})")
_NUMBER = re.compile(
    r"((?<!&)#|&#0*35;|&#[xX]0*23;|&num;|(?<=&)#(?!(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});)|\bGH-|[!$%])(?=[\d&\"])"
)
_ADDRESS = r"(?<![\\`])<code>(?![^<]*www\.)[a-z][a-z-]*/[a-z0-9][a-z0-9._/:-]*(?:(?:#|&#35;)[a-z0-9._/-]+)?</code>"
"""An address or a line in code: forges make nothing of its signs, and whoever copies it needs it as it is."""
_LABEL = re.compile(r"(?<!~)~(?=\w)")
_ISSUE_URL = re.compile(r"(/(?:issues|pull|pulls|discussions|merge_requests|work_items|epics)/)(?=\d)")
_COMMAND = re.compile(r"^((?:[^\S\n]|[>*+-])*)/(?=\w)", re.MULTILINE)
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})")


def marker(folder: str = "") -> str:
    """The first line of our comment; a folder of records of its own has a comment of its own."""
    name = hashlib.sha256(folder.encode("utf-8", "backslashreplace")).hexdigest()[:12] if folder else "governance"
    return f"<!-- underhood: {name} -->"


def harmless(text: str, *, home: str = "") -> str:
    """Markdown without mentions, references to issues, commands, images, links and HTML other than layout.

    `home` is the address of the repository: links to its files and jobs are ours, and stay. Text that is harmless
    already stays as it is.
    """
    pieces = re.split(f"({_ADDRESS}{_links(home)})", text.replace("\r\n", "\n"))
    return "".join(piece if index % 2 else _harmless(piece) for index, piece in enumerate(pieces))


def _links(home: str) -> str:
    """Our own links, as one more choice of a pattern; none where it is not known what is ours."""
    if not home.startswith("https://"):
        return ""
    place = rf"{re.escape(home.rstrip('/'))}/{_OURS}(?:(?!\.\./|%2[eE])[^\s<>()\"&\\]){{1,2000}}"
    return rf'|<a href="{place}">|\]\({place}\)'


def _harmless(text: str) -> str:
    text = _ODD.sub("\ufffd", text)
    text = _TAG.sub("&lt;", text)
    text = _AT.sub(rf"\1{STOP}", text)
    text = _NUMBER.sub(rf"\1{STOP}", text)
    text = _LABEL.sub(f"~{STOP}", text)
    text = _ISSUE_URL.sub(rf"\1{STOP}", text)
    text = _COMMAND.sub(rf"\1{STOP}/", text)
    text = _WWW.sub(rf"\1{STOP}", _SCHEME.sub(STOP, text))
    text = _MADE.sub(f"]{STOP}", text)
    return text.replace("![", f"!{STOP}[")


def length(text: str) -> int:
    """The length of a text as a forge counts it at the worst."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def comment(text: str, *, largest: int = LARGEST_COMMENT, rest: str = "the summary of the job has all of it") -> str:
    """The text, cut at the end of a line where it is too long, with a count of what is left out."""
    return text if length(text) <= largest else _cut(text, largest - 400, rest, length)


def summary(text: str, *, largest: int = LARGEST_SUMMARY, rest: str = "`underhood diff` tells all") -> str:
    """The text within the bytes that a job summary may have."""
    return text if _bytes(text) <= largest else _cut(text, largest - 400, rest, _bytes)


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _cut(text: str, room: int, rest: str, measure: Callable[[str], int]) -> str:
    lines = text.split("\n")
    kept, open_details, fence = 0, 0, ""
    for line in lines:
        room -= measure(line) + 1
        if room < 0:
            break
        kept += 1
        if (found := _FENCE.match(line)) and (not fence or found[1].startswith(fence)):
            fence = "" if fence else found[1]
        elif not fence:
            open_details += len(re.findall(r"<details(?: open)?>", line)) - line.count("</details>")
    left = len(lines) - kept
    closing = ([fence] if fence else []) + ["", "</details>"] * min(max(open_details, 0), 20)
    told = f"**Cut here: {left:,} more line{'' if left == 1 else 's'}** ({measure(text):,} characters in all); {rest}."
    return "\n".join([*lines[:kept], *closing, "", told, ""])
