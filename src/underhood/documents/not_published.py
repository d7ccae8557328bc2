"""What is not published about a release: every absence in the records, with reason, holder and what was searched."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.passages.absences import State, absences
from underhood.passages.around import Around, read_around
from underhood.passages.glance import title_of
from underhood.passages.status import status
from underhood.records.record import Record
from underhood.values.page import Badge


@dataclass(frozen=True, slots=True)
class NotPublished:
    """What the template lays out."""

    title: str
    summary: str
    status: tuple[Badge, ...]
    release: Record
    states: tuple[State, ...]
    around: Around


@document("release", "What is not published")
def not_published(view: View, release: Record) -> NotPublished:
    """Gather the absences of a release."""
    title = title_of(view, release, document="What is not published")
    return NotPublished(
        title=title,
        summary=view.messages.gettext("What the records of this release and of its parts state as absent."),
        status=status(view, release),
        release=release,
        states=absences(view, release),
        around=read_around(view, release, title=title, document="not-published"),
    )
