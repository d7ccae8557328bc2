"""Documents: one file each. A document builds a frozen context out of a View; its template lays it out as Markdown.

A member is a module with a function marked by `@document(...)`; the module's name is the document's name (`model_card`
is
`model-card`, laid out by `templates/model-card.md.jinja`).
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from underhood.doors import languages, markup, members, templating
from underhood.doors.markup import Html, Pieces
from underhood.meaning.audience import View
from underhood.meaning.prose import Writer
from underhood.passages.above import above
from underhood.records.record import Record
from underhood.values.errors import USAGE, Stop
from underhood.values.ids import Address
from underhood.values.page import Badge

Subject = Record | str | None
"""What a document is about: a record, something by its name (a kind, two releases, a framework), or the repository.

`release/framework` names a release and what is asked of it; None is the repository.
"""

ABOVE = "macros/above.md.jinja"
"""What every document of a release begins with."""

Build = Callable[..., Any]
"""`build(view, subject) -> context`, a frozen dataclass."""
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
class Rendered:
    """A document as Markdown with tokens, the pieces they stand for, and the records that it shows or links.

    `title` is plain text and `summary` one line of safe HTML; with `status`, `notice` and `read_until` they stand
    above the text: a page of the site shows them in its frame, a Markdown file at its top. `caution`: what the text
    says of itself and has to stand on every sheet of paper.
    `texts`: the records' texts in it, each with the language that it is in (`meaning.translations.share` counts them).
    `read`: the sources that it cites, each with how it was read.
    """

    text: str
    pieces: Pieces
    shown: frozenset[Address]
    title: str
    summary: str = ""
    status: tuple[Badge, ...] = ()
    notice: str = ""
    read_until: str = ""
    caution: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    read: frozenset[tuple[Address, str]] = frozenset()

    def markdown(self) -> str:
        """The document as a plain Markdown file, links still `record:` and `doc:`."""
        status = " · ".join(badge.text for badge in self.status)
        above = [f"> {markup.escape(self.notice)}" if self.notice else "", f"# {markup.escape(self.title)}", status]
        above += [markup.escape(markup.plain(self.summary)), self.read_until]
        return "\n\n".join([*(line for line in above if line), markup.to_markdown(self.text, self.pieces)])

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
    for name, loaded in members.members(__name__):
        build = members.marked(loaded, "document")
        if build is not None:
            subject, title, applies, must_show = build.document
            summary = (loaded.__doc__ or "").split("\n")[0]
            found[name] = Document(name, subject, title, build, summary, applies, must_show)
    return found


def offered(view: View, record: Record) -> list[Document]:
    """The documents that can be made of a record, by name."""
    return [one for one in documents().values() if one.subject == record.kind and one.applies(view, record)]


def render(name: str, view: View, subject: Subject = None) -> Rendered:
    """Render a document. Its context may have `title`, `summary` and `status`, which stand above the text.

    Raises Stop naming the documents there are when there is none of that name, and naming the records that it has
    to show and does not.
    """
    known = documents()
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        hint = f"did you mean '{near[0]}'?" if near else f"the documents are: {', '.join(known)}"
        raise Stop(f"there is no document '{name}'", hint, code=USAGE)
    view, subject = as_sealed(view, subject)
    made = known[name].build(view, subject)
    writer = Writer(view)
    context = as_context(made)
    text = _written(view, f"{name}.md.jinja", {**context, "view": view, "framed": True}, writer)
    if isinstance(subject, Record):
        _hold(known[name], view, subject, writer.shown)
    release = release_of(view, subject)
    if release is not None and known[name].subject in {"release", "coverage", "taxonomy"}:
        text = _written(view, ABOVE, as_context(above(view, release)), writer) + text
    summary = context.get("summary")
    return Rendered(
        languages.spaced(text, view.language),
        writer.pieces,
        frozenset(writer.shown),
        markup.plain(writer.line(context.get("title") or view.messages.gettext(known[name].title))),
        writer.line(summary) if summary else "",
        tuple(context.get("status") or ()),
        view.settings.notice_in(view.language),
        read_until(view),
        str(context.get("not_filed") or ""),
        writer.texts,
        frozenset(writer.read),
    )


def _written(view: View, template: str, context: Mapping[str, Any], writer: Writer) -> str:
    return templating.render(view.templates, template, context, functions=writer.functions(), finalize=writer.finalize)


def as_context(made: Any) -> Mapping[str, Any]:
    """What a template is given of a frozen value."""
    return {field.name: getattr(made, field.name) for field in fields(made)}


def as_sealed(view: View, subject: Subject) -> tuple[View, Subject]:
    """A release as it was sealed, with the records that were sealed with it; anything else stays as it is.

    Raises Stop where the seal cannot be used, or its release is not for this audience any more.
    """
    release = release_of(view, subject)
    if release is None or view.sealed is None:
        return view, subject
    found = view.sealed.view(release.address)
    if found is None or isinstance(subject, str):
        return found or view, subject
    return found, found.at(release.address) or subject


def release_of(view: View, subject: Subject) -> Record | None:
    """The release that a document is of, if it is of one."""
    if isinstance(subject, Record):
        return subject if subject.kind == "release" else None
    id, slash, _ = (subject or "").partition("/")
    return view.get("release", id) if slash else None


def read_until(view: View) -> str:
    """Until when sources were read, in words; empty where the settings do not say."""
    day = view.settings.sources_read_until
    return view.messages.gettext("Sources read until %s") % languages.date(day, view.language) if day else ""


def _hold(document: Document, view: View, record: Record, shown: set[Address]) -> None:
    """Refuse a document that leaves out what it has to show: a limitation must not be lost by an edit of a template."""
    missing = [needed for needed in document.must_show(view, record) if needed.address not in shown]
    if missing:
        names = ", ".join(str(needed.address) for needed in missing)
        hint = f"show or link each in {document.name}.md.jinja"
        raise Stop(f"the template {document.name}.md.jinja leaves out, for {record.address}: {names}", hint, code=USAGE)
