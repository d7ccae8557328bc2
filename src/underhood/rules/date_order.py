"""Dates stand in an order that cannot be.

## What

A list of dated events is not in order, an end lies before its start, or a release comes before its predecessor. The
rule speaks only when the dates leave no doubt: "2023" and "2023-02-24" may be in either order.

## Why

The status of a release, timelines and changelogs follow from dates; one digit typed wrongly turns them round.

## Example

```yaml
# governance/release/lynx-3.yaml
history:
  - {status: candidate, date: "2025-03-14"}
  - {status: released, date: "2025-03-10"}
```

## Instead

Correct the date, or put the entries in order, the oldest first.

```yaml
# governance/release/lynx-3.yaml
history:
  - {status: candidate, date: "2025-03-10"}
  - {status: released, date: "2025-03-14"}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from underhood.meaning.dates import backwards, certainly_before, is_date
from underhood.meaning.release import predecessor, released_on
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import DataPath, Fault, Pointer, Severity

SPANS = (("start", "end"), ("from", "until"))


@rule(Severity.ERROR)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look at lists of events, spans and intervals, and at a release's predecessor."""
    walk = facts.catalog.kinds[record.kind].walked(record.data)
    for path, value, _ in walk.groups:
        if isinstance(value, dict):
            if "start" in value or "from" in value:
                yield from _spans(path, value)
        elif path and path[-1] in {"history", "timeline"}:
            yield from _events(path, value)
    for path, value, field in walk.texts if "/" in walk.whole else ():
        if "/" in value and is_date(value) and backwards(value) and not (field and field.translatable):
            yield Fault(path, f"the interval {value} ends before it starts", "write the earlier date first")
    if record.kind == "release":
        yield from _line(record, facts)


def _events(path: DataPath, events: list[Any]) -> Iterator[Fault]:
    for index in range(1, len(events)):
        before, here = str(events[index - 1]["date"]), str(events[index]["date"])
        if certainly_before(here, before):
            earlier = Pointer(None, (*path, index - 1, "date"), f"this entry says {before}")
            yield Fault(
                (*path, index, "date"),
                f"{here} stands after {before}, which is later",
                "put the oldest entry first, or correct the date",
                (earlier,),
            )


def _spans(path: DataPath, value: Mapping[str, Any]) -> Iterator[Fault]:
    for first, last in SPANS:
        start, end = value.get(first), value.get(last)
        if (
            isinstance(start, str)
            and isinstance(end, str)
            and is_date(start)
            and is_date(end)
            and certainly_before(end, start)
        ):
            pointer = Pointer(None, (*path, first), f"it starts on {start}")
            yield Fault(
                (*path, last), f"{end} lies before the start, {start}", "correct one of the two dates", (pointer,)
            )


def _line(record: Record, facts: Facts) -> Iterator[Fault]:
    earlier = predecessor(facts.catalog, record)
    here, there = released_on(record), released_on(earlier) if earlier else ""
    if earlier is not None and here and there and certainly_before(here, there):
        pointer = Pointer(str(earlier.address), ("history",), f"{earlier.address} was released on {there}")
        yield Fault(
            ("predecessor",),
            f"released on {here}, before its predecessor, which followed on {there}",
            "correct the date or the predecessor",
            (pointer,),
        )
