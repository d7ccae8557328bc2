"""A list file is not there, or cannot be read.

## What

A record names a list file that lies elsewhere than under `governance/_lists/`, that is not there, or that cannot be
read to its end: damaged, or larger than any list.

## Why

The list says what was left out or crawled. Without it the record is a promise that nobody can check.

## Example

```yaml
# governance/exclusion/personal-sites.yaml
list: {path: _lists/left-out.txt}  # there is no such file
```

## Instead

Add the file, or correct the path. A list that is published elsewhere is given by its `url`; one that is not published
is an absence: `list: {absent: withheld, reason: …}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.lists import list_paths
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.ERROR)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Try to read each list."""
    for path, written in list_paths(facts.catalog, record):
        found = facts.lists(written)
        if found.problem:
            yield Fault(path, f"'{written}': {found.problem}", found.hint)
