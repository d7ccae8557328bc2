"""Which pages exist, before any is rendered: a page of the site is a document, of a record or of the repository."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from underhood.documents import documents
from underhood.meaning.audience import View
from underhood.records.record import Record
from underhood.site.links import document_path, in_language, record_path

REPOSITORY = "repository"
GENERIC = "record"
ADDRESSES = {"home": "index", "statements": "claims"}
"""Documents of the repository whose address differs from their name."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A page that is to be.

    Its path, the document that fills it, and what the document is about (`kind` for a register).
    """

    path: str
    document: str
    record: Record | None = None
    kind: str = ""


def plan(view: View) -> Iterator[Planned]:
    """Every page of a view's language."""
    for bare, planned in _bare(view):
        yield Planned(in_language(bare, view.language), planned.document, planned.record, planned.kind)


def _bare(view: View) -> Iterator[tuple[str, Planned]]:
    known = documents()
    for name, document in known.items():
        if document.subject == REPOSITORY:
            path = document_path(ADDRESSES.get(name, name))
            yield path, Planned(path, name)
    for kind in view.catalog.kinds.values():
        if kind.register:
            path = f"registers/{kind.name}.html"
            yield path, Planned(path, "register", kind=kind.name)
    for record in view:
        path = record_path(record.address)
        yield path, Planned(path, _page_document(record.kind), record)
        for name, document in known.items():
            if document.subject == record.kind and name != record.kind and document.applies(view, record):
                path = document_path(name, record.address)
                yield path, Planned(path, name, record)


def _page_document(kind: str) -> str:
    """The document that lays out a record's own page: the one named like its kind, else the one for any record."""
    found = documents().get(kind)
    return kind if found is not None and found.subject == kind else GENERIC
