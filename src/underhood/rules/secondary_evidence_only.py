"""A figure rests on reports about its source alone.

## What

Every source that covers a figure, a table or a result is secondary: it reports what another document says.

## Why

Reports copy wrongly and leave conditions out. A note, not an error: sometimes nothing else can be read.

## Example

```yaml
# governance/evidence/news-article.yaml
standing: secondary
# governance/assessment/red-team.yaml
figures:
  - {id: people, title: People, value: {value: 350, unit: person}, evidence: [{source: news-article}]}
```

## Instead

Cite the document that the report is about, if it can be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from underhood.records.record import Record, evidence_at
from underhood.rules import Facts, rule
from underhood.values.finding import DataPath, Fault, Severity
from underhood.values.ids import parse_address


@rule(Severity.NOTE)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look at figures, tables and results, and at the standing of their sources."""
    for path in _figures(record):
        cited = evidence_at(record, path)
        if cited and all(_standing(citation, facts) == "secondary" for citation in cited):
            yield Fault(path, "rests on secondary sources alone", "cite the document itself, if it can be read")


def _figures(record: Record) -> Iterator[DataPath]:
    for name in ("figures", "tables", "rows", "runs"):
        yield from ((name, index) for index in range(len(record.get(name, ()))))


def _standing(citation: Mapping[str, Any], facts: Facts) -> str:
    address = parse_address(str(citation["source"]), kind="evidence")
    source = facts.catalog.records.get(address.record) if address else None
    return str(source.data["standing"]) if source else ""
