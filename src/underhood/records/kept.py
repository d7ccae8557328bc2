"""Records as an earlier run read them: a file that looks as it did then is not read again.

They lie in the user's own cache, as JSON. Nothing depends on them: where something is wrong with them, files are read.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import underhood
from underhood.doors import cache, stamps
from underhood.doors.schemas import Schemas
from underhood.records.packed import PackedRecord
from underhood.records.places import FOLDER
from underhood.records.record import Record

WHAT = "records"
FLOORS = ("", "values", "doors", "records")
"""The folders of our code that reading a record depends on."""

MISSHAPEN = (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError)
"""What reading a value of another shape than expected may raise."""


@dataclass(frozen=True)
class KeptRecords:
    """What was kept of a folder's records, by path; only those are in it whose files look as they did."""

    place: Path | None
    key: str
    looked: int
    seen: stamps.Stamps
    records: Mapping[str, PackedRecord] = field(default_factory=dict)

    def keep(self, every: Iterable[Record]) -> None:
        """Keep these for the next run, where they are not what was kept before."""
        told = [one for one in every if isinstance(one, PackedRecord) and self._lasting(one)]
        if self.place is None or (len(told) == len(self.records) and all(one.path in self.records for one in told)):
            return
        head = [[one.path, self.seen[one.path], one.kind, one.id, one.digest, one.remarks, one.fields] for one in told]
        cache.write(self.place, {"key": self.key, "records": head}, (line for one in told for line in one.packed))

    def _lasting(self, record: Record) -> bool:
        stamp = self.seen.get(record.path, "")
        return stamps.is_file(stamp) and not stamps.racy(stamp, self.looked)


def recalled(root: Path, schemas: Schemas) -> KeptRecords:
    """What an earlier run kept of the records of a folder."""
    looked = stamps.now()
    nothing = KeptRecords(cache.place(root, WHAT), _key(schemas), looked, stamps.stamps(root, FOLDER))
    kept = cache.read(nothing.place, nothing.key) if nothing.place is not None else None
    lines = kept.lines() if kept is not None else None
    if kept is None or lines is None:
        return nothing
    try:
        found = dict(_records(kept.head, lines, nothing.seen))
    except MISSHAPEN:
        return nothing
    return KeptRecords(nothing.place, nothing.key, looked, nothing.seen, found)


def _records(
    head: Mapping[str, list[list[str]]], lines: Iterator[str], seen: stamps.Stamps
) -> Iterator[tuple[str, PackedRecord]]:
    for said, data, referring in zip(head["records"], lines, lines, strict=True):  # its lines come in pairs
        path, stamp, kind, id, digest, remarks, fields = said
        if seen.get(path) == stamp:
            yield path, PackedRecord(Record(kind, id, path, {}, digest, bool(remarks)), data, referring, tuple(fields))


def _key(schemas: Schemas) -> str:
    """What reading depends on besides the files: the program, the library, the schemas."""
    words = hashlib.sha256(f"{underhood.__version__} {sys.version}".encode())
    top = Path(underhood.__file__).parent
    spec = find_spec("yaml")
    code = chain.from_iterable(sorted((top / floor).glob("*.py")) for floor in FLOORS)
    words.update(stamps.print_of([*code, (spec and spec.origin) or ""]).encode())
    words.update(json.dumps(schemas.documents, sort_keys=True).encode())
    return words.hexdigest()
