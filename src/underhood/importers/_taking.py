"""Values out of a foreign file, whatever shape it has: each is taken when it is what was hoped for, else left there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from underhood.importers import Given, Trouble
from underhood.importers._words import name, number
from underhood.values.finding import DataPath

LONGEST_WORD = 80
"""A setting that is longer is a prompt or a program, and no condition to compare by."""
_DAY = re.compile(r"([0-9]{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)(?:[T ].*)?")
_SECONDS = re.compile(r"[0-9]{9,11}(?:\.[0-9]+)?")
_FIGURE = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


def text(given: Given, *path: str | int) -> str:
    """A text, or a number as one; empty where there is none."""
    value = given.look(*path)
    if value is None:
        return ""
    kind = type(value)
    said = value.strip() if kind is str else str(value) if kind is int or kind is Decimal else ""
    if said and not said.isprintable() and not name(said):  # signs that nobody sees
        said = ""
    if said:
        given.noted(path, value)
    return said


def entries(given: Given, *path: str | int) -> Iterator[str]:
    """The names of the fields of a group."""
    value = given.look(*path)
    if isinstance(value, Mapping):
        yield from value


def length(given: Given, *path: str | int) -> int:
    """How many entries a list has; none if it is no list."""
    value = given.look(*path)
    return len(value) if isinstance(value, list) else 0


def figure(given: Given, path: DataPath, troubles: list[Trouble]) -> Decimal | None:
    """A number that a record can keep to the last digit; else it is said why not."""
    value = given.take(*path)
    found = number(value)
    if found is None and value is not None:
        kept = isinstance(value, int | Decimal) and not isinstance(value, bool)
        words = f"{value} has more digits than a record keeps" if kept else f"'{str(value)[:40]}' is no number"
        troubles.append(Trouble(given.above + path, words, "it was left out; if the value is known, add it by hand"))
    return found


def settings(given: Given, *path: str | int, only: frozenset[str] | None = None) -> dict[str, Any]:
    """The conditions in a group: numbers, true or false, short words. What is longer stays behind."""
    found: dict[str, Any] = {}
    group = given.look(*path)
    for entry, value in group.items() if isinstance(group, Mapping) else ():
        if (only is None or entry in only) and isinstance(value, str | int | Decimal) and value != "":
            short = not isinstance(value, str) or (len(value) <= LONGEST_WORD and "\n" not in value)
            if short and (isinstance(value, str | bool) or number(value) is not None):
                given.noted((*path, entry), value)
                found[entry] = meant(value)
    return found


def meant(value: Any) -> Any:
    """A value as it was meant: a word that is nothing but a number is one."""
    return Decimal(value) if isinstance(value, str) and _FIGURE.fullmatch(value) else value


def day(said: str) -> str:
    """The day of a moment, written as one or counted in seconds since 1970; empty where it is neither."""
    if found := _DAY.fullmatch(said):
        return found[1]
    if _SECONDS.fullmatch(said):
        return datetime.fromtimestamp(int(said.partition(".")[0]), UTC).date().isoformat()
    return ""
