"""All laws, forms, indexes, templates and taxonomies that releases are held beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.passages.coverage import told
from underhood.passages.framework_words import Group, groups, read_words
from underhood.records.record import Record


@dataclass(frozen=True, slots=True)
class Frameworks:
    """What the template lays out; `read`: how the text of a framework was read, by the word for it."""

    title: str
    summary: str
    groups: tuple[Group, ...]
    read: Mapping[str, str]
    releases: tuple[Record, ...]


@document("repository", "Laws, indexes and forms")
def frameworks(view: View, _: None = None) -> Frameworks:
    """The list of all frameworks."""
    found = told(view).frameworks
    return Frameworks(
        title=view.messages.gettext("Laws, indexes and forms"),
        summary=view.messages.gettext("What is asked about models, by whom, and what the records answer."),
        groups=groups(view, found),
        read={one.read: read_words(view, one) for one in found},
        releases=tuple(view.of("release")),
    )
