"""A document as a file of its own: with its title above and its footer below, and links that lead out of it."""

from __future__ import annotations

import html
from collections.abc import Mapping

from underhood.documents import Document, Rendered, Subject, render
from underhood.meaning.audience import View
from underhood.records.record import Record
from underhood.site.links import (
    NAMED,
    document_path,
    in_language,
    markdown_published,
    named_path,
    published,
    record_path,
)
from underhood.site.provenance import Source, foot, foot_html

MARKDOWN, HTML = "markdown", "html"
REPOSITORY, KIND, ANY = "repository", "kind", "record"
"""Subjects of documents that are not the name of one kind."""

NAMES: Mapping[str, str] = {
    "comparison": "pair of releases",
    "grouping": "register and one of its columns",
    "coverage": "release and a framework",
    "taxonomy": "release and a taxonomy of risks",
}
"""What subjects are called that are no record."""


def standalone(source: Source, view: View, document: Document, *, subject: Subject, form: str) -> str:
    """A document as a Markdown or an HTML file."""
    rendered = render(document.name, view, subject)
    page = in_language(place(document, subject), view.language)
    origin = source.origin(document.name, rendered, view, subject=subject, form=form)
    record = subject if isinstance(subject, Record) else None
    if form == HTML:
        body = published(rendered.html().body, page, view.language, site=view.settings.site_url)
        return f"{_page(rendered, body, view)}\n{foot_html(origin, record, view)}"
    text = markdown_published(rendered.markdown(), page, view.language, site=view.settings.site_url)
    return text.rstrip("\n") + "\n" + foot(origin, record, view)


def place(document: Document, subject: Subject) -> str:
    """Where the document lies on the site."""
    if isinstance(subject, Record):
        own = document.name in {subject.kind, ANY}
        return record_path(subject.address) if own else document_path(document.name, subject.address)
    if subject and document.subject in NAMED:
        return named_path(document.subject, subject, document.name)
    return document_path(document.name)


def _page(rendered: Rendered, body: str, view: View) -> str:
    """A page that stands alone, without the frame of the site."""
    status = " · ".join(badge.text for badge in rendered.status)
    above = [f"<p><em>{html.escape(rendered.notice)}</em></p>" if rendered.notice else ""]
    above += [f"<h1>{html.escape(rendered.title)}</h1>", f"<p>{html.escape(status)}</p>" if status else ""]
    above += [f"<p>{line}</p>" for line in (rendered.summary, html.escape(rendered.read_until)) if line]
    head = ["<!doctype html>", f'<html lang="{view.language}">', '<meta charset="utf-8">']
    head += ['<meta name="robots" content="noindex">'] if view.settings.circle else []
    head.append(f"<title>{html.escape(rendered.title)}</title>")
    return "\n".join([*head, *(line for line in above if line), body])
