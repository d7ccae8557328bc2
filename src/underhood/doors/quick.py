"""YAML of which there is nothing to say, as plain data: one pass over libyaml's events, without places.

Nearly every file is such. Whatever is out of the ordinary, wrong or not, is left to `marked`, which reads again and
exactly: here, nothing is explained and nothing is refused for good.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from underhood.doors.decoding import CONTROL
from underhood.doors.scalars import CONSTANTS, LARGEST_INTEGER, LONGEST_NUMBER, is_number, number

DEEPEST = 32
LONGEST = 50_000
"""Characters. An entry takes two at least, so that no file that is read here has too many of them."""

BENDING = ("&", "*", "!")
"""Without these signs there is no anchor, no alias and no tag."""

SHORT, MOST = 48, 1 << 15
"""Words so short are kept, so many of them: they stand in many records, and are the same object in all."""

Next = Callable[[], Any]


class Odd(Exception):
    """Something is out of the ordinary."""


class _Meanings(dict[str, Any]):
    """What unquoted words mean. Raises Odd for numbers of which there is something to say."""

    def __missing__(self, text: str) -> Any:
        value: Any = text
        if text in CONSTANTS:
            value = CONSTANTS[text]
        elif is_number(text):
            value = number(text) if len(text) <= LONGEST_NUMBER else math.inf
            if abs(value) >= LARGEST_INTEGER if isinstance(value, int) else not math.isfinite(value):
                raise Odd
        if len(text) <= SHORT and len(self) < MOST:
            self[text] = value
        return value


class _Names(dict[str, str]):
    """Names of fields. Raises Odd for what would mean something else, or something more, without quotes."""

    def __missing__(self, text: str) -> str:
        if text == "<<" or text in CONSTANTS or is_number(text):
            raise Odd
        if len(self) < MOST:
            self[text] = text
        return text


_meanings, _names, _quotes = _Meanings(), _Names(), dict[str, str]()


def quick(text: str) -> dict[str, Any]:
    """The group of fields that a text holds. Raises Odd when it must be read exactly."""
    if len(text) > LONGEST or any(sign in text for sign in BENDING):
        raise Odd
    take: Next = CParser(text).get_event
    try:
        take(), take()
        if type(take()) is not MappingStartEvent:
            raise Odd
        data = _mapping(take, 0)
        take()
        if type(take()) is not StreamEndEvent:
            raise Odd
    except yaml.YAMLError:
        raise Odd from None
    return data


def _mapping(take: Next, depth: int) -> dict[str, Any]:
    """Read a mapping up to its end."""
    found: dict[str, Any] = {}
    while type(event := take()) is ScalarEvent:
        name = _names[event.value]
        if name in found:
            raise Odd
        event = take()
        if type(event) is ScalarEvent:
            found[name] = _meanings[event.value] if event.implicit[0] else _quoted(event)
        else:
            found[name] = _group(event, take, depth)
    if type(event) is not MappingEndEvent:
        raise Odd
    return found


def _sequence(take: Next, depth: int) -> list[Any]:
    """Read a list up to its end."""
    found: list[Any] = []
    while type(event := take()) is not SequenceEndEvent:
        if type(event) is ScalarEvent:
            found.append(_meanings[event.value] if event.implicit[0] else _quoted(event))
        else:
            found.append(_group(event, take, depth))
    return found


def _group(event: Any, take: Next, depth: int) -> Any:
    """Read the mapping or list that starts with this event."""
    if depth >= DEEPEST:
        raise Odd
    if type(event) is MappingStartEvent:
        return _mapping(take, depth + 1)
    if type(event) is SequenceStartEvent:
        return _sequence(take, depth + 1)
    raise Odd


def _quoted(event: Any) -> str:
    """The text of a scalar in quotes or a block."""
    text: str = event.value
    if event.style == '"' and CONTROL.search(text):
        raise Odd
    return _quotes.setdefault(text, text) if len(text) <= SHORT and len(_quotes) < MOST else text
