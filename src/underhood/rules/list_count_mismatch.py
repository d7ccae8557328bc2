"""A list has more or fewer entries than the record says.

## What

The number in `entries` is not that of the entries in the file. Empty lines, lines that start with `#` and the heading
of a table (`.csv`) are not counted.

## Why

Documents print the number; readers compare it with the list.

## Example

```yaml
# governance/_lists/left-out.txt
people.example
directory.example
# governance/exclusion/personal-sites.yaml
list: {path: _lists/left-out.txt, entries: 3}
```

## Instead

Write the number that the list has, or complete the list.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.lists import list_paths
from underhood.records.record import Record, value_at
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.ERROR)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Compare the numbers."""
    for path, written in list_paths(facts.catalog, record):
        stated, found = value_at(record.data, path[:-1]).get("entries"), facts.lists(written)
        if stated is not None and not found.problem and stated != found.entries:
            words = "entry" if found.entries == 1 else "entries"
            yield Fault(
                (*path[:-1], "entries"),
                f"'{written}' has {found.entries:,} {words}, not {stated:,}",
                f"write {found.entries}, or complete the list",
            )
