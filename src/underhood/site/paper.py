"""Documents on paper: a PDF or a Word file, made of one page of HTML."""

from __future__ import annotations

import html
import re

from underhood.documents import Document, Rendered, Subject, render
from underhood.doors import assets, pdf, word
from underhood.meaning.audience import View
from underhood.records.record import Record
from underhood.site.links import in_language, published
from underhood.site.plan import PDF, WORD
from underhood.site.provenance import Source, sentences
from underhood.site.standalone import place
from underhood.values.origin import SHORT, Origin

STYLES = "assets/paper.css"

_INWARD = re.compile(r'<a(?: class="[^"]*")? href="(?!https?:|mailto:|#)[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
_ANCHOR = re.compile(r'<a class="anchor"[^>]*>(.*?)</a>', re.DOTALL)
_CLOSED = re.compile(r"<details\b(?! open)")


def ready(form: str) -> None:
    """Look whether such files can be made here. Raises Stop with what is missing."""
    (pdf.ready if form == PDF else word.ready)()


def printed(page: str, form: str, *, day: str) -> bytes:
    """The file of a page made by `paper`, dated on this day. Raises Stop with what is missing."""
    if form == WORD:
        return word.word(page, day=day)
    return pdf.pdf(page, (assets.directory("theme") / STYLES).read_text("utf-8"))


def paper(source: Source, view: View, document: Document, *, subject: Subject, form: str) -> str:
    """A document as one page: its notice and its digest stand on every sheet, and links lead to the site or nowhere."""
    rendered = render(document.name, view, subject)
    origin = source.origin(document.name, rendered, view, subject=subject, form=form)
    page = in_language(place(document, subject), view.language)
    body = published(rendered.html().body, page, view.language, site=view.settings.site_url)
    body = _CLOSED.sub("<details open", _INWARD.sub(r"\1", _ANCHOR.sub(r"\1", body)))
    record = subject if isinstance(subject, Record) else None
    foot = "".join(f"<p>{html.escape(line)}</p>" for line in sentences(origin, record, view))
    return "\n".join([*_head(rendered, origin, view), body, f'<footer class="foot">{foot}</footer>', "</body></html>"])


def _head(rendered: Rendered, origin: Origin, view: View) -> list[str]:
    """All above the text: what runs along on every sheet first."""
    title = html.escape(rendered.title)
    notice = html.escape(" ".join(part for part in (rendered.caution, rendered.notice) if part))
    digest = (origin.manifest or origin.records)[:SHORT]
    status = " · ".join(badge.text for badge in rendered.status)
    lines = [rendered.summary, html.escape(" · ".join(part for part in (status, rendered.read_until) if part))]
    return [
        f'<!doctype html><html lang="{view.language}"><head><meta charset="utf-8"><title>{title}</title>',
        f'<meta name="generator" content="underhood"><meta name="dcterms.created" content="{view.as_of}"></head><body>',
        f'<p class="running title">{title}</p><p class="running digest">{html.escape(origin.subject)} · {digest}</p>',
        f'<p class="running notice">{notice}</p>' if notice else "",
        f"<h1>{title}</h1>",
        *(f'<p class="above">{line}</p>' for line in lines if line),
    ]
