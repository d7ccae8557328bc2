"""An absence says more than is shown.

## What

`none`, `unknown`, `withheld` and `pending` say what the holder of a fact has said, and need a source for that.
`not-found` says that sources were read in vain, and needs to name them in `searched`. Where an organisation keeps
records of its own models, its own word is enough.

## Why

"There is none" and "we did not find it" are different statements; only evidence keeps them apart.

## Example

```yaml
# governance/data-source/lynx-2-web.yaml
breakdown: {absent: not-found}
```

## Instead

Name what was read: `{absent: not-found, searched: [{source: northlab-paper, at: section 2}]}`, or cite where the
holder says so.

```yaml
# governance/data-source/lynx-2-web.yaml
breakdown: {absent: not-found, searched: [{source: paper, at: section 2}]}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.record import Record, evidence_at
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity

NOWHERE, NAME_THEM = "'not-found' does not say which sources were searched", "name them: searched: [{source: …}]"
STATED = frozenset({"none", "unknown", "withheld", "pending"})


@rule(Severity.ERROR, scope="record")
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look at every absence of a record, and at a statement that found nothing."""
    if record.kind == "statement" and record.data["answer"] == "not-found" and not record.get("searched"):
        yield Fault(("answer",), NOWHERE, NAME_THEM)
    for path, value, _ in facts.catalog.kinds[record.kind].walked(record.data).absences:
        word = value["absent"]
        if word == "not-found" and not value.get("searched"):
            yield Fault(path, NOWHERE, NAME_THEM)
        elif word in STATED and facts.settings.compiled and not evidence_at(record, path):
            yield Fault(
                path,
                f"nothing shows that the holder says '{word}'",
                "cite where it says so, or write 'not-found' with what was searched",
            )
