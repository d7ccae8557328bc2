"""A text names a record that its readers may not see.

## What

A `[[…]]` in a text leads to a record that fewer people may see than the record that the text belongs to.

## Why

The text would be shown with a hole in it, and the hole tells that there is something.

## Example

```yaml
# governance/assessment/internal-test.yaml
visibility: internal
# governance/risk/toxic-output.yaml
text: See [[assessment/internal-test]].
```

## Instead

Say it without the reference, or give the two records the same visibility.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.audience import Audience
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Pointer, Severity


@rule(Severity.ERROR)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Compare the visibility at both ends of references inside text."""
    here = _audience(record, facts)
    for link in facts.catalog.links(record):
        target = facts.catalog.records.get(link.target.record) if link.prose else None
        if target is not None and _audience(target, facts).rank > here.rank:
            there = _audience(target, facts)
            pointer = Pointer(str(target.address), ("visibility",), f"its visibility is {there}")
            message = f"a text whose visibility is '{here}' names {target.address}, which is '{there}'"
            hint = f"say it without the reference, or widen the visibility of {target.address}"
            yield Fault(link.data_path, message, hint, (pointer,))


def _audience(record: Record, facts: Facts) -> Audience:
    return Audience(record.get("visibility", facts.settings.default_visibility))
