"""A waiver is about to expire.

## What

The day in `expires` is not more than fourteen days away, or as many as the settings choose.

## Why

When the waiver has expired, what it excused is an error again, perhaps on the day of a release.

## Example

```yaml
# governance/waiver/late-review.yaml
expires: "2026-01-25"  # checked on 2026-01-15
```

## Instead

Mend what the waiver excuses, or ask for a new one in time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from underhood.records.record import Record
from underhood.rules import Facts, Parameter, rule
from underhood.values.finding import Fault, Severity

DAYS = Parameter("days", 14, "How many days before a waiver expires the rule begins to speak.")


@rule(Severity.WARNING, kind="waiver", parameters=(DAYS,))
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Count the days that are left."""
    left = _days(facts.today, str(record.data["expires"]))
    if left is not None and 0 <= left <= facts.chosen(DAYS):
        when = "today" if not left else "tomorrow" if left == 1 else f"in {left} days"
        yield Fault(
            ("expires",), f"the waiver expires {when}", "mend what it excuses, or ask for a new one while there is time"
        )


def _days(today: str, end: str) -> int | None:
    """The days between; None where one of them is no day of the calendar, which another rule tells."""
    try:
        return (dt.date.fromisoformat(end) - dt.date.fromisoformat(today)).days
    except ValueError:
        return None
