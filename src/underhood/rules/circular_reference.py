"""A record comes before itself.

## What

Following `predecessor`, `succeeds` or `parts_from` from record to record leads back to the record.

## Why

There would be no first release to compare with, and a list of parts without end.

## Example

```yaml
# release/lynx-2.yaml
predecessor: lynx-1
# release/lynx-1.yaml
predecessor: lynx-2
```

## Instead

Correct the reference that points forward in time.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Pointer, Severity
from underhood.values.ids import parse_address

BACKWARDS = ("predecessor", "succeeds", "parts_from")


@rule(Severity.ERROR)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Follow each of the fields to its end."""
    for name in BACKWARDS:
        chain = [record]
        while (step := _next(chain[-1], name, facts)) is not None and step not in chain:
            chain.append(step)
        if step is record:
            names = " -> ".join(str(one.address) for one in [*chain, record])
            there = tuple(Pointer(str(one.address), (name,), "on the way round") for one in chain[1:])
            yield Fault(
                (name,), f"the way back leads in a circle: {names}", "correct the one that points forward", there
            )


def _next(record: Record, name: str, facts: Facts) -> Record | None:
    address = parse_address(str(record.get(name, "")), kind=record.kind)
    return facts.catalog.records.get(address.record) if address else None
