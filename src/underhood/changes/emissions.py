"""Emissions or energy differ.

**What:** the emissions or the energy of a training run. Between releases they are set beside each other only where
both name the same method; a figure under another method is no change of the same thing, and nothing is said of it. In
one record, another method takes the difference away.

**Why:** two methods of counting differ by more than two models do.

**Example:** 14 t by one national carbon intensity, 31.22 t by the power of the GPUs.

**Instead:** name one method, and count the earlier run by it too.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, weighing
from underhood.records.record import is_absence
from underhood.values.change import Change, Kind


@weighing("training/runs/emissions", "training/runs/energy")
def counted(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """What a run emitted or used."""
    absent = is_absence(difference.old_value) or is_absence(difference.new_value)
    if difference.kind is not Kind.CHANGED or absent or _same_method(difference):
        yield change(difference, comparison)
    elif comparison.releases is None:
        message = (
            f"{difference.record.title}: {difference.names[-1]} counted by another method; the figures are not compared"
        )
        yield change(difference, comparison, message=message)


def _same_method(difference: Difference) -> bool:
    name = f"{difference.names[1]}_method"
    methods = [spot.record.get(name) for spot in (difference.old, difference.new) if spot]
    if methods == [None, None] and difference.old and difference.new:
        return difference.old.record.address == difference.new.record.address
    return isinstance(methods[0], str) and " ".join(methods[0].split()) == " ".join(str(methods[1]).split())
