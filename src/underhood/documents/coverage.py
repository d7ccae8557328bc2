"""What laws, forms and indexes ask of a release: for each, how many items the records answer, and why not the rest."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.passages.citing import Citing, citing
from underhood.passages.coverage import Asked, Count, Meaning, counts, meanings, told, unused, whole
from underhood.passages.framework_words import groups
from underhood.passages.glance import title_of
from underhood.passages.hazards import Matrix, matrix
from underhood.passages.status import status
from underhood.records.record import Record
from underhood.values.page import Badge


@dataclass(frozen=True, slots=True)
class Line:
    """A framework with how many of its items have which answer, and when it is asked as a whole."""

    asked: Asked
    counts: tuple[Count, ...]
    condition: str
    met: str


@dataclass(frozen=True, slots=True)
class Group:
    """Frameworks of one sort."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the template lays out; `matrices` has one for each taxonomy of risks."""

    title: str
    summary: str
    status: tuple[Badge, ...]
    release: Record
    groups: tuple[Group, ...]
    matrices: tuple[Matrix, ...]
    meanings: tuple[Meaning, ...]
    citing: Citing


@document("release", "Disclosure items")
def coverage(view: View, release: Record) -> Coverage:
    """Gather the overview of what is asked of a release."""
    all_ = told(view)
    title = title_of(view, release, document="Disclosure items")
    found = tuple(
        Group(group.title, tuple(_line(view, all_.of(release, one)) for one in group.frameworks))
        for group in groups(view, all_.asking)
    )
    return Coverage(
        title=title,
        summary=view.messages.gettext("What laws, forms and indexes ask, and what the records of this release answer."),
        status=status(view, release),
        release=release,
        groups=found,
        matrices=tuple(matrix(view, release, one) for one in all_.taxonomies),
        meanings=meanings(view, besides=unused(view)),
        citing=citing(view, release, title=title, document="coverage"),
    )


def _line(view: View, asked: Asked) -> Line:
    return Line(asked, counts(view, asked.covered), *whole(asked))
