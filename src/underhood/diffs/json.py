"""What changed, for programs: JSON with a version of its own, which says what its fields mean.

The schema is `schemas/formats/diff-1.schema.json`. The number in its name is the `version`, and grows when a field
changes its meaning or goes; a program should accept fields that it does not know. Every change is there, in the order
of the other views, with the values as the records have them.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from underhood.diffs import Frame, Told, view
from underhood.judge.answers_compared import Shift
from underhood.judge.reasons import Reasoned
from underhood.values.change import Weight
from underhood.values.finding import Finding, Location
from underhood.values.ids import Address
from underhood.values.quantity import plain

VERSION = 1
"""Grows when a field changes its meaning or goes; a new field alone does not change it."""


@view("for programs, with a version", ending=".json")
def write(told: Told, frame: Frame) -> str:
    """All changes in their order, with counts, findings and what could not be read."""
    counts = {weight.value: len(told.of(weight)) for weight in Weight}
    whole = {
        "version": VERSION,
        "tool": frame.tool,
        "old": told.old_name,
        "new": told.new_name,
        "merge_base": told.merge_base,
        "counts": {**counts, "unreasoned": told.unreasoned, "unread": len({one.path for one in told.unread})},
        "changes": [_change(entry) for entry in told.entries],
        "unread": [
            {**_place(one.location), "path": one.path, "side": one.side, "message": one.message, "hint": one.hint}
            for one in told.unread
        ],
        "notes": list(told.notes),
        "findings": [_finding(finding) for finding in told.findings],
        "coverage": [_shift(shift) for shift in told.shifts],
    }
    return json.dumps(_plain(whole), indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def _change(entry: Reasoned) -> dict[str, Any]:
    change = entry.change
    return {
        "fingerprint": change.fingerprint,
        "code": change.code,
        "weight": change.weight,
        "kind": change.kind,
        "address": change.address,
        "old_address": change.old_address,
        "new_address": change.new_address,
        "old": change.old,
        "new": change.new,
        "message": change.message,
        "pair": change.pair,
        "listed": change.listed,
        "reasons": entry.because,
        **_place(entry.at),
    }


def _shift(shift: Shift) -> dict[str, Any]:
    return {
        "release": shift.release.address,
        "framework": shift.framework.id,
        "edition": shift.framework.edition,
        "item": shift.item.id,
        "title": shift.item.title,
        "old": shift.old or None,
        "new": shift.new or None,
        "records": shift.behind,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        **_place(finding.location),
        "message": finding.message,
        "hint": finding.hint,
    }


def _place(location: Location) -> dict[str, Any]:
    return {"path": location.path, "line": location.line, "column": location.column}


def _plain(value: Any) -> Any:
    """What JSON can hold: groups by name, sets in order, and single values as they can be spelt."""
    if isinstance(value, Address):
        return _text(str(value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = dataclasses.asdict(value)
    if isinstance(value, Mapping):
        return {_text(str(name)): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return _single(value)


def _single(value: Any) -> Any:
    """Exact numbers as numbers, no NaN, everything else as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(plain(value))
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if isinstance(value, int | float) or value is None else _text(str(value))


def _text(text: str) -> str:
    r"""The words as they are; half of a surrogate pair, which no UTF-8 can hold, is spelt out (`\udcff`)."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
