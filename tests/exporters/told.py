"""What an exporter says that it told has to be in its files: the other half of the loss report."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from underhood.meaning.facts import Fact, Facts
from underhood.values.quantity import Quantity, exact, is_quantity, plain

Spelled = Callable[[Fact], Iterable[str] | None]
"""How a format writes a fact: the words to look for, all of them; None: as it is recorded."""


def told(facts: Facts) -> list[Fact]:
    """The facts that were told."""
    left = {(one.address, one.path) for one in facts.left()}
    return [one for one in facts.every() if (one.address, one.path) not in left]


def missing(facts: Facts, written: str, spelled: Spelled = lambda _: None) -> list[Fact]:
    """The facts that were told, and whose words are not in the files; how lines are broken does not count."""
    flat = " ".join(written.split())
    found = []
    for one in told(facts):
        words = spelled(one)
        wanted = as_recorded(one.value) if words is None else words
        if not all(" ".join(str(word).split()) in flat for word in wanted):
            found.append(one)
    return found


def as_recorded(value: Any) -> Iterable[str]:
    """The words of a value as it is recorded: a text, a number in full, a quantity without its unit."""
    if is_quantity(value):
        return (plain(Quantity.read(value).value),)
    if isinstance(value, bool):
        return (str(value).lower(),)
    if isinstance(value, Decimal | int | float):
        return (plain(exact(value)),)
    if isinstance(value, Mapping):
        return (json.dumps(value, ensure_ascii=False),)
    return (str(value),)


def words_of(data: Any) -> str:
    """All names and values of what a program reads in a file, one a line."""
    if isinstance(data, Mapping):
        return "\n".join(f"{name}\n{words_of(inner)}" for name, inner in data.items())
    if isinstance(data, list | tuple):
        return "\n".join(words_of(inner) for inner in data)
    return str(data)
