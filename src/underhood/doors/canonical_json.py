"""Canonical JSON (RFC 8785), through the library of that name: equal values are equal bytes, everywhere."""

from __future__ import annotations

import json
import re
from typing import Any

import rfc8785

EXACT = 1 << 53
"""Whole numbers from here on are doubles in canonical JSON, and are read as such."""

DEEPEST = 100
"""Levels; a record has 64 at most. What is deeper could be read, and crash whoever goes through it."""

_FAR = re.compile("[\U00010000-\U0010ffff]")
"""Characters that sort otherwise in UTF-16, as RFC 8785 has it, than by code point."""

_SIMPLE = re.compile(r"-?[0-9]{1,15}\.[0-9]*[1-9]")
"""Numbers that Python and RFC 8785 write alike, if Python writes them so: without exponent, and with no `.0`."""

_FAST = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)


class NotCanonical(ValueError):
    """Why a value has no canonical form, or a text is not in it."""


def canonical(value: Any) -> bytes:
    """The canonical form of plain data. Raises NotCanonical for what JSON cannot say."""
    try:
        return rfc8785.dumps(_doubles(value))
    except (rfc8785.CanonicalizationError, RecursionError, UnicodeError) as error:
        raise NotCanonical(str(error) or type(error).__name__) from error


def read_canonical(raw: bytes) -> Any:
    """The value of a text in canonical form. Raises NotCanonical for any other: a second spelling is no spelling."""
    numbers: list[str] = []

    def number(text: str) -> float:
        numbers.append(text)
        return float(text)

    def whole(text: str) -> int | float:
        found = int(text) if len(text) < 17 else EXACT
        return found if -EXACT < found < EXACT else number(text)

    try:
        text = raw.decode("utf-8")
        value = json.loads(text, parse_float=number, parse_int=whole, parse_constant=_refuse)
        if raw.count(b"{") + raw.count(b"[") > DEEPEST and _deep(value):
            raise NotCanonical(f"it is nested over {DEEPEST} levels")
        simple = all(map(_SIMPLE.fullmatch, numbers))
        plain = simple and not _FAR.search(text)  # then the library would write what the standard encoder writes
        same = (_FAST.encode(value) if plain else "") == text or rfc8785.dumps(value) == raw
    except (ValueError, RecursionError) as error:
        raise NotCanonical(str(error) or type(error).__name__) from error
    if not same:
        raise NotCanonical("it is not in canonical form")
    return value


def _deep(value: Any) -> bool:
    """Whether groups and lists stand inside each other too often."""
    here = [value]
    for _ in range(DEEPEST + 1):
        inside = (one.values() if isinstance(one, dict) else one for one in here)
        here = [inner for values in inside for inner in values if isinstance(inner, dict | list)]
    return bool(here)


def _refuse(text: str) -> Any:
    raise NotCanonical(f"{text} is no number")


def _doubles(value: Any) -> Any:
    """The value with whole numbers that a double cannot count exactly made doubles: so they come back when read."""
    if isinstance(value, dict):
        return {name: _doubles(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_doubles(inner) for inner in value]
    return float(value) if type(value) is int and not -EXACT < value < EXACT else value
