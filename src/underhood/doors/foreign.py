"""JSON that others wrote, as plain data: every number with its digits, and nothing in it that could do harm later.

What is no JSON, or bends it, is refused with the place; a value that no record can hold (NaN, 1e999999) is replaced by
`Unusable`, so that the rest of the file is of use.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import chain
from typing import Any, ClassVar, NoReturn

from underhood.doors.decoding import CONTROL, place

DEEPEST = 128
"""Levels. Logs of conversations nest tools in messages in samples; what goes deeper is meant to crash somebody."""
LARGEST = 1 << 26
"""Bytes of one file."""
LONGEST_NUMBER, HIGHEST = 60, 60
"""Characters of a number, and its power of ten."""

LOST = "\ufffd"
"""What stands for a character that no text may hold."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]')
_ESCAPED = re.compile(r"\\u(?:00[01789]|d[89a-f])", re.IGNORECASE)
_GROUPS = frozenset({dict, list})
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Unusable:
    """A value as it was written, that can be nobody's: no number, or one of a size that is none.

    `made` counts them, so that data without any need not be walked.
    """

    written: str
    made: ClassVar[list[int]] = [0]

    def __post_init__(self) -> None:
        self.made[0] += 1


def exact_number(text: str) -> int | Decimal | Unusable:
    """A number as YAML writes it, with all its digits."""
    if len(text) > LONGEST_NUMBER or "n" in text.lower():
        return Unusable(text)
    if text.startswith(("0o", "0x")):
        return int(text, 0)
    value = _finite(text)
    return int(text) if value is not None and text.lstrip("+-").isdigit() else _left(value, text)


class _Twice(ValueError):
    """A field stands twice in a group."""


def _integer(text: str) -> int | Unusable:
    """An integer of any usual size."""
    return int(text) if len(text) <= LONGEST_NUMBER else Unusable(text)


def _decimal(text: str) -> Decimal | Unusable:
    """A number with a point or a power, with all its digits."""
    return _left(_finite(text) if len(text) <= LONGEST_NUMBER else None, text)


def _finite(text: str) -> Decimal | None:
    """A number of a usual size; None for any other. A power beyond what a machine counts is refused by the library."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if -HIGHEST < value.adjusted() < HIGHEST else None


def _left(value: Decimal | None, text: str) -> Decimal | Unusable:
    return value if value is not None else Unusable(text)


def read_json(raw: bytes) -> Any:
    """What a file of JSON says: numbers are int or Decimal. Raises ValueError with a sentence and the place."""
    text = decoded(raw)
    try:
        data = json.loads(
            text, object_pairs_hook=_once, parse_float=_decimal, parse_int=_integer, parse_constant=Unusable
        )
    except json.JSONDecodeError as error:
        _refuse(text, error)
    except _Twice:
        raise ValueError(_twice(text)) from None
    except RecursionError:
        raise ValueError(f"nested deeper than {DEEPEST} levels") from None
    if type(data) not in _GROUPS:
        raise ValueError("a single value is all that stands in this file")
    _shallow(data)
    return _cleaned(data) if _ESCAPED.search(text) else data


def decoded(raw: bytes) -> str:
    """The text of a file. Raises ValueError where it is none, or too much of it."""
    if len(raw) > LARGEST:
        raise ValueError(f"the file is over {LARGEST >> 20} MiB")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("the file is UTF-16, not UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = raw[: error.start].decode("utf-8-sig", "replace")
        line, column = place(good, len(good))
        words = f"line {line}, column {column}: the file is not UTF-8 (byte 0x{raw[error.start]:02x})"
        raise ValueError(words) from None


def unusable(data: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Take the unusable values out of data, in place: where each stood, and how it was written."""
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), data)]
    while stack:
        path, node = stack.pop()
        for step, value in _entries(node):
            if isinstance(value, Unusable):
                node[step] = None
                yield (*path, step), value.written
            elif type(value) in _GROUPS:
                stack.append(((*path, step), value))


def _entries(node: Any) -> list[tuple[str | int, Any]]:
    if type(node) is dict:
        return list(node.items())
    return list(enumerate(node)) if type(node) is list else []


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A group of fields, each of which stands in it once."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice
    return found


def _shallow(data: Any) -> None:
    """Raise ValueError where the data is nested too deep to be walked."""
    level = [data]
    for _ in range(DEEPEST):
        if not level:
            return
        below = chain.from_iterable([one.values() if type(one) is dict else one for one in level])
        level = [one for one in below if type(one) in _GROUPS]
    raise ValueError(f"nested deeper than {DEEPEST} levels")


def _refuse(text: str, error: json.JSONDecodeError) -> NoReturn:
    """Say what the parser stumbled over."""
    if not text.strip():
        raise ValueError("the file is empty") from None
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        raise ValueError(f"line {error.lineno}: the file ends in the middle of a value") from None
    words = error.msg[:1].lower() + error.msg[1:]
    raise ValueError(f"line {error.lineno}, column {error.colno}: this is not JSON ({words})") from None


def _twice(text: str) -> str:
    """Where a field stands a second time."""
    groups: list[set[str] | None] = []
    before = ""
    for match in _TOKEN.finditer(text):
        here = match[0]
        if here in {"{", "["}:
            groups.append(set() if here == "{" else None)
        elif here in {"}", "]"}:
            groups.pop()
        elif here.startswith('"') and before in {"{", ","} and groups and (seen := groups[-1]) is not None:
            name = json.loads(here, strict=False)
            if name in seen:
                line, column = place(text, match.start())
                return f"line {line}, column {column}: the field '{str(name)[:60]}' stands here a second time"
            seen.add(name)
        before = here
    return "a field stands twice in one group"


def _cleaned(value: Any) -> Any:
    """Data without half characters and control characters, which are replaced by a sign for what is lost."""
    if type(value) is str:
        return CONTROL.sub(LOST, _HALF.sub(LOST, value))
    if type(value) is dict:
        return {_cleaned(name): _cleaned(inner) for name, inner in value.items()}
    return [_cleaned(inner) for inner in value] if type(value) is list else value
