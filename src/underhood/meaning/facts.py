"""The facts that there are to tell of a release, and which of them were told.

What a format cannot hold is never lost in silence: whatever an exporter did not take is what it left behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from underhood.doors.markup import unescaped
from underhood.meaning.audience import View
from underhood.meaning.concerned import Concerned
from underhood.records.record import Record
from underhood.values.finding import DataPath
from underhood.values.ids import Address, parse_address
from underhood.values.quantity import is_quantity

SOURCES = "evidence"
"""A kind that is no part, and counts where facts cite it."""
SUBJECTS = "system"
"""A kind that is no part, and counts where tables hold its figures."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a record, at its place: a plain value, a quantity with its unit, or an absence with its reason."""

    address: Address
    path: DataPath
    value: Any


@dataclass(frozen=True, eq=False)
class Facts:
    """All facts of a release and of the records that concern it, as a view shows them.

    `tell` hands out what stands at a place, and notes that it was told.
    """

    view: View
    release: Record
    _told: set[tuple[Address, DataPath]] = field(default_factory=set, repr=False)

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """The release, its model and provider, its parts, what speaks of it, and what those cite, by address."""
        concerned = Concerned(self.view.catalog, self.release)
        found = {one.address: one for kind in self.view.catalog.kinds for one in concerned.of(kind)}
        for one in tuple(found.values()):
            for link in self.view.catalog.links(one):
                if link.target.kind in {SOURCES, SUBJECTS} and (cited := self.view.at(link.target.record)) is not None:
                    found[cited.address] = cited
        shown = (self.view.at(address) for address in sorted(found))
        return tuple(one for one in shown if one is not None)

    def of(self, kind: str) -> tuple[Record, ...]:
        """The records of a kind, by address."""
        return tuple(one for one in self.records if one.kind == kind)

    def at(self, reference: str, kind: str) -> Record | None:
        """The record that a reference names, if it is among these."""
        address = parse_address(reference, kind=kind)
        return next((one for one in self.records if address is not None and one.address == address.record), None)

    def tell(self, record: Record, *path: str | int) -> Any:
        """What stands at a path of a record, to be told whole; None where nothing stands there."""
        value = look(record.data, path)
        if value is not None:
            self._told.update((record.address, (*path, *inner)) for inner, _ in leaves(value))
        return value

    def words(self, record: Record, *path: str | int) -> str:
        """The line at a path as plain text has it, to be told whole; empty where nothing stands there."""
        value = self.tell(record, *path)
        return "" if value is None else unescaped(str(value))

    def every(self) -> Iterator[Fact]:
        """All facts, record by record."""
        for record in self.records:
            for path, value in leaves(record.data):
                yield Fact(record.address, path, value)

    def left(self) -> tuple[Fact, ...]:
        """What was not told."""
        return tuple(one for one in self.every() if (one.address, one.path) not in self._told)


def look(data: Any, path: Sequence[str | int]) -> Any:
    """What stands at a path, to look at and not to tell; None where nothing stands there."""
    for step in path:
        kind = type(data)
        if kind is dict:  # what nearly all data is, and asked for quickly
            data = data.get(step)
        elif kind is list:
            data = data[step] if isinstance(step, int) and -len(data) <= step < len(data) else None
        elif isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(data, Sequence) and not isinstance(data, str) and isinstance(step, int):
            data = data[step] if -len(data) <= step < len(data) else None
        else:
            return None
    return data


def leaves(value: Any, path: DataPath = ()) -> Iterator[tuple[DataPath, Any]]:
    """The single facts in a value. A quantity is one, and so is an absence; what is empty says nothing."""
    if isinstance(value, Mapping) and not is_quantity(value) and "absent" not in value:
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*path, place))
    else:
        yield path, value
