"""A figure rests on sources that nobody here has read.

## What

Every source that covers a figure or a table is marked `not-read`.

## Why

Such a number is hearsay, however good the source. Readers should not find it beside numbers that were checked.

## Example

```yaml
# governance/assessment/red-team.yaml
figures:
  - {id: people, title: People, value: {value: 350, unit: person}, evidence: [{source: paper, read: not-read}]}
```

## Instead

Read the source, cite one that was read, or leave the figure out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from underhood.records.record import Record, evidence_at
from underhood.rules import Facts, rule
from underhood.values.finding import DataPath, Fault, Severity
from underhood.values.ids import parse_address


@rule(Severity.WARNING)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look at figures, tables and results, and at how their sources were read."""
    for path in _figures(record):
        cited = evidence_at(record, path)
        if cited and all(_reading(citation, facts) == "not-read" for citation in cited):
            yield Fault(
                path,
                "rests only on sources that were not read",
                "read the source, cite one that was read, or leave the figure out",
            )


def _figures(record: Record) -> Iterator[DataPath]:
    for name in ("figures", "tables", "rows", "runs"):
        yield from ((name, index) for index in range(len(record.get(name, ()))))


def _reading(citation: Mapping[str, Any], facts: Facts) -> str:
    if "read" in citation:
        return str(citation["read"])
    address = parse_address(str(citation["source"]), kind="evidence")
    source = facts.catalog.records.get(address.record) if address else None
    return str(source.data["read"]) if source else ""
