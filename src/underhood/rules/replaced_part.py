"""A release holds a record and also the one that takes its place.

## What

Among the parts of a release, inherited ones included, stand both a record and another that says `succeeds` of it.

## Why

A licence, a policy or a measure that was replaced no longer holds. If both are parts, documents show both, and the
comparison with the predecessor cannot see what was dropped.

## Example

```yaml
# governance/policy/lynx-1-licence.yaml
title: Licence of Lynx 1
# governance/policy/lynx-2-licence.yaml
succeeds: policy/lynx-1-licence
# governance/release/lynx-3.yaml
parts: [policy/lynx-1-licence, policy/lynx-2-licence]
```

## Instead

Set the earlier one aside (`without: [{part: policy/lynx-1-licence, because: A new licence took its place.}]`), or take
it out of `parts`.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.release import parts
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Pointer, Severity
from underhood.values.ids import parse_address


@rule(Severity.WARNING, kind="release")
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look for parts that another part succeeds."""
    held = {part.address: part for part in parts(facts.catalog, record)}
    place = ("parts",) if "parts" in record.data else ("parts_from",)
    for part in held.values():
        earlier = parse_address(str(part.get("succeeds", "")))
        if earlier is not None and earlier.record in held:
            yield Fault(
                place,
                f"{earlier.record} and {part.address}, which takes its place, are both parts of this release",
                f"write without: [{{part: {earlier.record}, because: …}}], or take it out of parts",
                (Pointer(str(part.address), ("succeeds",), "takes its place"),),
            )
