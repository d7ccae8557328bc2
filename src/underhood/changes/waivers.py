"""A waiver was given, or holds for longer.

**What:** a waiver that is new, or whose last day was put off or taken away. One that is gone, or that ends sooner, is
notable.

**Why:** a waiver is leave from a rule, and leave that is prolonged again and again is the end of the rule.

**Example:** expires 2025-06-30 → 2025-12-31.

**Instead:** do what the rule asks; or a decision whose `weakens` names the waiver and its new last day.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, fate, weighing
from underhood.values.change import Change, Kind, Weight


@weighing("waiver", "waiver/expires")
def prolonged(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """A waiver, or the day on which it ends."""
    old, new = difference.old_value, difference.new_value
    if difference.names:
        longer = new is None or (old is not None and str(new) > str(old))
        yield change(difference, comparison, weight=Weight.WEAKENING if longer else Weight.NOTABLE)
        return
    weight = Weight.WEAKENING if difference.kind is Kind.ADDED and comparison.releases is None else Weight.NOTABLE
    message = f"Waiver “{difference.record.title}” {fate(difference, comparison)}"
    yield change(difference, comparison, weight=weight, message=message)
