"""Tables of shares, such as the languages of a corpus, as one bar; small parts are joined, and said to be."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from underhood.doors import languages
from underhood.meaning import units
from underhood.meaning.audience import View
from underhood.passages.tables import read_table
from underhood.records.record import Record, is_absence
from underhood.values.chart import ChartText, MixtureChart, Share
from underhood.values.quantity import exact, rounded

SHOWN = 5
"""So many parts stand in the bar and its key one by one; the others are one part."""

HUNDRED = Decimal(100)


def share_charts(view: View, record: Record) -> tuple[MixtureChart, ...]:
    """A bar for each table of a record that has one column, of shares that add up to the whole."""
    found = (
        _chart(view, record, index)
        for index, table in enumerate(record.get("tables", ()))
        if len(table["columns"]) == 1 and table["columns"][0].get("share") is True
    )
    return tuple(chart for chart in found if chart is not None)


def _chart(view: View, record: Record, index: int) -> MixtureChart | None:
    table = read_table(view, record, path=("tables", index))
    cells = [(row.title, row.cells[0].value) for row in table.rows if row.cells[0].value is not None]
    if len(cells) < 2 or any(is_absence(value) for _, value in cells):
        return None
    _ = view.messages.gettext
    shares = sorted(
        (Share(title, _printed(value, table.columns[0].decimals)) for title, value in cells),
        key=lambda one: -one.percent,
    )
    rest = shares[SHOWN:] if len(shares) > SHOWN + 1 else []
    shown = shares[: len(shares) - len(rest)]
    if rest:
        words = view.messages.ngettext("%s other", "%s others together", len(rest)) % len(rest)
        shown.append(Share(words, sum((one.percent for one in rest), Decimal(0))))
    spoken = "; ".join(f"{one.name} {units.measure(one.percent, 'percent', view.messages)}" for one in shown)
    total = sum((one.percent for one in shares), Decimal(0))
    note = _("The printed shares add up to %s.") % units.measure(total, "percent", view.messages)
    text = ChartText(
        id=f"shares-{record.id}-{table.address.steps[-1]}".replace(".", "-"),
        title=languages.spaced(f"{record.title}: {table.title}", view.language),
        description=spoken,
        reading=f"{table.columns[0].title}, %.",
        decimal_mark=languages.decimal_mark(view.language),
    )
    return MixtureChart(text, tuple(shown), remainder_note=note if total != HUNDRED else "")


def _printed(value: Any, decimals: int | None) -> Decimal:
    return exact(value) if decimals is None else rounded(exact(value), decimals)
