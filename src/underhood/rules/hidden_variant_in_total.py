"""A total counts something that was not released.

## What

The printed total of a training is right only together with the runs of a variant that was not released.

## Why

Readers who add up the released sizes get another number. That is no error, but it has to be said where the total
stands.

## Example

```yaml
# governance/training/lynx-2.yaml
runs:
  - {id: small, variant: "release/lynx-2#small", hours: {value: 1000, unit: gpu-hour}}
  - {id: large, variant: "release/lynx-2#large", hours: {value: 2000, unit: gpu-hour}}  # not released
totals:
  - {id: hours, field: hours, value: {value: 3000, unit: gpu-hour}, printed: true}
```

## Instead

Nothing, if the documents say so; otherwise add a `note` to the total.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.recounts import run_values
from underhood.meaning.release import WITHHELD
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values import quantity
from underhood.values.finding import Fault, Pointer, Severity
from underhood.values.ids import parse_address
from underhood.values.quantity import exact


@rule(Severity.NOTE, kind="training")
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Count each total once with all runs, and once with those of released variants."""
    hidden = [index for index, run in enumerate(record.data["runs"]) if _withheld(run["variant"], facts)]
    for index, total in enumerate(record.get("totals", ()) if hidden else ()):
        values = run_values(record, total["field"], unit=str(total["value"]["unit"]))
        if values is None or not total["printed"] or total["value"].get("note"):
            continue
        shown = [value for place, value in enumerate(values) if place not in hidden]
        stated = exact(total["value"]["value"])
        if abs(stated - quantity.total(values)) < abs(stated - quantity.total(shown)):
            names = ", ".join(str(record.data["runs"][place]["variant"]) for place in hidden)
            was = "was" if len(hidden) == 1 else "were"
            pointers = tuple(Pointer(None, ("runs", place), "not released") for place in hidden)
            yield Fault(
                ("totals", index),
                f"the total of '{total['field']}' counts {names}, which {was} not released",
                "say so in a note to the total: value: {…, note: …}",
                pointers,
            )


def _withheld(written: str, facts: Facts) -> bool:
    address = parse_address(written, kind="release")
    place = facts.catalog.resolve(address) if address else None
    return place is not None and isinstance(place.value, dict) and place.value.get("status") == WITHHELD
