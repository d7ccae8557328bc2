"""A tolerance was widened.

**What:** a check on a table, or of a claim, forgives more than before: a larger tolerance, or one where there was none.
A smaller one is notable.

**Why:** a check that forgives everything holds nothing.

**Example:** tolerance 0.05 → 0.5.

**Instead:** correct the figures, or mark them as disputed with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, weighing
from underhood.values.change import Change, Weight
from underhood.values.quantity import exact


@weighing("evaluation/columns/tolerance", "*/tables/columns/tolerance", "claim/checks/tolerance")
def widened(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """How far a recomputed figure may lie off."""
    old, new = (exact(value or 0) for value in (difference.old_value, difference.new_value))
    if old != new:
        yield change(difference, comparison, weight=Weight.WEAKENING if new > old else Weight.NOTABLE)
