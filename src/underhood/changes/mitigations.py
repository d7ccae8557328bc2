"""A measure was dropped, or is no longer in place.

**What:** a measure whose record is gone, or whose status fell from in place to planned, or to removed; a treatment of
data that is no longer done. A status that rose is notable.

**Why:** the residual risk was judged with the measure in place.

**Example:** status in-place → removed.

**Instead:** a decision whose `weakens` names the measure, and a new rating of the risks that it stood against.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, fate, lowered, weighing
from underhood.values.change import Change, Kind, Weight

RISING = ("removed", "planned", "in-place")


@weighing("mitigation", "mitigation/status", "data-processing/done")
def withdrawn(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """A measure, or its status."""
    if difference.names == ("done",):
        lost = difference.old_value is True
        yield change(difference, comparison, weight=Weight.WEAKENING if lost else Weight.NOTABLE)
    elif difference.names:
        lost = lowered(difference, RISING) or (difference.kind is Kind.REMOVED and difference.old_value == RISING[-1])
        lost = lost or (difference.kind is Kind.ADDED and difference.new_value == RISING[0])
        yield change(difference, comparison, weight=Weight.WEAKENING if lost else Weight.NOTABLE)
    else:
        lost = difference.kind is Kind.REMOVED
        message = f"Measure “{difference.record.title}” {fate(difference, comparison)}"
        yield change(difference, comparison, weight=comparison.loss if lost else Weight.NOTABLE, message=message)
