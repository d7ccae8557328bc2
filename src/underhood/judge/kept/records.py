"""Records as they were left by the last check: each file is read again only where somebody asks what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from underhood.doors import marked
from underhood.doors.tree import Tree, Unreadable
from underhood.judge.kept.rows import Row
from underhood.records.kinds import Kind
from underhood.records.record import Record
from underhood.records.references import BadLink, Link
from underhood.records.watched import Notes, WatchedRecord
from underhood.values.ids import Address


class Moved(Exception):
    """A file changed while the check ran: what was kept of it cannot be used."""


@dataclass(frozen=True)
class KeptRecords:
    """The records of rows, as a source for a watched catalog. `fresh`: those that were read in this run."""

    tree: Tree
    kinds: Mapping[str, Kind]
    broken: frozenset[Address]
    rows: Mapping[str, Row]
    fresh: Mapping[str, Record]
    notes: Notes

    @cached_property
    def _named(self) -> Mapping[str, Row]:
        return {row.address: row for row in self.rows.values() if row.address}

    @cached_property
    def _referring(self) -> Mapping[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows.values():
            for target in row.targets.split():
                found.setdefault(target, []).append(row)
        return found

    @cached_property
    def _addresses(self) -> list[Address]:
        found = (name.partition("/") for name in self._named)
        return [Address(kind, id) for kind, _, id in found]

    def has(self, address: Address) -> bool:
        """Whether there is such a record."""
        return str(address) in self._named

    def record(self, address: Address) -> Record | None:
        """The record, unread."""
        row = self._named.get(str(address))
        if row is None:
            return None
        named = Record(address.kind, address.id, row.path, {}, row.digest)
        return WatchedRecord(named, cache(lambda: self.data(row)), self.notes)

    def data(self, row: Row) -> Mapping[str, Any]:
        """What a record says. Raises Moved when its file is no longer what it was."""
        if (found := self.fresh.get(row.path)) is not None:
            return found.data
        raw = self.tree.read(row.path)
        if isinstance(raw, Unreadable) or hashlib.sha256(raw).hexdigest() != row.digest:
            raise Moved
        data: Mapping[str, Any] = marked.read(raw).data
        return data

    def addresses(self) -> Iterator[Address]:
        """All records."""
        return iter(self._addresses)

    def links(self, address: Address) -> list[Link]:
        """What a record refers to."""
        return self._named[str(address)].links

    def bad_links(self, address: Address) -> list[BadLink]:
        """What cannot be read as a reference."""
        return self._named[str(address)].bad_links

    def closure(self, address: Address) -> list[Address]:
        """The records that a closure goes on to."""
        return self._named[str(address)].closure

    def cited_by(self, address: Address) -> list[Link]:
        """Who refers to a record."""
        rows = self._referring.get(str(address), [])
        found = [link for row in rows for link in row.links if link.target.record == address]
        return sorted(found, key=lambda link: (link.source, [str(step) for step in link.data_path]))
