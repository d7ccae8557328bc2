"""A comparison of a public statement cannot be carried out.

## What

A check names values that cannot be computed with: nothing stands there, the value is absent or disputed, the units
differ. Or a statement has no check at all, and says neither that it is an opinion or a forecast nor why it was not
checked. Values of a record whose own file could not be read are not told: that file has a finding of its own.

## Why

A statement that nobody compared must not look like one that was found right.

## Example

```yaml
# governance/claim/more-data.yaml
paraphrase: Lynx 2 saw more data than Lynx 1.
checks:
  - {compare: "training/lynx-2#large/tokens", with: "training/lynx-1#large/tokens", stated: {direction: higher}}
```

## Instead

Name values that can be compared, or give the reason in `not_checked`.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.claims import Why, examine
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.WARNING, kind="claim")
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Carry out the comparisons."""
    if record.get("opinion") or record.get("forecast") or record.get("not_checked"):
        return
    if not record.get("checks"):
        yield Fault(
            (),
            "the statement is compared with nothing",
            "add checks, or say why there are none: not_checked, opinion, forecast",
        )
    for index, comparison in enumerate(examine(facts.catalog, record).comparisons):
        if comparison.agrees is None and comparison.why != Why.UNREAD:  # that file has a finding of its own
            yield Fault(
                ("checks", index),
                f"the comparison cannot be carried out: {comparison.why or 'no value'}",
                "name values that can be compared, or give the reason in not_checked",
            )
