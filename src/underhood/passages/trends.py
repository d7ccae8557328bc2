"""Headline figures over the releases of a model: only within one table and one protocol, size by size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from underhood.doors import languages
from underhood.meaning.audience import View
from underhood.meaning.release import variant_address, variants
from underhood.passages.comparison import CAPABILITY
from underhood.passages.evaluations import headline, said, size
from underhood.passages.tables import Cell, Column, Row, Table, column_name, natural, read_table
from underhood.records.record import Record
from underhood.values.chart import BarChart, ChartText, Series
from underhood.values.ids import Address, parse_address
from underhood.values.quantity import exact, rounded, unpadded


@dataclass(frozen=True, slots=True)
class Line:
    """One measure for one chain of sizes; a cell for each release of the trend, None where there is none."""

    measure: str
    column: Column
    sizes: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """What one table says about several releases; a chart for each measure of harm or truthfulness."""

    record: Record
    table: Table
    releases: tuple[Record, ...]
    lines: tuple[Line, ...]
    charts: tuple[BarChart, ...]


def trends(view: View, releases: list[Record]) -> tuple[Trend, ...]:
    """The trends of a line of releases, oldest first."""
    found = (_trend(view, record, releases) for record in view.of("evaluation") if headline(record))
    kept = [trend for trend in found if trend is not None]
    return tuple(sorted(kept, key=lambda trend: (not trend.charts, natural(trend.record.id))))


def _trend(view: View, record: Record, releases: list[Record]) -> Trend | None:
    table = read_table(view, record)
    rows = {row.subject: row for row in table.rows if row.subject}
    present = tuple(one for one in releases if any(subject.record == one.address for subject in rows))
    chains = [chain for chain in _chains(releases) if sum(address in rows for address in chain) > 1]
    if len(present) < 2 or not chains:
        return None
    lines, charts = [], []
    for index, column in enumerate(table.columns):
        own = []
        for chain in chains:
            by_release = {address.record: rows[address].cells[index] for address in chain if address in rows}
            names = " → ".join(_size(view, rows[address]) for address in chain if address in rows)
            own.append(
                Line(_measure(column, table), column, names, tuple(by_release.get(one.address) for one in present))
            )
        lines += own
        if column.direction in {"higher", "lower"} and column.benchmark and column.benchmark.get("aim") != CAPABILITY:
            charts.append(_chart(view, own, id=f"trend-{record.id}-{column.id}", releases=present))
    return Trend(record, table, present, tuple(lines), tuple(charts))


def _measure(column: Column, table: Table) -> str:
    title = column.benchmark.title if column.benchmark and "benchmark" not in table.shared else ""
    return ": ".join(word for word in (title, column.metric or column_name(column, table), column.slice) if word)


def _chains(releases: list[Record]) -> Iterator[tuple[Address, ...]]:
    """Each variant that takes the place of others, with those, oldest first; only the longest chains."""
    before = {
        variant_address(release, one): parse_address(str(one.get("succeeds", "")), kind="release")
        for release in releases
        for one in variants(release)
    }
    replaced = set(before.values())
    for last in before:
        if last not in replaced:
            chain = [last]
            while (earlier := before.get(chain[0])) is not None and earlier not in chain:
                chain.insert(0, earlier)
            yield tuple(chain)


def _chart(view: View, lines: list[Line], *, id: str, releases: tuple[Record, ...]) -> BarChart:
    """A group of bars for each chain of sizes, a bar for each release: lines of close figures cannot be told apart."""
    _ = view.messages.gettext
    column = lines[0].column
    better = _("Higher is better.") if column.direction == "higher" else _("Lower is better.")
    series = tuple(
        Series(release.title, tuple(_usable(line.cells[place]) for line in lines))
        for place, release in enumerate(releases)
    )
    spoken = "; ".join(
        f"{line.sizes}: " + ", ".join(f"{one.name} {said(view, one.values[place])}" for one in series)
        for place, line in enumerate(lines)
    )
    text = ChartText(
        id=id.replace(".", "-"),
        title=languages.spaced(lines[0].measure, view.language),
        description=languages.spaced(f"{lines[0].measure}. {spoken}.", view.language),
        reading=" ".join(
            (f"{_('Unit:')} {column.unit}." if column.unit else "", better, _("Bars start at zero."))
        ).strip(),
        source=_("Figures and sources: the table that follows."),
        missing=_("no undisputed figure"),
        decimal_mark=languages.decimal_mark(view.language),
    )
    return BarChart(text, column.unit, tuple(line.sizes for line in lines), series)


def _size(view: View, row: Row) -> str:
    name = size({"id": row.subject.steps[-1] if row.subject and row.subject.steps else row.id})
    return f"{name} ({view.messages.gettext('not released')})" if row.withheld else name


def _usable(cell: Cell | None) -> Decimal | None:
    if cell is None or cell.value is None or cell.absent or cell.note:
        return None
    return unpadded(cell.value) if cell.decimals is None else rounded(exact(cell.value), cell.decimals)
