"""The entries of a list file differ.

**What:** what came into a list under `governance/_lists/` and what went out of it, as counts and as the first twenty
names of each. The schema says of the field that names the list what that means: of an exclusion, an entry that is gone
is a weakening, one that is new is notable. Order, comments, spelling of hosts, packing and the name of the file say
nothing. A list that can no longer be read is a weakening.

**Why:** a list of five million sites changes without anybody reading it.

**Example:** −3 (removed diaries.example, …).

**Instead:** a decision whose `weakens` names the list, with the digest of the new file as its new value.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, weighing
from underhood.meaning.wording import MINUS, about
from underhood.values.change import Change, ListDiff

SHOWN = 3


@weighing("**/list entries")
def moved(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """A list that a record names."""
    assert difference.new is not None
    place = about(difference.new.record, difference.new.path, comparison.new.catalog.kinds)
    if difference.listed is None:
        lost = difference.new_value is None
        message = f"{place}: the list file {'can no longer be read' if lost else 'can be read now'}"
    else:
        message = f"{place}: {_words(difference.listed)}"
    yield change(difference, comparison, message=message)


def _words(listed: ListDiff) -> str:
    groups = (
        ("+", "added", listed.count_added, listed.first_added),
        (MINUS, "removed", listed.count_removed, listed.first_removed),
    )
    counts = " ".join(f"{sign}{count:,}" for sign, _, count, _ in groups if count)
    names = "; ".join(f"{word} {_named(count, first)}" for _, word, count, first in groups if count)
    return f"{counts} ({names})"


def _named(count: int, first: tuple[str, ...]) -> str:
    rest = count - len(first[:SHOWN])
    return ", ".join(first[:SHOWN]) + (f" and {rest:,} more" if rest else "")
