"""Two releases beside each other: at a glance, what differs, what is the same, and what cannot be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from underhood.judge.compare import compare_releases
from underhood.meaning.audience import View
from underhood.meaning.lineage import Two, comparisons, page_of
from underhood.meaning.release import parts
from underhood.passages.comparison import Comparison, Figure, arranged, equal_figures
from underhood.passages.coverage import Shifted, shifted
from underhood.passages.glance import Glance, glance
from underhood.passages.sides import Fact, Holding, facts, holdings
from underhood.passages.uncompared import Uncompared, uncompared
from underhood.records.record import Record
from underhood.values.ids import Address


@dataclass(frozen=True, slots=True)
class Shared:
    """The records of one kind that belong to both releases and say the same of both."""

    kind: str
    records: tuple[Record, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.records)


@dataclass(frozen=True, slots=True)
class Other:
    """Another comparison, by the page that it stands on."""

    two: Two
    page: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Two releases beside each other. `others` are comparisons of either of the two with a third release.

    `answers`: what frameworks ask and the two answer differently.
    """

    old: Glance
    new: Glance
    facts: tuple[Fact, ...]
    holdings: tuple[Holding, ...]
    equal: tuple[Figure, ...]
    shared: tuple[Shared, ...]
    uncompared: Uncompared
    others: tuple[Other, ...]
    answers: tuple[Shifted, ...]


def compared(view: View, old: Record, new: Record) -> Comparison:
    """The comparison of two releases as readers see it."""
    return arranged(view, compare_releases(view, old, new), old=old, new=new)


def beside(view: View, comparison: Comparison) -> Beside:
    """What stands around a comparison."""
    old, new = comparison.old, comparison.new
    ends = {old.address, new.address}
    others = (two for two in comparisons(view.catalog) if len({two.old.address, two.new.address} & ends) == 1)
    before, after = glance(view, old), glance(view, new)
    return Beside(
        old=before,
        new=after,
        facts=facts(view, before, after),
        holdings=holdings(view, old, new),
        equal=equal_figures(view, old, new),
        shared=tuple(_shared(view, comparison)),
        uncompared=uncompared(view, comparison),
        others=tuple(Other(two, page_of(view.catalog, two)) for two in others),
        answers=shifted(view, old, new),
    )


def _shared(view: View, comparison: Comparison) -> Iterator[Shared]:
    differing: set[Address] = {
        one.record
        for group in (comparison.weakened, comparison.added, comparison.changed, comparison.removed)
        for one in group
    }
    before = {record.address for record in parts(view.catalog, comparison.old)}
    found: dict[str, list[Record]] = {}
    for record in parts(view.catalog, comparison.new):
        if record.address in before and record.address not in differing:
            found.setdefault(record.kind, []).append(record)
    for kind, records in found.items():
        yield Shared(view.messages.gettext(view.catalog.kinds[kind].plural), tuple(records))
