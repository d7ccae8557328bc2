"""Two entries of a list have the same id.

## What

The ids of a list name its entries; here one stands there twice.

## Why

An address such as `release/lynx-2#large` would mean either of the two; in a comparison one would hide the other.

## Example

```yaml
# governance/release/lynx-3.yaml
variants:
  - {id: large, status: released}
  - {id: large, status: not-released}
```

## Instead

Give one of the two another id.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Pointer, Severity


@rule(Severity.ERROR, scope="record")
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look at every list of named entries."""
    for path, value, _ in facts.catalog.kinds[record.kind].groups(record.data):
        if not isinstance(value, list):
            continue
        seen: dict[str, int] = {}
        for index, entry in enumerate(value):
            name = entry.get("id") if isinstance(entry, dict) else None
            if name is None:
                continue
            if name in seen:
                first = Pointer(None, (*path, seen[name]), "the first of that id")
                yield Fault(
                    (*path, index, "id"),
                    f"'{name}' is the id of another entry of this list too",
                    "give one of the two another id",
                    (first,),
                )
            seen.setdefault(name, index)
