"""A record was made less visible.

**What:** fewer people may see a record than before; a record that names nobody has the visibility of the settings. A
wider circle is notable.

**Why:** hiding a record has the same effect on readers as deleting it.

**Example:** visibility public → internal.

**Instead:** a decision whose `weakens` names the record's visibility.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, weighing
from underhood.meaning.audience import Audience
from underhood.values.change import Change, Weight


@weighing("*/visibility")
def hidden(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """The circle that may see a record."""
    old = Audience(difference.old_value or comparison.old.settings.default_visibility)
    new = Audience(difference.new_value or comparison.new.settings.default_visibility)
    if old is not new:
        yield change(difference, comparison, weight=Weight.WEAKENING if new.rank > old.rank else Weight.NOTABLE)
