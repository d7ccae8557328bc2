"""The way to a page, as it stands above its title."""

from __future__ import annotations

from collections.abc import Iterator

from underhood.documents import documents
from underhood.meaning.audience import View
from underhood.site.links import document_path, in_language, named_path, record_path
from underhood.site.plan import Planned
from underhood.values.page import Reference


def crumbs(planned: Planned, view: View) -> Iterator[Reference]:
    """The way to a page: its register, and the record that a document is about."""
    gettext = view.messages.gettext
    record = planned.record
    if planned.kind:
        yield from _above_register(planned, view)
    if planned.pair:
        yield Reference(gettext("Compare"), in_language("compare.html", view.language))
    if planned.framework and not planned.asked:
        yield from _above_framework(planned, view)
    if record is None:
        return
    kind = view.catalog.kinds[record.kind]
    if record.kind == "release":
        yield Reference(gettext("Releases"), in_language("releases.html", view.language))
    elif record.kind == "claim":
        yield Reference(gettext("Public statements"), in_language("claims.html", view.language))
    elif kind.register:
        yield Reference(gettext("Registers"), in_language("registers.html", view.language))
        yield Reference(gettext(kind.plural), in_language(f"registers/{record.kind}.html", view.language))
    if planned.asked:
        yield Reference(str(record.title), in_language(record_path(record.address), view.language))
        path = document_path("coverage", record.address)
        yield Reference(gettext(documents()["coverage"].title), in_language(path, view.language))
    elif planned.document in documents() and documents()[planned.document].subject == record.kind != planned.document:
        yield Reference(str(record.title), in_language(record_path(record.address), view.language))


def _above_register(planned: Planned, view: View) -> Iterator[Reference]:
    """What a register lies below, and what its parts and groups do."""
    gettext = view.messages.gettext
    yield Reference(gettext("Registers"), in_language("registers.html", view.language))
    if planned.part:
        title = gettext(view.catalog.kinds[planned.kind].plural)
        yield Reference(title, in_language(named_path("kind", planned.kind, "register"), view.language))


def _above_framework(planned: Planned, view: View) -> Iterator[Reference]:
    """What a page of a framework lies below."""
    title = view.messages.gettext(documents()["frameworks"].title)
    yield Reference(title, in_language("frameworks.html", view.language))
    if planned.document != "framework":
        path = named_path("framework", planned.framework, "framework")
        yield Reference(view.frameworks[planned.framework].short, in_language(path, view.language))
