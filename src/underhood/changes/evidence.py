"""A source is no longer cited, or its record is gone.

**What:** a place that cites fewer sources than it did, or a source's record that was deleted. Another page or
quotation of the same source is routine; a source that was read less closely than before is notable.

**Why:** a statement without its source can no longer be checked.

**Example:** a figure cited a paper, and now cites nothing.

**Instead:** keep the source beside the newer one, or correct the statement by an erratum.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from underhood.changes import Comparison, Difference, Spot, change, fate, weighing
from underhood.records.record import value_at
from underhood.values.change import Change, Kind, Weight
from underhood.values.ids import parse_address


@weighing("evidence", "**/evidence")
def lost(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """A source, or the sources of a place."""
    if not difference.names:
        name = f"Source “{difference.record.title}”"
        gone = difference.kind is Kind.REMOVED
        weight = Weight.WEAKENING if gone else Weight.ROUTINE
        yield change(
            difference,
            comparison,
            weight=weight,
            message=f"{name} {fate(difference, comparison)}",
        )
        return
    before, after = _sources(difference.old, comparison, older=True), _sources(difference.new, comparison, older=False)
    read = [_readings(difference.old_value), _readings(difference.new_value)]
    if before - after:
        weight = Weight.WEAKENING
    elif after - before or read[0] != read[1]:
        weight = Weight.NOTABLE
    else:
        weight = Weight.ROUTINE
    yield change(difference, comparison, weight=weight)


def _sources(spot: Spot | None, comparison: Comparison, *, older: bool) -> set[str]:
    """The sources that a place cites, in the newer names."""
    found = set()
    for citation in value_at(spot.record.data, spot.path) if spot else ():
        address = parse_address(str(citation["source"]), kind="evidence")
        if address is not None:
            found.add(str(comparison.renamed(address) if older else address))
    return found


def _readings(citations: Any) -> set[str]:
    return {str(citation.get("read", "")) for citation in citations or ()}
