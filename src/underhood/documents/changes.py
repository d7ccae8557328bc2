"""What changed between a release and its predecessor: everything that the comparison finds, weakened things first."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.meaning.release import predecessor
from underhood.passages.around import Around, read_around
from underhood.passages.beside import Beside, beside, compared
from underhood.passages.comparison import Comparison
from underhood.passages.comparison_summary import in_short
from underhood.passages.status import status
from underhood.records.record import Record
from underhood.values.errors import USAGE, Stop
from underhood.values.page import Badge


@dataclass(frozen=True, slots=True)
class Changes:
    """What the template lays out."""

    title: str
    summary: str
    status: tuple[Badge, ...]
    release: Record
    comparison: Comparison
    beside: Beside
    around: Around


def has_predecessor(view: View, release: Record) -> bool:
    """Whether there is anything to compare with."""
    return predecessor(view.catalog, release) is not None


@document("release", "What changed", applies=has_predecessor)
def changes(view: View, release: Record) -> Changes:
    """Compare a release with its predecessor."""
    _ = view.messages.gettext
    before = predecessor(view.catalog, release)
    if before is None:
        raise Stop(f"{release.address} has no predecessor to compare it with", "name one in `predecessor`", code=USAGE)
    title = _("%(new)s: what changed since %(old)s") % {"new": release.title, "old": before.title}
    found = compared(view, before, release)
    stands = beside(view, found)
    return Changes(
        title=title,
        summary=in_short(view, found, equal=len(stands.equal)),
        status=status(view, release),
        release=release,
        comparison=found,
        beside=stands,
        around=read_around(view, release, title=title, document="changes"),
    )
