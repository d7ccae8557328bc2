"""Records kept small: what they say lies there as bytes until somebody asks for it.

As plain data, what a record says takes six times the room of its file. Of many records, only few are looked at at once;
and bytes are what other processes hand over.
"""

from __future__ import annotations

import marshal
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

_names: dict[tuple[str, str, tuple[str, ...]], Address] = {}


class PackedRecord(Record):
    """A record whose data is unpacked when it is asked for, and may be forgotten again."""

    __slots__ = ("_packed", "_referring")

    _packed: bytes
    _referring: bytes

    def __init__(self, named: Record, packed: bytes, referring: bytes) -> None:
        for name in ("kind", "id", "path", "digest", "remarks", "address"):
            object.__setattr__(self, name, getattr(named, name))
        object.__setattr__(self, "_packed", packed)
        object.__setattr__(self, "_referring", referring)

    def __getattr__(self, name: str) -> Any:
        """The data, where it is not unpacked: Python asks here for what an object does not have."""
        if name != "data":
            raise AttributeError(name)
        if len(_open) >= MOST_OPEN:
            for one in _open:
                object.__delattr__(one, "data")
            _open.clear()
        data = marshal.loads(self._packed)  # noqa: S302  (written by `pack`, in a run of this program)
        object.__setattr__(self, "data", data)
        _open.append(self)
        return data

    def __reduce__(self) -> tuple[Any, ...]:
        named = (self.kind, self.id, self.path, self.digest, self.remarks)
        return _unpickled, (*named, self._packed, self._referring)

    def references(self, kind: Kind) -> Iterable[Link | BadLink]:  # noqa: ARG002
        """Every reference in the record; they were found when it was packed."""
        good, bad = marshal.loads(self._referring)  # noqa: S302
        yield from (BadLink(*one) for one in bad)
        for path, *target, prose in good:
            yield Link(self.address, _once(path), _named(*target), prose)


def pack(record: Record, kind: Kind) -> PackedRecord:
    """A record and its references as bytes."""
    good, bad = [], []
    for one in record.references(kind):
        if isinstance(one, Link):
            good.append((one.data_path, one.target.kind, one.target.id, one.target.steps, one.prose))
        else:
            bad.append((one.data_path, one.written, one.message, one.hint))
    data: Any = record.data
    return PackedRecord(record, marshal.dumps(data), marshal.dumps((good, bad)))


def _unpickled(kind: str, id: str, path: str, digest: str, remarks: bool, *packed: bytes) -> PackedRecord:  # noqa: FBT001
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
