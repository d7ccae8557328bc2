"""A check that keeps what it found out, and the next time looks only at what a change can touch.

While a rule looks at a record, the catalog notes what it asks of others. When files change, the records of these files
are judged again, and those whose notes name something that is no longer the same. What is found never differs from a
check that keeps nothing: wherever that could be in doubt, everything is judged anew.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from underhood.doors import cache, stamps
from underhood.doors.tree import Entry, MemoryTree, Unreadable
from underhood.judge.approval_findings import approval_findings, signer_findings
from underhood.judge.check import (
    Marks,
    afterwards,
    as_finding,
    facts_of,
    framework_findings,
    judged,
    over,
    places_in,
    running,
    softened,
)
from underhood.judge.kept.changed import changes, dirty
from underhood.judge.kept.findings import finding, plain
from underhood.judge.kept.recall import MISSHAPEN, Look
from underhood.judge.kept.records import KeptRecords, Moved
from underhood.judge.kept.rows import Row, as_text, from_text
from underhood.judge.outcome import outcome
from underhood.judge.selection import make_selection, read_allowances
from underhood.judge.settings_texts import settings_findings
from underhood.meaning.release import pointing
from underhood.records.allowances import allowances
from underhood.records.kinds import Kind, read_kinds
from underhood.records.load import Loaded, read_file
from underhood.records.places import SETTINGS_FILE
from underhood.records.project import Project, open_project, schemas_at
from underhood.records.reading import Problem
from underhood.records.record import Catalog, Record, closure
from underhood.records.references import BadLink, Link, references
from underhood.records.seals import orphaned, seal_problems
from underhood.records.settings import Settings, read_settings
from underhood.records.watched import DAY, Notes, WatchedCatalog, Whole
from underhood.rules import Facts
from underhood.values.finding import Finding
from underhood.values.ids import Address, parse_address
from underhood.values.outcome import Outcome

PEOPLE = frozenset({DAY, "*organisation"})
"""What judging approvals rests on that no question to the catalog tells: the day, and people as their files list them.

Signers, signatures, gates and seals are no records: where one of these changes, everything is judged anew.
"""


@dataclass(frozen=True, slots=True)
class State:
    """All that is known after a check: a row for each file, what reading found, which records are of the past.

    `problems` kept files from being taken as records; `others` are those of settings, catalogues and seals.
    """

    rows: Mapping[str, Row]
    problems: tuple[Problem, ...]
    others: tuple[Problem, ...]
    broken: frozenset[Address]
    past: frozenset[Address]


def renewed(kept: cache.Kept | None, seen: Look, day: str) -> Outcome:
    """Check a repository that is no longer as it was, with the help of what was kept of it, if anything."""
    found = None
    if kept is not None:
        with contextlib.suppress(*MISSHAPEN, Moved):
            found = _again(kept, seen, day)
    return found or _anew(seen, day)


class _WatchedFacts(Facts):
    """Facts that note when a rule asks for the day."""

    __slots__ = ("_day",)

    def __init__(self, *, today: str, **rest: Any) -> None:
        for name, value in rest.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_day", today)

    @property
    def today(self) -> str:
        """The day."""
        assert isinstance(self.catalog, WatchedCatalog)
        self.catalog.notes.seen.add(DAY)
        return self._day  # type: ignore[attr-defined,no-any-return]


def _watched(project: Project, day: str) -> Facts:
    facts = facts_of(project, day)
    return _WatchedFacts(**{one.name: getattr(facts, one.name) for one in fields(Facts)})


def _anew(seen: Look, day: str) -> Outcome:
    """Read and judge everything."""
    digests = {path: stamps.digest(seen.tree, path) for path in seen.racy()}
    project = open_project(seen.root, today=day)
    make_selection(project)
    notes = Notes()
    catalog = WatchedCatalog(Whole(project.catalog, notes), notes)
    judge = _judging(replace(project, loaded=replace(project.loaded, catalog=catalog)), day)
    rows = {path: Row(path, stamp, digests.get(path, "")) for path, stamp in seen.stamps.items()}

    def rows_of(records: Sequence[Record]) -> dict[str, Row]:
        said = judge(records)
        return {
            record.path: _referring(record, seen.stamps.get(record.path, ""), project.catalog).judged(
                *said[record.path]
            )
            for record in records
        }

    for part in over(project.catalog, rows_of, tree=seen.tree):
        rows |= part
    for path, found in read_allowances(project).items():
        rows[path] = rows.get(path, Row(path, "")).allowing(found)
    others = (*project.settings_problems, *seal_problems(project.seals))
    state = State(rows, project.loaded.problems, others, project.catalog.broken, afterwards(project.catalog))
    return _kept(state, project, seen, day)


def _judging(project: Project, day: str) -> Callable[[Sequence[Record]], dict[str, tuple[list[Finding], set[str]]]]:
    """What judges records of a watched catalog: their findings by their paths, and what these rest on."""
    catalog, wanted, places = project.catalog, running(), places_in(project.tree)
    facts = _watched(project, day)
    assert isinstance(catalog, WatchedCatalog)

    def lines(record: Record) -> Marks:
        catalog.look_at(record)
        return places(record)

    def judge(records: Sequence[Record]) -> dict[str, tuple[list[Finding], set[str]]]:
        found = {}
        for record in records:
            catalog.notes.begin(record)
            said = judged(record, facts, wanted, places=lines)
            if record.kind == "release" and pointing(catalog, record, "approval"):
                catalog.notes.seen |= PEOPLE
                said += approval_findings(project, record, day)
            found[record.path] = said, catalog.notes.seen
        return found

    return judge


def _referring(record: Record, stamp: str, catalog: Catalog) -> Row:
    new = Row(record.path, stamp, record.digest, str(record.address))
    return new.refers(catalog.links(record), catalog.bad_links(record), catalog.closure(record))


def _kept(state: State, project: Project, seen: Look, day: str) -> Outcome:
    """The outcome of a state, which is kept for the next time."""
    rows = state.rows.values()
    found = [as_finding(problem) for problem in (*state.others, *state.problems)]
    for one in rows:
        if one.found:
            found += softened(one.findings) if one.name in state.past else one.findings
    found += signer_findings(project.tree)
    found += (as_finding(problem) for problem in orphaned(project.tree))
    found += settings_findings(project)
    found += framework_findings(project)
    allowed = {one.path: one.allowances for one in rows if one.allowed}
    made = outcome(sorted(found, key=lambda finding: finding.order), project, allowed, today=day)
    if seen.place is not None:
        head = {
            "key": seen.key,
            "day": day,
            "dated": any(DAY in one.needs or one.name.kind in {"approval", "waiver"} for one in rows if one.address),
            "listing": stamps.listing(seen.stamps),
            "racy": {path: state.rows[path].digest for path in seen.racy() if path in state.rows},
            "told": plain(made.findings),
            "records": made.records,
            "kinds": made.kinds,
            "unread": made.unread,
            "excused": dict(made.excused),
            "out": made.out,
            "allowed": made.allowed,
            "problems": plain(as_finding(problem) for problem in state.problems),
            "others": plain(as_finding(problem) for problem in state.others),
            "broken": sorted(str(address) for address in state.broken),
            "past": sorted(str(address) for address in state.past),
        }
        cache.write(seen.place, head, as_text(rows))
    return made


def _again(kept: cache.Kept, seen: Look, day: str) -> Outcome | None:
    """Judge what a change can have touched; None where everything must be judged anew."""
    old = _state(kept)
    files = changes(old.rows, kept.head["racy"], seen) if old is not None else None
    if old is None or files is None:
        return None
    schemas = schemas_at(seen.root)
    kinds = read_kinds(schemas)
    fresh: dict[str, Record] = {}
    for path in files.read:
        match list(read_file(seen.tree, Entry(path), kinds, schemas=schemas)):
            case [Record(digest=digest) as record] if digest:
                fresh[path] = record
            case _:
                return None
    rows = {path: row for path, row in old.rows.items() if path in seen.stamps}
    rows |= {path: rows[path]._replace(stamp=seen.stamps[path]) for path in files.same}
    rows |= {path: _fresh_row(record, seen, kinds) for path, record in fresh.items()}
    if _twice(rows.values()):
        return None
    settings, _ = _settings(seen, schemas)
    notes = Notes()
    source = KeptRecords(seen.tree, kinds, old.broken, rows, fresh, notes)
    catalog = WatchedCatalog(source, notes)
    project = Project(seen.tree, schemas, settings, Loaded(catalog, old.problems), seen.root, "", old.others)
    changed = set(files.read) | files.gone
    moved = dirty(old.rows, rows, changed) | ({DAY} if kept.head["day"] != day else set())
    there = {word[1:] for word in moved if word.startswith("?")}
    touched = [row for row in rows.values() if row.path in fresh or row.rests_on(moved, there)]
    records = [Record(row.name.kind, row.name.id, row.path, source.data(row), row.digest) for row in touched]
    past = _past(old, rows, changed, catalog)
    said = _judging(project, day)(records)
    rows |= {path: rows[path].judged(*found) for path, found in said.items()}
    state = State(rows, old.problems, old.others, old.broken, past)
    return _kept(state, project, seen, day)


def _state(kept: cache.Kept) -> State | None:
    rest = kept.rest()
    if rest is None:
        return None
    problems, others = (tuple(_problem(finding(one)) for one in kept.head[name]) for name in ("problems", "others"))
    broken, past = (frozenset(map(_name, kept.head[name])) for name in ("broken", "past"))
    ambiguous = any(problem.code == "ambiguous-id" for problem in problems)
    return None if ambiguous else State(from_text(rest), problems, others, broken, past)


def _fresh_row(record: Record, seen: Look, kinds: Mapping[str, Kind]) -> Row:
    """The row of a record that was read in this run; not judged yet."""
    kind = kinds[record.kind]
    found = list(references(kind.texts_that_refer(record.data), record.address))
    links = [one for one in found if isinstance(one, Link)]
    bad = [one for one in found if isinstance(one, BadLink)]
    raw = seen.tree.read(record.path)
    new = Row(record.path, seen.stamps[record.path], record.digest, str(record.address))
    new = new.refers(links, bad, closure(links, kind))
    return new if isinstance(raw, Unreadable) else new.allowing(allowances(raw))


def _twice(rows: Iterable[Row]) -> bool:
    """Whether two files have one name."""
    names = [row.address.lower() for row in rows if row.address]
    return len(set(names)) < len(names)


def _settings(seen: Look, schemas: Any) -> tuple[Settings, list[Any]]:
    raw = seen.tree.read(SETTINGS_FILE) if SETTINGS_FILE in seen.stamps else None
    files = {} if raw is None or isinstance(raw, Unreadable) else {SETTINGS_FILE: raw}
    return read_settings(MemoryTree(files), schemas)


def _past(old: State, rows: Mapping[str, Row], changed: Iterable[str], catalog: Catalog) -> frozenset[Address]:
    """The records of the past; found again where a change could matter to that."""
    for path in changed:
        before, after = old.rows.get(path), rows.get(path)
        if before is None or after is None or before.closure != after.closure or before.name.kind == "release":
            return afterwards(catalog)
        if before.referring != after.referring and "release/" in before.targets + after.targets:
            return afterwards(catalog)
    return old.past


def _name(text: str) -> Address:
    found = parse_address(text)
    if found is None:
        raise ValueError("no address")
    return found


def _problem(one: Finding) -> Problem:
    return Problem(one.code, one.location, one.message, one.hint, one.related)
