"""A printed total is not the sum of its parts.

## What

A column with `total: sum` or `computed: {sum: …}`, or a printed total of training runs, differs from its parts by
more than the declared tolerance (without one: half a unit of the last printed decimal). What lacks a part is not
counted.

## Why

A reader who adds up what is printed must not be the first to find the error. Numbers are computed exactly, so that no
finding comes from rounding here.

## Example

```yaml
# governance/training/lynx-2.yaml
runs:
  - {id: small, variant: "release/lynx-2#small", hours: {value: 1000, unit: gpu-hour}}
  - {id: large, variant: "release/lynx-2#large", hours: {value: 2000, unit: gpu-hour}}
totals:
  - {id: hours, field: hours, value: {value: 3001, unit: gpu-hour}, printed: true}
```

## Instead

Correct the number if it was copied wrongly. If the source itself prints it so, keep it and say why it differs:
`disputed: <reason>`.
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
    for count in differing(facts.catalog, record, how="sum"):
        message = f"{count.sentence} (off by {plain(count.off)}, allowed {plain(count.tolerance)})"
        yield Fault(
            count.data_path,
            message,
            "correct the number, or give the reason why the source prints it so, under disputed",
        )
