"""A figure got worse, or better.

**What:** the figure of one benchmark and metric, under one protocol (setting, slice, unit, evaluation program), for one variant and for the
one that takes its place. Worse is a weakening, better is notable; where no direction is better, the change is routine. Figures across
protocols or programs, and disputed ones, are never compared. Two tables are compared only where both name the same program.

**Why:** a release that reports its best figures first hides what got worse.

**Example:** toxic answers 23.08 % → 26.10 % for the same size.

**Instead:** explain it in a decision whose `weakens` names the cell.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from underhood.changes import Comparison, Difference, between_releases, change, weighing
from underhood.doors.languages import SOURCE_LANGUAGE, Messages
from underhood.meaning import units
from underhood.meaning.audience import View
from underhood.meaning.release import parts
from underhood.records.record import Record, is_absence, steps_of
from underhood.values.change import Change, Kind, Measured, Weight
from underhood.values.ids import Address, parse_address
from underhood.values.quantity import exact

ENGLISH = Messages(SOURCE_LANGUAGE)


@dataclass(frozen=True, slots=True)
class Figure:
    """Two figures that may be compared, the cells that they stand in, and which variants they are of."""

    measured: Measured
    old: Address
    new: Address
    pair: str


@dataclass(frozen=True, slots=True)
class _Cell:
    """A figure with its place and its protocol; `program` is None where the evaluation names none."""

    record: Record
    row: Mapping[str, Any]
    column: Mapping[str, Any]
    place: Address
    program: str | None

    @property
    def value(self) -> Any:
        return self.row["values"][self.column["id"]]

    @property
    def slice(self) -> str:
        return ", ".join(str(part) for part in (self.column.get("slice"), self.row.get("slice")) if part)

    def protocol(self) -> Hashable:
        column = self.column
        setting = frozenset((name, str(_plain(value))) for name, value in column.get("setting", {}).items())
        return (
            str(column["benchmark"]),
            column["metric"],
            setting,
            self.slice,
            column.get("unit"),
            self.row.get("measured_by"),
        )


def _plain(value: Any) -> Any:
    return exact(value).normalize() if isinstance(value, int | float) and not isinstance(value, bool) else value


@weighing("evaluation/rows/values")
def corrected(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """A figure that differs in the same cell of two states."""
    if difference.kind is not Kind.CHANGED or difference.old is None or difference.new is None:
        yield change(difference, comparison)
        return
    sides = (comparison.old, difference.old), (comparison.new, difference.new)
    cells = [_cell(spot.record, spot.path[1], str(spot.path[-1])) for _, spot in sides]
    old, new = cells
    if old is None or new is None or (old.protocol(), old.program) != (new.protocol(), new.program):
        yield change(difference, comparison)
        return
    measured = _measured(comparison.new, old, new, (_subject(old), _subject(new)))
    yield _change(comparison.new, Figure(measured, old.place, new.place, ""), (old.value, new.value))


@between_releases
def moved(comparison: Comparison) -> Iterator[Change]:
    """The figures of each variant and of the one that takes its place."""
    for found in figures(comparison):
        if found.measured.delta:
            cells = [comparison.new.resolve(address) for address in (found.old, found.new)]
            yield _change(comparison.new, found, tuple(cell.value if cell else None for cell in cells))


def figures(comparison: Comparison) -> Iterator[Figure]:
    """Every pair of figures that may be compared between two releases, each once, however many tables print it."""
    if comparison.releases is None:
        return
    cells = _cells(comparison.new, comparison.releases)
    seen: set[Hashable] = set()
    for before, after in sorted(comparison.names.items()):
        if before.kind != "release":
            continue
        for protocol, old_cells in cells.get(before, {}).items():
            for old, new in _matches(old_cells, cells.get(after, {}).get(protocol, [])):
                measured = _measured(comparison.new, old, new, (before, after))
                same = (before, protocol, measured.old, measured.new)
                if same not in seen:
                    seen.add(same)
                    yield Figure(measured, old.place, new.place, comparison.pairing(before, after))


def _matches(olds: list[_Cell], news: list[_Cell]) -> Iterator[tuple[_Cell, _Cell]]:
    """Which cells of one protocol may be compared: those of the same record, else those of the same named program."""
    inside = {new.record.address: new for new in reversed(news)}
    together = [(old, inside[old.record.address]) for old in olds if old.record.address in inside]
    if together:
        yield from together
        return
    by_program = {new.program: new for new in reversed(news) if new.program is not None}
    yield from ((old, by_program[old.program]) for old in olds if old.program in by_program)


def _cells(view: View, releases: tuple[Record, Record]) -> dict[Address, dict[Hashable, list[_Cell]]]:
    """The figures of two releases, by subject and protocol, in the order of the records' names."""
    found: dict[Address, dict[Hashable, list[_Cell]]] = {}
    for record in _evaluations(view, releases):
        for index, row in enumerate(record.data["rows"]):
            subject = parse_address(str(row.get("subject", "")), kind="release")
            if subject is None or subject.record not in {release.address for release in releases}:
                continue
            for name in row["values"]:
                cell = _cell(record, index, name)
                if cell is not None:
                    found.setdefault(subject, {}).setdefault(cell.protocol(), []).append(cell)
    return found


def _evaluations(view: View, releases: tuple[Record, Record]) -> list[Record]:
    """The evaluations of either closure, and those that measured both releases."""
    found = {
        record.address: record
        for release in releases
        for record in parts(view.catalog, release)
        if record.kind == "evaluation"
    }
    sides = [
        {
            link.source
            for link in view.catalog.cited_by(release.address)
            if link.source.kind == "evaluation" and not link.prose
        }
        for release in releases
    ]
    found.update({address: view.catalog.records[address] for address in sides[0] & sides[1]})
    return [found[address] for address in sorted(found)]


def _cell(record: Record, index: int, name: str) -> _Cell | None:
    """A figure that may enter a comparison; None for one that is disputed, absent or without a benchmark."""
    row = record.data["rows"][index]
    column = next((column for column in record.data["columns"] if column["id"] == name), {})
    value = row["values"][name]
    if "benchmark" not in column or "metric" not in column or is_absence(value) or name in row.get("disputed", {}):
        return None
    harness = record.get("harness")
    place = record.address.at(*steps_of(record.data, ("rows", index, "values", name), "rows"))
    return _Cell(record, row, column, place, harness if isinstance(harness, str) else None)


def _decimals(cell: _Cell) -> int | None:
    """The printed precision: the column's, or the figure's own where it was printed with more."""
    stated = cell.column.get("decimals")
    own = -int(exact(cell.value).normalize().as_tuple().exponent)
    return None if stated is None else max(int(stated), own)


def _subject(cell: _Cell) -> Address:
    return parse_address(str(cell.row.get("subject", "")), kind="release") or cell.place


def _measured(view: View, old: _Cell, new: _Cell, subjects: tuple[Address, Address]) -> Measured:
    benchmark = parse_address(str(new.column["benchmark"]), kind="benchmark") or new.place
    metric = _metric(view, benchmark, str(new.column["metric"]))
    decimals = [found for cell in (old, new) if (found := _decimals(cell)) is not None]
    return Measured(
        benchmark=benchmark,
        metric=str(new.column["metric"]),
        protocol=_protocol(new.column.get("setting", {})),
        slice=new.slice,
        unit=str(new.column.get("unit") or metric.get("unit", "")),
        decimals=max(decimals, default=None),
        direction=str(metric.get("direction", "none")),
        old=exact(old.value),
        new=exact(new.value),
        old_subject=subjects[0],
        new_subject=subjects[1],
    )


def _metric(view: View, benchmark: Address, metric: str) -> Mapping[str, Any]:
    record = view.at(benchmark)
    return next((entry for entry in record.data["metrics"] if entry["id"] == metric), {}) if record else {}


def _protocol(setting: Mapping[str, Any]) -> str:
    words = [f"{setting['shots']}-shot"] if isinstance(setting.get("shots"), int) else []
    return ", ".join(
        words + [f"{name} {value}" for name, value in sorted(setting.items()) if not (name == "shots" and words)]
    )


def _change(view: View, figure: Figure, values: tuple[Any, ...]) -> Change:
    measured = figure.measured
    weight = Weight.ROUTINE if measured.worse is None else Weight.WEAKENING if measured.worse else Weight.NOTABLE
    return Change(
        "", weight, Kind.CHANGED, figure.old, figure.new, *values, _sentence(view, figure), figure.pair, measured
    )


def _sentence(view: View, figure: Figure) -> str:
    """ToxiGen, Toxic answers (temperature 0.1), 13B → 13B: 23.08 % → 26.10 %, +3.02 points, worse."""
    measured = figure.measured
    benchmark = view.at(measured.benchmark)
    metric = str(_metric(view, measured.benchmark, measured.metric).get("title", measured.metric.replace("-", " ")))
    name = ", ".join(
        part for part in (benchmark.title if benchmark else str(measured.benchmark), metric, measured.slice) if part
    )
    protocol = f" ({measured.protocol})" if measured.protocol else ""
    pair = f", {figure.pair}" if figure.pair else f", {measured.new_subject}"
    old, new = (
        units.measure(value, measured.unit, ENGLISH, measured.decimals) for value in (measured.old, measured.new)
    )
    moved = units.difference(measured.delta, measured.unit, ENGLISH, measured.decimals)
    verdict = {True: ", worse", False: ", better", None: ", no direction is better"}[measured.worse]
    return f"{name}{protocol}{pair}: {old} → {new}, {moved}{verdict}"
