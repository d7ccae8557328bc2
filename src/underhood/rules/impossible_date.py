"""A date is in no calendar.

## What

The date is written like one, but there is no such day, as in a 31st of April.

## Why

Such a date sorts wrongly, and shows that something was typed wrongly.

## Example

```yaml
# governance/release/lynx-3.yaml
history:
  - {status: released, date: "2025-04-31"}
```

## Instead

Correct the day, or leave it out and write the month: `"2025-04"`.

```yaml
# governance/release/lynx-3.yaml
history:
  - {status: released, date: "2025-04"}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.dates import impossible, is_date
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.ERROR, scope="record")
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look at everything that is written like a date and is not text for readers."""
    for path, value, field in facts.catalog.kinds[record.kind].walked(record.data).texts:
        if is_date(value) and not (field and field.translatable):
            day = impossible(value)
            if day:
                yield Fault(path, f"there is no day {day}", "correct it, or write only year and month")
