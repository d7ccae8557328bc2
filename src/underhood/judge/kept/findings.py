"""Findings as plain data, and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from underhood.values.finding import Finding, Location, Related, Severity


def plain(findings: Iterable[Finding]) -> list[Any]:
    """Findings as plain data."""
    return [
        [one.code, one.severity.value, *_place(one.location), one.message, one.hint]
        + [[*_place(other.location), other.message] for other in one.related]
        for one in findings
    ]


def finding(data: list[Any]) -> Finding:
    """A finding out of plain data."""
    code, severity, path, line, column, message, hint, *related = data
    others = tuple(Related(_location(*other[:3]), text(other[3])) for other in related)
    place = _location(path, line, column)
    return Finding(text(code), Severity(severity), place, text(message), text(hint), others)


def _place(location: Location) -> tuple[str, int, int]:
    return location.path, location.line, location.column


def _location(path: str, line: int, column: int) -> Location:
    return Location(text(path), int(line), int(column))


def text(value: object) -> str:
    """A value that must be text. Raises TypeError for any other."""
    if not isinstance(value, str):
        raise TypeError("no text")
    return value
