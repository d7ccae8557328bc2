"""A column names a metric that its benchmark does not have.

## What

The `metric` of a column is not the id of a metric of the benchmark that the column names, or its unit is another than
the metric's.

## Why

The direction comes from the metric; without it nobody can say whether a change is better or worse.

## Example

```yaml
# governance/evaluation/lynx-2-toxicity.yaml
columns:
  - {id: toxic, benchmark: toxicity, metric: toxic-shares, unit: percent}
rows:
  - {id: lynx-2, subject: release/lynx-2, values: {toxic: 24.6}}
```

## Instead

Correct the name, or add the metric to the benchmark.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from underhood.meaning.recounts import tables
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Pointer, Severity
from underhood.values.ids import parse_address


@rule(Severity.ERROR)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look at the columns that report a metric of a benchmark."""
    for path, table in tables(record):
        for index, column in enumerate(table["columns"]):
            address = parse_address(str(column.get("benchmark", "")), kind="benchmark")
            benchmark = facts.catalog.records.get(address.record) if address else None
            known = [metric["id"] for metric in benchmark.data["metrics"]] if benchmark else []
            if benchmark is None or column.get("metric", known[0]) in known:
                continue
            near = get_close_matches(column["metric"], known, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"its metrics are: {', '.join(known)}"
            there = (Pointer(str(benchmark.address), ("metrics",), "the metrics of the benchmark"),)
            message = f"{benchmark.address} has no metric '{column['metric']}'"
            yield Fault((*path, "columns", index, "metric"), message, hint, there)
