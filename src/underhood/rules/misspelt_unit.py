"""A unit is misspelt, or stands in the plural.

## What

The unit is one letter away from a unit that the tool knows, or that a record referred to uses (such as the benchmark of
a column); or it is the plural of one; or it has other capitals.

## Why

Two figures are compared and added up only where their units are the same word. A misspelt unit takes its figure out of
every comparison, chart and total, without a word.

## Example

```yaml
# governance/training/lynx-2.yaml
runs: [{id: large, variant: "release/lynx-2#large", tokens: {value: 1.4e12, unit: tokns}}]
```

## Instead

Write the unit in one word and in the singular. A unit of your own may have any other name.

```yaml
# governance/training/lynx-2.yaml
runs: [{id: large, variant: "release/lynx-2#large", tokens: {value: 1.4e12, unit: token}}]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning import units
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.WARNING)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look at all units of the record, and ask those that it refers to only where one is not known."""
    for path, value, field in facts.catalog.kinds[record.kind].walked(record.data).texts:
        if path[-1] == "unit" and field is not None and value not in units.KNOWN:
            near = units.meant(value, _around(record, facts))
            if near:
                yield Fault(
                    path, f"'{value}' is nearly the unit '{near}'", f"write {near}, so that the figure can be compared"
                )


def _around(record: Record, facts: Facts) -> frozenset[str]:
    """The units of the records that a record refers to."""
    targets = dict.fromkeys(link.target.record for link in facts.catalog.links(record))
    found = [facts.catalog.records[address] for address in targets if address in facts.catalog.records]
    return frozenset(unit for one in found if one.address != record.address for unit in _units(one, facts))


def _units(record: Record, facts: Facts) -> Iterator[str]:
    for path, value, field in facts.catalog.kinds[record.kind].walked(record.data).texts:
        if path[-1] == "unit" and field is not None:
            yield value
