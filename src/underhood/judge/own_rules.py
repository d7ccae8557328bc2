"""Rules of an organisation's own: held against what there is when the settings are read, and judged at a gate."""

from __future__ import annotations

from collections.abc import Callable

from underhood.judge.check import places_in
from underhood.meaning.closure import closure_of
from underhood.meaning.expression import Compiled, Failed, judged, ready
from underhood.meaning.expression_words import Env
from underhood.records.project import Project
from underhood.records.reading import locate
from underhood.records.record import Record
from underhood.records.settings import Settings, place_in_settings
from underhood.values.errors import USAGE, Stop
from underhood.values.finding import Finding

CODE = "own-rule"
MOST_TOLD = 20


def check_own(project: Project) -> None:
    """Compile the own rules of the settings. Raises Stop with line and cure of each that is wrong."""
    settings = project.settings
    found = ready(settings.own, project.catalog.kinds, own=settings.extensions)
    if isinstance(found, Compiled):
        return
    told = []
    for one in found[:MOST_TOLD]:
        place = place_in_settings(project.tree, one.place)
        told.append(f"{place}: own rule '{one.rule.id}', {one.place[-1]}: {one.message}")
    more = [f"and {len(found) - MOST_TOLD} more"] if len(found) > MOST_TOLD else []
    hint = next((one.hint for one in found if one.hint), "`underhood explain expressions` lists what they may name")
    raise Stop("\n".join([*told, *more]), hint, code=USAGE)


def own_at_gate(
    project: Project, release: Record, to: str, *, policy: Settings, env: Callable[[Record], Env]
) -> tuple[Finding, ...]:
    """What the own rules of a gate say of a release and of the records behind it, by place.

    `policy`: the settings whose rules hold. `env` makes what expressions may know, of the release. Raises Stop where
    a rule is wrong.
    """
    rules = tuple(one for one in policy.own if one.gate == to)
    if not rules:
        return ()
    found = ready(rules, project.catalog.kinds, own=policy.extensions)
    if not isinstance(found, Compiled):
        raise Stop("\n".join(f"own rule '{one.rule.id}': {one.message}" for one in found), found[0].hint, code=USAGE)
    around, places = env(release), places_in(project.tree)
    told = []
    for address in closure_of(project.catalog, release):
        record = project.catalog.records.get(address)
        for said in judged(found, record, around) if record is not None else ():
            if isinstance(said, Failed):
                place = locate(record.path, places(record), said.place)
                told.append(Finding(CODE, said.rule.level, place, said.message))
    return tuple(sorted(told, key=lambda finding: finding.order))
