"""A result does not say which way is better.

## What

A column names a benchmark, but not which of its metrics; so nobody knows whether higher or lower is better.

## Why

A comparison with the earlier release cannot say improved or worse, and would have to leave the column out.

## Example

```yaml
# governance/evaluation/lynx-2-toxicity.yaml
columns:
  - {id: toxic, benchmark: toxicity, unit: percent}
rows:
  - {id: lynx-2, subject: release/lynx-2, values: {toxic: 24.6}}
```

## Instead

Name the metric: `metric: toxic-share`. A metric that has no better side says `direction: none` in its benchmark.

```yaml
# governance/evaluation/lynx-2-toxicity.yaml
columns:
  - {id: toxic, benchmark: toxicity, metric: toxic-share, unit: percent}
rows:
  - {id: lynx-2, subject: release/lynx-2, values: {toxic: 24.6}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.recounts import tables
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.WARNING, scope="record")
def check(record: Record, facts: Facts) -> Iterator[Fault]:  # noqa: ARG001  (every rule has the same shape)
    """Look at the columns that report a benchmark."""
    for path, table in tables(record):
        for index, column in enumerate(table["columns"]):
            if "benchmark" in column and "metric" not in column:
                message = f"the column '{column['id']}' names no metric of '{column['benchmark']}'"
                hint = "add metric: <id of a metric of the benchmark>, so that its better side is known"
                yield Fault((*path, "columns", index), message, hint)
