"""A record came, went, or was renamed.

**What:** a whole record that only one of the two states has. Between two states of a repository, losing an act or a finding (an approval, a
decision, an event, an assessment, a policy, a release) is a weakening; between releases it is notable that the newer one has no such record.
Sources, benchmarks, systems and organisations are routine when they come. A rename is routine.

**Why:** what is deleted can no longer be asked about.

**Example:** `incident/demo` is gone.

**Instead:** keep the record; close it, or let an erratum say what was wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, weighing
from underhood.values.change import Change, Kind, Weight

ACTS = frozenset(
    {"approval", "assessment", "decision", "erratum", "incident", "policy", "release", "retention", "statement"}
)
"""What was done, found or promised, and must stay on record."""
SUPPORT = frozenset({"benchmark", "evidence", "organisation", "system"})
"""What other records lean on."""


@weighing("*")
def whole(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """A whole record."""
    record = difference.record
    name = f"{comparison.new.catalog.kinds[record.kind].title} “{record.title}”"
    if difference.kind is Kind.CHANGED:
        message = f"{name}: {difference.old_value} is now {difference.new_value}"
        yield change(difference, comparison, weight=Weight.ROUTINE, message=message)
    elif difference.kind is Kind.ADDED:
        weight = Weight.ROUTINE if record.kind in SUPPORT else Weight.NOTABLE
        yield change(difference, comparison, weight=weight, message=f"{name} added")
    else:
        lost = comparison.releases is None and record.kind in ACTS
        yield change(
            difference, comparison, weight=Weight.WEAKENING if lost else Weight.NOTABLE, message=f"{name} removed"
        )
