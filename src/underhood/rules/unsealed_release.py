"""A release was approved or released without a seal.

## What

A release recorded live whose history says approved or released, on or after the day of the first seal of the
repository, and that has no file below `governance/_sealed/`.

## Why

Without a seal nobody can say what was signed, and its documents follow every later edit.

## Example

```yaml
# governance/release/lynx-2.yaml
history:
  - {status: released, date: "2025-03-10"}  # there is no governance/_sealed/lynx-2.json; lynx-1 was sealed in 2024
```

## Instead

Restore the seal from git. Of a release that was never sealed, take the entries after `candidate` out of the history by
hand, since no command goes back; seal it with `underhood seal release/<id>`, and let it be approved. Releases from
before the first seal, and those recorded afterwards, need none.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.release import SIGNED, ever_signed
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.ERROR, kind="release", living=True)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look for the seal of a release that must have one."""
    since = facts.seals.since
    if not since or record.id in facts.seals.ids or not ever_signed(record):
        return
    for index, entry in enumerate(record.data["history"]):
        if entry["status"] in SIGNED:
            if str(entry["date"]) >= since:
                message = f"the release was {entry['status']} without a seal"
                hint = f"restore governance/_sealed/{record.id}.json; or go back to candidate, and seal it"
                yield Fault(("history", index), message, hint)
            return
