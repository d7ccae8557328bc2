"""A list file is not the one that the record describes.

## What

The SHA-256 that the record gives is not that of the file.

## Why

A list that says what was left out is part of what was promised. The digest shows that nobody has altered it since the
record was written.

## Example

```yaml
# governance/_lists/left-out.txt
people.example
directory.example
# governance/exclusion/personal-sites.yaml
list: {path: _lists/left-out.txt,
       sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08}
```

## Instead

If the change was meant, write the new digest, so that it is seen beside the record; else restore the file. The digest
is that of the file as it lies there: of a packed list, that of the packed file.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.lists import list_paths
from underhood.records.record import Record, value_at
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.ERROR)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Compare the digests."""
    for path, written in list_paths(facts.catalog, record):
        stated, found = value_at(record.data, path[:-1]).get("sha256"), facts.lists(written)
        if stated and not found.problem and stated.lower() != found.digest:
            yield Fault(
                (*path[:-1], "sha256"),
                f"the SHA-256 of '{written}' is {found.digest}",
                "write this digest if the list was meant to change; else restore the file",
            )
