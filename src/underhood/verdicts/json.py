"""For programs: one object with a version; its schema is published as gate-1.schema.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from underhood.judge.gates.values import Because, Gate, Requirement
from underhood.judge.standings import Approved
from underhood.records.record import Record
from underhood.values.finding import Finding
from underhood.verdicts import Frame, verdict

VERSION = 1


@verdict("for programs: one JSON object")
def write(gate: Gate, frame: Frame) -> str:
    """The whole answer, ending with a line break."""
    found = {
        "version": VERSION,
        "tool": frame.tool,
        "release": str(gate.release.address),
        "title": gate.release.title,
        "from": gate.status_from,
        "to": gate.status_to,
        "as_of": frame.today,
        "holds": gate.holds,
        "requirements": [_requirement(one, gate) for one in gate.requirements],
        "warnings": [_finding(one, gate) for one in gate.warnings],
        "told": list(gate.told),
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _requirement(one: Requirement, gate: Gate) -> Mapping[str, Any]:
    return {
        "topic": one.topic,
        "name": one.name,
        "state": one.state.value,
        "what": one.what,
        "because": [_because(because, gate) for because in one.because],
        "waivers": [_waiver(waiver, gate) for waiver in one.waivers],
        "who": list(one.who),
        "hint": one.hint,
    }


def _because(one: Because, gate: Gate) -> Mapping[str, Any]:
    return _approval(one, gate) if isinstance(one, Approved) else _finding(one, gate)


def _finding(one: Finding, gate: Gate) -> Mapping[str, Any]:
    place = one.location
    where = {"path": place.path, "line": place.line, "column": place.column}
    return {
        "type": "finding",
        "code": one.code,
        "severity": one.severity.value,
        **where,
        "title": gate.names.get(place.path, ""),
        "message": one.message,
        "hint": one.hint,
    }


def _approval(one: Approved, gate: Gate) -> Mapping[str, Any]:
    return {
        "type": "approval",
        "approval": str(one.record.address),
        "path": one.record.path,
        "person": str(one.record.data["person"]),
        "name": gate.called(str(one.record.data["person"])),
        "role": str(one.record.data["role"]),
        "standing": one.standing.value,
        "reason": one.reason,
        "since": [{"address": str(change.address), "message": change.message} for change in one.since],
    }


def _waiver(waiver: Record, gate: Gate) -> Mapping[str, Any]:
    return {
        "waiver": str(waiver.address),
        "title": waiver.title,
        "until": str(waiver.data["expires"]),
        "owner": str(waiver.data["owner"]),
        "owner_name": gate.called(str(waiver.data["owner"])),
        "instead": str(waiver.data["compensating_measure"]),
    }
