"""A variant came, went, or was withheld.

**What:** a size or tuning that only one of two releases has, or that was made and not released. Between two states of
a repository, a variant that is gone from a release is a weakening.

**Why:** a size that was trained and withheld still stands in the totals, and readers ask for it.

**Example:** 33B → 34B: released → not released.

**Instead:** say why in the decision that the variant's `because` names.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, weighing
from underhood.meaning.release import WITHHELD
from underhood.values.change import Change, Kind, Weight


@weighing("release/variants")
def changed(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """A variant, or a fact about it."""
    if len(difference.names) > 1:
        yield change(difference, comparison)
        return
    gone = difference.kind is Kind.REMOVED
    variant = difference.old_value if gone else difference.new_value
    withheld = ", not released" if variant.get("status") == WITHHELD else ""
    told = "has no successor" if gone and comparison.releases else difference.kind.value
    weight = Weight.WEAKENING if gone and not comparison.releases else Weight.NOTABLE
    message = f"{difference.record.title}: variant “{variant.get('title') or variant['id']}” {told}{withheld}"
    yield change(difference, comparison, weight=weight, message=message)
