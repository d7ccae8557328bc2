"""The site for programs: all its pages in one list, a guide for language models, and a map for search engines."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from underhood.doors import markup
from underhood.meaning.audience import View
from underhood.passages.coverage import page as coverage_page
from underhood.passages.coverage import told
from underhood.records.record import Record
from underhood.site import changelog_json
from underhood.site.frame import ALL_FEED
from underhood.site.links import document_path, in_language, named_path, record_path
from underhood.site.record_json import entry
from underhood.values.page import Page

INDEX, GUIDE, MAP = "index.json", "llms.txt", "sitemap.xml"
TERMS = "glossary.json"
VERSION = 1
NO_DAYS: Mapping[str, str] = MappingProxyType({})
_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def index(view: View, pages: Iterable[Page]) -> str:
    """Every page of the site that says something about the records, by path, and every record with its files."""
    found = sorted((page for page in pages if page.search), key=lambda page: page.path)
    facts: dict[str, Any] = {
        "version": VERSION,
        "title": view.settings.title,
        "notice": view.settings.notice_in(view.language),
        "fiction": view.settings.fiction,
        "as_of": view.as_of,
        "pages": [_entry(page) for page in found],
        "records": [entry(view, record) for record in view],
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
    return "\n".join([*lines, "## For programs", "", *(f"- {line}" for line in _for_programs(view)), ""])


def _for_programs(view: View) -> Iterator[str]:
    """Where the rest is, and how the addresses of records and pages are made."""
    yield f"[All pages and records]({INDEX}): each record lies at `<kind>/<id>`, as `.html`, `.md`, `.json` and `.yaml`"
    yield "Every page has its text beside it: `.md` in place of `.html`; tables lie beside theirs as `.csv`"
    yield f"[Releases, events and corrections, as a feed]({ALL_FEED})"
    for model in view.of("model"):
        path = changelog_json.json_path(view, model)
        yield f"{_link(model.title, path)}: what changed from release to release"
    yield f"[The words, as defined terms]({TERMS})"
    yield "[What the site was made from](provenance.json)"


def robots(view: View) -> str:
    """What search engines are told: to stay away from what is not for everybody, else where the map is; or nothing."""
    if view.settings.circle:
        return "User-agent: *\nDisallow: /\n"
    site = view.settings.site_url
    return f"User-agent: *\nAllow: /\nSitemap: {site.rstrip('/')}/{MAP}\n" if site else ""


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


def sitemap(
    paths: Sequence[str], site: str, *, languages: Sequence[str] = (), days: Mapping[str, str] = NO_DAYS
) -> str:
    """The addresses of all pages, for search engines; none where the settings give no address of the site.

    A page that there is in several `languages` names all of them; `days`: when what a page says last changed.
    """
    base, known = site.rstrip("/"), frozenset(paths)
    found = [_place(path, base, _everywhere(path, languages, known), days.get(path, "")) for path in sorted(known)]
    head = ['<?xml version="1.0" encoding="UTF-8"?>']
    head.append(f'<urlset xmlns="{_MAP}" xmlns:xhtml="http://www.w3.org/1999/xhtml">')
    return "\n".join([*head, *(found if base else ()), "</urlset>"]) + "\n"


def _place(path: str, base: str, languages: Mapping[str, str], day: str) -> str:
    changed = f"<lastmod>{escape(day)}</lastmod>" if day else ""
    alike = (
        f"<xhtml:link rel={quoteattr('alternate')} hreflang={quoteattr(language)} href={quoteattr(f'{base}/{place}')}/>"
        for language, place in (languages.items() if len(languages) > 1 else ())
    )
    return f" <url><loc>{escape(f'{base}/{path}')}</loc>{changed}{''.join(alike)}</url>"


def _everywhere(path: str, languages: Sequence[str], known: Collection[str]) -> Mapping[str, str]:
    """The path of a page in each language in which there is the page."""
    first = path.partition("/")[0]
    bare = path.removeprefix(f"{first}/") if first in languages else path
    places = {language: in_language(bare, language) for language in languages}
    return {language: place for language, place in places.items() if place in known}
