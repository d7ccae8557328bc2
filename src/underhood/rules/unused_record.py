"""No record leads to this one.

## What

Nothing cites, names or lists the record. Kinds that point at releases themselves (events, statements, approvals and
the like) are left out, and so are releases and models; a decision with `weakens` belongs to the places that it names.
While some file cannot be read the rule is silent, for that file may be the one that leads here.

## Why

What no release leads to appears in none of its documents: a risk that was written down and then forgotten.

## Example

```yaml
# governance/mitigation/safety-tuning.yaml
title: Safety tuning  # no release, risk or text names it
```

## Instead

Add it to the `parts` of its release, name it where it belongs, or delete it.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity

ALONE = frozenset({"release", "model", "incident", "impact", "claim", "erratum", "approval", "waiver", "statement"})
"""Kinds that point at releases or models, and these two themselves."""

POINTING = frozenset({"assessment", "capability", "decision", "evaluation", "inference"})
"""Kinds that are a part of a release, or, where they came later, point at one."""


@rule(Severity.WARNING)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look for a reference from another record, or to a release where that is how the kind belongs to one."""
    if record.kind in ALONE or facts.catalog.broken or "compiler" in record.get("role", ()):
        return
    if record.kind == "decision" and record.get("weakens"):
        return
    if record.get("audit"):  # it names the exclusion whose page shows it
        return
    if any(link.source != record.address for link in facts.catalog.cited_by(record.address)):
        return
    if record.kind in POINTING and any(
        link.target.kind == "release" and not link.prose for link in facts.catalog.links(record)
    ):
        return
    if record.kind == "evidence":
        yield Fault((), f"nothing cites {record.address}", "cite it where it bears something out, or delete it")
        return
    hint = "list it among the parts of its release, name it where it belongs, or delete it"
    yield Fault((), f"nothing leads to {record.address}", hint)
