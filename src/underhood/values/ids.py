"""Names of records and of places inside them: `kind/id#step/step`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}")
"""What a record's id, a kind's name and an entry's id look like."""

RESERVED = frozenset(
    {"index", "readme", "con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10))}
)
"""Ids that a site or a Windows checkout could not hold as a file."""


INVISIBLE = re.compile("[\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
"""What copying from a page may bring along, and nobody sees: joiners, spaces without width, a no-break space."""


def invisible(text: str) -> str:
    """Say which invisible character an address or id holds; empty when it holds none."""
    found = INVISIBLE.search(text)
    return f"holds an invisible character (U+{ord(found[0]):04X})" if found else ""


@lru_cache(1 << 14)
def id_problem(text: str) -> str:
    """Say why `text` cannot be an id; empty when it can."""
    if hidden := invisible(text):
        return f"it {hidden}"
    if not ID.fullmatch(text):
        return "an id has 1 to 80 characters out of a-z, 0-9, '-' and '.', and starts with a letter or digit"
    if ".." in text or text.endswith("."):
        return "an id has no '..' and no '.' at its end"
    if text.split(".", maxsplit=1)[0] in RESERVED:
        return f"'{text.split('.', maxsplit=1)[0]}' is reserved"
    return ""


class Address(NamedTuple):
    """A record, or a place inside one: each step is a field, or the id of an entry in a list."""

    kind: str
    id: str
    steps: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}" + (f"#{'/'.join(self.steps)}" if self.steps else "")

    @property
    def record(self) -> Address:
        """The record that this place lies in."""
        return Address(self.kind, self.id) if self.steps else self

    def at(self, *steps: str) -> Address:
        """The place that these further steps lead to."""
        return Address(self.kind, self.id, self.steps + steps)


Spot = tuple[Address, tuple[str | int, ...]]
"""A place in a record, by its data path."""


def parse_address(text: str, *, kind: str = "", here: Address | None = None) -> Address | None:
    """Read an address; None when the text cannot be one.

    `kind` is the kind that a bare id belongs to; `here` is the record that a bare `#step` belongs to.
    """
    if here is not None and text.startswith("#"):
        steps = tuple(text[1:].split("/"))
        return Address(here.kind, here.id, steps) if all(steps) and not invisible(text) else None
    return _parsed(text, kind)


@lru_cache(1 << 16)
def _parsed(text: str, kind: str) -> Address | None:
    name, mark, inner = text.partition("#")
    steps = tuple(inner.split("/")) if mark else ()
    if mark and (not all(steps) or invisible(inner)):
        return None
    head, slash, tail = name.partition("/")
    if not slash:
        head, tail = kind, name
    if not head or id_problem(tail) or not ID.fullmatch(head):
        return None
    return Address(head, tail, steps)
