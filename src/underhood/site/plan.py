"""Which pages exist, before any is rendered: a page of the site is a document, of a record or of the repository."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from underhood.documents import documents
from underhood.meaning.audience import View
from underhood.meaning.lineage import comparisons, page_of
from underhood.passages.coverage import named, told
from underhood.passages.registers import groupings, parts_of
from underhood.records.record import Record
from underhood.site.links import document_path, in_language, named_path, record_path

PDF, WORD = "pdf", "docx"
PAPER = {PDF: "PDF", WORD: "Word"}
"""The forms for paper, each named like the ending of its files, with what people call it."""
REPOSITORY = "repository"
GENERIC = "record"
COMPARED = "compare/"
ON_PAPER = frozenset({"release", "data-source"})
"""Kinds whose documents people file, send and sign."""
ADDRESSES = {"home": "index", "statements": "claims"}
"""Documents of the repository whose address differs from their name."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A page that is to be.

    Its path, the document that fills it, and what the document is about: a record, a `kind` for a register, a `pair`
    of releases, a `framework`; for a framework and a release, `asked` names both and `record` is the release. `part`:
    what of the register of a kind, by name: `risk/2`, `risk/by-status`.
    """

    path: str
    document: str
    record: Record | None = None
    kind: str = ""
    pair: str = ""
    framework: str = ""
    asked: str = ""
    part: str = ""

    @property
    def subject(self) -> Record | str | None:
        """What the document is about; None: the repository."""
        return self.part or self.kind or self.pair or self.asked or self.framework or self.record

    @property
    def on_paper(self) -> bool:
        """Whether people may want it as a file of its own: a document of a release or of a source, not its page."""
        kind = self.record.kind if self.record is not None and not self.asked else ""
        return kind in ON_PAPER and self.document not in {kind, GENERIC}


def plan(view: View) -> Iterator[Planned]:
    """Every page of a view's language."""
    for bare, planned in _bare(view):
        yield replace(planned, path=in_language(bare, view.language))


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
            yield from _of_register(view, kind.name)
    for two in comparisons(view.catalog):
        place = page_of(view.catalog, two)
        if place.startswith(COMPARED):
            yield f"{place}.html", Planned(f"{place}.html", "comparison", pair=two.name)
    yield from _of_frameworks(view)
    for record in view:
        path = record_path(record.address)
        yield path, Planned(path, _page_document(record.kind), record)
        for name, document in known.items():
            if document.subject == record.kind and name != record.kind and document.applies(view, record):
                path = document_path(name, record.address)
                yield path, Planned(path, name, record)


def _of_register(view: View, kind: str) -> Iterator[tuple[str, Planned]]:
    """The further parts of a register, and its groups."""
    for number in range(2, parts_of(view, kind) + 1):
        path = named_path("kind", f"{kind}/{number}", "register")
        yield path, Planned(path, "register", kind=kind, part=f"{kind}/{number}")
    for one in groupings(view, kind):
        name = f"{kind}/by-{one.name}"
        path = named_path("grouping", name, "register-by")
        yield path, Planned(path, "register-by", kind=kind, part=name)


def _of_frameworks(view: View) -> Iterator[tuple[str, Planned]]:
    """The pages of frameworks, and of what each asks of each release."""
    every = told(view).frameworks
    for document in documents().values():
        if document.subject == "framework":
            for one in every:
                path = named_path(document.subject, one.id, document.name)
                yield path, Planned(path, document.name, framework=one.id)
        elif document.subject in {"coverage", "taxonomy"}:
            of = [one for one in every if one.taxonomy == (document.subject == "taxonomy")]
            for release in view.of("release"):
                for one in of:
                    path = named_path(document.subject, named(release, one), document.name)
                    yield path, Planned(path, document.name, release, framework=one.id, asked=named(release, one))


def _page_document(kind: str) -> str:
    """The document that lays out a record's own page: the one named like its kind, else the one for any record."""
    found = documents().get(kind)
    return kind if found is not None and found.subject == kind else GENERIC
