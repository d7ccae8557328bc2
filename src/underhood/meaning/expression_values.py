"""The values of records as expressions get them: numbers as doubles, and nothing where something is absent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from underhood.records.record import is_absence
from underhood.values.quantity import exact

LONGEST = 3_000
"""Entries of a list that an expression may go through."""


class Missing(Exception):
    """A value that is needed is not there."""


def plainly(value: Any) -> Any:
    """A value as expressions get it: numbers as doubles, what is absent left out. Raises Missing if it is absent."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value)  # a text that knows its language is none that CEL knows
    if isinstance(value, int | float):
        return number(value)
    if is_absence(value):
        raise Missing(absent(value))
    if isinstance(value, Mapping):
        found = {}
        for name, inner in value.items():
            try:
                found[name] = plainly(inner)
            except Missing:
                continue
        return found
    if isinstance(value, list):
        return [plainly(inner) for inner in value]
    raise Missing("is empty")


def absent(value: Mapping[str, Any]) -> str:
    """The words for an absence."""
    return f"is absent ({value['absent']})"


def number(value: Any) -> float:
    """A number as a double. Raises Missing for one that is not finite or beyond 1e100."""
    try:
        return float(exact(value))
    except (ValueError, ArithmeticError) as error:
        raise Missing("is no finite number up to 1e100") from error


def size(value: Any) -> int:
    """How much a value holds: itself, what is in it, its text by the hundred characters."""
    if isinstance(value, str | float):
        return 1 + (len(value) // 100 if isinstance(value, str) else 0)
    if isinstance(value, list):
        return 1 + sum(map(size, value))
    return 1 + (sum(map(size, value.values())) if isinstance(value, Mapping) else 0)


def longest(value: Any) -> int:
    """The entries of the longest list in a value."""
    if isinstance(value, str | float):
        return 0
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    below = max(map(longest, inner), default=0)
    return max(below, len(value) if isinstance(value, Mapping | list) else 0)
