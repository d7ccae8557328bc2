"""A comment allows a finding.

**What:** a comment `# underhood: allow RULE reason` that is new at its place. One that is gone is notable, another
reason routine. Of all comments, only these say something to the program; no other is compared.

**Why:** it takes a finding away without a change in what the record says.

**Example:** `severity: low  # underhood: allow unmitigated-high-risk see the review`.

**Instead:** mend what the rule finds; or a decision whose `weakens` names the place, with the rule and the reason as
its new value.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, weighing
from underhood.meaning.wording import about
from underhood.values.change import Change, Kind, Weight

FATES = {
    Kind.ADDED: (Weight.WEAKENING, "findings are allowed"),
    Kind.REMOVED: (Weight.NOTABLE, "findings are no longer allowed"),
    Kind.CHANGED: (Weight.ROUTINE, "findings are allowed for another reason"),
}


@weighing("**/allow comment")
def silenced(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """A comment that allows a finding, or that no longer does."""
    spot = difference.new or difference.old
    assert spot is not None
    place = about(spot.record, spot.path, comparison.new.catalog.kinds)
    weight, told = FATES[difference.kind]
    message = f"{place}: {told}, {difference.new_value or difference.old_value}"
    yield change(difference, comparison, weight=weight, message=message)
