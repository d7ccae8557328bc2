"""Printed numbers beside what they come to when they are counted again from their parts, in words for readers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from underhood.meaning import units
from underhood.meaning.audience import View
from underhood.meaning.localise import Text
from underhood.meaning.recounts import Recount, recounts
from underhood.passages.tables import column_name, read_table, subject_title
from underhood.records.record import Record, value_at
from underhood.values import quantity
from underhood.values.finding import DataPath
from underhood.values.ids import parse_address

HOW = {"sum": "sum of its parts", "mean": "mean of its parts", "share": "sum of the shares"}


@dataclass(frozen=True, slots=True)
class Line:
    """One number that was counted again: what it is, as printed, as recomputed, whether they agree, and why not."""

    what: str
    stated: str
    found: str
    result: str
    reason: Text | None


@dataclass(frozen=True, slots=True)
class Recounted:
    """How many numbers agree, in a sentence; then every total, and every other number that differs."""

    sentence: str
    lines: tuple[Line, ...]


def recounted(view: View, record: Record) -> Recounted | None:
    """The numbers of a record that can be counted again; None if there are none."""
    found = list(recounts(view.catalog, record))
    if not found:
        return None
    agreeing = sum(count.agrees for count in found)
    words = {"agreeing": agreeing, "all": len(found)}
    sentence = view.messages.gettext(
        "Recomputed from the numbers that they come from: %(agreeing)s of %(all)s agree within rounding."
    )
    shown = [
        count
        for count in found
        if not count.agrees or "values" not in count.data_path[:-1] or "rows" not in count.data_path
    ]
    return Recounted(sentence % words, tuple(_line(view, record, count) for count in shown))


def _line(view: View, record: Record, count: Recount) -> Line:
    _ = view.messages.gettext
    unit, decimals = _unit(record, count.data_path)
    more = None if decimals is None else decimals + (2 if count.how == "mean" else 0)
    reason = value_at(record.data, count.dispute) if count.dispute else None
    if isinstance(reason, list):
        reason = Text(
            "; ".join(str(entry["reason"]) for entry in reason), getattr(reason[0]["reason"], "language", view.language)
        )
    return Line(
        what=f"{_what(view, record, count.data_path)} ({_(HOW[count.how])})",
        stated=units.measure(count.stated, unit, view.messages, decimals=decimals),
        found=units.measure(
            _rounded(count.found, more), unit, view.messages, decimals=None if count.how == "mean" else more
        ),
        result=_("agrees") if count.agrees else _("differs"),
        reason=reason,
    )


def _rounded(value: Decimal, decimals: int | None) -> Decimal:
    return value if decimals is None else quantity.rounded(value, decimals)


def _unit(record: Record, path: DataPath) -> tuple[str, int | None]:
    """The unit and printed decimals of the number at a place."""
    if path[:1] == ("totals",):
        total = value_at(record.data, path[:2])["value"]
        return str(total["unit"]), total.get("decimals")
    if path[:1] in {("mixture",), ("mixture_total",)}:
        return "percent", None
    start = next((index for index, step in enumerate(path) if step in {"rows", "printed_total", "columns"}), 0)
    columns = value_at(record.data, path[:start])["columns"]
    column = columns[path[-1]] if path[-2] == "columns" else next(entry for entry in columns if entry["id"] == path[-1])
    return str(column.get("unit", "")), column.get("decimals", 2)


def _what(view: View, record: Record, path: DataPath) -> str:
    """What a number is: its row, if any, and its column or field."""
    _ = view.messages.gettext
    if path[:1] == ("totals",):
        total = value_at(record.data, path[:2])
        field = view.catalog.kinds[record.kind].field(("runs", 0, total["field"]))
        return _(field.title) if field and field.title else str(total["field"])
    if path[:1] in {("mixture",), ("mixture_total",)}:
        return _("Mixture")
    start = next((index for index, step in enumerate(path) if step in {"rows", "printed_total", "columns"}), 0)
    table = value_at(record.data, path[:start])
    shown = read_table(view, record, path=path[:start])
    names = {column.id: column_name(column, shown) for column in shown.columns}
    if path[-2] == "columns":
        return names[str(table["columns"][path[-1]]["id"])]
    if path[start] == "printed_total":
        return f"{_('Total')}, {names[str(path[-1])]}"
    row = table["rows"][path[start + 1]]
    subject = parse_address(str(row.get("subject", "")), kind="release")
    title = row.get("title") or (subject_title(view, subject) if subject else "") or row["id"]
    return f"{title}, {names[str(path[-1])]}"
