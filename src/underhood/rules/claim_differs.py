"""A public statement differs from the records.

## What

A comparison of a statement gives another value than the one stated, or a source says the opposite. This is a note:
the statement stays as it was made.

## Why

The difference is what readers of the statement should see; it is on the page of the statement, and named here for
those who keep the records.

## Example

```yaml
checks:
  - {compare: "training/lynx-2#large/tokens", with: "training/lynx-1#large/tokens", stated: {change_percent: 50}}
```

## Instead

Nothing, if the comparison is right. Otherwise correct the operands, the stated value or the tolerance.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.claims import Comparison, examine
from underhood.meaning.voice import is_own
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity
from underhood.values.quantity import plain, rounded


@rule(Severity.NOTE, kind="claim")
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Carry out the comparisons of a statement by somebody else."""
    if is_own(facts.catalog, facts.settings, claim=record):
        return
    for index, comparison in enumerate(examine(facts.catalog, record).comparisons):
        if comparison.agrees is False:
            yield Fault(
                ("checks", index),
                _sentence(comparison),
                "nothing to do if the comparison is right; the page of the statement shows it",
            )


def _sentence(comparison: Comparison) -> str:
    sentence = "the statement differs from the records"
    if comparison.stated is None or comparison.computed is None:
        return sentence
    name, value = comparison.stated
    given = plain(rounded(comparison.computed, 2))
    return f"{sentence}: stated {name.replace('_', ' ')} {value}, the records give {given}"
