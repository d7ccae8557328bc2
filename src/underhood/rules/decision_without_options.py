"""A decision does not say what else was possible.

## What

Neither options nor an absence in their place stand in the record. For releases recorded afterwards this is no more
than a note.

## Why

Reasons only weigh something against something else.

## Example

```yaml
# governance/decision/largest-size.yaml
title: Withhold the largest size
question: Whether to release it
chosen: Not to release it
reasons: [{id: time, text: Too little time for tests}]
```

## Instead

List the `options` that were on the table, or say that they are not published.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.WARNING, kind="decision", scope="catalog", living=True)
def check(record: Record, facts: Facts) -> Iterator[Fault]:  # noqa: ARG001  (every rule has the same shape)
    """Look for the field."""
    if "options" not in record.data:
        yield Fault(
            (),
            "the options are not recorded",
            "list them, or record their absence: options: {absent: not-found, searched: […]}",
        )
