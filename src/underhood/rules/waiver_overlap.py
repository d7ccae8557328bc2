"""Two waivers excuse the same.

## What

Two waivers that hold today name the same rule, and subjects of which one is, or lies in, the other, for the same
release or for all.

## Why

Whoever ends one of them believes the leave to be over, while the other goes on excusing. And a waiver that follows
another before its end makes out of leave for a time leave for ever.

## Example

```yaml
# governance/mitigation/reader-notice.yaml
effects: [{id: fewer, text: Fewer complaints.}]
# governance/waiver/notice.yaml
rule: mitigation-without-effect
subjects: [mitigation/reader-notice]
expires: "2026-06-30"
# governance/waiver/notice-again.yaml
rule: mitigation-without-effect
subjects: [mitigation/reader-notice]
expires: "2026-09-30"
```

## Instead

Keep one of them. Leave that is needed for longer is one waiver with a later day and its reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Pointer, Severity
from underhood.values.ids import Address, parse_address


@rule(Severity.WARNING, kind="waiver")
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look for another waiver that excuses the same; of two, the one that ends later is told of."""
    if not facts.today or str(record.data["expires"]) < facts.today:
        return
    for other in facts.catalog.of("waiver"):
        if other.data["rule"] != record.data["rule"] or not _first(other, record, facts.today):
            continue
        if not _same_release(other, record):
            continue
        for index, subject in enumerate(_subjects(record)):
            if any(_meets(subject, one) for one in _subjects(other)):
                message = f"{other.address} excuses the same, until {other.data['expires']}"
                pointer = Pointer(str(other.address), ("expires",), "the other waiver")
                yield Fault(("subjects", index), message, "keep one of them", (pointer,))


def _first(other: Record, record: Record, today: str) -> bool:
    """Whether another waiver holds today, and ends before this one."""
    ends = (str(other.data["expires"]), other.id)
    return today <= ends[0] and ends < (str(record.data["expires"]), record.id)


def _same_release(one: Record, other: Record) -> bool:
    named = {str(waiver.get("release", "")).removeprefix("release/") for waiver in (one, other)}
    return len(named) == 1 or "" in named


def _subjects(waiver: Record) -> list[Address | None]:
    return [parse_address(str(written)) for written in waiver.data["subjects"]]


def _meets(one: Address | None, other: Address | None) -> bool:
    """Whether one of two places is, or lies in, the other."""
    if one is None or other is None or one.record != other.record:
        return False
    size = min(len(one.steps), len(other.steps))
    return one.steps[:size] == other.steps[:size]
