"""More is kept that may do harm.

**What:** content that is kept by decision and was not before, a greater amount of it, or more data that holds it; an
amount that is new or gone, or given in a unit or with a bound that the earlier one cannot be set beside. Less of it is
notable; so are the same amount under another name, and a record that compilers add about others.

**Why:** what is kept in the training data on purpose was weighed once, in that amount and in that place.

**Example:** share of pages 0.2 % → 0.5 %.

**Instead:** decide anew, in a decision whose `weakens` names the amount.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from underhood.changes import Comparison, Difference, change, fate, weighing
from underhood.meaning.units import compared
from underhood.values.change import Change, Kind, Weight
from underhood.values.quantity import is_quantity


@weighing("retention", "retention/amounts", "retention/applies_to")
def widened(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """A class of content, or how much of it is kept and where."""
    between = comparison.releases is not None
    if not difference.names:
        message = f"Kept by decision: “{difference.record.title}” {fate(difference, comparison)}"
        lost = difference.kind is Kind.REMOVED and not between
        more = difference.kind is Kind.ADDED and not between and not comparison.new.settings.compiled
        weight = Weight.WEAKENING if lost or more else Weight.NOTABLE
        yield change(difference, comparison, weight=weight, message=message)
        return
    weight = difference.weight
    if difference.names[0] == "applies_to":
        weight = Weight.WEAKENING if difference.new_value and not between else Weight.NOTABLE
    elif difference.names == ("amounts",) and not between:
        told = difference.kind is Kind.ADDED and comparison.new.settings.compiled
        weight = Weight.NOTABLE if told or _renamed(difference, comparison) else Weight.WEAKENING
    elif difference.names[-1] == "value":
        weight = _amount(difference.old_value, difference.new_value, between=between) or weight
    yield change(difference, comparison, weight=weight)


def _amount(old: Any, new: Any, *, between: bool) -> Weight | None:
    """What another amount counts. Between states, that there is no more of it must be plain to see."""
    if not (is_quantity(old) and is_quantity(new)):
        return None
    order = compared(old, new)
    if between and not order:
        return None
    return Weight.NOTABLE if order is not None and order <= 0 else Weight.WEAKENING


def _renamed(difference: Difference, comparison: Comparison) -> bool:
    """Whether an amount that came or went stands in the other state under another id."""
    come = difference.kind is Kind.ADDED
    pair = next((pair for pair in comparison.pairs if difference.record in pair), (None, None))
    sides = [record.get("amounts", ()) if record else () for record in pair]
    ids = [{amount["id"] for amount in side} for side in sides]
    fresh = [amount for amount in sides[not come] if amount["id"] not in ids[come]]
    value = (difference.new_value if come else difference.old_value)["value"]
    same = (compared(value, one["value"]) for one in fresh if is_quantity(one["value"]))
    return is_quantity(value) and any(order == 0 for order in same)
