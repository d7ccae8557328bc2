"""An exclusion does not say what was left out by which rule.

## What

Neither a criterion, nor a list of sites, nor a list file, nor an absence in their place says how it was decided what
to leave out.

## Why

"Certain sites were removed" cannot be checked, repeated or compared with the next release.

## Example

```yaml
# governance/exclusion/personal-sites.yaml
title: Sites with personal information
what: Sites with much personal information
category: personal-data
reason: To protect people.
```

## Instead

Give the `criterion`, the `sites` or the `list`; where they are not published, say so: `criterion: {absent: not-found,
searched: [...]}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity

SAID = ("criterion", "criteria_detail", "sites", "list")


@rule(Severity.WARNING, kind="exclusion", scope="record")
def check(record: Record, facts: Facts) -> Iterator[Fault]:  # noqa: ARG001  (every rule has the same shape)
    """Look for any of the fields that say it."""
    if not any(name in record.data for name in SAID):
        yield Fault(
            (),
            "it is not said by which rule or list this was left out",
            "add criterion, sites or list, or an absence in their place",
        )
