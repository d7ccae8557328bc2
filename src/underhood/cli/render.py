"""Render one document as Markdown or HTML."""

from __future__ import annotations

import difflib
import html
import re
from pathlib import Path

import click

from underhood.cli.options import Session, found, session
from underhood.cli.output import OK
from underhood.documents import Document, Rendered, Subject, documents, offered, render
from underhood.doors import writing
from underhood.meaning.audience import View, Views
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.site.links import document_path, in_language, record_path, relative
from underhood.values.errors import USAGE, Stop
from underhood.values.ids import parse_address

REPOSITORY, KIND, ANY = "repository", "kind", "record"
"""Subjects of documents that are not the name of one kind."""

_MARKDOWN = re.compile(r"\]\((record|doc):([^)\s]*)\)")
_HTML = re.compile(r'href="(record|doc):([^"]*)"')


@click.command("render")
@click.argument("document", required=False)
@click.argument("record", required=False, metavar="[KIND/ID]")
@click.option(
    "-o", "--out", metavar="FILE", type=click.Path(path_type=Path), help="Write to this file instead of stdout."
)
@click.option("--lang", metavar="CODE", default="en", show_default=True, help="The language, such as fr.")
@click.option("--html", "as_html", is_flag=True, help="HTML instead of Markdown.")
@click.option("--drafts", is_flag=True, help="Include releases that are not out yet.")
@click.option("--list", "listing", is_flag=True, help="List the documents and the kinds they are made for.")
@session
def command(session: Session, document: str | None, record: str | None, **asked: object) -> int:
    """Render one document as Markdown or HTML.

    Examples: `underhood render model-card release/llama-2`, `underhood render changelog model/llama -o CHANGES.md`.
    Links lead to the published site if the settings give its address;
    else they are relative to the place that the document has on it.
    """
    if asked["listing"]:
        session.output.write(_listing())
        return OK
    if not document:
        raise click.UsageError("missing argument 'DOCUMENT'", click.get_current_context())
    language, out = str(asked["lang"]), asked["out"]
    project = session.project()
    if language not in project.settings.languages:
        raise Stop(
            f"these records are not kept in '{language}'",
            f"the languages are: {', '.join(project.settings.languages)}",
            code=USAGE,
        )
    view = Views(project, drafts=bool(asked["drafts"])).view(language)
    wanted = _document(document)
    subject = _subject(project, wanted, record, view)
    rendered = render(wanted.name, view, subject)
    page = in_language(_path(wanted, subject), language)
    if asked["as_html"]:
        text = _page(rendered, _linked(rendered.html().body, _HTML, page, view), language)
    else:
        text = _linked(rendered.markdown(), _MARKDOWN, page, view)
    text = text if text.endswith("\n") else f"{text}\n"
    if isinstance(out, Path):
        writing.write(out.absolute(), text.encode())
        session.output.tell(f"wrote {out}")
    else:
        session.output.write(text)
    return OK


def _listing() -> str:
    known = documents()
    width = max((len(name) for name in known), default=0)
    kinds = max((len(document.subject) for document in known.values()), default=0)
    return "\n".join(
        f"{name.ljust(width)}  {document.subject.ljust(kinds)}  {document.summary}" for name, document in known.items()
    )


def _document(name: str) -> Document:
    known = documents()
    if name in known:
        return known[name]
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
        subject = {KIND: "kind", ANY: "record"}.get(document.subject, document.subject)
        wants = f"the document '{document.name}' is made of a {subject}"
        raise Stop(wants, f"name one: underhood render {document.name} {example}", code=USAGE)
    if document.subject == KIND:
        return _kind(named, view)
    record, address = found(project, named)
    if document.subject not in {ANY, record.kind}:
        others = ", ".join([*(one.name for one in offered(view, record)), ANY])
        message = f"the document '{document.name}' is made of a {document.subject}; {record.address} is a {record.kind}"
        raise Stop(message, f"the documents of {record.address}: {others}", code=USAGE)
    shown = view.at(address)
    if shown is None:
        raise Stop(
            f"{record.address} is not for the public yet",
            "add --drafts to include releases that are not out",
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
    of_kind = (record for record in view if document.subject in {ANY, record.kind} and document.applies(view, record))
    return next((str(record.address) for record in of_kind), f"{document.subject}/<id>")


def _path(document: Document, subject: Subject) -> str:
    """Where the document lies on the site."""
    if isinstance(subject, Record):
        own = document.name in {subject.kind, ANY}
        return record_path(subject.address) if own else document_path(document.name, subject.address)
    return f"registers/{subject}.html" if subject else document_path(document.name)


def _linked(text: str, pattern: re.Pattern[str], page: str, view: View) -> str:
    """The text with its links made addresses: of the site, or relative to the document's place on it."""
    site = view.settings.site_url.rstrip("/")

    def put(match: re.Match[str]) -> str:
        path, mark, anchor = match[2].partition("#")
        if match[1] == "record" and (address := parse_address(path)) is not None:
            path = record_path(address)
        else:
            path = f"{path.strip('/')}.html"
        target = in_language(path, view.language) + mark + anchor
        return match[0].replace(f"{match[1]}:{match[2]}", f"{site}/{target}" if site else relative(target, page))

    return pattern.sub(put, text)


def _page(rendered: Rendered, body: str, language: str) -> str:
    """A page that stands alone, without the frame of the site."""
    status = " · ".join(badge.text for badge in rendered.status)
    above = [f"<p><em>{html.escape(rendered.notice)}</em></p>" if rendered.notice else ""]
    above += [f"<h1>{html.escape(rendered.title)}</h1>", f"<p>{html.escape(status)}</p>" if status else ""]
    above += [f"<p>{line}</p>" for line in (rendered.summary, html.escape(rendered.read_until)) if line]
    head = ["<!doctype html>", f'<html lang="{language}">', '<meta charset="utf-8">']
    head.append(f"<title>{html.escape(rendered.title)}</title>")
    return "\n".join([*head, *(line for line in above if line), body])
