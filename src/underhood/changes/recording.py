"""A release is said to have been recorded afterwards.

**What:** `recorded` of a release that was recorded live is now retrospective, or no longer given. The other way is
notable.

**Why:** rules that only a living organisation can meet are milder for releases that were recorded afterwards, and what
their records leave out, nobody has dropped. One word makes errors into notes.

**Example:** recorded live → retrospective.

**Instead:** record what is missing; or a decision whose `weakens` names the field, where live was wrong from the start.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, weighing
from underhood.values.change import Change, Weight

LIVE = "live"


@weighing("release/recorded")
def afterwards(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """How a release was recorded."""
    milder = difference.old_value == LIVE
    yield change(difference, comparison, weight=Weight.WEAKENING if milder else Weight.NOTABLE)
