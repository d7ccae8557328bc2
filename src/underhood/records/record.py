"""Records, and the catalog that finds them and knows who refers to whom."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from underhood.records.asking import Asking
from underhood.records.kinds import Kind
from underhood.records.references import BadLink, Link, references
from underhood.records.typos import nearest
from underhood.values.finding import DataPath
from underhood.values.ids import Address

MOST_DERIVED = 2048
LONG, MOST_LONG = 32, 256
"""In lists from this length on entries are looked up by their ids; of so many lists at most, that is kept."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: where it lies, and what it says as plain data.

    `digest` is the SHA-256 of its file; `remarks`: a comment in it may speak to the program; `address` is its permanent
    name.
    """

    kind: str
    id: str
    path: str
    data: Mapping[str, Any]
    digest: str = ""
    remarks: bool = False
    address: Address = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "address", Address(self.kind, self.id))

    @property
    def title(self) -> str:
        """The record's title, or its address where it has none."""
        return self.data.get("title") or str(self.address)

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a field."""
        return self.data.get(name, default)

    def has(self, name: str) -> bool:
        """Whether a field stands in it."""
        return name in self.data

    def saying(self, data: Mapping[str, Any]) -> Record:
        """The same record, saying something else."""
        return Record(self.kind, self.id, self.path, data, self.digest, self.remarks)

    def references(self, kind: Kind) -> Iterable[Link | BadLink]:
        """Every reference in the record."""
        return references(kind.texts_that_refer(self.data), self.address)


@dataclass(frozen=True, slots=True)
class Place:
    """What an address resolves to: the record, the data path inside it, and the value there."""

    record: Record
    data_path: DataPath
    value: Any


@dataclass(frozen=True)
class Catalog(Asking):
    """All records of one state, by address.

    `broken` names those whose file could not be taken: they exist, and say nothing.
    """

    kinds: Mapping[str, Kind]
    records: Mapping[Address, Record]
    broken: frozenset[Address] = frozenset()
    _closures: dict[Address, list[Address]] = field(default_factory=dict, repr=False, compare=False)
    _derived: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)
    _positions: dict[int, tuple[list[Any], Mapping[Any, int]]] = field(default_factory=dict, repr=False, compare=False)

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records.values())

    def get(self, kind: str, id: str) -> Record | None:
        """The record of this kind and id."""
        return self.records.get(Address(kind, id))

    def of(self, kind: str) -> list[Record]:
        """All records of a kind, by id."""
        return self._by_kind.get(kind, [])

    def resolve(self, address: Address) -> Place | None:
        """What stands at an address; None when nothing does."""
        record = self.records.get(address.record)
        if record is None:
            return None
        parts = self.kinds[record.kind].parts if record.kind in self.kinds else ""
        path = data_path(record.data, address.steps, parts, position=self._position)
        return None if path is None else Place(record, path, value_at(record.data, path))

    def stands(self, address: Address) -> bool:
        """Whether anything stands at an address."""
        return self.resolve(address) is not None if address.steps else address in self.records

    def closure(self, record: Record) -> list[Address]:
        """The records that a record leads to through references that a closure follows."""
        if record.address not in self._closures:
            self._closures[record.address] = closure(self.links(record), self.kinds.get(record.kind))
        return self._closures[record.address]

    def links(self, record: Record) -> list[Link]:
        """The references that a record makes."""
        return self._links[0].get(record.address, [])

    def derived(self, record: Record, make: Callable[[Record], Any]) -> Any:
        """What a function makes of a record, kept for a while: others ask for it too."""
        if len(self._derived) > MOST_DERIVED:
            self._derived.clear()
        key = (make, record.kind, record.id)
        if key not in self._derived:
            self._derived[key] = make(record)
        return self._derived[key]

    def bad_links(self, record: Record) -> list[BadLink]:
        """The references of a record that cannot be read."""
        return self._links[1].get(record.address, [])

    def cited_by(self, address: Address) -> list[Link]:
        """The references that are made to a record, or to a place inside it if the address has steps."""
        found = self._backlinks.get(address.record, [])
        return [link for link in found if not address.steps or link.target.steps[: len(address.steps)] == address.steps]

    def nearest(self, address: Address) -> str:
        """The existing name most like one that does not exist; empty when none is near."""
        if (record := self.records.get(address.record)) is not None:
            inside = ("/".join(steps) for steps in addresses_inside(record.data, self.kinds[record.kind].parts))
            near = nearest("/".join(address.steps), inside)
            return f"{address.record}#{near}" if near else ""
        if near := nearest(address.id, (known.id for known in self.records if known.kind == address.kind)):
            return f"{address.kind}/{near}"
        if elsewhere := sorted(known.kind for known in self.records if known.id == address.id):
            return f"{nearest(address.kind, elsewhere) or elsewhere[0]}/{address.id}"
        return "" if address.kind in self.kinds else nearest(str(address.record), map(str, self.records))

    def _position(self, entries: list[Any], id: str) -> int | None:
        """Where the entry with an id stands; what was found out of a long list is kept."""
        if len(entries) < LONG:
            return _position(entries, id)
        if len(self._positions) >= MOST_LONG and builtins.id(entries) not in self._positions:
            self._positions.clear()
        kept = self._positions.get(builtins.id(entries))
        if kept is None:  # the list is kept as well, so that no other one can get its number
            ids = [(entry.get("id"), at) for at, entry in enumerate(entries) if isinstance(entry, Mapping)]
            kept = self._positions[builtins.id(entries)] = (entries, dict(reversed(ids)))
        return kept[1].get(id)

    @cached_property
    def _by_kind(self) -> Mapping[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for record in sorted(self.records.values(), key=lambda record: record.address):
            found.setdefault(record.kind, []).append(record)
        return found

    @cached_property
    def _links(self) -> tuple[Mapping[Address, list[Link]], Mapping[Address, list[BadLink]]]:
        good: dict[Address, list[Link]] = {}
        bad: dict[Address, list[BadLink]] = {}
        for record in self.records.values():
            for found in record.references(self.kinds[record.kind]) if record.kind in self.kinds else ():
                if isinstance(found, Link):
                    good.setdefault(record.address, []).append(found)
                else:
                    bad.setdefault(record.address, []).append(found)
        return good, bad

    @cached_property
    def _backlinks(self) -> Mapping[Address, list[Link]]:
        found: dict[Address, list[Link]] = {}
        for links in self._links[0].values():
            for link in links:
                found.setdefault(link.target.record, []).append(link)
        for links in found.values():
            links.sort(key=lambda link: (link.source, [str(step) for step in link.data_path]))
        return found


def make_catalog(kinds: Mapping[str, Kind], records: Iterable[Record], *, broken: Iterable[Address] = ()) -> Catalog:
    """A catalog of these records."""
    return Catalog(kinds, {record.address: record for record in records}, frozenset(broken))


def closure(links: Iterable[Link], kind: Kind | None) -> list[Address]:
    """The records that these references lead to, of those that a closure follows."""
    found = ((link.target.record, kind.field(link.data_path)) for link in links) if kind else ()
    return list(dict.fromkeys(target for target, place in found if place is not None and place.closure))


def _position(entries: list[Any], id: str) -> int | None:
    """Where the first entry with an id stands."""
    return next((i for i, entry in enumerate(entries) if isinstance(entry, Mapping) and entry.get("id") == id), None)


def data_path(
    data: Any, steps: tuple[str, ...], parts: str, *, position: Callable[[list[Any], str], int | None] = _position
) -> DataPath | None:
    """The data path that an address's steps lead to: fields by name, list entries by id, else by number."""
    path: list[str | int] = []
    node = data
    if steps and parts and isinstance(data, Mapping) and steps[0] not in data:
        steps = (parts, *steps)
    for step in steps:
        if isinstance(node, Mapping) and step in node:
            path.append(step)
            node = node[step]
        elif isinstance(node, list):
            index = position(node, step)
            if (
                index is None
                and step.isdecimal()
                and len(step) < 7
                and int(step) < len(node)
                and not (isinstance(node[int(step)], Mapping) and "id" in node[int(step)])
            ):
                index = int(step)
            if index is None:
                return None
            path.append(index)
            node = node[index]
        else:
            return None
    return tuple(path)


def steps_of(data: Any, path: DataPath, parts: str = "") -> tuple[str, ...]:
    """The steps that name a data path: the reverse of `data_path`, with the default list left out."""
    steps: list[str] = []
    node = data
    for step in path:
        if isinstance(step, int):
            entry = node[step]
            steps.append(str(entry["id"]) if isinstance(entry, Mapping) and "id" in entry else str(step))
        else:
            steps.append(step)
        node = node[step]
    if len(steps) > 1 and steps[0] == parts and steps[1] not in data:
        del steps[0]
    return tuple(steps)


def value_at(data: Any, path: DataPath) -> Any:
    """The value at a data path."""
    for step in path:
        data = data[step]
    return data


def addresses_inside(data: Any, parts: str) -> Iterator[tuple[str, ...]]:
    """The steps of every place in a record."""
    stack: list[DataPath] = [()]
    while stack:
        path = stack.pop()
        node = value_at(data, path)
        if path:
            yield steps_of(data, path, parts)
        at: Iterable[Any] = node if isinstance(node, Mapping) else range(len(node)) if isinstance(node, list) else ()
        stack.extend((*path, key) for key in at)


def is_absence(value: object) -> bool:
    """Whether a value says that something is absent, and why."""
    return isinstance(value, dict) and "absent" in value


def evidence_at(record: Record, path: DataPath) -> list[Mapping[str, Any]]:
    """The citations that cover a place: those of the nearest object on the way up."""
    node: Any = record.data
    found: list[Mapping[str, Any]] = []
    for step in (*path, None):
        if isinstance(node, dict) and node.get("evidence"):
            found = node["evidence"]
        if step is not None:
            node = node[step]
    return list(found)


def cell_unit(place: Place) -> tuple[str, int | None]:
    """The unit and decimals of a number in a table: those of its column; of a share, percent."""
    path = place.data_path
    if len(path) > 2 and path[-2] == "values":
        start = max(index for index, step in enumerate(path) if step in {"rows", "printed_total"})
        columns = value_at(place.record.data, path[:start])["columns"]
        column: Mapping[str, Any] = next((column for column in columns if column["id"] == path[-1]), {})
        return str(column.get("unit", "")), column.get("decimals")
    return ("percent", None) if path[-1] == "share" else ("", None)
