"""A record restricts a place that it does not have.

## What

An entry of `visibility_of` names nothing in the record.

## Why

What was meant is then shown to everybody: a misspelt place protects nothing. A build stops for the same reason.

## Example

```yaml
# governance/training/lynx-2-pretraining.yaml
runs:
  - {id: large, variant: release/lynx-2#large, energy: {value: 3.1e6, unit: kWh}}
visibility_of: {runs/large/enrgy: authority}
```

## Instead

Name the place as an address does after the `#`, here `runs/large/energy`; `underhood show` lists the places there are.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.restricting import RESTRICTED, idle
from underhood.records.record import Record, addresses_inside
from underhood.records.typos import nearest
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.ERROR)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look for each place that the record restricts."""
    kind = facts.catalog.kinds[record.kind]
    for place in idle(record, kind) if record.get(RESTRICTED) else ():
        near = nearest(place, ("/".join(steps) for steps in addresses_inside(record.data, kind.parts)))
        hint = (
            f"did you mean '{near}'?" if near else f"`underhood show {record.address}` lists the places of the record"
        )
        yield Fault((RESTRICTED, place), f"nothing stands at '{place}', so that nothing is hidden by it", hint)
