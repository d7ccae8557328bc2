"""The page of a record of any kind: fields, figures, tables, what is not published, sources, who refers to it."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document, offered
from underhood.meaning.audience import View
from underhood.meaning.localise import Text
from underhood.passages.around import Around, Figure, figures, read_around
from underhood.passages.checked import Recounted, recounted
from underhood.passages.concentration import domains_chart
from underhood.passages.coverage import Answering, answering
from underhood.passages.fields import FRAME, read_fields
from underhood.passages.ratings import is_rated
from underhood.passages.shown import Fields
from underhood.passages.since import Story, story
from underhood.passages.source import about_source
from underhood.passages.status import status
from underhood.passages.tables import Table, tables_of
from underhood.records.record import Record
from underhood.values.chart import MixtureChart
from underhood.values.page import Badge

LEFT = {"evaluation": FRAME | {"columns", "rows", "printed_total"}}
"""Fields that a page of a kind shows in places of their own, beyond those of every kind."""

UNRATED = "No likelihood and severity is recorded for this risk. Not rated never means low."


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of a record shows.

    `recounted` is None where no number of it can be counted again; `offers`: names and titles of its documents;
    `domains`: of its file of domains, None where it has none to draw.
    """

    title: str
    summary: Text | str
    status: tuple[Badge, ...]
    record: Record
    caution: str
    about_source: tuple[str, ...]
    fields: Fields
    figures: tuple[Figure, ...]
    tables_found: tuple[Table, ...]
    domains: MixtureChart | None
    recounted: Recounted | None
    around: Around
    answers: tuple[Answering, ...]
    story: Story | None
    offers: tuple[tuple[str, str], ...]


@document("record", "Record")
def record_page(view: View, record: Record) -> Page:
    """The page of a record of any kind."""
    return Page(
        title=record.title,
        summary=record.get("summary", ""),
        status=status(view, record),
        record=record,
        caution=view.messages.gettext(UNRATED) if record.kind == "risk" and not is_rated(record) else "",
        about_source=tuple(about_source(view, record)),
        fields=read_fields(view, record, leave=LEFT.get(record.kind, FRAME)),
        figures=figures(record),
        tables_found=tuple(tables_of(view, record)),
        domains=domains_chart(view, record) if record.kind == "data-source" else None,
        recounted=recounted(view, record),
        around=read_around(view, record),
        answers=answering(view, record),
        story=story(view, record),
        offers=tuple(
            (one.name, view.messages.gettext(one.title)) for one in offered(view, record) if one.name != record.kind
        ),
    )
