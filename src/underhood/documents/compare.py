"""Which releases are compared with which: every release with its predecessor."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.judge.compare import compare_releases
from underhood.meaning.audience import View
from underhood.meaning.release import pairs, predecessor, released_on
from underhood.records.record import Record
from underhood.values.change import Weight


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A release and its predecessor: how many sizes are paired, how many changes there are, how many of them weaken."""

    old: Record
    new: Record
    pairs: int
    changes: int
    weakenings: int


@dataclass(frozen=True, slots=True)
class Compare:
    """What the page of comparisons shows."""

    summary: str
    neighbours: tuple[Neighbours, ...]


@document("repository", "Compare two releases")
def compare(view: View, _: None = None) -> Compare:
    """The list of comparisons, newest first."""
    found = sorted(view.of("release"), key=lambda release: (released_on(release), release.id), reverse=True)
    summary = view.messages.gettext("Each release beside its predecessor: worse figures and weaker conditions first.")
    return Compare(summary, tuple(made for release in found if (made := _neighbours(view, release)) is not None))


def _neighbours(view: View, new: Record) -> Neighbours | None:
    old = predecessor(view.catalog, new)
    if old is None:
        return None
    changes = compare_releases(view, old, new)
    weakened = sum(change.weight is Weight.WEAKENING for change in changes)
    paired = sum(pair.old is not None for pair in pairs(old, new))
    return Neighbours(old, new, paired, len(changes), weakened)
