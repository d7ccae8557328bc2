"""Comments of a YAML text: what stands outside every scalar, so that no text can pass for one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from underhood.doors import marked
from underhood.doors.decoding import decode

_COMMENT = re.compile(r"(?:^|(?<=[ \n\r]))#[^\n\r]*", re.MULTILINE)
_LINE = re.compile(r"\r\n|\r|\n")
BLOCK = ("|", ">")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, with its `#`: where it begins, and the line that it is about.

    That is its own line; of a comment alone on its line, the next one with content. Lines and columns count from one.
    """

    line: int
    column: int
    text: str
    about: int


def comments(raw: bytes) -> tuple[Comment, ...]:
    """The comments of a text; none where it cannot be read as a record, since nobody knows then what is text."""
    if b"#" not in raw or marked.read(raw).problems:
        return ()
    text, _ = decode(raw)
    lines = _LINE.split(text)
    starts = [0, *(match.end() for match in _LINE.finditer(text))]
    following = _following(lines)
    found = []
    line = 1
    for start, end in _outside(text):
        for match in _COMMENT.finditer(text, start, end):
            while line < len(starts) and starts[line] <= match.start():
                line += 1
            column = match.start() - starts[line - 1]
            alone = not lines[line - 1][:column].strip()
            found.append(Comment(line, column + 1, match[0], following[line] if alone else line))
    return tuple(found)


def _outside(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between scalars; the first line of a block, after its sign, is one too."""
    at = 0
    for start, end, style in marked.scalars(text):
        yield at, start
        at = end
        if style in BLOCK:
            line = _LINE.search(text, start)
            yield start, line.start() if line else end
    yield at, len(text)


def _following(lines: list[str]) -> list[int]:
    """For each line, counted from one, the next that is neither empty nor a comment; 0 without one."""
    following = [0] * (len(lines) + 1)
    for number in range(len(lines) - 1, 0, -1):
        words = lines[number].strip()
        following[number] = number + 1 if words and not words.startswith("#") else following[number + 1]
    return following
