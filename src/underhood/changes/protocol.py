"""A metric is measured in another way.

**What:** the benchmark, metric, setting, slice, unit or evaluation program of figures on record is another than
before, or settings came or went.

**Why:** figures under another protocol cannot be set beside the earlier ones, and a change of protocol can hide that
they got worse.

**Example:** 0-shot → 5-shot in the same column.

**Instead:** add a new evaluation with the new protocol, and keep the old one.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, weighing
from underhood.records.record import is_absence
from underhood.values.change import Change, Weight

COLUMN = ("benchmark", "metric", "setting", "slice", "unit")


@weighing("evaluation/harness", *(f"evaluation/columns/{name}" for name in COLUMN))
def switched(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """One thing that decides whether figures are comparable."""
    named_now = difference.names == ("harness",) and (difference.old is None or is_absence(difference.old_value))
    settled = comparison.releases is not None or named_now
    yield change(difference, comparison, weight=difference.weight if settled else Weight.WEAKENING)
