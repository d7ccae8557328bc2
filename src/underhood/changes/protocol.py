"""A metric is measured in another way.

**What:** the benchmark, metric, setting, slice, unit or evaluation program of figures on record is another than
before, or settings came or went; a line of figures is about another slice, or somebody else's; a benchmark takes
another data set, or counts its metric in another unit or direction.

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


DATA = ("name", "config", "split", "revision")


@weighing(
    "evaluation/harness",
    *(f"evaluation/columns/{name}" for name in COLUMN),
    "evaluation/rows/slice",
    "evaluation/rows/measured_by",
    *(f"benchmark/dataset/{name}" for name in DATA),
    "benchmark/metrics/unit",
    "benchmark/metrics/direction",
)
def switched(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """One thing that decides whether figures are comparable."""
    said_now = difference.old is None or is_absence(difference.old_value)
    named_now = said_now and (difference.names == ("harness",) or difference.names[0] == "dataset")
    settled = comparison.releases is not None or named_now
    yield change(difference, comparison, weight=difference.weight if settled else Weight.WEAKENING)
