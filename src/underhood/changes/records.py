"""A record came, went, or was renamed.

**What:** a whole record that only one of the two states has. Between two states of a repository, losing an act or a
finding (an approval, a decision, an event, an assessment, a policy, a release) is a weakening; between releases it is
notable which of the two has it. Sources, benchmarks, systems and organisations are routine when they come; so are
evaluations between releases, whose figures are weighed one by one. A rename is routine.

**Why:** what is deleted can no longer be asked about.

**Example:** `incident/demo` is gone.

**Instead:** keep the record; close it, or let an erratum say what was wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, fate, weighing
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
        return
    gone, between = difference.kind is Kind.REMOVED, comparison.releases is not None
    if gone and not between and record.kind in ACTS:
        weight = Weight.WEAKENING
    elif (record.kind in SUPPORT and not gone) or (between and record.kind == "evaluation"):
        weight = Weight.ROUTINE
    else:
        weight = Weight.NOTABLE
    yield change(difference, comparison, weight=weight, message=f"{name} {fate(difference, comparison)}")
