"""An exclusion was dropped, or narrowed.

**What:** an exclusion whose record is gone, or that leaves out fewer things: a lower count, a list with fewer
entries, sites that are no longer left out, that no longer holds for what was collected before, or a count in a unit
that the earlier one cannot be set beside. A wider one is notable.

**Why:** what is no longer left out goes into the training data.

**Example:** entries 1,204 → 1,100.

**Instead:** a decision whose `weakens` names the exclusion and its new extent.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, fate, weighing
from underhood.meaning.units import compared
from underhood.values.change import Change, Kind, Weight
from underhood.values.quantity import is_quantity


@weighing("exclusion", "exclusion/count", "exclusion/list/entries", "exclusion/retroactive")
def narrowed(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """An exclusion, or how much it leaves out."""
    if difference.names:
        fewer = _fewer(difference.old_value, difference.new_value)
        weight = difference.weight if fewer is None else Weight.WEAKENING if fewer else Weight.NOTABLE
        yield change(difference, comparison, weight=weight)
    else:
        lost = difference.kind is Kind.REMOVED
        message = f"Exclusion “{difference.record.title}” {fate(difference, comparison)}"
        yield change(difference, comparison, weight=comparison.loss if lost else Weight.NOTABLE, message=message)


def _fewer(old: object, new: object) -> bool | None:
    """Whether less is left out, or nobody can tell, as after another unit; None where the field's weight does."""
    if is_quantity(old) and is_quantity(new) and isinstance(old, dict) and isinstance(new, dict):
        order = compared(old, new)
        return None if order == 0 else order is None or order < 0
    if isinstance(old, bool) and isinstance(new, bool):
        return old
    if isinstance(old, int) and isinstance(new, int):
        return new < old
    return None
