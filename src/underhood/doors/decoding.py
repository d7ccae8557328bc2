"""The bytes of a file as text: UTF-8 without what nobody sees, or where it is not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

QUOTE_LINKS = "put texts with [[…]] between quotes"
SEPARATORS = "no separators in numbers: {}"
"""Cures that both a text that is no YAML and a value that its schema refuses may need."""

MOST_PROBLEMS = 50

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_HIDDEN = re.compile(CONTROL.pattern[:-1] + "\t\x85\u2028\u2029]")
"""What no file may hold as it is: three of them end a line for libyaml and for hardly any editor."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a text cannot be taken as a record, where (from one), and the cure."""

    line: int
    column: int
    message: str
    hint: str


def decode(raw: bytes) -> tuple[str, list[Problem]]:
    """The text of a file without its byte order mark, or why it has none."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", [Problem(1, 1, "the file is UTF-16", "save it as UTF-8")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = raw[: error.start].decode("utf-8-sig", "replace")
        line, column = place(good, len(good))
        return "", [Problem(line, column, f"the file is not UTF-8 (byte 0x{raw[error.start]:02x})", "save it as UTF-8")]
    problems = []
    for match in islice(_HIDDEN.finditer(text), MOST_PROBLEMS):
        line, column = place(text, match.start())
        problems.append(Problem(line, column, *_complaint(match[0])))
    return text, problems


def _complaint(character: str) -> tuple[str, str]:
    """What is wrong with a character that nobody sees, and the cure."""
    name = f"U+{ord(character):04X}"
    if character == "\t":
        return "tab character", "use spaces; records have no tabs"
    if character in "\x85\u2028\u2029":
        return f"line break {name}, which most programs do not see", "use an ordinary line break or a space"
    return f"control character {name}", "delete it"


def place(text: str, offset: int) -> tuple[int, int]:
    """The line and column of an offset, from one, with lines as editors count them."""
    before = re.split(r"\r\n|\r|\n", text[:offset])
    return len(before), len(before[-1]) + 1
