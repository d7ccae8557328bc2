"""Figures with their printed intervals as points on an axis."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from underhood.doors import languages
from underhood.meaning.audience import View
from underhood.passages.tables import Cell, Column, Row, Table, column_name
from underhood.values.chart import ChartText, Dot, DotPlot
from underhood.values.ids import Address
from underhood.values.quantity import exact, rounded, unpadded


def has_intervals(rows: Iterable[Row], index: int) -> bool:
    """Whether a figure of a column was printed with an interval."""
    return any(row.cells[index].interval for row in rows)


def plot(view: View, table: Table, index: int, *, rows: Iterable[Row], release: Address) -> DotPlot:
    """The figures of one column as points with their intervals; those of the release itself stand out."""
    _ = view.messages.gettext
    column = table.columns[index]
    dots = tuple(_dot(row, row.cells[index], column, release) for row in rows)
    better = _("Higher is better.") if column.direction == "higher" else _("Lower is better.")
    title = languages.spaced(": ".join(word for word in _named(column, table) if word), view.language)
    spoken = "; ".join(f"{dot.name} {_said(view, dot)}" for dot in dots)
    return DotPlot(
        ChartText(
            id=f"chart-{table.address.id}-{column.id}".replace(".", "-"),
            title=title,
            description=languages.spaced(f"{title}. {spoken}.", view.language),
            reading=" ".join(
                word
                for word in (
                    f"{_('Unit:')} {column.unit}." if column.unit else "",
                    better,
                    _("The line through a point is the printed interval. The axis begins at zero."),
                )
                if word
            ),
            source=_("Figures and sources: the table that follows."),
            missing=_("no undisputed figure"),
            decimal_mark=languages.decimal_mark(view.language),
        ),
        column.unit,
        dots,
    )


def _named(column: Column, table: Table) -> tuple[str, str]:
    return (column.benchmark.title if column.benchmark else "", column.metric or column_name(column, table))


def _dot(row: Row, cell: Cell, column: Column, release: Address) -> Dot:
    own = row.subject is not None and row.subject.record == release
    if cell.value is None or cell.absent or cell.note:
        return Dot(row.title, None, emphasis=own)
    low, high = (
        (_printed(cell.interval[end], column.decimals) for end in ("lower", "upper")) if cell.interval else (None, None)
    )
    return Dot(row.title, _printed(cell.value, column.decimals), low, high, own)


def _printed(value: Any, decimals: int | None) -> Decimal:
    return unpadded(value) if decimals is None else rounded(exact(value), decimals)


def _said(view: View, dot: Dot) -> str:
    def number(value: Decimal) -> str:
        return languages.number(value, view.language, -int(value.as_tuple().exponent))

    if dot.value is None:
        return "–"
    if dot.low is None or dot.high is None:
        return number(dot.value)
    return view.messages.gettext("%(value)s, interval from %(low)s to %(high)s") % {
        "value": number(dot.value),
        "low": number(dot.low),
        "high": number(dot.high),
    }
