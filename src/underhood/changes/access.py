"""A channel gives more away, or asks less of those who come.

**What:** access that went from closed to gated to open, or from an interface to weights. The other way is notable.

**Why:** an open gate cannot be closed behind those who went through, and weights cannot be called back.

**Example:** mode gated → open.

**Instead:** a decision whose `weakens` names the channel's mode.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, lowered, weighing
from underhood.values.change import Change, Kind, Weight

WIDENING = {"mode": ("closed", "gated", "open"), "access": ("ui", "api", "code", "weights")}


@weighing(*(f"distribution/{name}" for name in WIDENING))
def opened(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """How a channel gives access."""
    narrower = lowered(difference, WIDENING[difference.names[0]])
    wider = difference.kind is Kind.CHANGED and narrower is False
    yield change(difference, comparison, weight=Weight.WEAKENING if wider else Weight.NOTABLE)
