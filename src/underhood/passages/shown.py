"""How the values of records are shown: the types that pages lay out, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from underhood.meaning.localise import Text
from underhood.passages.gaps import Gap
from underhood.values.ids import Spot

Citation = Mapping[str, Any]


class Form(StrEnum):
    """The ways in which a value is shown."""

    TEXT = "text"
    WORDS = "words"
    DATE = "date"
    WEB = "web"
    LINK = "link"
    QUANTITY = "quantity"
    ABSENCE = "absence"
    FIGURE = "figure"
    LIST = "list"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Value:
    """One value: `data` is what the record holds; for LIST a tuple of values, for GROUP a tuple of lines.

    `at` is where it stands, if it stands in one place: a correction of it is told beside it.
    """

    form: Form
    data: Any
    note: Text | None = None
    at: Spot | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A field with a value that a line can show."""

    name: str
    label: str
    value: Value
    evidence: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list: its place in the page, a value for each column (None: not recorded), and its sources."""

    anchor: str
    cells: tuple[Value | None, ...]
    evidence: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list of entries."""

    label: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A field that needs a section: paragraphs, lines, or entries; entries of one text each are shown as points."""

    name: str
    label: str
    text: Text | None = None
    lines: tuple[Line, ...] = ()
    columns: tuple[Column, ...] = ()
    entries: tuple[Entry, ...] = ()
    evidence: tuple[Citation, ...] = ()
    searched: tuple[Citation, ...] = ()
    at: Spot | None = None

    @property
    def points(self) -> bool:
        """Whether each entry is no more than one text."""
        return len(self.columns) == 1

    @property
    def sourced(self) -> bool:
        """Whether an entry has sources of its own."""
        return any(entry.evidence for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a record: those that fit a line, those that need a section, and those that are absent."""

    lines: tuple[Line, ...]
    sections: tuple[Section, ...]
    gaps: tuple[Gap, ...]
