"""Findings for programs: JSON with a version of its own, which says what its fields mean.

The schema is `schemas/formats/findings-1.schema.json`. The number in its name is the `version`, and grows when a field
changes its meaning or goes; a program should accept fields that it does not know. Every finding is there, in the order
of the files; words are given as they are, with every character outside ASCII escaped.
"""

from __future__ import annotations

import json
from typing import TypedDict

from underhood.reports import Frame, report
from underhood.values.finding import Finding, Location, Severity

VERSION = 1
"""Grows when a field changes its meaning or goes; a new field alone does not change it."""


class Place(TypedDict):
    """A place in a file; lines and columns count from one."""

    path: str
    line: int
    column: int


class Related(Place):
    """Another place that a finding is about."""

    message: str


class Entry(Place):
    """One finding."""

    code: str
    severity: str
    message: str
    hint: str
    related: list[Related]


@report("for programs, with a version", ending=".json")
def write(findings: tuple[Finding, ...], frame: Frame) -> str:
    """All findings in their order, and how many there are of each severity."""
    counts = {severity.value: sum(finding.severity is severity for finding in findings) for severity in Severity}
    whole = {
        "version": VERSION,
        "tool": frame.tool,
        "records": frame.records,
        "findings": [_entry(finding) for finding in findings],
        "counts": counts,
    }
    return json.dumps(whole, indent=2, ensure_ascii=True) + "\n"


def _entry(finding: Finding) -> Entry:
    return Entry(
        **_place(finding.location),
        code=finding.code,
        severity=finding.severity.value,
        message=_text(finding.message),
        hint=_text(finding.hint),
        related=[Related(**_place(related.location), message=_text(related.message)) for related in finding.related],
    )


def _place(location: Location) -> Place:
    return Place(path=_text(location.path), line=location.line, column=location.column)


def _text(text: str) -> str:
    r"""The words as they are; half of a surrogate pair, which no UTF-8 can hold, is spelt out (`\udcff`)."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
