"""A row has a number for a column that the table does not have.

## What

The `values`, `intervals` or `disputed` of a row or of the printed total name a column that is not declared, or
`weighted_mean` does.

## Why

The number would be shown nowhere, and the cell where it belongs would be empty.

## Example

```yaml
# governance/evaluation/lynx-2-toxicity.yaml
columns:
  - {id: toxic-share, unit: percent}
rows:
  - {id: lynx-2, values: {toxicshare: 24.6}}
```

## Instead

Correct the name, or declare the column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from underhood.meaning.recounts import tables
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import DataPath, Fault, Severity


@rule(Severity.ERROR, scope="record")
def check(record: Record, facts: Facts) -> Iterator[Fault]:  # noqa: ARG001  (every rule has the same shape)
    """Look at every name of a column."""
    for path, table in tables(record):
        known = [column["id"] for column in table["columns"]]
        for place, name in _names(path, table):
            if name not in known:
                near = get_close_matches(name, known, 1)
                yield Fault(
                    place,
                    f"the table has no column '{name}'",
                    f"did you mean '{near[0]}'?" if near else f"its columns are: {', '.join(known)}",
                )


def _names(path: DataPath, table: Mapping[str, Any]) -> Iterator[tuple[DataPath, str]]:
    lines: list[tuple[DataPath, Mapping[str, Any]]] = [
        ((*path, "rows", index), row) for index, row in enumerate(table["rows"])
    ]
    if "printed_total" in table:
        lines.append(((*path, "printed_total"), table["printed_total"]))
    for place, line in lines:
        for group in ("values", "intervals", "disputed"):
            for name in line.get(group, ()):
                yield (*place, group, name), name
    for index, column in enumerate(table["columns"]):
        if isinstance(column.get("total"), dict):
            yield (*path, "columns", index, "total", "weighted_mean"), column["total"]["weighted_mean"]
