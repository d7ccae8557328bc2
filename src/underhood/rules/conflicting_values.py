"""Two records give different numbers for one measurement.

## What

Two cells have the same subject, benchmark, metric, setting, slice and harness, and different numbers; neither is
marked as disputed. Where the harness is not known, only tables of the same evaluator are compared.

## Why

A chart or a comparison would take one of the two by chance.

## Example

```yaml
# governance/evaluation/table-3.yaml
columns: [{id: toxic, benchmark: toxicity, metric: toxic-share, unit: percent}]
rows: [{id: lynx-2, subject: release/lynx-2, values: {toxic: 24.6}}]
# governance/evaluation/table-19.yaml
columns: [{id: toxic, benchmark: toxicity, metric: toxic-share, unit: percent}]
rows: [{id: lynx-2, subject: release/lynx-2, values: {toxic: 26.4}}]
```

## Instead

Correct the one that was copied wrongly, tell the settings apart, or mark the cell: `disputed: {mmlu: <reason>}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from underhood.meaning.recounts import number, tables
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import DataPath, Fault, Pointer, Severity
from underhood.values.ids import parse_address
from underhood.values.quantity import plain


@rule(Severity.WARNING, kind="evaluation")
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Compare with the evaluations that report the same benchmarks; the later of two by name is told."""
    here: _Measured = facts.catalog.derived(record, _measured)
    for other in _neighbours(record, facts):
        there: _Measured = facts.catalog.derived(other, _measured)
        for key in (key for key in there if key in here):
            path, value = there[key]
            if here[key][1] != value:
                mine, (_, exactly) = here[key][0], here[key]
                pointer = Pointer(str(other.address), path, f"{other.address} gives {plain(value)}")
                yield Fault(
                    mine,
                    f"{plain(exactly)} here, {plain(value)} in {other.address} for the same measurement",
                    "correct one, tell the settings apart, or mark it as disputed",
                    (pointer,),
                )


def _neighbours(record: Record, facts: Facts) -> list[Record]:
    """The evaluations before this one, by name, that report one of its benchmarks."""
    found = set()
    for link in facts.catalog.links(record):
        if link.target.kind == "benchmark":
            found |= {other.source for other in facts.catalog.cited_by(link.target.record)}
    return [
        facts.catalog.records[address]
        for address in sorted(found)
        if address.kind == "evaluation" and address < record.address
    ]


_Measured = Mapping[tuple[str, ...], tuple[DataPath, Decimal]]
"""The numbers of an evaluation by what was measured, each with its place."""


def _measured(record: Record) -> _Measured:
    return dict(_measurements(record))


def _measurements(record: Record) -> Iterator[tuple[tuple[str, ...], tuple[DataPath, Decimal]]]:
    harness = record.get("harness")
    conditions = f"harness {harness}" if isinstance(harness, str) else f"evaluator {record.data['evaluator']}"
    for path, table in tables(record):
        rows = [
            (index, row, str(parse_address(row["subject"], kind="release")))
            for index, row in enumerate(table["rows"])
            if "subject" in row and "measured_by" not in row
        ]
        for column in table["columns"]:
            if "benchmark" not in column or "metric" not in column:
                continue
            name, measured = column["id"], _protocol(column)
            for index, row, subject in rows:
                value = number(row["values"].get(name))
                if value is not None and name not in row.get("disputed", ()):
                    key = (conditions, subject, str(row.get("slice")), measured)
                    yield key, ((*path, "rows", index, "values", name), value)


def _protocol(column: Mapping[str, Any]) -> str:
    """What a column measures, and how."""
    benchmark = parse_address(column["benchmark"], kind="benchmark")
    setting = sorted(f"{name}={value}" for name, value in column.get("setting", {}).items())
    return repr((str(benchmark), column["metric"], str(column.get("slice")), *setting))
