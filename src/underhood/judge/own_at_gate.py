"""Rules of an organisation's own, judged at the gate of a release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from underhood.doors import marked
from underhood.doors.schemas import Schemas
from underhood.doors.tree import Unreadable
from underhood.meaning.closure import closure_of
from underhood.meaning.expression import Compiled, Failed, judged, ready
from underhood.meaning.expression_stage import Env
from underhood.records.own_rules import OwnRule
from underhood.records.project import Project
from underhood.records.reading import locate
from underhood.records.record import Record
from underhood.values.errors import USAGE, Stop
from underhood.values.finding import DataPath, Finding

CODE = "own-rule"


def own_at_gate(
    project: Project, release: Record, rules: Iterable[OwnRule], *, own: Schemas, env: Env
) -> tuple[Finding, ...]:
    """What these own rules say of a release and of the records behind it, by place.

    `own`: the organisation's own fields. `env`: what expressions may know, with the release and its approvals. Raises
    Stop where a rule is wrong.
    """
    rules = tuple(rules)
    if not rules:
        return ()
    found = ready(rules, project.catalog.kinds, own=own)
    if not isinstance(found, Compiled):
        raise Stop("\n".join(f"own rule '{one.of.id}': {one.message}" for one in found), found[0].hint, code=USAGE)
    marks = cache(lambda path: _marks(project, path))
    told = []
    for address in closure_of(project.catalog, release):
        record = project.catalog.records.get(address)
        if record is None:
            continue
        for said in judged(found, record, env):
            if isinstance(said, Failed):
                place = locate(record.path, marks(record.path), said.place)
                told.append(Finding(CODE, said.of.level, place, said.message))
    return tuple(sorted(told, key=lambda finding: finding.order))


def _marks(project: Project, path: str) -> Mapping[DataPath, marked.Mark]:
    raw = project.tree.read(path)
    return {} if isinstance(raw, Unreadable) else marked.marks(raw)
