"""The settings of two states as if they were one record: what they come to, whatever they leave to the tool."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from underhood.changes import Comparison
from underhood.doors import marked
from underhood.doors.schemas import SETTINGS as SCHEMA
from underhood.doors.schemas import Schemas
from underhood.doors.tree import Unreadable
from underhood.meaning.audience import View, bare
from underhood.records.kinds import Field, Kind
from underhood.records.places import SETTINGS_FILE
from underhood.records.project import Project
from underhood.records.record import Record, make_catalog
from underhood.rules import rules
from underhood.values.change import SETTINGS
from underhood.values.finding import Severity
from underhood.values.quantity import exact

USUAL: Mapping[str, Any] = {"default_visibility": "public", "fiction": False, "public_repository": False}
"""What holds where the settings say nothing."""
USUAL_GATE: Mapping[str, Any] = {"minimum": 0, "unsigned": False}
TRANSLATIONS = "translations"


def settings_compared(old: Project, new: Project) -> Comparison | None:
    """The settings of two states, to be compared as records are; None where one of them cannot be read."""
    said = [_said(project) for project in (old, new)]
    if said[0] is None or said[1] is None or said[0] == said[1]:
        return None
    codes = {code for data in said if data for code in data.get("checks", {}).get("rules", {})}
    records = [
        Record(SETTINGS.kind, SETTINGS.id, SETTINGS_FILE, effective(data or {}, frozenset(codes))) for data in said
    ]
    views = [_view(project, record) for project, record in zip((old, new), records, strict=True)]
    return Comparison(views[0], views[1], ((records[0], records[1]),), {})


def tolerances(project: Project) -> Mapping[str, Decimal]:
    """By metric, the worsening that needs no reason: the least that any gate allows."""
    found: dict[str, Decimal] = {}
    for gate in ((_said(project) or {}).get("gates", {})).values():
        for metric, allowed in gate.get("tolerance", {}).items():
            found[metric] = min(exact(allowed), found.get(metric, exact(allowed)))
    return found


def effective(data: Mapping[str, Any], codes: frozenset[str]) -> Mapping[str, Any]:
    """What settings come to: these rules with their severity and parameters, gates and visibility as they hold.

    Translations are left out: they say the same in another language.
    """
    found = {**USUAL, **{name: value for name, value in data.items() if name not in {TRANSLATIONS, "checks", "gates"}}}
    said = data.get("checks", {}).get("rules", {})
    checks = _levelled(data.get("checks", {}))
    checks.pop("rules", None)
    if codes:
        checks["rules"] = {code: dict(_rule(code, said.get(code, {}))) for code in sorted(codes)}
    if checks:
        found["checks"] = checks
    if data.get("gates"):
        found["gates"] = {status: {**USUAL_GATE, **_levelled(gate)} for status, gate in data["gates"].items()}
    return found


def _levelled(group: Mapping[str, Any]) -> dict[str, Any]:
    """A group of settings, whose own rules say their level."""
    own = [{"level": Severity.ERROR.value, **one} for one in group.get("own", ())]
    return {**group, "own": own} if own else dict(group)


def _rule(code: str, said: str | Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    known = rules().get(code)
    if known is not None:
        yield "severity", known.severity.value
        for parameter in known.parameters:
            default = parameter.default
            yield parameter.name, list(default) if isinstance(default, tuple) else default
    yield from ({"severity": said} if isinstance(said, str) else said).items()


def _said(project: Project) -> Mapping[str, Any] | None:
    """The settings as they are written; nothing without a file, None for a file that cannot be taken."""
    if any(problem.location.path == SETTINGS_FILE for problem in project.settings_problems):
        return None
    if all(entry.path != SETTINGS_FILE for entry in project.tree.walk(SETTINGS_FILE)):
        return {}
    raw = project.tree.read(SETTINGS_FILE)
    data = None if isinstance(raw, Unreadable) else marked.read(raw).data
    return data if isinstance(data, Mapping) else None


def settings_kind(schemas: Schemas) -> Kind:
    """The settings as a kind of record."""
    document = schemas.documents[SCHEMA]
    return Kind(SETTINGS.kind, Field(schemas, tuple(schemas.parts(document, SCHEMA))), document)


def _view(project: Project, record: Record) -> View:
    kinds = {SETTINGS.kind: settings_kind(project.schemas)}
    return replace(bare(project), catalog=make_catalog(kinds, [record]))
