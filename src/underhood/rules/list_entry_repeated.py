"""A list names the same host more than once.

## What

Two entries are the same host in normal form: the same letters, or another spelling of them (upper case, Unicode, a dot
at the end).

## Why

The number of entries is printed as the number of sites. Entries that are there twice make it larger than it is.

## Example

```yaml
# governance/_lists/left-out.txt
people.example
People.example.
# governance/exclusion/personal-sites.yaml
list: {path: _lists/left-out.txt, entries: 2}
```

## Instead

Take the later line out, and correct `entries` and `sha256`.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.lists import list_paths
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.NOTE)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Name the first lines, and count the others."""
    for path, written in list_paths(facts.catalog, record):
        found = facts.lists(written)
        if not found.problem and found.doubled:
            named = ", ".join(f"line {line} (as in line {first})" for line, first in found.doubles)
            more = found.doubled - len(found.doubles)
            rest = f" and {more:,} more" if more else ""
            verb = "entry repeats an earlier host" if found.doubled == 1 else "entries repeat an earlier host"
            yield Fault(
                path,
                f"{found.doubled:,} {verb} of '{written}': {named}{rest}",
                "take the later lines out, and correct the number of entries and the digest",
            )
