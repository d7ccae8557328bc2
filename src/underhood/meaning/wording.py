"""The sentences of changes: what stood there and what stands there, with units and signs, in English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from underhood.doors.languages import SOURCE_LANGUAGE, Messages
from underhood.meaning import units
from underhood.meaning.absences import ABSENCES
from underhood.records.kinds import Kind as RecordKind
from underhood.records.record import Record, is_absence, value_at
from underhood.records.references import PROSE_REFERENCE
from underhood.values import quantity
from underhood.values.change import Kind
from underhood.values.finding import DataPath
from underhood.values.quantity import Quantity, is_quantity

ENGLISH = Messages(SOURCE_LANGUAGE)
NAMED = 20
"""So many members of a set are named; the others are counted."""
NAMES = ("title", "text", "name", "variant", "source")
"""The fields that name an entry, best first."""
MINUS = "\N{MINUS SIGN}"
LONGEST = 120
"""Longer texts are cut in a sentence; the record shows them in full."""


def shown(value: Any) -> str:
    """A value of a record in a few words."""
    if is_quantity(value):
        return units.quantity(Quantity.read(value), ENGLISH)
    if is_absence(value):
        return ABSENCES[value["absent"]]
    if isinstance(value, bool | int | float):
        return {True: "yes", False: "no"}[value] if isinstance(value, bool) else units.cell(value, None, ENGLISH)
    if isinstance(value, Mapping):
        name = next((value[key] for key in NAMES if value.get(key)), None)
        told = [key for key in sorted(value) if key not in {"id", "evidence"}]
        return shown(name) if name is not None else _cut("; ".join(f"{key} {shown(value[key])}" for key in told))
    if isinstance(value, list | tuple):
        words = sorted(_entry(entry) for entry in value)
        rest = len(words) - NAMED
        return ", ".join(words[:NAMED]) + (f" and {rest:,} more" if rest > 0 else "")
    return _cut(PROSE_REFERENCE.sub(r"\1", " ".join(str(value).split())))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _entry(entry: Any) -> str:
    """One of several: by its id where it has no name."""
    unnamed = isinstance(entry, Mapping) and not any(entry.get(key) for key in NAMES)
    return str(entry["id"]) if unnamed and "id" in entry else shown(entry)


def arrow(
    kind: Kind, old: Any, new: Any, *, releases: tuple[str, ...] = (), shown: Callable[[Any], str] = shown
) -> str:
    """What became of a value: `: 2,048 tokens → 4,096 tokens, +2,048 tokens`, ` added: …`, `: +2 (added …)`.

    Between two releases, given by their titles, nothing is added or removed: one of them has it. `shown` puts a value
    into words.
    """
    if isinstance(old, tuple) or isinstance(new, tuple):
        gone, come = old or (), new or ()
        counts = " ".join(f"{sign}{len(group):,}" for sign, group in (("+", come), (MINUS, gone)) if group)
        names = "; ".join(f"{word} {shown(group)}" for word, group in (("added", come), ("removed", gone)) if group)
        return f": {counts} ({names})"
    if kind is Kind.ADDED:
        return f" ({releases[1]} only): {shown(new)}" if releases else _come("added", shown(new))
    if kind is Kind.REMOVED:
        return f" ({releases[0]} only): {shown(old)}" if releases else _come("removed", shown(old))
    return f": {shown(old)} → {shown(new)}{step(old, new)}"


def _come(word: str, value: str) -> str:
    """That something came or went; what has nothing in it, such as a rule without parameters, is told by its place."""
    return f" {word}: {value}" if value else f" {word}"


def step(old: Any, new: Any) -> str:
    """How far a quantity moved, in its unit; empty across units and where one is a bound, approximate or disputed."""
    if not (is_quantity(old) and is_quantity(new)):
        return ""
    before, after = Quantity.read(old), Quantity.read(new)
    loose = any(found.disputed or found.bound or found.approximate for found in (before, after))
    if loose or before.unit != after.unit or before.value == after.value:
        return ""
    decimals = [found.decimals for found in (before, after) if found.decimals is not None]
    moved = quantity.change(before.value, after.value)
    return f", {units.difference(moved, after.unit, ENGLISH, decimals=max(decimals, default=None))}"


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table: its column, the title of its row, and where its steps lie on the way to it."""

    column: Mapping[str, Any]
    row_title: str
    start: int
    end: int

    @property
    def column_title(self) -> str:
        """What the column is called, or what it measures."""
        column = self.column
        return str(column.get("title") or column.get("metric") or column["id"]).replace("-", " ")

    def shown(self, value: Any) -> str:
        """A value of the cell, in the unit of its column."""
        unit = str(self.column.get("unit", ""))
        if not unit or isinstance(value, bool) or not isinstance(value, int | float):
            return shown(value)
        return units.measure(quantity.exact(value), unit, ENGLISH, decimals=self.column.get("decimals"))


def table_cell(record: Record, path: DataPath) -> TableCell | None:
    """The cell that a data path leads to or into, of a row or of the printed total; None: it leads elsewhere."""
    if "values" not in path[1:-1]:
        return None
    at = path.index("values")
    in_row = isinstance(path[at - 1], int)
    start = at - 2 if in_row else at - 1
    row, table = value_at(record.data, path[:at]), value_at(record.data, path[:start])
    if path[start] != ("rows" if in_row else "printed_total") or not isinstance(row, Mapping):
        return None
    column = next((one for one in table.get("columns", ()) if one["id"] == path[at + 1]), None)
    title = row.get("title") or row.get("label") or row.get("id") or "printed total"
    return None if column is None else TableCell(column, str(title), start, at + 2)


def shown_at(record: Record, path: DataPath) -> Callable[[Any], str]:
    """What puts a value of this place into words."""
    cell = table_cell(record, path)
    return cell.shown if cell else shown


def about(record: Record, path: DataPath, kinds: Mapping[str, RecordKind], *, paired: bool = False) -> str:
    """The place that a sentence is about: the record's title, the fields' titles, the entries' ids.

    `paired`: a pairing follows, which names the entry.
    """
    words: list[str] = []
    kind = kinds.get(record.kind)
    cell = table_cell(record, path)
    for end in range(1, len(path) + 1):
        if cell is not None and cell.start < end <= cell.end:
            words += [cell.column_title, cell.row_title] if end == cell.end else []
            continue
        last = path[end - 1]
        if isinstance(last, int):
            entry = value_at(record.data, path[:end])
            if isinstance(entry, Mapping) and entry.get("id"):
                words.append(str(entry["id"]))
        else:
            field = kind.field(path[:end]) if kind else None
            words.append(field.title if field is not None and field.title else last.replace("_", " "))
    return ", ".join([record.title, *(words[2:] or words if paired else words)])
