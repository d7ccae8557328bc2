"""Records kept small: what they say lies there as JSON until somebody asks for it.

As plain data, what a record says takes six times the room of its file. Of many records, only few are looked at at once;
and text is what other processes hand over, and what is kept for the next run.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from underhood.records.kinds import Kind
from underhood.records.record import Record
from underhood.records.references import BadLink, Link
from underhood.values.finding import DataPath
from underhood.values.ids import Address

MOST_OPEN = 12_000
"""So many records are kept as plain data at most."""

MOST_PATHS = 1 << 16

_open: list[PackedRecord] = []
_paths: dict[DataPath, DataPath] = {}
"""Data paths of references, each once: the same few places refer in all records of a kind."""

_fields: dict[tuple[str, ...], tuple[str, ...]] = {}
"""The fields that records have, each set of them once."""

_WRITE = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode

_names: dict[tuple[str, str, tuple[str, ...]], Address] = {}


class PackedRecord(Record):
    """A record whose data is unpacked when it is asked for, and may be forgotten again."""

    __slots__ = ("fields", "packed")

    fields: tuple[str, ...]
    packed: tuple[str, str]

    def __init__(self, named: Record, data: str, referring: str, fields: tuple[str, ...]) -> None:
        for name in ("kind", "id", "path", "digest", "remarks", "address"):
            object.__setattr__(self, name, getattr(named, name))
        object.__setattr__(self, "packed", (data, referring))
        object.__setattr__(self, "fields", _fields.setdefault(fields, fields))

    def __getattr__(self, name: str) -> Any:
        """The data, where it is not unpacked: Python asks here for what an object does not have."""
        if name != "data":
            raise AttributeError(name)
        if len(_open) >= MOST_OPEN:
            for one in _open:
                object.__delattr__(one, "data")
            _open.clear()
        data = json.loads(self.packed[0])
        object.__setattr__(self, "data", data)
        _open.append(self)
        return data

    def __reduce__(self) -> tuple[Any, ...]:
        named = (self.kind, self.id, self.path, self.digest, self.remarks)
        return _unpickled, (*named, *self.packed, self.fields)

    def has(self, name: str) -> bool:
        """Whether a field stands in it."""
        return name in self.fields

    def references(self, kind: Kind) -> Iterable[Link | BadLink]:  # noqa: ARG002
        """Every reference in the record; they were found when it was packed."""
        good, bad = json.loads(self.packed[1])
        yield from (BadLink(tuple(path), *words) for path, *words in bad)
        for path, kind_named, id, steps, prose in good:
            yield Link(self.address, _once(tuple(path)), _named(kind_named, id, tuple(steps)), prose)


def pack(record: Record, kind: Kind) -> PackedRecord:
    """A record and its references as bytes."""
    good, bad = [], []
    for one in record.references(kind):
        if isinstance(one, Link):
            good.append((one.data_path, one.target.kind, one.target.id, one.target.steps, one.prose))
        else:
            bad.append((one.data_path, one.written, one.message, one.hint))
    data: Any = record.data
    return PackedRecord(record, _WRITE(data), _WRITE((good, bad)), tuple(data))


def _unpickled(kind: str, id: str, path: str, digest: str, remarks: bool, *packed: Any) -> PackedRecord:  # noqa: FBT001
    return PackedRecord(Record(kind, id, path, {}, digest, remarks), *packed)


def _once(path: DataPath) -> DataPath:
    return _paths.setdefault(path, path) if len(_paths) < MOST_PATHS else path


def _named(kind: str, id: str, steps: tuple[str, ...]) -> Address:
    found = _names.get((kind, id, steps))
    if found is None:
        found = Address(kind, id, steps)
        if len(_names) < MOST_PATHS:
            _names[kind, id, steps] = found
    return found
