"""A waiver has expired.

## What

The day in `expires` has passed.

## Why

An exception that nobody ends becomes the rule. An expired waiver no longer excuses anything.

## Example

```yaml
# governance/waiver/late-review.yaml
expires: "2025-01-31"
```

## Instead

Mend what the waiver excused, or ask for a new one with a new reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.ERROR, kind="waiver")
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Compare with the day of the check."""
    end = str(record.data["expires"])
    if facts.today and end < facts.today:
        yield Fault(("expires",), f"the waiver expired on {end}", "mend what it excused, or ask for a new one")
