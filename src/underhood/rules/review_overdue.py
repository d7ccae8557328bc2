"""A record should have been reviewed by now.

## What

The day in `review_by` has passed.

## Why

Risks and contacts go stale in silence; the date was set so that somebody looks.

## Example

```yaml
review_by: "2025-01-31"
```

## Instead

Review the record, then set the next date.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.WARNING)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Compare with the day of the check."""
    due = str(record.get("review_by", ""))
    if due and facts.today and due < facts.today:
        yield Fault(("review_by",), f"the review was due on {due}", "review the record and set the next date")
