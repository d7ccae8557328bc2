"""A printed mean is not the mean of its parts.

## What

A column with `total: mean` or `{weighted_mean: …}`, or `computed: {mean: …}`, differs from the mean of its parts by
more than the declared tolerance (without one: half a unit of the last printed decimal). Computed columns are matched
row by row on the same subject and slice.

## Why

A reader who adds up what is printed must not be the first to find the error. Numbers are computed exactly, so that no
finding comes from rounding here.

## Example

```yaml
# governance/evaluation/lynx-2-maths.yaml
columns:
  - {id: sums, unit: percent}
  - {id: proofs, unit: percent}
  - {id: maths, unit: percent, computed: {mean: ["#columns/sums", "#columns/proofs"]}}
rows:
  - {id: lynx-2, subject: release/lynx-2, values: {sums: 40, proofs: 60, maths: 52}}
```

## Instead

Correct the number if it was copied wrongly. If the source itself prints it so, keep it and give the reason on the
row: `disputed: {math: <reason>}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.recounts import differing
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity
from underhood.values.quantity import plain


@rule(Severity.ERROR)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Count again."""
    for count in differing(facts.catalog, record, how="mean"):
        message = f"{count.sentence} (off by {plain(count.off)}, allowed {plain(count.tolerance)})"
        yield Fault(
            count.data_path,
            message,
            "correct the number, or give the reason why the source prints it so, under disputed",
        )
