"""The past of records, as git has it: who changed each when, and what it said before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from underhood.doors import history, marked
from underhood.doors.history import Touch
from underhood.doors.schemas import Schemas
from underhood.doors.tree import Tree, Unreadable
from underhood.records.places import FOLDER
from underhood.records.record import Catalog, Record, make_catalog
from underhood.values.ids import Address, id_problem

MOST = 5
"""So many changes of a record can be told in full; earlier ones are only listed."""


@dataclass(frozen=True)
class Past:
    """The past of the records of a folder up to a commit (empty: none is known); nothing where git tells nothing.

    `worked_on`: the records were read from the working folder, which may differ from the commit.
    """

    root: Path | None
    commit: str
    tree: Tree
    schemas: Schemas
    catalog: Catalog
    worked_on: bool = True
    _catalogs: dict[int, Catalog] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def touches(self) -> Mapping[Address, tuple[Touch, ...]]:
        """The changes of each record, the newest first.

        One without a commit stands first where the file in the working folder is not the one that was committed.
        """
        if self.root is None or not self.commit:
            return {}
        found: dict[Address, dict[str, Touch]] = {}
        for path, touch in history.touches(self.root, FOLDER, self.commit):
            if (address := _address(path)) is not None:
                made = found.setdefault(address, {})
                made[touch.commit] = _joined(made.get(touch.commit), touch)
        return {address: tuple(self._told(address, list(made.values()))) for address, made in found.items()}

    def before(self, depth: int) -> Catalog:
        """The records as they were that many changes ago, each by its own count; the others as they are.

        A record whose earlier state did not exist, or cannot be read today, is not in it.
        """
        if depth not in self._catalogs:
            records = (self._earlier(record, depth) for record in self.catalog)
            kept = (record for record in records if record is not None)
            self._catalogs[depth] = make_catalog(self.catalog.kinds, kept)
        return self._catalogs[depth]

    def _earlier(self, record: Record, depth: int) -> Record | None:
        made = self.touches.get(record.address, ())
        if len(made) < depth:
            return record
        raw = self._contents.get(made[depth - 1].old)
        document = marked.read(raw) if raw is not None else None
        if raw is None or document is None or document.problems:
            return None
        readable = self.schemas.accepts(record.kind, document.data)
        return Record(record.kind, record.id, record.path, document.data) if readable else None

    @cached_property
    def _contents(self) -> Mapping[str, bytes]:
        if self.root is None:
            return {}
        told = (made for address, made in self.touches.items() if address in self.catalog.records)
        return history.contents(self.root, (touch.old for made in told for touch in made[:MOST]))

    def _told(self, address: Address, made: list[Touch]) -> Iterator[Touch]:
        """The changes of what a record says: a file that was only moved did not change."""
        kept = [touch for touch in made if touch.old != touch.new]
        record = self.catalog.records.get(address)
        if record is not None and kept and self.worked_on:
            raw = self.tree.read(record.path)
            if not isinstance(raw, Unreadable) and not history.holds(kept[0].new, raw):
                yield Touch("", "", "", kept[0].new, "")
        yield from kept


def _address(path: str) -> Address | None:
    """The record whose file lies at a path."""
    parts = path.split("/")
    id = parts[-1].removesuffix(".yaml")
    named = len(parts) > 2 and parts[0] == FOLDER and id != parts[-1] and not id_problem(id)
    return Address(parts[1], id) if named else None


def _joined(first: Touch | None, touch: Touch) -> Touch:
    """One change out of two of the same commit: a file that went away in one place and came in another."""
    return touch if first is None else replace(first, old=first.old or touch.old, new=first.new or touch.new)
