"""Reasons of what differs between two releases of one state, where between the two states nothing changed there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, cached_property

from underhood.judge.compare import compare_releases
from underhood.judge.reasons import Reason
from underhood.meaning.audience import View, bare
from underhood.meaning.release import reach
from underhood.records.record import Record
from underhood.records.sides import Sides
from underhood.values.change import Change
from underhood.values.ids import Address


class BetweenReleases:
    """What changed from each release to the next in the newer state; found once, where a reason may be about it."""

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self._changes = cache(self._compared)

    def need(self, reason: Reason) -> bool:
        """Whether a reason names what changed between releases, or the row or record that holds it."""
        records = {name.record for name in reason.names}
        for number, (_, _, behind) in enumerate(self._pairs):
            if not records.isdisjoint(behind):
                found = self._changes(number)
                if any(_covers(reason, change) for name in reason.names for change in found.get(name, ())):
                    return True
        return False

    @cached_property
    def _view(self) -> View:
        return bare(self._sides.new)

    @cached_property
    def _pairs(self) -> Sequence[tuple[Record, Record, set[Address]]]:
        """Each release with the one before it, and the records that belong to one of them."""
        found = []
        for release in self._view.of("release"):
            before = self._view.get("release", str(release.get("predecessor", "")).removeprefix("release/"))
            if before is not None:
                behind = {one for end in (release, before) for one in (end.address, *reach(self._view.catalog, end))}
                found.append((before, release, behind))
        return found

    def _compared(self, number: int) -> Mapping[Address, Sequence[Change]]:
        """The changes from a release to the next, by their places and by all that is around these."""
        before, release, _ = self._pairs[number]
        found: dict[Address, list[Change]] = {}
        for change in compare_releases(self._view, before, release):
            places = [place for place in (change.old_address, change.new_address) if place]
            around = (place.record.at(*place.steps[:end]) for place in places for end in range(len(place.steps) + 1))
            for name in dict.fromkeys(around):
                found.setdefault(name, []).append(change)
        return found


def _covers(reason: Reason, change: Change) -> bool:
    """Whether a reason gives a change, or names the row or record that holds it."""
    if reason.gives(change, change.new):
        return True
    places = [place for place in (change.old_address, change.new_address) if place]
    return any(
        name != place and name.record == place.record and place.steps[: len(name.steps)] == name.steps
        for name in reason.names
        for place in places
    )
