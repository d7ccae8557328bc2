"""The records that count for a release when somebody asks what is answered about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from underhood.meaning.release import part_addresses
from underhood.records.late import citing
from underhood.records.record import Catalog, Record
from underhood.values.ids import Address, parse_address

SPEAKING = frozenset({"about", "release", "releases"})
"""The fields by which a record that is no part speaks of a release."""

STATEMENT = "statement"
USED = "benchmark"
"""A kind that is no part, and counts where parts use it."""


@dataclass(frozen=True, eq=False)
class Concerned:
    """The release, its model, the organisation that provides it, its parts, and the records that speak of it."""

    catalog: Catalog
    release: Record
    _found: dict[str, tuple[Record, ...]] = field(default_factory=dict, repr=False)
    _judges: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    def of(self, kind: str) -> tuple[Record, ...]:
        """Those of a kind, by address."""
        if kind not in self._found:
            self._found[kind] = tuple(self._of(kind)) if kind in self.catalog.kinds else ()
        return self._found[kind]

    def judges(self, source: str) -> frozenset[str]:
        """The frameworks whose judgement of others a source publishes, by how it is cited."""
        if source not in self._judges:
            address = parse_address(source, kind="evidence")
            record = self.catalog.records.get(address.record) if address is not None else None
            self._judges[source] = frozenset(record.get("judges", ()) if record is not None else ())
        return self._judges[source]

    @cached_property
    def model(self) -> Record | None:
        """The model of which it is a release."""
        return self._named(self.release, "model")

    @cached_property
    def provider(self) -> Record | None:
        """The organisation that provides the model, if the records say which."""
        return self._named(self.model, "provider", "organisation") if self.model is not None else None

    @cached_property
    def _parts(self) -> Mapping[str, list[Address]]:
        found: dict[str, list[Address]] = {}
        for address in part_addresses(self.catalog, self.release):
            found.setdefault(address.kind, []).append(address)
        return found

    def _of(self, kind: str) -> list[Record]:
        if kind == "release":
            return [self.release]
        if kind == "model":
            return [self.model] if self.model is not None else []
        if kind == "organisation":
            return [self.provider] if self.provider is not None else []
        named = {*self._parts.get(kind, ()), *self._speaking(kind), *(self._used if kind == USED else ())}
        found = (self.catalog.records.get(address) for address in sorted(named))
        return [record for record in found if record is not None]

    def _speaking(self, kind: str) -> Iterator[Address]:
        """The records of a kind that speak of it; statements count as well that speak of the model or the provider."""
        if not SPEAKING & self.catalog.kinds[kind].root.properties.keys():
            return
        for subject in (self.release, self.model, self.provider) if kind == STATEMENT else (self.release,):
            for link in citing(self.catalog, subject.address, kind) if subject is not None else ():
                if not link.prose and link.data_path[0] in SPEAKING:
                    yield link.source

    @cached_property
    def _used(self) -> frozenset[Address]:
        own = (self.catalog.records.get(address) for kind in self._parts for address in self._parts[kind])
        named = (address for record in own if record is not None for address in self.catalog.closure(record))
        return frozenset(address for address in named if address.kind == USED)

    def _named(self, record: Record, name: str, kind: str = "") -> Record | None:
        address = parse_address(str(record.get(name, "")), kind=kind or name)
        return self.catalog.records.get(address.record) if address is not None else None
