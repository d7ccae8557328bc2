"""A limitation was dropped, reworded, or turned into a capability.

**What:** a record of a limitation that is gone, that is now called a capability, or whose text changed. The same in a
capability is notable.

**Why:** users rely on being told what a model cannot do.

**Example:** "tested in English only" is gone.

**Instead:** a decision whose `weakens` names the limitation, with the evidence that it no longer holds.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, fate, weighing
from underhood.values.change import Change, Kind, Weight

LIMITATION = "limitation"


@weighing("capability", "capability/type", "capability/text", "capability/applies_to")
def dropped(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """A limitation or capability, or what it says."""
    spot = difference.old or difference.new
    limited = spot is not None and spot.record.get("type") == LIMITATION
    weight = difference.weight
    if not limited and weight is Weight.WEAKENING:
        weight = Weight.NOTABLE
    if difference.names:
        yield change(difference, comparison, weight=weight)
        return
    name = f"{'Limitation' if limited else 'Capability'} “{difference.record.title}”"
    lost = limited and difference.kind is Kind.REMOVED
    message = f"{name} {fate(difference, comparison)}"
    yield change(difference, comparison, weight=comparison.loss if lost else Weight.NOTABLE, message=message)
