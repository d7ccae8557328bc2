"""Waivers: which findings they excuse for a time, and which of them excuse nothing.

A waiver for one release excuses here like any other, for a check looks at records, not at releases.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from underhood.doors import marked
from underhood.doors.tree import Unreadable
from underhood.records.places import FOLDER
from underhood.records.project import Project
from underhood.records.reading import locate
from underhood.records.record import Catalog, Record
from underhood.rules import STATES, rules
from underhood.values.finding import DataPath, Finding
from underhood.values.ids import parse_address

Marks = Mapping[DataPath, marked.Mark]

ORPHAN = "orphan-waiver"
WAIVERS = f"{FOLDER}/waiver/"
HINT = "delete the waiver, or take this subject out"


@dataclass(frozen=True, slots=True)
class Waived:
    """The findings that stand, with those on idle waivers, and how many findings each waiver excuses, by its title."""

    findings: tuple[Finding, ...]
    excused: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Leave:
    """One subject of a waiver that holds: the rule, the file, and the place in it (empty: all of it)."""

    waiver: Record
    index: int
    rule: str
    path: str
    inside: DataPath


def waived(findings: Sequence[Finding], project: Project, *, today: str) -> Waived:
    """Take out what waivers excuse on a day. Records compiled from outside have no waivers that could hold."""
    leaves = [] if project.settings.compiled else list(_leaves(project, today))
    if not leaves:
        return Waived(tuple(findings), {})
    marks = cache(lambda path: _marks(project, path))
    kept: list[Finding] = []
    used: set[int] = set()
    excused: dict[str, int] = {}
    for finding in findings:
        holding = [
            number
            for number, leave in enumerate(leaves)
            if covers(leave, finding, marks(leave.path) if leave.inside else {})
        ]
        if not holding:
            kept.append(finding)
            continue
        used.update(holding)
        title = leaves[holding[0]].waiver.title
        excused[title] = excused.get(title, 0) + 1
    if not project.problems:  # else a rule may be silent because a file cannot be read
        unused = [leave for number, leave in enumerate(leaves) if number not in used and _looked_for(leave)]
        kept += [idle(leave, marks(leave.waiver.path)) for leave in unused]
    return Waived(tuple(sorted(kept, key=lambda finding: finding.order)), excused)


def _leaves(project: Project, today: str) -> Iterator[Leave]:
    for waiver in project.catalog.of("waiver"):
        if str(waiver.data["expires"]) >= today:
            yield from leaves_of(project.catalog, waiver)


def leaves_of(catalog: Catalog, waiver: Record) -> Iterator[Leave]:
    """The subjects of a waiver, as places."""
    for index, written in enumerate(waiver.data["subjects"]):
        address = parse_address(str(written))
        place = catalog.resolve(address) if address else None
        if place is not None:  # a broken reference is told by a rule of its own
            yield Leave(waiver, index, str(waiver.data["rule"]), place.record.path, place.data_path)


def covers(leave: Leave, finding: Finding, marks: Marks) -> bool:
    """Whether a finding is one of this rule, in this record, at this place or below it."""
    if leave.rule != finding.code or leave.path != finding.location.path or rules()[leave.rule].check is None:
        return False
    if leave.path.startswith(WAIVERS):  # nothing gives leave from the end of a leave
        return False
    at = (finding.location.line, finding.location.column)
    size = len(leave.inside)
    return not size or any(path[:size] == leave.inside and at in {mark.key, mark.value} for path, mark in marks.items())


def _looked_for(leave: Leave) -> bool:
    """Whether the rule of a waiver was run at all: some only speak when two states are compared."""
    return leave.rule not in rules() or rules()[leave.rule].scope != STATES


def idle(leave: Leave, marks: Marks) -> Finding:
    """That a waiver excuses nothing at one of its subjects."""
    if leave.rule not in rules():
        place = locate(leave.waiver.path, marks, ("rule",))
        near = difflib.get_close_matches(leave.rule, sorted(rules()), 1)
        message = f"rule: there is no rule '{leave.rule}'"
        hint = f"did you mean '{near[0]}'?" if near else "`underhood explain` lists all rules"
    else:
        place = locate(leave.waiver.path, marks, ("subjects", leave.index))
        subject = leave.waiver.data["subjects"][leave.index]
        message = f"subjects.{leave.index}: {leave.rule} finds nothing at {subject} that could be excused"
        hint = HINT
    return Finding(ORPHAN, rules()[ORPHAN].severity, place, message, hint)


def _marks(project: Project, path: str) -> Marks:
    raw = project.tree.read(path)
    return {} if isinstance(raw, Unreadable) else marked.marks(raw)
