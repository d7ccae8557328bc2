"""A measure's effect compares results that cannot be compared.

## What

The values before and after belong to different benchmarks, metrics, settings or slices.

## Why

Results under different conditions differ for many reasons; the measure is only one of them.

## Example

```yaml
# governance/evaluation/a.yaml
columns: [{id: toxic, benchmark: toxicity, metric: toxic-share, setting: {shots: 0}}]
rows: [{id: lynx-1, subject: release/lynx-1, values: {toxic: 24.6}}]
# governance/evaluation/b.yaml
columns: [{id: toxic, benchmark: toxicity, metric: toxic-share, setting: {shots: 5}}]
rows: [{id: lynx-2, subject: release/lynx-2, values: {toxic: 0.1}}]
# governance/mitigation/safety-tuning.yaml
effects:
  - {id: toxicity, before: "evaluation/a#lynx-1/values/toxic", after: "evaluation/b#lynx-2/values/toxic"}
```

## Instead

Name two results of the same benchmark, metric, setting and slice, or describe the effect in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from underhood.records.record import Record, value_at
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity
from underhood.values.ids import parse_address

CONDITIONS = ("benchmark", "metric", "setting", "slice")


@rule(Severity.WARNING, kind="mitigation")
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look at effects whose two ends are cells of tables."""
    for index, effect in enumerate(record.get("effects", ())):
        before, after = _column(str(effect.get("before", "")), facts), _column(str(effect.get("after", "")), facts)
        if before is None or after is None:
            continue
        different = [name for name in CONDITIONS if before.get(name) != after.get(name)]
        if different:
            ends = f"{_words(before, different)} and {_words(after, different)}"
            yield Fault(
                ("effects", index),
                f"before and after differ in {', '.join(different)}: {ends}",
                "name two results that can be compared, or describe the effect in words",
            )


def _words(column: Mapping[str, Any], names: list[str]) -> str:
    """What a column says of these conditions."""
    said = []
    for name in names:
        value = column.get(name)
        parts = [f"{key} {value[key]}" for key in sorted(value)] if isinstance(value, Mapping) else [value]
        said += [str(part) for part in parts if part is not None] or [f"no {name}"]
    return f"'{', '.join(said)}'"


def _column(written: str, facts: Facts) -> Mapping[str, Any] | None:
    """The column of the cell at an address."""
    address = parse_address(written)
    place = facts.catalog.resolve(address) if address else None
    if place is None or len(place.data_path) < 4 or place.data_path[-2] != "values":
        return None
    table = value_at(place.record.data, place.data_path[:-4])
    return next((column for column in table["columns"] if column["id"] == place.data_path[-1]), None)
