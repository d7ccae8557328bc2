"""Tables as Parquet files, by Arrow (the extra `parquet`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO

import pyarrow as pa
from pyarrow.parquet import write_table

WIDTH, SCALE = 38, 12
"""Digits of a decimal number, and those of them behind the point: as many as every reader of Parquet knows."""


def table_file(
    columns: Mapping[str, Sequence[str | Decimal | None]], *, numbers: frozenset[str], about: Mapping[str, str]
) -> bytes:
    """A table as a file: columns of words and of decimal `numbers`; `about` stands in the metadata of the schema."""
    kinds = {name: pa.decimal128(WIDTH, SCALE) if name in numbers else pa.string() for name in columns}
    schema = pa.schema(list(kinds.items()), metadata=dict(about))
    arrays = [pa.array(list(cells), type=kinds[name]) for name, cells in columns.items()]
    out = BytesIO()
    write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()
