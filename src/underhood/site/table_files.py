"""Tables of pages as CSV files beside them: figures as printed, registers, what became of a framework's items.

Numbers have a decimal point in every language. What a spreadsheet would take for a formula is written as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from underhood.documents import as_sealed
from underhood.doors import markup
from underhood.doors.spreadsheet import harmless
from underhood.meaning import units
from underhood.meaning.absences import ABSENCES
from underhood.meaning.audience import View
from underhood.meaning.coverage import behind
from underhood.meaning.localise import Text
from underhood.meaning.prose import Writer
from underhood.passages.coverage import asked_of, badge, state, told
from underhood.passages.registers import Register, register_of
from underhood.passages.shown import Form, Value
from underhood.passages.tables import Cell, Row, Table, column_name, subject_title, tables_of
from underhood.records.record import Record, is_absence
from underhood.site.plan import Planned
from underhood.values.ids import Address
from underhood.values.page import Beside
from underhood.values.quantity import Quantity, exact, is_quantity, rounded

BOM = "\ufeff"
"""By which spreadsheets know UTF-8."""


def tables_beside(planned: Planned, view: View) -> Iterator[Beside]:
    """The tables of a page that is to be, each under the page's name with an ending of its own."""
    stem, title = planned.path.removesuffix(".html"), view.messages.gettext("%s (CSV)")
    if planned.kind and not planned.part:
        found = register_of(view, planned.kind)
        if found.lines:
            yield Beside(f"{stem}.csv", title % found.title, _register(view, found))
    elif planned.document == "answers" and planned.asked:
        words = view.messages.gettext("Items and answers")
        yield Beside(f"{stem}.csv", title % words, _items(view, planned.asked))
    elif planned.record is not None and planned.document in {"record", planned.record.kind}:
        view, shown = as_sealed(view, planned.record)
        for table in tables_of(view, shown) if isinstance(shown, Record) else ():
            name = table.address.steps[-1] if table.address.steps else "table"
            yield Beside(f"{stem}.{name}.csv", title % _plain(Writer(view), table.title), _table(view, table))


def written(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV (RFC 4180, UTF-8) in which no cell is a formula."""
    out = io.StringIO(BOM, newline="")
    out.seek(0, io.SEEK_END)
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _table(view: View, table: Table) -> str:
    gettext, writer = view.messages.gettext, Writer(view)
    noted = any(cell.note for row in table.rows for cell in row.cells)
    given = any(row.given_by for row in table.rows)
    head = [gettext("Row"), gettext("Address"), *(_head(column, table) for column in table.columns)]
    head += [gettext("Figures given by")] if given else []
    head += [gettext("Disputed")] if noted else []
    rows = [*table.rows, *([table.total] if table.total else [])]
    return written([head, *(_row(writer, row, table, given=given, noted=noted) for row in rows)])


def _head(column: Any, table: Table) -> str:
    unit = f" ({column.unit})" if column.unit else ""
    setting = f", {column.setting}" if column.setting and "setting" not in table.shared else ""
    return f"{column_name(column, table)}{setting}{unit}"


def _row(writer: Writer, row: Row, table: Table, *, given: bool, noted: bool) -> list[str]:
    cells = [row.title, str(row.subject or ""), *(_cell(writer, cell) for cell in row.cells)]
    cells += [subject_title(writer.view, row.given_by) if row.given_by else ""] if given else []
    reasons = dict.fromkeys(table.remarks[cell.note - 1] for cell in row.cells if cell.note)
    return cells + (["; ".join(_plain(writer, reason) for reason in reasons)] if noted else [])


def _cell(writer: Writer, cell: Cell) -> str:
    if cell.value is None:
        return ""
    return _absent(writer, cell.value) if cell.absent else _printed(exact(cell.value), cell.decimals)


def _printed(value: Decimal, decimals: int | None) -> str:
    """A number with the digits that were printed."""
    shown = units.precision(value, decimals)
    return f"{rounded(value, shown) if shown is not None else value:f}"


def _absent(writer: Writer, value: Any) -> str:
    return writer.view.messages.gettext(ABSENCES[value["absent"]])


def _register(view: View, found: Register) -> str:
    writer = Writer(view)
    head = [view.messages.gettext("Address"), *found.columns]
    lines = (
        [str(line.record.address), _plain(writer, line.record.title), *(_said(writer, cell) for cell in line.cells)]
        for line in found.lines
    )
    return written([head, *lines])


def _said(writer: Writer, value: Value | None) -> str:
    """A value of a record as one cell: dates as they are recorded, links by title, entries after one another."""
    if value is None:
        return ""
    gettext = writer.view.messages.gettext
    if value.form is Form.LIST:
        return "; ".join(_said(writer, entry) for entry in value.data)
    if value.form is Form.GROUP:
        return "; ".join(f"{gettext('%s:') % line.label} {_said(writer, line.value)}" for line in value.data)
    if value.form is Form.LINK and isinstance(value.data, Address):
        return subject_title(writer.view, value.data) or gettext("a record that is not public")
    return _scalar(writer, value.data)


def _scalar(writer: Writer, data: Any) -> str:
    messages = writer.view.messages
    if is_absence(data):
        return _absent(writer, data)
    if is_quantity(data):
        return units.quantity(Quantity.read(data), messages)
    if isinstance(data, bool):
        return messages.gettext("yes" if data else "no")
    return _plain(writer, data) if isinstance(data, str) else str(data)


def _plain(writer: Writer, text: str) -> str:
    return markup.plain(writer.line(text)) if isinstance(text, Text) else str(text)


def _items(view: View, name: str) -> str:
    view, _ = as_sealed(view, name)
    release, framework = asked_of(view, name)
    gettext = view.messages.gettext
    words = ("Item", "Section", "Question", "Answer", "Records")
    return written([[gettext(word) for word in words], *_answers(view, told(view).of(release, framework).covered)])


def _answers(view: View, covered: Iterable[Any]) -> Iterator[list[str]]:
    for one in covered:
        records = dict.fromkeys(str(found.address) for found in behind(one) if view.at(found.address) is not None)
        item = one.item
        name = item.number or item.id
        yield [name, item.section, item.title, badge(view, state(one)).text, "; ".join(records)]
