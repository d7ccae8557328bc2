"""Texts of others, of several paragraphs: what they say stays, what would act on our pages does not."""

from __future__ import annotations

import re

LONGEST = 20_000
"""Characters. What is longer is a document of its own, and no field of a record."""

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CODE = re.compile(
    r"(?ms)^[ ]{0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^[ ]{0,3}\1[`~]*[ ]*$|\Z)|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\2(?!`)"
)
_IMAGE = re.compile(r"!\[([^\[\]]{0,300})\]\([^()\s]{0,2000}(?:\s[^()]{0,300})?\)")
_LINK = re.compile(r"\[([^\[\]]{0,500})\]\(<?([^()\s<>]{0,2000})>?(?:\s[^()]{0,300})?\)")
_ACTING = re.compile(r"[\[\]<]")
_HEADING = re.compile(r"(?m)^(\s{0,3})(#{1,6}\s)")
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_ENDS = re.compile(r"[^\S\n]+\n")
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ue000\ue001\ud800-\udfff]")
OPENING = "[["


class Prose(str):
    """A text that is written into its file line by line."""

    __slots__ = ()


def prose(text: str) -> Prose:
    """A text in which nothing is a reference, a link, a heading or a tag; code stays as it is."""
    whole = _UNSHOWN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    "))
    whole = re.sub("[\u2028\u2029]", "\n", _COMMENT.sub("", whole))
    parts, end = [], 0
    for match in _CODE.finditer(whole):
        parts += [_tamed(whole[end : match.start()]), match[0].replace(OPENING, "[ [").replace(OPENING, "[ [")]
        end = match.end()
    parts.append(_tamed(whole[end:]))
    return Prose(_BLANK.sub("\n\n", _ENDS.sub("\n", "".join(parts))).strip())


def _tamed(text: str) -> str:
    text = _IMAGE.sub(r"\1", text)
    text = _LINK.sub(lambda found: found[1] if found[1] == found[2] else f"{found[1]} ({found[2]})", text)
    return _HEADING.sub(r"\1\\\2", _ACTING.sub(lambda found: f"\\{found[0]}", text))
