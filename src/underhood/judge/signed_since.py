"""What changed since somebody signed: the seal of then, found in the base or in git's history, against that of now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from underhood.doors.git import GitFailed, run
from underhood.doors.history import touches
from underhood.doors.tree import Tree
from underhood.judge.compare import compare
from underhood.judge.seal import SENTENCES
from underhood.meaning.audience import bare
from underhood.records.load import Loaded
from underhood.records.project import Project
from underhood.records.record import Record, make_catalog
from underhood.records.seal_parsing import parse_seal
from underhood.records.seal_values import GATES, HEAD, RECORD, VIEW, Seal
from underhood.records.seals import SEALED, path_of, read_seal
from underhood.values.change import SETTINGS, Change, Kind, Weight
from underhood.values.ids import parse_address

CODE = "approval-stale"
SEALS = 40
"""So many former seals of a release are looked at."""


def former_seal(project: Project, id: str, manifest: str, *, base: Tree) -> Seal | None:
    """The seal of a release that had this manifest, wherever it can still be read."""
    there = read_seal(base, id)
    if isinstance(there, Seal) and there.manifest == manifest:
        return there
    return next((seal for seal in _history(project, id, manifest) if seal.manifest == manifest), None)


def _history(project: Project, id: str, manifest: str) -> Iterator[Seal]:
    if project.root is None or project.head is None:
        return
    path = path_of(id)
    told = [touch for where, touch in touches(project.root, SEALED, project.head.commit) if where == path]
    for blob in list(dict.fromkeys(blob for touch in told for blob in (touch.new, touch.old) if blob))[:SEALS]:
        try:
            raw = run(project.root, "cat-file", "blob", blob)
        except GitFailed:
            continue
        if manifest.encode() in raw[:1000] and isinstance(seal := parse_seal(raw), Seal):
            yield seal


def changed_between(project: Project, old: Seal, new: Seal) -> tuple[Change, ...]:
    """What two seals of one release say differently, field by field for records."""
    before, after = (_project(project, seal) for seal in (old, new))
    others = [_told(name, new) for name in _names(old, new)]
    return tuple(sorted([*compare(bare(before), bare(after)), *others], key=lambda change: change.order))


def _project(project: Project, seal: Seal) -> Project:
    known = project.catalog.kinds
    records = [
        Record(address.kind, address.id, "", data) for address, data in seal.records() if address.kind in known
    ]
    return replace(project, loaded=Loaded(make_catalog(known, records), ()))


def _names(old: Seal, new: Seal) -> Iterator[str]:
    """The entries that are no records and are not the same."""
    for name in sorted(old.by_name.keys() | new.by_name.keys()):
        if name == HEAD or name.startswith((RECORD, VIEW)):
            continue
        before, after = (seal.by_name.get(name) for seal in (old, new))
        if before is None or after is None or before.data != after.data:
            yield name


def _told(name: str, seal: Seal) -> Change:
    prefix, _, rest = name.partition("/")
    words = SENTENCES.get(name) or SENTENCES.get(prefix, name).format(rest)
    address = parse_address(rest.partition("/")[2] if prefix == "translation" else name)
    place = SETTINGS if name == GATES else address or parse_address(seal.release)
    return Change(CODE, Weight.ROUTINE, Kind.CHANGED, place, place, None, None, f"{words}: not as it was signed")
