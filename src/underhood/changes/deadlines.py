"""A day by which something must be done was put off.

**What:** a review that is due later or no more, unless the record says that one took place; an approval that holds for
longer; a release that was out and is held back. A day that is sooner or new is notable.

**Why:** what is always reviewed next year is never reviewed.

**Example:** review by 2025-03-01 → 2026-03-01.

**Instead:** review it and say when (`reviewed`); or a decision whose `weakens` names the new day.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, weighing
from underhood.meaning.release import ever_out
from underhood.values.change import Change, Weight


@weighing("*/review_by", "approval/expires", "release/publish_at")
def postponed(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """The day of a review, of the end of an approval, or of publication."""
    old, new = difference.old_value, difference.new_value
    later = old is not None and (new is None or str(new) > str(old))
    if difference.names == ("review_by",):
        later = later and not _reviewed(difference)
    elif difference.names == ("publish_at",):
        out = difference.old is not None and ever_out(difference.old.record)
        out = out or (difference.old is None and ever_out(difference.record))
        later = out and new is not None and (old is None or str(new) > str(old))
    yield change(difference, comparison, weight=Weight.WEAKENING if later else Weight.NOTABLE)


def _reviewed(difference: Difference) -> bool:
    """Whether the record says that it was reviewed since."""
    said = [spot.record.get("reviewed") if spot else None for spot in (difference.old, difference.new)]
    days = [day if isinstance(day, str) else "" for day in said]
    return days[1] > days[0]
