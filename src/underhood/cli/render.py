"""Render one document: as Markdown, HTML, PDF or Word."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

import click

from underhood.cli.parts import asking
from underhood.cli.parts.options import Session, found, session
from underhood.cli.parts.output import OK
from underhood.documents import Document, Subject, documents, offered
from underhood.doors import writing
from underhood.meaning.audience import Audience, View, Views
from underhood.meaning.lineage import comparisons
from underhood.passages.coverage import told
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.site import atom, changelog_json, feeds
from underhood.site.leaks import watch
from underhood.site.links import NAMED
from underhood.site.paper import paper, printed, ready
from underhood.site.plan import PAPER
from underhood.site.provenance import Source
from underhood.site.standalone import ANY, HTML, KIND, MARKDOWN, NAMES, REPOSITORY, standalone
from underhood.values.errors import USAGE, Stop
from underhood.values.ids import parse_address

JSON, ATOM = "json", "atom"
ENDINGS = {".html": HTML, ".json": JSON, ".atom": ATOM, **{f".{form}": form for form in PAPER}}
"""Formats by the ending of the file that is written; any other is Markdown."""

DATA = {JSON: ("changelog",), ATOM: ("changelog", "releases")}
"""The documents that there are in a form for programs."""


@click.command("render")
@click.argument("document", required=False)
@click.argument("record", required=False, metavar="[KIND/ID]")
@asking.file("Write to this file instead of stdout.")
@click.option("--lang", metavar="CODE", default="en", show_default=True, help="The language, such as fr.")
@click.option(
    "--format",
    "form",
    type=click.Choice([MARKDOWN, HTML, *PAPER, JSON, ATOM]),
    help="markdown, html; pdf, docx: for paper; json: a changelog for programs; atom: a feed of a changelog, or of all "
    "releases (default: by the file's ending, else markdown).",
)
@click.option("--html", "as_html", is_flag=True, help="The same as --format html.")
@asking.audience()
@click.option("--drafts", is_flag=True, help="Include releases that are not out yet.")
@click.option("--list", "listing", is_flag=True, help="List the documents and the kinds they are made for.")
@session
def command(session: Session, document: str | None, record: str | None, **asked: object) -> int:
    """Render one document: as Markdown, HTML, PDF or Word.

    Examples: `underhood render model-card release/llama-2`, `underhood render changelog model/llama -o CHANGES.md`,
    `underhood render changelog model/llama --format json`, `underhood render releases -o feed.atom`.
    Links lead to the published site if the settings give its address;
    else they are relative to the place that the document has on it.
    """
    if asked["listing"]:
        session.output.write(_listing())
        return OK
    if not document:
        raise click.UsageError("missing argument 'DOCUMENT'", click.get_current_context())
    language, out = str(asked["lang"]), asked["file"]
    project = session.project()
    if language not in project.settings.languages:
        raise Stop(
            f"these records are not kept in '{language}'",
            f"the languages are: {', '.join(project.settings.languages)}",
            code=USAGE,
        )
    views = Views(project, drafts=bool(asked["drafts"]))
    audience = Audience(str(asked["audience"]))
    view = views.view(language, audience)
    document, record = _in_order(document, record)
    wanted = _document(document)
    subject = _subject(project, wanted, record, view)
    form = _form(asked, wanted)
    text = _written(views, view, wanted, subject=subject, form=form)
    text = text if text.endswith("\n") else f"{text}\n"
    if (kept := watch(views, audience)) is not None:
        kept.hold(out.name if isinstance(out, Path) else wanted.name, text.encode())
    if isinstance(out, Path):
        writing.write(out.absolute(), printed(text, form, day=view.as_of) if form in PAPER else text.encode())
        session.output.tell(f"wrote {out}")
    else:
        session.output.write(text)
    return OK


def _form(asked: Mapping[str, object], wanted: Document) -> str:
    """The format that was asked for: by name, else by the ending of the file."""
    out, form = asked["file"], asked["form"]
    if asked["as_html"] and form not in {None, HTML}:
        raise Stop(f"--html and --format {form} are two formats", "give one of them", code=USAGE)
    by_ending = ENDINGS.get(out.suffix.lower(), MARKDOWN) if isinstance(out, Path) else MARKDOWN
    found = HTML if asked["as_html"] else str(form or by_ending)
    if wanted.name not in DATA.get(found, (wanted.name,)):
        there_are = ", ".join(DATA[found])
        raise Stop(f"the document '{wanted.name}' is not made as {found}", f"these are: {there_are}", code=USAGE)
    if found in PAPER:
        if not isinstance(out, Path):
            raise Stop(f"{found} is no text to show", f"name a file: -o {wanted.name}.{found}", code=USAGE)
        ready(found)
    return found


def _written(views: Views, view: View, wanted: Document, *, subject: Subject, form: str) -> str:
    """The document in a format."""
    if form in DATA:
        model = subject if isinstance(subject, Record) else None
        if form == ATOM:
            return atom.write(feeds.model_feed(view, model) if model else feeds.whole_feed(view), view)
        assert model is not None
        return changelog_json.write(view, model)
    made = paper if form in PAPER else standalone
    return made(Source(views), view, wanted, subject=subject, form=form)


def _listing() -> str:
    known = documents()
    width = max((len(name) for name in known), default=0)
    kinds = max((len(document.subject) for document in known.values()), default=0)
    return "\n".join(
        f"{name.ljust(width)}  {document.subject.ljust(kinds)}  {document.summary}" for name, document in known.items()
    )


def _in_order(document: str, record: str | None) -> tuple[str, str | None]:
    """The document and what it is made of, whichever was named first."""
    swapped = record is not None and record in documents() and document not in documents()
    return (record, document) if swapped and record is not None else (document, record)


def _document(name: str) -> Document:
    known = documents()
    if name in known:
        return known[name]
    if parse_address(name) is not None:
        raise Stop(f"{name} is no document", f"name one before it: underhood render record {name}", code=USAGE)
    near = difflib.get_close_matches(name, known, 1, 0.6)
    hint = f"did you mean '{near[0]}'?" if near else f"the documents are: {', '.join(known) or 'none'}"
    raise Stop(f"there is no document '{name}'", hint, code=USAGE)


def _subject(project: Project, document: Document, named: str | None, view: View) -> Subject:
    """What the document is to be made of. Raises Stop when the argument does not fit the document."""
    if document.subject == REPOSITORY:
        if named:
            raise Stop(f"the document '{document.name}' is about the whole repository", "name no record", code=USAGE)
        return None
    if named is None:
        example = _example(document, view)
        subject = NAMES.get(document.subject, document.subject)
        wants = f"the document '{document.name}' is made of a {subject}"
        raise Stop(wants, f"name one: underhood render {document.name} {example}", code=USAGE)
    if document.subject in NAMED:
        return _kind(named, view) if document.subject == KIND else named
    record, address = found(project, named)
    if document.subject not in {ANY, record.kind}:
        others = ", ".join([*(one.name for one in offered(view, record)), ANY])
        message = f"the document '{document.name}' is made of a {document.subject}; {record.address} is a {record.kind}"
        raise Stop(message, f"the documents of {record.address}: {others}", code=USAGE)
    shown = view.at(address)
    if shown is None:
        raise Stop(
            f"{record.address} is not for the audience '{view.audience}', or not out yet",
            "name the audience with --audience, or add --drafts to include releases that are not out",
            code=USAGE,
        )
    if not document.applies(view, shown):
        raise Stop(
            f"{record.address} has no {document.name}", "`underhood render --list` lists the documents", code=USAGE
        )
    return shown


def _kind(named: str, view: View) -> str:
    if named in view.catalog.kinds:
        return named
    near = difflib.get_close_matches(named, view.catalog.kinds, 1, 0.6)
    hint = f"did you mean '{near[0]}'?" if near else f"the kinds are: {', '.join(view.catalog.kinds)}"
    raise Stop(f"there is no kind '{named}'", hint, code=USAGE)


def _example(document: Document, view: View) -> str:
    """A record that the document can be made of."""
    if document.subject == KIND:
        return "risk"
    if document.subject in NAMED:
        return _named(document.subject, view)
    of_kind = (record for record in view if document.subject in {ANY, record.kind} and document.applies(view, record))
    return next((str(record.address) for record in of_kind), f"{document.subject}/<id>")


def _named(subject: str, view: View) -> str:
    """A subject that is named in words, as an example."""
    if subject == "comparison":
        return next((two.name for two in comparisons(view.catalog)), "<id>..<id>")
    if subject == "grouping":
        return "evidence/by-type"
    every, release = told(view), next((one.id for one in view.of("release")), "<id>")
    found = every.taxonomies if subject == "taxonomy" else every.asking
    framework = next((one.id for one in found), "<id>")
    return framework if subject == "framework" else f"{release}/{framework}"
