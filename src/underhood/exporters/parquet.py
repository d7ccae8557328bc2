"""The release as tables in Parquet, one file each: words, and decimal numbers with `<name>_printed` beside them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from underhood.doors.parquet import SCALE, WIDTH, table_file
from underhood.exporters import Asked, exporter
from underhood.exporters._tables import Cell, Table, tables

REMARK = (
    "Held means: it stands in one of the tables. Lists of groups, such as the limits of a benchmark, have none; "
    "nor have the sources of single facts."
)
PRINTED = "_printed"


@exporter("Tables, as Parquet", remark=REMARK)
def parquet(asked: Asked) -> Mapping[str, bytes]:
    """A file for each table."""
    made = tables(asked)
    about = {str(name): str(value) for name, value in made[0].rows}
    return {f"{table.name}.parquet": _file(table, about) for table in made}


def _file(table: Table, about: Mapping[str, str]) -> bytes:
    columns: dict[str, list[Cell]] = {}
    for place, name in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        if name in table.numbers:
            columns[name] = [_fitting(cell) for cell in cells]
            columns[f"{name}{PRINTED}"] = [f"{cell:f}" if isinstance(cell, Decimal) else cell for cell in cells]
        else:
            columns[name] = cells
    return table_file(columns, numbers=table.numbers, about=about)


def _fitting(cell: Cell) -> Decimal | None:
    """A number, if a column of decimals has room for all its digits; the words beside it have it in any case."""
    if not isinstance(cell, Decimal):
        return None
    exponent = int(cell.as_tuple().exponent)
    return cell if -exponent <= SCALE and cell.adjusted() < WIDTH - SCALE else None
