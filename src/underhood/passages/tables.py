"""Tables of figures as frozen values: columns with their protocol, rows with their subject, cells as printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from underhood.meaning import units
from underhood.meaning.audience import View
from underhood.meaning.release import WITHHELD
from underhood.records.record import Record, evidence_at, is_absence, value_at
from underhood.values.finding import DataPath
from underhood.values.ids import Address, Spot, parse_address

Citation = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column measures, and how. `direction` is higher, lower, none or empty; `unit` is a word for readers."""

    id: str
    title: str
    benchmark: Record | None
    metric: str
    setting: str
    slice: str
    unit: str
    decimals: int | None
    direction: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as printed, an absence, or nothing; `note` is the number of the remark that says why it is disputed.

    `interval`: its printed interval, with lower, upper and maybe level; empty: none was printed.
    """

    value: Any
    decimals: int | None
    note: int = 0
    at: Spot | None = None
    interval: Mapping[str, Any] = field(default_factory=dict)

    @property
    def absent(self) -> bool:
        """Whether the record says why there is no number."""
        return is_absence(self.value)


@dataclass(frozen=True, slots=True)
class Row:
    """One subject and its figures. `given_by` is whoever gave them, where it is not whoever gave the table."""

    id: str
    title: str
    subject: Address | None
    cells: tuple[Cell, ...]
    withheld: bool = False
    outside: bool = False
    given_by: Address | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with what its columns share, its remarks and its sources.

    `shared` names what all columns have alike: benchmark, metric, setting, unit, direction. `told` are the columns that
    their measure tells from the others without the benchmark's name. `remarks` are the reasons for disputed figures,
    numbered from 1; `notes` are the remarks on rows, each with the titles of its rows.
    """

    address: Address
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None
    shared: frozenset[str]
    told: frozenset[str]
    remarks: tuple[str, ...]
    notes: tuple[tuple[str, tuple[str, ...]], ...]
    note: str
    evidence: tuple[Citation, ...]
    evaluator: Address | str

    @property
    def outside(self) -> bool:
        """Whether systems of others stand beside the subject."""
        return any(row.outside for row in self.rows)

    @property
    def one_giver(self) -> bool:
        """Whether whoever gave one figure gave them all, so that one sentence says it."""
        givers = {row.given_by or (None if row.note and row.outside else self.evaluator) for row in self.rows}
        return len(givers) == 1 and None not in givers

    @property
    def dashes(self) -> bool:
        """Whether some cells are empty."""
        return any(cell.value is None for row in self.rows for cell in row.cells)


def tables_of(view: View, record: Record) -> list[Table]:
    """All tables of a record: an evaluation's own first."""
    found = [read_table(view, record)] if "rows" in record.data and "columns" in record.data else []
    return found + [
        read_table(view, record, path=("tables", index)) for index, _ in enumerate(record.get("tables", ()))
    ]


def read_table(view: View, record: Record, *, path: DataPath = ()) -> Table:
    """The table at a place of a record; the empty path for an evaluation's own."""
    data = value_at(record.data, path)
    columns = tuple(_column(view, entry) for entry in data["columns"])
    remarks: dict[str, int] = {}
    places = ((record.address, (*path, "rows", index)) for index, _ in enumerate(data["rows"]))
    rows = tuple(_row(view, row, columns, remarks, at=at) for row, at in zip(data["rows"], places, strict=True))
    total = data.get("printed_total")
    notes: dict[str, list[str]] = {}
    for row in rows:
        if row.note:
            notes.setdefault(row.note, []).append(row.title)
    return Table(
        address=record.address.at(*(["tables", data["id"]] if path else [])),
        title=data["title"],
        columns=columns,
        rows=rows,
        total=_total(view, total, columns, remarks, at=(record.address, (*path, "printed_total"))) if total else None,
        shared=_shared(columns),
        told=frozenset(column.id for column in columns if _told(column, columns)),
        remarks=tuple(remarks),
        notes=tuple((note, tuple(titles)) for note, titles in notes.items()),
        note=data.get("note", "") if path else "",
        evidence=tuple(_sources([*evidence_at(record, path), *_below([*data["rows"], *data["columns"], total or {}])])),
        evaluator=_evaluator(record),
    )


def column_name(column: Column, table: Table) -> str:
    """What tells a column from the others of its table."""
    if column.title:
        return column.title
    other = column.benchmark is not None and "benchmark" not in table.shared and column.id not in table.told
    metric = column.metric and ("metric" not in table.shared or not (other or column.slice))
    words = [
        column.benchmark.title if other and column.benchmark else "",
        column.metric if metric else "",
        column.slice,
    ]
    return ": ".join(word for word in words if word) or column.id


SETTINGS = ("prompts", "shots", "temperature", "tool", "top_p", "voting")
"""Settings that have a word of their own; others are shown by their name in files."""


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """An order of names in which table-3 stands before table-19."""
    return tuple((int(word), "") if word.isdigit() else (-1, word) for word in text.split("-"))


def subject_title(view: View, address: Address) -> str:
    """What a variant, release or system is called; empty when it is not shown."""
    place = view.resolve(address)
    if place is None:
        return ""
    title = place.value.get("title") if isinstance(place.value, Mapping) else None
    return title or (f"{place.record.title} {address.steps[-1]}" if address.steps else place.record.title)


def _column(view: View, entry: Mapping[str, Any]) -> Column:
    address = parse_address(str(entry.get("benchmark", "")), kind="benchmark")
    benchmark = view.at(address) if address else None
    metrics = benchmark.get("metrics", ()) if benchmark else ()
    metric: Mapping[str, Any] = next((one for one in metrics if one["id"] == entry.get("metric")), {})
    unit = str(entry.get("unit") or metric.get("unit", ""))
    return Column(
        id=entry["id"],
        title=entry.get("title", ""),
        benchmark=benchmark,
        metric=metric.get("title", ""),
        setting=units.setting_words(entry.get("setting", {}), view.messages),
        slice=entry.get("slice", ""),
        unit=units.unit_name(unit, view.messages),
        decimals=entry.get("decimals"),
        direction=str(metric.get("direction", "")),
        note=entry.get("note", ""),
    )


def _total(view: View, data: Mapping[str, Any], columns: Iterable[Column], remarks: dict[str, int], *, at: Spot) -> Row:
    return _row(view, {"id": "total", "title": data.get("label", "Total"), **data}, columns, remarks, at=at)


def _row(view: View, data: Mapping[str, Any], columns: Iterable[Column], remarks: dict[str, int], *, at: Spot) -> Row:
    subject = parse_address(str(data.get("subject", "")), kind="release")
    place = view.resolve(subject) if subject else None
    withheld = place is not None and isinstance(place.value, Mapping) and place.value.get("status") == WITHHELD
    disputed, intervals = data.get("disputed", {}), data.get("intervals", {})
    cells = []
    for column in columns:
        reason = disputed.get(column.id, "")
        number = remarks.setdefault(reason, len(remarks) + 1) if reason else 0
        spot = (at[0], (*at[1], "values", column.id))
        cells.append(Cell(data["values"].get(column.id), column.decimals, number, spot, intervals.get(column.id, {})))
    return Row(
        id=str(data["id"]),
        title=data.get("title")
        or (subject_title(view, subject) if subject else "")
        or data.get("slice")
        or str(data["id"]),
        subject=subject if place else None,
        cells=tuple(cells),
        withheld=withheld,
        outside=subject is not None and subject.kind == "system",
        given_by=parse_address(str(data.get("measured_by", ""))),
        note=data.get("note", ""),
    )


def _shared(columns: tuple[Column, ...]) -> frozenset[str]:
    if len(columns) < 2:
        return frozenset()
    names = ("benchmark", "metric", "setting", "unit", "direction")
    return frozenset(name for name in names if len({_plain(getattr(column, name)) for column in columns}) == 1)


def _told(column: Column, columns: tuple[Column, ...]) -> bool:
    """Whether several columns are of its benchmark, and no other column measures what it measures."""
    same = [
        one
        for one in columns
        if one.benchmark and column.benchmark and one.benchmark.address == column.benchmark.address
    ]
    return len(same) > 1 and bool(column.metric) and [one.metric for one in columns].count(column.metric) == 1


def _plain(value: Any) -> str:
    return str(value.address) if isinstance(value, Record) else str(value)


def _below(entries: Iterable[Mapping[str, Any]]) -> list[Citation]:
    return [citation for entry in entries for citation in entry.get("evidence", ())]


def _sources(citations: Iterable[Citation]) -> list[Citation]:
    """Each source and place once."""
    found: dict[tuple[str, str], Citation] = {}
    for citation in citations:
        found.setdefault((str(citation["source"]), str(citation.get("at", ""))), citation)
    return list(found.values())


def _evaluator(record: Record) -> Address | str:
    written = record.get("evaluator", "")
    return parse_address(str(written), kind="organisation") or written
