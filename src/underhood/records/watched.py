"""A catalog that notes what is asked of it, so that it is known on what an answer rests.

Each note is a word: `risk/x` (what the record says), `?risk/x` (whether there is one), `<risk/x` (who refers to it),
`*risk` (all records of a kind), `*` (which records there are), `**` (all that any record says), `@` (the day).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from underhood.records.kinds import Kind
from underhood.records.record import Catalog, Place, Record, data_path, value_at
from underhood.records.references import BadLink, Link
from underhood.values.ids import Address

ALL_NAMES, ALL_WORDS, DAY = "*", "**", "@"


@dataclass(slots=True)
class Notes:
    """What was asked so far, and for which record: what that one says itself needs no note."""

    seen: set[str] = field(default_factory=set)
    own: Record | None = None

    def begin(self, own: Record) -> None:
        """Start anew, for another record."""
        self.seen, self.own = set(), own


class Source(Protocol):
    """Where a watched catalog has its records from."""

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """What the schemas say."""

    @property
    def broken(self) -> frozenset[Address]:
        """The records that could not be taken."""

    def has(self, address: Address) -> bool:
        """Whether there is such a record."""

    def record(self, address: Address) -> Record | None:
        """The record, its data loaded or not."""

    def addresses(self) -> Iterator[Address]:
        """All records."""

    def links(self, address: Address) -> list[Link]:
        """What a record refers to."""

    def bad_links(self, address: Address) -> list[BadLink]:
        """What cannot be read as a reference."""

    def closure(self, address: Address) -> list[Address]:
        """The records that a closure goes on to."""

    def cited_by(self, address: Address) -> list[Link]:
        """Who refers to a record."""


class WatchedRecord(Record):
    """A record that notes when somebody looks at what it says, and is read no earlier than that.

    It holds nothing itself: `load` is asked each time, and knows what to keep.
    """

    __slots__ = ("_load", "_notes", "_word")

    _load: Callable[[], Mapping[str, Any]]
    _notes: Notes
    _word: str

    def __init__(self, named: Record, load: Callable[[], Mapping[str, Any]], notes: Notes) -> None:
        for name in ("kind", "id", "path", "digest", "remarks", "address"):
            object.__setattr__(self, name, getattr(named, name))
        object.__setattr__(self, "_load", load)
        object.__setattr__(self, "_notes", notes)
        object.__setattr__(self, "_word", str(named.address))

    @property
    def data(self) -> Mapping[str, Any]:
        """What the record says."""
        self._notes.seen.add(self._word)
        return self._load()


class _Records(Mapping[Address, Record]):
    """All records, each made when it is asked for; the record that the question is for is told as it is."""

    def __init__(self, source: Source, notes: Notes) -> None:
        self._source, self._notes = source, notes
        self._made: dict[Address, Record] = {}

    def __getitem__(self, address: Address) -> Record:
        own = self._notes.own
        if own is not None and own.id == address.id and own.kind == address.kind and not address.steps:
            return own
        self._notes.seen.add(f"?{address}")
        found = self._made.get(address)
        if found is None:
            found = self._source.record(address)
            if found is None:
                raise KeyError(address)
            self._made[address] = found
        return found

    def __iter__(self) -> Iterator[Address]:
        self._notes.seen.add(ALL_NAMES)
        return self._source.addresses()

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, address: object) -> bool:
        if not isinstance(address, Address) or address.steps:
            return False
        self._notes.seen.add(f"?{address}")
        return self._source.has(address)


class WatchedCatalog(Catalog):
    """The catalog of a source, every question of which is noted."""

    source: Source
    notes: Notes

    def __init__(self, source: Source, notes: Notes) -> None:
        super().__init__(source.kinds, _Records(source, notes), source.broken)
        object.__setattr__(self, "source", source)
        object.__setattr__(self, "notes", notes)

    def __iter__(self) -> Iterator[Record]:
        self.notes.seen.add(ALL_WORDS)
        return iter(self.records.values())

    @cached_property
    def _addresses_by_kind(self) -> Mapping[str, list[Address]]:
        """All records, sorted once: rules ask for the records of a kind once for each record."""
        found: dict[str, list[Address]] = {}
        for address in sorted(self.source.addresses()):
            found.setdefault(address.kind, []).append(address)
        return found

    def of(self, kind: str) -> list[Record]:
        """All records of a kind, by id."""
        self.notes.seen.add(f"*{kind}")
        return [self.records[address] for address in self._addresses_by_kind.get(kind, ())]

    def resolve(self, address: Address) -> Place | None:
        """What stands at an address; None when nothing does."""
        record = self.records.get(address.record)
        if record is None:
            return None
        path = data_path(record.data, address.steps, self.kinds[record.kind].parts)
        return None if path is None else Place(record, path, value_at(record.data, path))

    def links(self, record: Record) -> list[Link]:
        """The references that a record makes."""
        self.look_at(record)
        return self.source.links(record.address)

    def bad_links(self, record: Record) -> list[BadLink]:
        """The references of a record that cannot be read."""
        self.look_at(record)
        return self.source.bad_links(record.address)

    def closure(self, record: Record) -> list[Address]:
        """The records that a record leads to through references that a closure follows."""
        self.look_at(record)
        return self.source.closure(record.address)

    def derived(self, record: Record, make: Callable[[Record], Any]) -> Any:
        """What a function makes of a record and of nothing else."""
        self.look_at(record)
        return super().derived(record, make)

    def cited_by(self, address: Address) -> list[Link]:
        """The references that are made to a record, or to a place inside it if the address has steps."""
        self.notes.seen.add(f"<{address.record}")
        found = self.source.cited_by(address.record)
        return [link for link in found if not address.steps or link.target.steps[: len(address.steps)] == address.steps]

    def look_at(self, record: Record) -> None:
        """Note that a record counts, down to the lines of its file."""
        own = self.notes.own
        if own is None or own.id != record.id or own.kind != record.kind:
            self.notes.seen.add(str(record.address))


@dataclass(frozen=True, slots=True)
class Whole:
    """A catalog that was read as a whole, as a source."""

    catalog: Catalog
    notes: Notes

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """What the schemas say."""
        return self.catalog.kinds

    @property
    def broken(self) -> frozenset[Address]:
        """The records that could not be taken."""
        return self.catalog.broken

    def has(self, address: Address) -> bool:
        """Whether there is such a record."""
        return address in self.catalog.records

    def record(self, address: Address) -> Record | None:
        """The record."""
        found = self.catalog.records.get(address)
        return WatchedRecord(found, lambda: found.data, self.notes) if found is not None else None

    def addresses(self) -> Iterator[Address]:
        """All records."""
        return iter(self.catalog.records)

    def links(self, address: Address) -> list[Link]:
        """What a record refers to."""
        return self.catalog.links(self.catalog.records[address])

    def bad_links(self, address: Address) -> list[BadLink]:
        """What cannot be read as a reference."""
        return self.catalog.bad_links(self.catalog.records[address])

    def closure(self, address: Address) -> list[Address]:
        """The records that a closure goes on to."""
        return self.catalog.closure(self.catalog.records[address])

    def cited_by(self, address: Address) -> list[Link]:
        """Who refers to a record."""
        return self.catalog.cited_by(address)
