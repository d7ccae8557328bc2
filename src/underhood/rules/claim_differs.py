"""A public statement differs from the records.

## What

A comparison of a statement gives another value than the one stated, or a source says the opposite. This is a note:
the statement stays as it was made.

## Why

The difference is what readers of the statement should see; it is on the page of the statement, and named here for
those who keep the records.

## Example

```yaml
# governance/training/lynx-1.yaml
runs: [{id: large, variant: "release/lynx-1#large", tokens: {value: 1.0e12, unit: token}}]
# governance/training/lynx-2.yaml
runs: [{id: large, variant: "release/lynx-2#large", tokens: {value: 1.4e12, unit: token}}]
# governance/claim/more-data.yaml
paraphrase: Lynx 2 saw half as much data again.
attributed_to: a newspaper
checks:
  - {compare: "training/lynx-2#large/tokens", with: "training/lynx-1#large/tokens", stated: {change_percent: 50}}
```

## Instead

Nothing, if the comparison is right. Otherwise correct the operands, the stated value or the tolerance.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.claims import difference, examine
from underhood.meaning.voice import is_own
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.NOTE, kind="claim")
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Carry out the comparisons of a statement by somebody else."""
    if is_own(facts.catalog, facts.settings, claim=record):
        return
    for index, comparison in enumerate(examine(facts.catalog, record).comparisons):
        if comparison.agrees is False:
            yield Fault(
                ("checks", index),
                f"the statement differs from the records{difference(comparison)}",
                "nothing to do if the comparison is right; the page of the statement shows it",
            )
