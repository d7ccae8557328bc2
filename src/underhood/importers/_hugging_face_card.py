"""A card as data: its front matter, and its text in sections, each from a heading to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from underhood.doors import marked
from underhood.doors.decoding import CONTROL
from underhood.doors.foreign import decoded

FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
HEADING = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*")
_FRONT = re.compile(r"---[ \t]*\n(.*?)(?:^(?:---|\.\.\.)[ \t]*(?:\n|\Z))", re.DOTALL | re.MULTILINE)
_OPEN = re.compile(r"---[ \t]*\n\s*[\w-]+[ \t]*:")
_TAB = re.compile(r"(?<=\S)\t+")
_SKIPPED = re.compile(r"<!--.*?(?:-->|\Z)|\[?More Information Needed\]?(?:\(\S*\))?", re.DOTALL | re.IGNORECASE)
MOST = 2000
"""So many sections at most: what has more is no card, and its rest stays in the last."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Why the front matter could not be read: the line of the file, what is wrong, and what helps."""

    line: int
    message: str
    hint: str


def parse(raw: bytes) -> Mapping[str, Any]:
    """Read a card. A front matter that cannot be read stands there as text. Raises ValueError for no text."""
    text = CONTROL.sub("", decoded(raw).replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        raise ValueError("the file is empty")
    front, body = divided(text.lstrip("\n"))
    metadata = read_front(front)[0] if front else None
    return {
        **({"metadata": front if metadata is None else metadata} if front else {}),
        "sections": list(_sections(body)),
    }


def divided(text: str) -> tuple[str, str]:
    """The front matter and the text below it; a front matter that nobody closes is none."""
    found = _FRONT.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def read_front(front: str) -> tuple[Mapping[str, Any] | None, tuple[Unread, ...]]:
    """The metadata that a front matter holds, or why it holds none."""
    read = marked.exact(_TAB.sub(" ", front))
    if read.problems:
        return None, tuple(Unread(one.line + 1, one.message, one.hint) for one in read.problems)
    if read.data is None:
        return {}, ()
    if not isinstance(read.data, dict):
        return None, (Unread(2, "the front matter is no group of fields", "write it as `name: value`"),)
    return read.data, ()


def parse_entries(raw: bytes) -> Any:
    """Read a file of results beside a card. Raises ValueError for what is no YAML."""
    read = marked.exact(_TAB.sub(" ", CONTROL.sub("", decoded(raw).replace("\r\n", "\n"))))
    if read.problems:
        first = read.problems[0]
        raise ValueError(f"line {first.line}: {first.message}")
    if not isinstance(read.data, list):
        raise ValueError("this is no list of results")  # noqa: TRY004  (the file is wrong, not the program)
    return {"results": read.data}


def unclosed(sections: Any) -> bool:
    """Whether a card without a front matter begins like one, that nobody has closed."""
    first = sections[0] if sections else {}
    return not first.get("title") and _OPEN.match(first.get("text", "")) is not None


def _sections(body: str) -> Iterator[dict[str, Any]]:
    """The sections in order. What stands above the first heading has no title."""
    title, level, lines, fence, count = "", 0, list[str](), "", 0
    for line in body.split("\n"):
        mark = FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and not line.strip(" `~"):
            fence = ""
        heading = None if fence or mark or not line.lstrip().startswith("#") else HEADING.fullmatch(line)
        if heading is None or count >= MOST:
            lines.append(line)
            continue
        yield from _section(title, level, lines)
        title, level, lines, count = heading[2], len(heading[1]), [], count + 1
    yield from _section(title, level, lines)


def _section(title: str, level: int, lines: list[str]) -> Iterator[dict[str, Any]]:
    text = _SKIPPED.sub("", "\n".join(lines)).strip()
    if title or text:
        yield {**({"title": title} if title else {}), "level": str(level), **({"text": text} if text else {})}
