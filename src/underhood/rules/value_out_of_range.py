"""A number is outside what its unit allows.

## What

A share outside 0 to 100 percent, a VADER score outside -1 to 1, or a negative count, amount or duration.

## Why

Such a number was typed or copied wrongly, and would bend every chart and comparison that it enters.

## Example

```yaml
# governance/evaluation/lynx-2-toxicity.yaml
columns:
  - {id: toxic, benchmark: toxicity, metric: toxic-share, unit: percent}
rows:
  - {id: lynx-2, subject: release/lynx-2, values: {toxic: 246.0}}
```

## Instead

Correct the number. A change may be negative or above 100: give it as a figure, not as the result of a benchmark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from underhood.meaning.recounts import number, tables
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import DataPath, Fault, Severity
from underhood.values.quantity import exact, is_quantity, plain

COUNTED = frozenset(
    {
        *("token", "word", "parameter", "byte", "GB", "TB"),
        *("document", "dump", "example", "comparison", "turn", "prompt", "dialogue", "entry", "item", "count"),
        *("person", "repository", "language"),
        *("gpu-hour", "second", "hour", "day", "month"),
        *("watt", "kWh", "MWh", "tCO2eq", "FLOP"),
    }
)
"""Units of what is counted or measured from nothing upwards."""


@rule(Severity.ERROR, scope="record")
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look at quantities, at the cells of tables and at shares."""
    for path, value, _ in facts.catalog.kinds[record.kind].groups(record.data):
        if isinstance(value, dict) and is_quantity(value) and value["unit"] in COUNTED and value["value"] < 0:
            yield Fault(
                (*path, "value"),
                f"{plain(exact(value['value']))} ({value['unit']}) is less than nothing",
                "correct the number or the unit",
            )
    for path, table in tables(record):
        for column in table["columns"]:
            yield from _cells(path, table, column)
    mixture = record.get("mixture", ())
    for index, part in enumerate(mixture if isinstance(mixture, list) else ()):
        yield from _outside(("mixture", index, "share"), part["share"], "percent")


def _cells(path: DataPath, table: Mapping[str, Any], column: Mapping[str, Any]) -> Iterator[Fault]:
    unit = str(column.get("unit", ""))
    limited = unit == "vader" or (unit == "percent" and ("benchmark" in column or column.get("share")))
    for index, row in enumerate(table["rows"] if limited else ()):
        yield from _outside((*path, "rows", index, "values", column["id"]), row["values"].get(column["id"]), unit)


def _outside(path: DataPath, written: Any, unit: str) -> Iterator[Fault]:
    low, high = (-1, 1) if unit == "vader" else (0, 100)
    value = None if isinstance(written, (int, float)) and low <= written <= high else number(written)
    if value is not None and not low <= value <= high:
        yield Fault(path, f"{plain(value)} is outside {low} to {high} ({unit})", "correct the number or the unit")
