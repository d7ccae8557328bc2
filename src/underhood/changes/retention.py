"""More is kept that may do harm.

**What:** content that is kept by decision and was not before, a greater amount of it, or more data that holds it. Less
of it is notable; so is a record that compilers add about others.

**Why:** what is kept in the training data on purpose was weighed once, in that amount and in that place.

**Example:** share of pages 0.2 % → 0.5 %.

**Instead:** decide anew, in a decision whose `weakens` names the amount.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from underhood.changes import Comparison, Difference, change, fate, weighing
from underhood.values.change import Change, Kind, Weight
from underhood.values.quantity import exact, is_quantity


@weighing("retention", "retention/amounts", "retention/applies_to")
def widened(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """A class of content, or how much of it is kept and where."""
    between = comparison.releases is not None
    if not difference.names:
        told = f"Kept by decision: “{difference.record.title}” {fate(difference, comparison)}"
        lost = difference.kind is Kind.REMOVED and not between
        more = difference.kind is Kind.ADDED and not between and not comparison.new.settings.compiled
        yield change(difference, comparison, weight=Weight.WEAKENING if lost or more else Weight.NOTABLE, message=told)
        return
    weight = difference.weight
    if difference.names[0] == "applies_to":
        weight = Weight.WEAKENING if difference.new_value and not between else Weight.NOTABLE
    elif difference.names[-1] == "value":
        weight = _amount(difference.old_value, difference.new_value) or weight
    yield change(difference, comparison, weight=weight)


def _amount(old: Any, new: Any) -> Weight | None:
    if not (isinstance(old, Mapping) and isinstance(new, Mapping) and is_quantity(old) and is_quantity(new)):
        return None
    if old["unit"] != new["unit"] or exact(old["value"]) == exact(new["value"]):
        return None
    return Weight.WEAKENING if exact(new["value"]) > exact(old["value"]) else Weight.NOTABLE
