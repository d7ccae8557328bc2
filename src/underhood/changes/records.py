"""A record came, went, or was renamed.

**What:** a whole record that only one of the two states has. Between two states of a repository, losing what was done,
found, promised or said (an approval, a decision, an event, an evaluation, a claim, a policy, a release) is a weakening,
whatever its kind but for what other records lean on; between releases it is notable which of the two has it. Sources,
benchmarks, systems and organisations are routine when they come; so are evaluations between releases, whose figures are
weighed one by one. A rename is routine.

**Why:** what is deleted can no longer be asked about.

**Example:** `incident/demo` is gone.

**Instead:** keep the record; close it, or let an erratum say what was wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, fate, weighing
from underhood.values.change import Change, Kind, Weight

SUPPORT = frozenset({"benchmark", "evidence", "organisation", "system"})
"""What other records lean on."""
LEANT_ON = frozenset({"benchmark", "system"})
"""What may go when nothing leans on it any more; while something does, its reference leads nowhere."""


@weighing("*")
def whole(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """A whole record."""
    record = difference.record
    kinds = (view.catalog.kinds.get(record.kind) for view in (comparison.new, comparison.old))
    kind = next((found.title for found in kinds if found), record.kind)  # a kind of one's own may be gone too
    name = f"{kind} “{record.title}”"
    if difference.kind is Kind.CHANGED:
        message = f"{name}: {difference.old_value} is now {difference.new_value}"
        yield change(difference, comparison, weight=Weight.ROUTINE, message=message)
        return
    gone, between = difference.kind is Kind.REMOVED, comparison.releases is not None
    if gone and not between and record.kind not in LEANT_ON:
        weight = Weight.WEAKENING
    elif (record.kind in SUPPORT and not gone) or (between and record.kind == "evaluation"):
        weight = Weight.ROUTINE
    else:
        weight = Weight.NOTABLE
    yield change(difference, comparison, weight=weight, message=f"{name} {fate(difference, comparison)}")
