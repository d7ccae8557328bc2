"""The organisation says something else than its own records.

## What

A comparison of a statement that the provider made itself, in a repository that the provider keeps, gives another
value than the one stated.

## Why

What an organisation says in public about its model should follow from what it has recorded. One of the two has to be
corrected.

## Example

```yaml
# governance/training/lynx-1.yaml
runs: [{id: large, variant: "release/lynx-1#large", tokens: {value: 1.0e12, unit: token}}]
# governance/training/lynx-2.yaml
runs: [{id: large, variant: "release/lynx-2#large", tokens: {value: 1.4e12, unit: token}}]
# governance/claim/more-data.yaml
paraphrase: Lynx 2 saw half as much data again.
attributed_to: Northlab
at: [{source: paper}]  # issued by Northlab
checks:
  - {compare: "training/lynx-2#large/tokens", with: "training/lynx-1#large/tokens", stated: {change_percent: 50}}
```

## Instead

Correct the statement (an erratum keeps the earlier words), or correct the record.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.claims import difference, examine
from underhood.meaning.voice import is_own
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.ERROR, kind="claim")
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Carry out the comparisons of the organisation's own statement."""
    if not is_own(facts.catalog, facts.settings, claim=record):
        return
    for index, comparison in enumerate(examine(facts.catalog, record).comparisons):
        if comparison.agrees is False:
            yield Fault(
                ("checks", index),
                f"our own statement differs from our records{difference(comparison)}",
                "correct the statement, or the record that it is compared with",
            )
