"""Release notes: the changelog's section of one release, with advice to those who move to it."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.judge.compare import compare_releases
from underhood.meaning.audience import View
from underhood.meaning.localise import Text
from underhood.meaning.release import part_kind
from underhood.passages.around import Around, read_around
from underhood.passages.glance import Glance, glance, title_of
from underhood.passages.sections import Section, section
from underhood.passages.status import status
from underhood.records.record import Record
from underhood.values.page import Badge


@dataclass(frozen=True, slots=True)
class ReleaseNotes:
    """What the template lays out; `advice` are the measures that come with advice to deployers."""

    title: str
    summary: Text | str
    status: tuple[Badge, ...]
    release: Record
    glance: Glance
    section: Section
    advice: tuple[Record, ...]
    around: Around


@document("release", "Release notes")
def release_notes(view: View, release: Record) -> ReleaseNotes:
    """Gather the notes of a release."""
    title = title_of(view, release, document="Release notes")
    measures = part_kind(view.catalog, release, "mitigation")
    return ReleaseNotes(
        title=title,
        summary=release.get("summary", ""),
        status=status(view, release),
        release=release,
        glance=glance(view, release),
        section=section(view, release, compare=compare_releases),
        advice=tuple(measure for measure in measures if measure.get("advice")),
        around=read_around(view, release, title=title, document="release-notes"),
    )
