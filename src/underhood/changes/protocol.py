"""A metric is measured in another way.

**What:** the benchmark, metric, setting, slice, unit or evaluation program of figures on record is another than
before, or one of them is no longer given; a line of figures is about another slice, or somebody else's; a benchmark
takes another data set, or counts its metric in another unit or direction. What is said where nothing was said before
is notable.

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
WHOSE = frozenset({"slice", "measured_by"})
"""Said where nothing was said before, it takes a figure from everybody and gives it to some."""
DIRECTION, UNDIRECTED = "direction", "none"


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
    before = difference.old_value
    said_now = (difference.old is None or before is None or is_absence(before)) and difference.names[-1] not in WHOSE
    if said_now or (difference.names[-1] == DIRECTION and before == UNDIRECTED):
        weight = Weight.ROUTINE if difference.weight is Weight.ROUTINE else Weight.NOTABLE
    else:
        weight = difference.weight if comparison.releases is not None else Weight.WEAKENING
    yield change(difference, comparison, weight=weight)
