"""The site for programs: all its pages in one list, a guide for language models, and a map for search engines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from underhood.doors import markup
from underhood.meaning.audience import View
from underhood.passages.coverage import page as coverage_page
from underhood.passages.coverage import told
from underhood.records.record import Record
from underhood.site.links import document_path, named_path, record_path
from underhood.values.page import Page

INDEX, GUIDE, MAP = "index.json", "llms.txt", "sitemap.xml"
VERSION = 1


def index(view: View, pages: Iterable[Page]) -> str:
    """Every page of the site that says something about the records, by path."""
    found = sorted((page for page in pages if page.search), key=lambda page: page.path)
    facts: dict[str, Any] = {
        "version": VERSION,
        "title": view.settings.title,
        "notice": view.settings.notice_in(view.language),
        "as_of": view.as_of,
        "pages": [_entry(page) for page in found],
    }
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def _entry(page: Page) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "path": page.path,
        "language": page.language,
        "kind": page.kind,
        "title": page.title,
        "summary": markup.plain(page.summary),
        "record": str(page.record) if page.record else "",
        "releases": list(page.facets.get("release", ())),
        "frameworks": list(page.facets.get("framework", ())),
    }
    return {name: value for name, value in entry.items() if value}


def guide(view: View) -> str:
    """What there is and where, as Markdown: releases with their documents, registers, frameworks."""
    settings = view.settings
    lines = [f"# {markup.escape(settings.title)}", ""]
    if notice := settings.notice_in(view.language):
        lines += [f"> {markup.escape(notice)}", ""]
    for title, entries in (
        ("Releases", _releases(view)),
        ("Registers", _registers(view)),
        ("Frameworks", _asked(view)),
    ):
        lines += [f"## {title}", "", *(f"- {entry}" for entry in entries), ""]
    lines += ["## For programs", "", f"- [All pages]({INDEX})", "- [What the site was made from](provenance.json)", ""]
    return "\n".join(lines)


def _releases(view: View) -> Iterator[str]:
    for release in view.of("release"):
        yield f"{_link(release.title, record_path(release.address))}: {', '.join(_documents(view, release))}"


def _documents(view: View, release: Record) -> Iterator[str]:
    yield _link("model card", document_path("model-card", release.address))
    yield _link("what is not published", document_path("not-published", release.address))
    yield _link("disclosure items", document_path("coverage", release.address))
    for framework in told(view).frameworks:
        yield _link(framework.short, f"{coverage_page(release, framework)}.html")


def _registers(view: View) -> Iterator[str]:
    for kind in view.catalog.kinds.values():
        if kind.register and view.of(kind.name):
            yield _link(kind.plural, named_path("kind", kind.name, "register"))


def _asked(view: View) -> Iterator[str]:
    for framework in told(view).frameworks:
        yield _link(framework.title, named_path("framework", framework.id, "framework"))


def _link(words: str, path: str) -> str:
    return f"[{markup.escape(str(words))}]({path})"


def sitemap(paths: Sequence[str], site: str) -> str:
    """The addresses of all pages, for search engines; none where the settings give no address of the site."""
    base = site.rstrip("/")
    found = [f" <url><loc>{escape(f'{base}/{path}')}</loc></url>" for path in sorted(paths)] if base else []
    head = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    return "\n".join([*head, *found, "</urlset>"]) + "\n"
