"""What two states differ in beside the data of records: the settings, list files, comments that allow a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from underhood.changes import Comparison, Difference, Pair, Spot
from underhood.doors import marked
from underhood.doors.tree import Unreadable
from underhood.judge.weights import Stated, heavier, stricter, weight
from underhood.records.allowances import allowances
from underhood.records.kinds import Kind as RecordKind
from underhood.records.list_diff import ListPair, ListsDiffer, list_diff
from underhood.records.lists import LISTS
from underhood.records.places import FOLDER
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.values.change import Kind, Weight
from underhood.values.finding import DataPath
from underhood.values.ids import Address

LIST, ALLOW = "list entries", "allow comment"
"""The last names of differences that are in no field."""

OF_LIST = ("path", "sha256", "entries")
"""The fields beside the name of a list file that only repeat what the file says."""


def list_differences(
    comparison: Comparison,
    projects: tuple[Project, Project],
    files: Iterable[str],
    *,
    kinds: Mapping[str, RecordKind] | None = None,
) -> Iterator[Difference]:
    """How the list files differ that both states of a record name; `files` are the changed ones that are no records.

    `kinds`: whose weights count beside the newer state's, where it is not the older state's.
    """
    others = comparison.old.catalog.kinds if kinds is None else kinds
    lists = f"{FOLDER}/{LISTS}"
    changed = frozenset(path.removeprefix(f"{FOLDER}/") for path in files if path.startswith(lists))
    seen: dict[Address, Pair] = {new.address: (old, new) for old, new in comparison.pairs if old and new}
    if changed:
        seen = {**_naming(changed, projects), **seen}
    for old, new in (seen[address] for address in sorted(seen)):
        kind = comparison.new.catalog.kinds.get(new.kind) if new else None
        if old is None or new is None or kind is None or not _mentions(new.data):
            continue
        for path, written in _lists(new, kind):
            before = _at(old.data, path)
            if isinstance(before, str) and (before != written or written in changed):
                pair = ListPair(projects[0].tree, before, projects[1].tree, written)
                weighed = _weighed(path[:-1], kind, others.get(new.kind))
                yield from _list_difference((old, new), path[:-1], kind, weighed, found=list_diff(pair))


def repeated(listed: Difference) -> Iterator[tuple[Address, tuple[str, ...]]]:
    """The fields of the newer record whose differences a compared list makes idle, by their names."""
    if listed.new is not None and listed.listed is not None:
        moved = bool(listed.listed.count_added or listed.listed.count_removed)
        for name in OF_LIST if moved else OF_LIST[:2]:
            yield listed.new.record.address, (*listed.names[:-1], name)


def _naming(changed: frozenset[str], projects: tuple[Project, Project]) -> dict[Address, Pair]:
    """The records of both states that name one of these lists, whether their own files differ or not."""
    catalogs = [project.catalog for project in projects]
    found: dict[Address, Pair] = {}
    for kind in catalogs[1].kinds.values():
        for new in catalogs[1].of(kind.name) if kind.root.may_list else ():
            if any(written in changed for _, written in _lists(new, kind)):
                found[new.address] = (catalogs[0].records.get(new.address), new)
    return found


def _mentions(data: Any) -> bool:
    """Whether anything in a record may be the name of a list file; no schema is asked."""
    if isinstance(data, str):
        return data.startswith(LISTS)
    inside = data.values() if isinstance(data, Mapping) else data if isinstance(data, list) else ()
    return any(_mentions(value) for value in inside)


def _lists(record: Record, kind: RecordKind) -> list[tuple[DataPath, str]]:
    texts = kind.walked(record.data).texts
    return [(path, value) for path, value, field in texts if field is not None and field.lists]


def _at(data: Any, path: DataPath) -> Any:
    for step in path:
        if not isinstance(data, Mapping) or step not in data:
            return None
        data = data[step]
    return data


def _weighed(path: DataPath, *kinds: RecordKind | None) -> Stated:
    """The heavier of what two schemas say of a list."""
    fields = (kind.field(path) if kind else None for kind in kinds)
    one, other = (field.weight if field else "" for field in fields)
    return stricter(one, other)


def _list_difference(
    pair: tuple[Record, Record], path: DataPath, kind: RecordKind, stated: Stated, *, found: ListsDiffer
) -> Iterator[Difference]:
    old, new = pair
    spots = Spot(old, path, kind.parts), Spot(new, path, kind.parts)
    names = (*(step for step in path if isinstance(step, str)), LIST)
    field = kind.field(path)
    if found.problem:
        which = Weight.WEAKENING if found.lost else Weight.NOTABLE
        before, after = (_at(old.data, path), None) if found.lost else (None, _at(new.data, path))
        yield Difference(Kind.CHANGED, names, *spots, before, after, which, field)
        return
    moves = ((Kind.REMOVED, found.listed.count_removed), (Kind.ADDED, found.listed.count_added))
    kinds = [one for one, count in moves if count]
    made = kinds[0] if len(kinds) == 1 else Kind.CHANGED
    which = heavier(Weight.ROUTINE, *(weight(stated, one) for one in kinds))
    yield Difference(made, names, *spots, found.old_digest, found.new_digest, which, field, listed=found.listed)


def allow_differences(comparison: Comparison, projects: tuple[Project, Project]) -> Iterator[Difference]:
    """The comments that allow a finding in a record, and that only one state has."""
    for old, new in comparison.pairs:
        if new is None or not (new.remarks or (old is not None and old.remarks)):
            continue
        before = {(comparison.renamed(place), code): said for (place, code), said in _allowed(old, projects[0]).items()}
        after = _allowed(new, projects[1])
        for key in sorted(before.keys() - after.keys()):
            spot, words = before[key]
            yield Difference(Kind.REMOVED, (ALLOW,), spot, None, words, None)
        for key in sorted(after):
            (was, earlier), (spot, words) = before.get(key, (None, None)), after[key]
            if words != earlier:
                kind = Kind.ADDED if was is None else Kind.CHANGED
                yield Difference(kind, (ALLOW,), was, spot, earlier, words)


def _allowed(record: Record | None, project: Project) -> Mapping[tuple[Address, str], tuple[Spot, str]]:
    """The rules whose findings are allowed, by place and rule: the place, and the rule with the reason."""
    raw = project.tree.read(record.path) if record is not None else b""
    said = () if isinstance(raw, Unreadable) else [one for one in allowances(raw) if not one.fault]
    if record is None or isinstance(raw, Unreadable) or not said:
        return {}
    kind = project.catalog.kinds.get(record.kind)
    lines: dict[int, DataPath] = {}
    for path, mark in marked.marks(raw).items():
        if path:
            lines.setdefault(mark.key[0], path)
    spots = [Spot(record, lines.get(one.about, ()), kind.parts if kind else "") for one in said]
    return {
        (spot.address, one.code): (spot, f"{one.code} ({one.reason})") for spot, one in zip(spots, said, strict=True)
    }
