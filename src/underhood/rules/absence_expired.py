"""Something announced has not come.

## What

A value, or the answer of a statement, is `pending` until a date that has certainly passed.

## Why

"To follow" on a page of last year is not an answer.

## Example

```yaml
# governance/data-source/lynx-2-web.yaml
breakdown: {absent: pending, until: "2024-06"}
```

## Instead

Record the value, a new date with its source, or what the holder says now.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.dates import certainly_before
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.WARNING)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look at every absence with a date."""
    announced = [(path, value) for path, value, _ in facts.catalog.kinds[record.kind].walked(record.data).absences]
    if record.kind == "statement" and record.data["answer"] == "pending":
        announced.append((("answer",), dict(record.data)))
    for path, value in announced:
        if value.get("until") and facts.today and certainly_before(value["until"], facts.today):
            yield Fault(
                path,
                f"announced for {value['until']}, which has passed",
                "record the value, or what the holder says now",
            )
