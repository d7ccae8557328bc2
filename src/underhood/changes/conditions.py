"""A condition of a licence or policy was dropped, or widened.

**What:** a condition, restriction or ban that no longer binds those who use a release, or a threshold that binds fewer
of them; a use that is permitted from now on. A condition that is new or stricter is notable. Whether a wider licence is
welcome is not judged here; that it is wider is said.

**Why:** conditions of use are a safeguard, and often the only one once weights are given out.

**Example:** "research only" is gone.

**Instead:** a decision whose `weakens` names the condition.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, weighing
from underhood.values.change import Change, Kind, Weight
from underhood.values.quantity import exact, is_quantity


@weighing("policy/conditions", "policy/restricted", "policy/prohibited", "policy/permitted")
def widened(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """A condition, or what it says."""
    weight = difference.weight
    if difference.names[0] == "permitted":
        wider = difference.kind is not Kind.REMOVED and difference.names[-1] in {"permitted", "text"}
        weight = Weight.WEAKENING if wider and comparison.releases is None else weight
    elif len(difference.names) == 1:
        weight = Weight.WEAKENING if difference.kind is Kind.REMOVED else Weight.NOTABLE
    elif difference.names[-1] == "threshold":
        weight = _threshold(difference)
    yield change(difference, comparison, weight=weight)


def _threshold(difference: Difference) -> Weight:
    """A higher threshold binds fewer; so does none where there was one."""
    old, new = difference.old_value, difference.new_value
    if is_quantity(old) and is_quantity(new) and old["unit"] == new["unit"] and old["value"] != new["value"]:
        return Weight.WEAKENING if exact(new["value"]) > exact(old["value"]) else Weight.NOTABLE
    return difference.weight
