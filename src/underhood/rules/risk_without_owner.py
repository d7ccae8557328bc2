"""Nobody answers for a risk.

## What

In a repository that an organisation keeps about its own models, neither the risk nor each of its ratings names an
owner.

## Why

A risk that belongs to everybody is looked after by nobody.

## Example

```yaml
# governance/risk/toxic-output.yaml
title: Toxic output
text: Users may meet insults.
ratings:
  - {id: large, for: ["release/lynx-2#large"], likelihood: likely, severity: moderate}
```

## Instead

Name the `owner` on the risk or on the rating.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.WARNING, kind="risk", living=True)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look for an owner; where strangers compile the records, none is asked for."""
    ratings = record.get("ratings", ())
    if facts.settings.compiled or "owner" in record.data or (ratings and all("owner" in rating for rating in ratings)):
        return
    yield Fault((), "nobody answers for this risk", "add owner: organisation/<id>, or the name of a person or team")
