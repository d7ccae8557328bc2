"""The changelog of a model: its releases, newest first, each beside its predecessor, with what happened since."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.judge.compare import compare_releases
from underhood.meaning.audience import View
from underhood.passages.around import Around, read_around
from underhood.passages.events import Correction
from underhood.passages.glance import title_of
from underhood.passages.sections import Section, family_corrections, sections
from underhood.records.record import Record


@dataclass(frozen=True, slots=True)
class Changelog:
    """What the template lays out: one section a release, newest first, and the errata of the family's own record."""

    title: str
    summary: str
    model: Record
    sections: tuple[Section, ...]
    corrections: tuple[Correction, ...]
    around: Around


@document("model", "Changelog")
def changelog(view: View, model: Record) -> Changelog:
    """Compare each release of a model with its predecessor."""
    title = title_of(view, model, document="Changelog")
    return Changelog(
        title=title,
        summary=view.messages.gettext(
            "Every recorded release, newest first: what was weakened stands before what was added."
        ),
        model=model,
        sections=sections(view, model, compare=compare_releases),
        corrections=family_corrections(view, model),
        around=read_around(view, model, title=title, document="changelog"),
    )
