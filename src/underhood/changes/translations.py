"""Translations of records changed.

**What:** texts of records that are translated otherwise than before, or no longer, or from now on. That a catalogue is
gone, or that a risk, a limitation or a capability lost the translation of a text that still stands, is a weakening;
everything else is notable. What a translation says is not judged.

**Why:** readers of another language have nothing else. Nobody who reads the records sees that they are told less.

**Example:** 3 texts gone, of risk/toxic-output.

**Instead:** translate anew; or a decision whose `weakens` names the catalogue as `translation/<language>`, and the
digits that the difference shows.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, weighing
from underhood.values.change import Change, Kind


@weighing("**/translated texts")
def told(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """A catalogue of one language."""
    name = f"Translations into '{difference.record.id}'"
    if difference.kind is Kind.CHANGED:
        message = f"{name}: {difference.wording}; they are {difference.new_value} now"
    else:
        message = f"{name} {difference.kind.value}"
    yield change(difference, comparison, message=message)
