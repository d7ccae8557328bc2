"""What a law, form, index, template or taxonomy is, what it asks, and which fields of the records answer it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.passages.answered import AUDIENCES
from underhood.passages.coverage import framework_named
from underhood.passages.framework_words import Field, answered_by, read_words, recipients, type_words
from underhood.records.record import Record
from underhood.values.framework import Framework, Item


@dataclass(frozen=True, slots=True)
class Told:
    """An item with what answers it; `audience`: for whom the answer is, where not all are for the public."""

    item: Item
    fields: tuple[Field, ...]
    audience: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The items of one section; the title is empty where there are no sections."""

    title: str
    items: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What the template lays out; `releases` are those of which it can be read what they answer."""

    title: str
    summary: str
    framework: Framework
    type: str
    read: str
    sections: tuple[Section, ...]
    releases: tuple[Record, ...]


@document("framework", "Framework")
def framework(view: View, name: str) -> Page:
    """Gather the page of a framework."""
    found = framework_named(view, name)
    mixed = any(item.audience != "public" for item in found.items)
    return Page(
        title=found.title,
        summary=view.messages.gettext("%(sort)s, published by %(publisher)s: what it asks, and what answers it.")
        % {"sort": type_words(view, found), "publisher": found.publisher},
        framework=found,
        type=type_words(view, found),
        read=read_words(view, found),
        sections=tuple(
            Section(title, tuple(_told(view, item, mixed=mixed) for item in group))
            for title, group in groupby(found.items, key=lambda item: item.section)
        ),
        releases=tuple(view.of("release")),
    )


def _told(view: View, item: Item, *, mixed: bool) -> Told:
    audience = view.messages.gettext(AUDIENCES[item.audience]) if mixed else ""
    return Told(item, answered_by(view, item), audience, recipients(view, item))
