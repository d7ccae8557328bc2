"""A figure has no source.

## What

A quantity, a share or the numbers of a table stand where neither the entry nor anything around it cites evidence. A
citation covers what lies below it.

## Why

A number without a source cannot be checked, and readers cannot tell it from a guess.

## Example

```yaml
# governance/assessment/red-team.yaml
title: Red teaming
type: red-team
who: The developer
independence: developer
findings: []
figures:
  - {id: people, title: People who took part, value: {value: 350, unit: person}}
```

## Instead

Cite the place: `evidence: [{source: northlab-paper, at: section 4.3}]`, on the entry, the list entry above it, or the
whole record.

```yaml
# governance/assessment/red-team.yaml
figures:
  - id: people
    title: People who took part
    value: {value: 350, unit: person}
    evidence: [{source: paper, at: section 4.3}]
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from underhood.records.record import Record, evidence_at
from underhood.rules import Facts, rule
from underhood.values.finding import DataPath, Fault, Severity
from underhood.values.quantity import is_quantity


@rule(Severity.ERROR, scope="record")
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look for numbers that nothing covers, and tell them by entry."""
    if record.kind == "evidence":
        return
    found: dict[DataPath, int] = {}
    sourced: dict[DataPath, bool] = {}
    walk = facts.catalog.kinds[record.kind].walked(record.data)
    quantities = ((path, path) for path, value, _ in walk.groups if len(path) > 1 and is_quantity(value))
    numbers = ((path, path[:-1]) for path, value, _ in walk.others if _is_figure(path, value))
    for path, around in chain(quantities, numbers):
        if around not in sourced:
            sourced[around] = bool(evidence_at(record, around))
        if not sourced[around]:
            entry = path[:2] if path[0] != "rows" and isinstance(path[1], int) else path[:1]
            found[entry] = found.get(entry, 0) + 1
    for entry, count in found.items():
        words = "this figure has no source" if count == 1 else f"these {count} figures have no source"
        yield Fault(entry, words, "cite the place: evidence: [{source: <id of an evidence record>, at: …}]")


def _is_figure(path: DataPath, value: Any) -> bool:
    """Whether a value is a number of a table, or a share of a mixture."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return False
    cell = len(path) > 2 and path[-2] == "values" and path[0] in {"rows", "tables", "printed_total"}
    return cell or (len(path) == 3 and path[0] == "mixture" and path[2] == "share")
