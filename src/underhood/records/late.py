"""Records that are read when somebody asks for them: of a state of which only a part matters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

from underhood.doors.schemas import Schemas
from underhood.doors.tree import Entry, Tree
from underhood.records.kinds import Kind
from underhood.records.load import read_file, twice
from underhood.records.places import FOLDER
from underhood.records.reading import Problem
from underhood.records.record import Catalog, Record
from underhood.records.references import BadLink, Link
from underhood.values.ids import Address, id_problem

SUFFIX = ".yaml"


def address_of(path: str, kinds: Collection[str]) -> Address | None:
    """The name of the record that a file holds; None where the path is not that of a record."""
    top, slash, inner = path.partition("/")
    kind, below, rest = inner.partition("/")
    if not slash or not below or top != FOLDER or kind not in kinds or not path.endswith(SUFFIX):
        return None
    id = rest.rpartition("/")[2].removesuffix(SUFFIX)
    return None if id_problem(id) else Address(kind, id)


class LateRecords(Mapping[Address, Record]):
    """The records of a tree by address, each read and judged by its schema when it is first asked for.

    `sought` are records whose files were looked up before; the others are found by listing the folder of their kind.
    `problems` and `broken` are those of the files that were read so far.
    """

    def __init__(
        self,
        tree: Tree,
        schemas: Schemas,
        kinds: Mapping[str, Kind],
        sought: Mapping[Address, list[Entry]] | None = None,
    ) -> None:
        self.problems: list[Problem] = []
        self.broken: set[Address] = set()
        self._tree, self._schemas, self._kinds = tree, schemas, kinds
        self._sought = sought or {}
        self._made: dict[Address, Record | None] = {}
        self._places: dict[str, Mapping[str, list[Entry]]] = {}

    def __getitem__(self, address: Address) -> Record:
        if address.steps:
            raise KeyError(address)
        if address not in self._made:
            self._made[address] = self._read(address)
        found = self._made[address]
        if found is None:
            raise KeyError(address)
        return found

    def __iter__(self) -> Iterator[Address]:
        for kind in sorted(self._kinds, key=lambda kind: f"{kind}/"):  # as a walk through all files goes
            yield from self.of(kind)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def of(self, kind: str) -> Iterator[Address]:
        """The records of a kind, in the order of their files."""
        for id in self._listed(kind):
            if (address := Address(kind, id)) in self:
                yield address

    def _read(self, address: Address) -> Record | None:
        """The first of the files of this name that holds a record."""
        entries = self._sought.get(address)
        record: Record | None = None
        for entry in self._listed(address.kind).get(address.id, ()) if entries is None else entries:
            if entry.odd:
                self.broken.add(address)
            for found in read_file(self._tree, entry, self._kinds, schemas=self._schemas):
                if isinstance(found, Problem):
                    self.problems.append(found)
                elif not found.digest:
                    self.broken.add(address)
                elif record is None:
                    record = found
                else:
                    self.problems.append(twice(found, record.path))
        return record

    def _listed(self, kind: str) -> Mapping[str, list[Entry]]:
        """The files of a kind by the id of their record."""
        if kind not in self._kinds:
            return {}
        if kind not in self._places:
            self._places[kind] = by_id(self._tree.walk(f"{FOLDER}/{kind}"), self._kinds)
        return self._places[kind]


def by_id(entries: Iterable[Entry], kinds: Collection[str]) -> Mapping[str, list[Entry]]:
    """Files of one kind by the id of their record."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        if (address := address_of(entry.path, kinds)) is not None:
            found.setdefault(address.id, []).append(entry)
    return found


class LateCatalog(Catalog):
    """A catalog whose records are read when somebody asks: one, all of a kind, or all to know who refers to whom.

    `broken` names those of the sought records that could not be taken.
    """

    late: LateRecords

    def __init__(self, kinds: Mapping[str, Kind], late: LateRecords, *, broken: frozenset[Address]) -> None:
        super().__init__(kinds, late, broken)
        object.__setattr__(self, "late", late)

    def of(self, kind: str) -> list[Record]:
        """All records of a kind, by id."""
        if kind not in self._kinds_read:
            self._kinds_read[kind] = [self.records[address] for address in sorted(self.late.of(kind))]
        return self._kinds_read[kind]

    def links(self, record: Record) -> list[Link]:
        """The references that a record makes."""
        return [found for found in self._referring(record) if isinstance(found, Link)]

    def bad_links(self, record: Record) -> list[BadLink]:
        """The references of a record that cannot be read."""
        return [found for found in self._referring(record) if isinstance(found, BadLink)]

    def citing(self, address: Address, kind: str) -> list[Link]:
        """The references that records of a kind make to a record; only these are read."""
        if kind not in self._citing:
            found = self._citing[kind] = {}
            for link in (link for record in self.of(kind) for link in self.links(record)):
                found.setdefault(link.target.record, []).append(link)
        return self._citing[kind].get(address, [])

    def _referring(self, record: Record) -> list[Link | BadLink]:
        own = self.records.get(record.address)
        return self.derived(own, self._read_references) if own is not None else []

    def _read_references(self, record: Record) -> list[Link | BadLink]:
        return list(record.references(self.kinds[record.kind]))

    @cached_property
    def _citing(self) -> dict[str, dict[Address, list[Link]]]:
        return {}

    @cached_property
    def _kinds_read(self) -> dict[str, list[Record]]:
        return {}


def citing(catalog: Catalog, address: Address, kind: str) -> list[Link]:
    """The references that records of a kind make to a record; where records are read late, no others are read."""
    if isinstance(catalog, LateCatalog):
        return catalog.citing(address, kind)
    return [link for link in catalog.cited_by(address) if link.source.kind == kind]
