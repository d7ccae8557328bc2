"""A risk was dropped, or its rating softened.

**What:** a risk that is no longer recorded, a rating that is gone, a likelihood, severity or residual risk that is
lower or no longer given, a measure that no longer stands against a risk, a catastrophic risk that is none any more, an
incident that is less severe, or that put nobody in imminent danger any more. A level that rose is notable. Where the
schema of the levels changed too, both orders count.

**Why:** a lower rating is a judgement, and a judgement needs its reason on record.

**Example:** severity high → moderate.

**Instead:** a decision whose `weakens` names the rating and its new value.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from underhood.changes import Comparison, Difference, change, fate, lowered, weighing
from underhood.records.record import is_absence
from underhood.values.change import Change, Kind, Weight

LEVELS = ("negligible", "low", "moderate", "medium", "high", "critical")
"""Words in which incidents are often graded; others have no order."""


@weighing("risk", "risk/ratings", "risk/catastrophic", "incident/severity", "incident/imminent_danger")
def softened(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """A risk, or something in one of its ratings."""
    orders = _orders(difference)
    if not difference.names:
        gone = difference.kind is Kind.REMOVED
        told = f"Risk “{difference.record.title}” {fate(difference, comparison)}"
        weight = comparison.loss if gone else Weight.NOTABLE
        yield change(difference, comparison, weight=weight, message=told)
    elif orders and difference.names[-1] in {"likelihood", "severity", "residual"}:
        softer = difference.kind is not Kind.ADDED and any(lowered(difference, words) is not False for words in orders)
        yield change(difference, comparison, weight=Weight.WEAKENING if softer else Weight.NOTABLE)
    elif difference.names[0] in {"catastrophic", "imminent_danger"}:
        softer = difference.old_value is True
        yield change(difference, comparison, weight=Weight.WEAKENING if softer else difference.weight)
    elif difference.names == ("severity",) and difference.kind is Kind.CHANGED:
        risen = lowered(difference, LEVELS) is False or is_absence(difference.old_value)
        yield change(difference, comparison, weight=Weight.NOTABLE if risen else Weight.WEAKENING)
    else:
        yield change(difference, comparison)


def _orders(difference: Difference) -> list[tuple[Any, ...]]:
    """The rising orders of words that the schemas of both states know for a level."""
    said = (difference.older, difference.field)
    return [field.words for field in said if field is not None and field.ordered]
