"""What a check says: one value that every report understands."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

DataPath = tuple[str | int, ...]
"""A data path: keys of mappings and indices of lists, from the record's root."""


class Severity(StrEnum):
    """How much a finding matters; the values are the words shown."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for an error, rising as it matters less."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a record's file; lines and columns count from one."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


def lies_in(path: str, files: Collection[str]) -> bool:
    """Whether a path is one of these files, or lies below one of these folders; of none at all: every path does."""
    return not files or any(path == file or path.startswith(f"{file}/") for file in files)


@dataclass(frozen=True, slots=True, order=True)
class Related:
    """Another place that a finding is about, with words of its own."""

    location: Location
    message: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """Another place that a fault is about, before it has a line: a record (None: the same) and a data path."""

    record: str | None
    data_path: DataPath
    message: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule yields: a place in the record that it was given, what is wrong there, and the cure.

    `severity`: its weight where that is not the rule's.
    """

    data_path: DataPath
    message: str
    hint: str = ""
    related: tuple[Pointer, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault stamped with its code, its severity and its line."""

    code: str
    severity: Severity
    location: Location
    message: str
    hint: str = ""
    related: tuple[Related, ...] = ()

    @property
    def order(self) -> tuple[object, ...]:
        """Findings are shown by place, then by weight, then by code."""
        return (self.location, self.severity.rank, self.code, self.message)


def at_least(findings: Iterable[Finding], severity: Severity) -> bool:
    """Whether a finding matters this much or more."""
    return any(finding.severity.rank <= severity.rank for finding in findings)
