"""The release as tables in CSV (RFC 4180, UTF-8), one file each; what a spreadsheet would reckon is written as text."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from underhood.exporters import Asked, exporter
from underhood.exporters._tables import Cell, Table, tables
from underhood.site.table_files import written

REMARK = (
    "Held means: it stands in one of the tables. Lists of groups, such as the limits of a benchmark, have none; "
    "nor have the sources of single facts."
)


@exporter("Tables, as CSV", remark=REMARK)
def csv(asked: Asked) -> Mapping[str, bytes]:
    """A file for each table."""
    return {f"{table.name}.csv": _file(table) for table in tables(asked)}


def _file(table: Table) -> bytes:
    return written([table.columns, *([_text(cell) for cell in row] for row in table.rows)]).encode()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:f}" if isinstance(cell, Decimal) else cell
