"""Documents: one file each. A document builds a frozen context out of a View; its template lays it out as Markdown.

A member is a module with a function marked by `@document(...)`; the module's name is the document's name (`model_card` is
`model-card`, laid out by `templates/model-card.md.jinja`).
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from underhood.doors import languages, markup, templating
from underhood.doors.markup import Html, Pieces
from underhood.meaning.audience import View
from underhood.meaning.prose import Writer
from underhood.records.record import PROSE_REFERENCE, Record
from underhood.values.errors import USAGE, Stop
from underhood.values.ids import Address

Build = Callable[[View, Record], Any]
Applies = Callable[[View, Record], bool]
MustShow = Callable[[View, Record], Iterable[Record]]


def _always(_view: View, _record: Record) -> bool:
    return True


def _nothing(_view: View, _record: Record) -> Iterable[Record]:
    return ()


@dataclass(frozen=True, slots=True)
class Document:
    """One document: what it is made for (`release`, `model`, …; `` for the repository) and how its context is built.

    `applies` says for which records; `must_show` names the records that the finished document has to show or link.
    """

    name: str
    subject: str
    title: str
    build: Build
    summary: str
    applies: Applies = _always
    must_show: MustShow = _nothing


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the text of a document; a page shows it in its frame, a Markdown file above the text."""

    title: str
    summary: str
    notice: str
    read_until: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document as Markdown with tokens, the pieces they stand for, and the records that it shows or links."""

    text: str
    pieces: Pieces
    shown: frozenset[Address]
    head: Head

    @property
    def title(self) -> str:
        """The heading of the page, as plain text."""
        return self.head.title

    def markdown(self) -> str:
        """The document as a plain Markdown file, links still `record:` and `doc:`."""
        above = [f"> {markup.escape(self.head.notice)}"] if self.head.notice else []
        above.append(f"# {markup.escape(self.head.title)}")
        above += [markup.escape(line) for line in (self.head.summary, self.head.read_until) if line]
        return "\n\n".join([*above, markup.to_markdown(self.text, self.pieces)])

    def html(self) -> Html:
        """The text of the document as safe HTML, without its title, links still `record:` and `doc:`."""
        return markup.to_html(self.text, self.pieces)


def document(
    subject: str, title: str, *, applies: Applies = _always, must_show: MustShow = _nothing
) -> Callable[[Build], Build]:
    """Mark the function that builds a document's frozen context. `title` is its heading in English."""

    def mark(build: Build) -> Build:
        build.document = (subject, title, applies, must_show)  # type: ignore[attr-defined]
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
            subject, title, applies, must_show = build.document
            summary = (loaded.__doc__ or "").split("\n")[0]
            found[name] = Document(name, subject, title, build, summary, applies, must_show)
    return found


def offered(view: View, record: Record) -> list[Document]:
    """The documents that can be made of a record, by name."""
    return [one for one in documents().values() if one.subject == record.kind and one.applies(view, record)]


def render(name: str, view: View, record: Record) -> Rendered:
    """Render a document of a record.

    Raises Stop naming the nearest name when there is no such document, and naming template and record when the document does not
    show a record that it has to show.
    """
    known = documents()
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        hint = f"did you mean '{near[0]}'?" if near else f"the documents are: {', '.join(known)}"
        raise Stop(f"there is no document '{name}'", hint, code=USAGE)
    made = known[name].build(view, record)
    writer = Writer(view)
    others = tuple((one.name, one.title) for one in offered(view, record) if one.name not in {name, record.kind})
    context = {field.name: getattr(made, field.name) for field in fields(made)} | {"view": view, "documents": others}
    template = f"{name}.md.jinja"
    text = templating.render(
        view.templates, template, context, functions=writer.functions(), finalize=writer.finalize
    )
    for wanted in known[name].must_show(view, record):
        if wanted.address not in writer.shown:
            raise Stop(
                f"{template} does not show {wanted.address} of {record.address}",
                "show it, or link it, in the template; risks and limitations of a release are never left out",
                code=USAGE,
            )
    return Rendered(text, writer.pieces, frozenset(writer.shown), _head(known[name], view, record, context))


def _head(made: Document, view: View, record: Record, context: Mapping[str, Any]) -> Head:
    _ = view.messages.gettext
    own = made.name in {record.kind, "record"}
    words = {"record": record.title, "document": _(made.title)}
    title = context.get("title") or (record.title if own else _("%(record)s: %(document)s") % words)
    until = view.settings.sources_read_until
    read = _("Sources read until %s") % languages.date(until, view.language) if until else ""
    plain = [markup.plain(markup.inline(PROSE_REFERENCE.sub("", str(text)))) for text in (title, record.get("summary", ""))]
    return Head(plain[0], plain[1] if own or made.subject else "", view.settings.notice_in(view.language), read)
