"""What is not published: every absence that the records of a release state, by state and by record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from underhood.meaning.audience import View
from underhood.meaning.release import parts, pointing
from underhood.passages.gaps import Gap, gaps
from underhood.passages.tables import subject_title
from underhood.records.record import Record, is_absence
from underhood.values.finding import DataPath
from underhood.values.ids import parse_address

STATES = ("withheld", "not-public", "not-found", "unknown", "pending")
"""The states of what is not published, those that a holder decided first; `none` and `not-applicable` are answers."""

LATER = ("impact", "statement", "incident", "assessment")
"""Kinds that speak of a release after it appeared."""

FIRST = (
    "release",
    "data-source",
    "exclusion",
    "data-labour",
    "training",
    "data-processing",
    "policy",
    "distribution",
    "retention",
)
"""Kinds whose gaps are read first."""


@dataclass(frozen=True, slots=True)
class Missing:
    """The gaps of one record, of one state."""

    record: Record
    gaps: tuple[Gap, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of what is missing."""
        return tuple(label for gap in self.gaps for label in gap.labels)


@dataclass(frozen=True, slots=True)
class State:
    """Everything that is absent in one way."""

    state: str
    missing: tuple[Missing, ...]

    @property
    def alike(self) -> tuple[tuple[tuple[str, ...], tuple[Record, ...]], ...]:
        """What is missing, with all the records in which just that is missing."""
        found: dict[tuple[str, ...], list[Record]] = {}
        for one in self.missing:
            found.setdefault(one.labels, []).append(one.record)
        return tuple((labels, tuple(records)) for labels, records in found.items())

    @property
    def count(self) -> int:
        """How many fields."""
        return sum(len(one.labels) for one in self.missing)


def absences(view: View, release: Record) -> tuple[State, ...]:
    """All absences of a release, its parts and what speaks of it later, by state."""
    found: dict[str, list[Missing]] = {state: [] for state in STATES}
    for record in concerned(view, release):
        stated: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
        for label, data in _absent(view, record):
            if data["absent"] in STATES:
                stated.setdefault(str(data["absent"]), []).append((label, data))
        for state, entries in stated.items():
            found[state].append(Missing(record, gaps(entries)))
    return tuple(State(state, tuple(missing)) for state, missing in found.items() if missing)


def concerned(view: View, release: Record) -> Iterable[Record]:
    """The release, its parts, and the records that speak of it later, each once."""
    found = {release.address: release}
    own = sorted(parts(view.catalog, release), key=lambda record: (_place(record), record.address))
    for record in (*own, *(one for kind in LATER for one in pointing(view.catalog, release, kind))):
        found.setdefault(record.address, record)
    return found.values()


def _place(record: Record) -> int:
    return FIRST.index(record.kind) if record.kind in FIRST else len(FIRST)


def _absent(view: View, record: Record) -> Iterator[tuple[str, Mapping[str, Any]]]:
    kind = view.catalog.kinds[record.kind]
    for path, value, _ in kind.walk(record.data):
        if is_absence(value):
            yield _label(view, record, path), value


def _label(view: View, record: Record, path: DataPath) -> str:
    """The names of the fields that lead to a place, and the title of the entry that it lies in."""
    kind = view.catalog.kinds[record.kind]
    words: list[str] = []
    node: Any = record.data
    for end, step in enumerate(path, 1):
        node = node[step]
        if isinstance(step, int):
            if isinstance(node, Mapping) and "id" in node and end < len(path):
                words.append(_entry(view, node))
        elif end == len(path) or not isinstance(node, list):
            field = kind.field(path[:end])
            title = field.title if field and field.title else step.replace("_", " ")
            if step != "values":
                words.append(view.messages.gettext(title) if field else title)
    return ": ".join(words)


def _entry(view: View, entry: Mapping[str, Any]) -> str:
    """What an entry of a list is called: by its own words, by the size that it is about, else by its id in words."""
    about = parse_address(str(entry.get("variant", "")), kind="release")
    named = entry.get("title") or entry.get("name") or (subject_title(view, about) if about else "")
    if named:
        return str(named)
    modality = str(entry.get("modality", ""))
    shown = view.messages.gettext(modality) if modality else str(entry["id"]).replace("-", " ")
    return f"{shown[:1].upper()}{shown[1:]}"
