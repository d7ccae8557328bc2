"""One section of a changelog: a release beside its predecessor, and what happened to it since."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from underhood.meaning.audience import View
from underhood.meaning.release import predecessor, released_on, variants
from underhood.passages.comparison import Comparison, arranged
from underhood.passages.events import Event, Since, since
from underhood.records.record import Record
from underhood.values.change import Change

Compare = Callable[[View, Record, Record], Iterable[Change]]

ENDED = frozenset({"withdrawn"})
STEPPED_DOWN = frozenset({"deprecated", "superseded"})


@dataclass(frozen=True, slots=True)
class Section:
    """A release of a changelog. `comparison` is None for the first of a line."""

    release: Record
    date: str
    comparison: Comparison | None
    since: Since

    @property
    def happened(self) -> tuple[Event, ...]:
        """Withdrawals, events and outside studies."""
        return tuple(event for event in self.since.dated if event.kind in {"incident", "study"} | ENDED)

    @property
    def deprecated(self) -> tuple[Event, ...]:
        """The states that say that something else should be used."""
        return tuple(event for event in self.since.dated if event.kind in STEPPED_DOWN)

    @property
    def revised(self) -> tuple[Event, ...]:
        """The dated revisions of what was published with the release."""
        return tuple(event for event in self.since.dated if event.kind == "revision")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the release's variants."""
        return tuple(str(one.get("title") or one["id"]) for one in variants(self.release))


def section(view: View, release: Record, *, compare: Compare) -> Section:
    """The section of a release; `compare` says what changed between two releases."""
    before = predecessor(view.catalog, release)
    comparison = arranged(view, compare(view, before, release), old=before, new=release) if before else None
    return Section(release, released_on(release), comparison, since(view, release))
