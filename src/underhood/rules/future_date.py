"""Something is said to have happened that lies ahead.

## What

An entry of a history or timeline is dated after the day of the check.

## Why

Pages call a release available, or an event over, from what stands there. A plan is not a fact.

## Example

```yaml
# governance/release/lynx-3.yaml
history: [{status: released, date: "2099-03-14"}]
```

## Instead

Write the entry when it has happened. The day on which a release is to become public is its `publish_at`.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.dates import certainly_before, is_date
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity

EVENTS = ("history", "timeline")


@rule(Severity.WARNING)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Compare each dated event with the day of the check."""
    for name in EVENTS:
        events = record.get(name)
        for index, event in enumerate(events if isinstance(events, list) else ()):
            day = str(event.get("date", "")) if isinstance(event, dict) else ""
            if facts.today and is_date(day) and certainly_before(facts.today, day):
                yield Fault(
                    (name, index, "date"),
                    f"{day} lies ahead: today is {facts.today}",
                    "write the entry when it has happened; a planned day of publication is publish_at",
                )
