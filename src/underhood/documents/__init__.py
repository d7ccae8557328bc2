"""Documents: one file each. A document builds a frozen context out of a View; its template lays it out as Markdown.

A member is a module with a function marked by `@document(...)`; the module's name is the document's name (`model_card` is
`model-card`, laid out by `templates/model-card.md.jinja`).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from underhood.doors import markup, templating
from underhood.doors.markup import Html, Pieces
from underhood.meaning.audience import View
from underhood.meaning.prose import Writer
from underhood.records.record import Record
from underhood.values.errors import Stop
from underhood.values.ids import Address

Build = Callable[[View, Record], Any]


@dataclass(frozen=True, slots=True)
class Document:
    """One document: what it is made for (`release`, `model`, …; `` for the repository) and how its context is built."""

    name: str
    subject: str
    title: str
    build: Build
    summary: str
    applies: Callable[[View, Record], bool]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document as Markdown with tokens, the pieces they stand for, and the records that it shows or links."""

    text: str
    pieces: Pieces
    shown: frozenset[Address]

    def markdown(self) -> str:
        """The document as a plain Markdown file, links still `record:` and `doc:`."""
        return markup.to_markdown(self.text, self.pieces)

    def html(self) -> Html:
        """The document as safe HTML, links still `record:` and `doc:`."""
        return markup.to_html(self.text, self.pieces)


def document(
    subject: str, title: str, *, applies: Callable[[View, Record], bool] = lambda _view, _record: True
) -> Callable[[Build], Build]:
    """Mark the function that builds a document's frozen context. `title` is its heading in English; `applies` says for which records."""

    def mark(build: Build) -> Build:
        build.document = (subject, title, applies)  # type: ignore[attr-defined]
        return build

    return mark


@cache
def documents() -> Mapping[str, Document]:
    """All documents by name."""
    found = {}
    for module in pkgutil.iter_modules(__path__):
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        name = module.name.replace("_", "-")
        build = next((value for value in vars(loaded).values() if hasattr(value, "document")), None)
        if build is not None:
            subject, title, applies = build.document
            found[name] = Document(name, subject, title, build, (loaded.__doc__ or "").split("\n")[0], applies)
    return found


def render(name: str, view: View, record: Record) -> Rendered:
    """Render a document of a record. Raises Stop naming the nearest name when there is no such document."""
    known = documents()
    if name not in known:
        raise Stop(f"there is no document '{name}'", f"the documents are: {', '.join(known)}", code=2)
    made = known[name].build(view, record)
    writer = Writer(view)
    context = {field.name: getattr(made, field.name) for field in fields(made)}
    text = templating.render(
        view.templates,
        f"{name}.md.jinja",
        {**context, "view": view},
        functions=writer.functions(),
        finalize=writer.finalize,
    )
    return Rendered(text, writer.pieces, frozenset(writer.shown))
