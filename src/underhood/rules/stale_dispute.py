"""A number is called disputed, but agrees.

## What

A total, mean or computed cell carries `disputed`, but counting again gives the printed number.

## Why

The mark tells readers not to trust a number that is sound, and would hide a later error.

## Example

```yaml
# governance/evaluation/lynx-2-maths.yaml
columns:
  - {id: sums, unit: percent}
  - {id: proofs, unit: percent}
  - {id: maths, unit: percent, computed: {mean: ["#columns/sums", "#columns/proofs"]}}
rows:
  - id: lynx-2
    values: {sums: 40, proofs: 60, maths: 50}
    disputed: {maths: The parts give another mean.}
```

## Instead

Remove the dispute. If the number is disputed for another reason, record the other value where it can be compared.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.recounts import recounts
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.NOTE)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Count again what is disputed."""
    for count in recounts(facts.catalog, record):
        if count.dispute and count.agrees:
            yield Fault(
                count.dispute, f"{count.what} is called disputed, but agrees with its parts", "remove the dispute"
            )
