"""A column is in another unit than its metric.

## What

The `unit` of a column that reports a benchmark is not the unit of the metric that it names.

## Why

Two tables of one metric in different units cannot be compared: 0.57 beside 57 looks like a fall.

## Example

```yaml
# governance/evaluation/lynx-2-toxicity.yaml
columns:
  - {id: toxic, benchmark: toxicity, metric: toxic-share, unit: ratio}
rows:
  - {id: lynx-2, subject: release/lynx-2, values: {toxic: 0.246}}
```

## Instead

Keep the numbers as printed; give the benchmark a metric of its own in that unit (`truthful-ratio`), or correct the
unit.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.recounts import tables
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Pointer, Severity
from underhood.values.ids import parse_address


@rule(Severity.WARNING)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look at the columns that report a metric of a benchmark."""
    for path, table in tables(record):
        for index, column in enumerate(table["columns"]):
            address = parse_address(str(column.get("benchmark", "")), kind="benchmark")
            benchmark = facts.catalog.records.get(address.record) if address else None
            if benchmark is None or "unit" not in column:
                continue
            for place, metric in enumerate(benchmark.data["metrics"]):
                if metric["id"] == column.get("metric") and metric["unit"] != column["unit"]:
                    message = f"the unit is '{column['unit']}', that of the metric '{metric['unit']}'"
                    there = Pointer(str(benchmark.address), ("metrics", place, "unit"), "the unit of the metric")
                    hint = "correct the unit, or give the benchmark a metric in this unit"
                    yield Fault((*path, "columns", index, "unit"), message, hint, (there,))
