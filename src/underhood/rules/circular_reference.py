"""A record comes before itself.

## What

Following `predecessor`, `succeeds` or `parts_from` from record to record leads back to the record; or `succeeds` or
`tuned_from` from variant to variant, back to the variant. Or a release lists itself, or one that follows it, among its
parts.

## Why

There would be no first release to compare with, and a list of parts without end.

## Example

```yaml
# governance/release/lynx-1.yaml
predecessor: lynx-2
# governance/release/lynx-2.yaml
predecessor: lynx-1
```

## Instead

Correct the reference that points forward in time.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Pointer, Severity
from underhood.values.ids import Address, parse_address

BACKWARDS = ("predecessor", "succeeds", "parts_from")
BETWEEN = ("succeeds", "tuned_from")


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

    if record.kind == "release":
        yield from _parts(record, facts)
        for name in BETWEEN:
            yield from _variants(record, name, facts)


def _parts(record: Record, facts: Facts) -> Iterator[Fault]:
    """The parts of a release that are the release itself, or have it among their own."""
    for index, written in enumerate(record.get("parts", ())):
        part = parse_address(str(written))
        if part is None or part.kind != "release":
            continue
        target = facts.catalog.records.get(part.record)
        inner = [parse_address(str(other)) for other in target.get("parts", ())] if target else []
        if part.record == record.address or any(one and one.record == record.address for one in inner):
            yield Fault(("parts", index), f"{part.record} cannot be a part of {record.address}", "take it out")


def _variants(record: Record, name: str, facts: Facts) -> Iterator[Fault]:
    """The variants that a field of variants leads back to."""
    for index, variant in enumerate(record.data["variants"]):
        start = record.address.at("variants", str(variant["id"]))
        chain = [start]
        while (step := _variant(chain[-1], name, facts)) is not None and step not in chain:
            chain.append(step)
        if step == start:
            names = " -> ".join(_short(one) for one in [*chain, start])
            yield Fault(
                ("variants", index, name), f"the way back leads in a circle: {names}", "correct the one that is wrong"
            )


def _variant(here: Address, name: str, facts: Facts) -> Address | None:
    """The variant that the field of a variant leads to."""
    place = facts.catalog.resolve(here)
    written = place.value.get(name) if place and isinstance(place.value, dict) else None
    found = parse_address(str(written), kind="release", here=here) if written else None
    target = facts.catalog.resolve(found) if found else None
    if target is None or target.data_path[:1] != ("variants",) or not isinstance(target.value, dict):
        return None
    return target.record.address.at("variants", str(target.value.get("id", "")))


def _short(variant: Address) -> str:
    return str(variant.record.at(*variant.steps[1:]))


def _next(record: Record, name: str, facts: Facts) -> Record | None:
    address = parse_address(str(record.get(name, "")), kind=record.kind)
    return facts.catalog.records.get(address.record) if address else None
