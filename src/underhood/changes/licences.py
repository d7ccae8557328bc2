"""A channel offers a release under other licences than the channel whose place it takes.

**What:** between two releases, the licences of two channels that pair, as one change. What each licence asks is
weighed condition by condition.

**Why:** which licence holds for weights and which for code is the first thing that a user must know.

**Example:** a research licence for the weights and GPL-3.0 for the code → one licence for all.

**Instead:** nothing to mend; it is told.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, between_releases
from underhood.records.record import Record
from underhood.values.change import Change, Kind, Weight


@between_releases
def replaced(comparison: Comparison) -> Iterator[Change]:
    """The licences of each channel that takes the place of another."""
    for old, new in comparison.pairs:
        if old is not None and new is not None and old.kind == "distribution" and old is not new:
            before, after = _offered(old), _offered(new)
            if before != after and before and after:
                places = old.address.at("licences"), new.address.at("licences")
                words = [", ".join(f"{spdx} ({thing})" for thing, spdx in offer) for offer in (before, after)]
                message = f"{new.title}, licences: {words[0]} → {words[1]}"
                yield Change(
                    "", Weight.NOTABLE, Kind.CHANGED, *places, old.get("licences"), new.get("licences"), message
                )


def _offered(distribution: Record) -> list[tuple[str, str]]:
    return sorted((str(licence["for"]), str(licence["spdx"])) for licence in distribution.get("licences", ()))
