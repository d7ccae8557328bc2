"""A record should have been reviewed by now.

## What

The day in `review_by` has passed, or, where the settings ask for it, comes soon.

## Why

Risks and contacts go stale in silence; the date was set so that somebody looks.

## Example

```yaml
# governance/risk/toxic-output.yaml
review_by: "2025-01-31"
```

## Instead

Review the record, say when (`reviewed`), and set the next date. A date that is only put off is a weakening: without
`reviewed` it needs a decision.

```yaml
# governance/risk/toxic-output.yaml
reviewed: "2025-01-28"
review_by: "2026-01-31"
```
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from underhood.records.record import Record
from underhood.rules import Facts, Parameter, rule
from underhood.values.finding import Fault, Severity

CURE = "review the record, say when (`reviewed`), and set the next date"
DAYS = Parameter("days", 0, "How many days before the review is due the rule begins to speak.")


@rule(Severity.WARNING, parameters=(DAYS,))
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Compare with the day of the check."""
    due = str(record.get("review_by", ""))
    if not due or not facts.today:
        return
    if due < facts.today:
        yield Fault(("review_by",), f"the review was due on {due}", CURE)
    elif due < _later(facts.today, facts.chosen(DAYS)):
        yield Fault(("review_by",), f"the review is due on {due}", CURE)


def _later(day: str, days: int) -> str:
    """The day this many days on; the same day where the calendar ends."""
    try:
        return (dt.date.fromisoformat(day) + dt.timedelta(days)).isoformat()
    except (ValueError, OverflowError):
        return day
