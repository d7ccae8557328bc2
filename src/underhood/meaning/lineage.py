"""Which releases are set beside which: any two of a line, and of lines that a predecessor joins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from underhood.meaning.release import line, model_of, predecessor
from underhood.records.record import Catalog, Record
from underhood.values.ids import Address

WHOLE = 15
"""A line of up to so many releases has a comparison of any two.

In a longer one, each stands beside the one before, the first and the latest.
"""


@dataclass(frozen=True, slots=True)
class Two:
    """Two releases, the earlier one first."""

    old: Record
    new: Record

    @property
    def name(self) -> str:
        """The name of their comparison: llama-1..llama-3. No id holds two dots."""
        return f"{self.old.id}..{self.new.id}"


def comparisons(catalog: Catalog) -> tuple[Two, ...]:
    """Every comparison that there is, by model, then the newest release first, its nearest predecessor first.

    A model that was only made from another one (`base_models`) does not take its place, and is not set beside it.
    """
    models = sorted({model_of(release) for release in catalog.of("release")})
    return tuple(two for model in models for two in _of_model(catalog, model))


def comparison_named(catalog: Catalog, name: str) -> Two | None:
    """The comparison of a name, if there is one."""
    return next((two for two in comparisons(catalog) if two.name == name), None)


def page_of(catalog: Catalog, two: Two) -> str:
    """The page of a comparison: of neighbours, the one on what changed; else one of its own."""
    before = predecessor(catalog, two.new)
    beside = before is not None and before.address == two.old.address
    return f"{two.new.address}/changes" if beside else f"compare/{two.name}"


def _of_model(catalog: Catalog, model: str) -> Iterator[Two]:
    releases = line(catalog, model)
    for number in range(len(releases) - 1, -1, -1):
        new = releases[number]
        earlier = {release.address: release for release in _ancestors(catalog, new)}
        earlier.update((release.address, release) for release in reversed(releases[:number]))
        for release in list(earlier.values()):
            if _later(catalog, release, new):  # a line whose dates run against its predecessors
                del earlier[release.address]
        whole = len(releases) <= WHOLE or new is releases[-1]
        yield from (Two(old, new) for old in (earlier.values() if whole else _near(list(earlier.values()))))


def _near(earlier: list[Record]) -> list[Record]:
    """Of a long line: the one before, and the first."""
    return earlier if len(earlier) < 2 else [earlier[0], earlier[-1]]


def _ancestors(catalog: Catalog, release: Record) -> Iterator[Record]:
    """The predecessors of a release, the nearest first."""
    seen: set[Address] = {release.address}
    found = predecessor(catalog, release)
    while found is not None and found.address not in seen:
        yield found
        seen.add(found.address)
        found = predecessor(catalog, found)


def _later(catalog: Catalog, release: Record, other: Record) -> bool:
    """Whether a release has another one among its predecessors."""
    return any(found.address == other.address for found in _ancestors(catalog, release))
