"""The frame around every page: navigation, notice, language, provenance, and the words of the interface."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from underhood.doors import assets, languages, templating
from underhood.doors.languages import SOURCE_LANGUAGE, Messages
from underhood.records.settings import Settings
from underhood.site.links import in_language, record_path, relative, root
from underhood.values.page import Page, Reference

NAVIGATION = (
    ("Releases", "releases.html"),
    ("Public statements", "claims.html"),
    ("Registers", "registers.html"),
    ("Compare", "compare.html"),
    ("Glossary", "glossary.html"),
    ("About", "about.html"),
)
"""The six entries of the top navigation, the same in every language."""

ALL_FEED = "feed.atom"
"""Where the feed of all releases lies, in each language."""

LANGUAGE_NAMES = {"en": "English", "fr": "Français"}
LOCALES = {"en": "en_GB", "fr": "fr_FR"}
"""Languages as OpenGraph names them."""

MISSING = "404.html"
"""The page that servers give in place of any that is missing, at any depth."""

INTERFACE = {
    "skip": "Skip to content",
    "search": "Search",
    "menu": "Menu",
    "main_navigation": "Main navigation",
    "home": "Home",
    "breadcrumb": "Where this page is",
    "language": "Language",
    "on_this_page": "On this page",
    "print": "Print",
    "correct": "Correct this record",
    "changed": "Last change",
    "sources": "Sources",
    "cite": "Cite this page",
    "correction": "To correct",
    "downloads": "Downloads",
    "feed": "Feed of all releases (Atom)",
    "back_to_top": "Back to top",
    "fiction": "Fiction: an invented laboratory, made to show the tool. Nothing here is about a real organisation.",
    "about_page": "About this page",
    "provenance": "Where this page comes from",
    "made_with": "Made with",
    "notice_more": "About these records",
    "filter": "Filter this table",
    "filter_all": "all",
    "filter_shown": "{shown} of {total} shown",
    "filter_none": "Nothing in this table matches.",
    "filter_reset": "Clear",
    "sort": "Sort by",
    "search_label": "Words to look for",
    "search_button": "Search",
    "search_facets": "Narrow down",
    "search_clear": "Clear the choices",
    "search_other": "Search the other language too ({language})",
    "search_loading": "Searching …",
    "search_none": "No page was found for “{query}”.",
    "search_found": "{count} pages found",
    "search_one": "1 page found",
    "search_some": "No page has all of these words; {count} pages have some of them.",
    "search_some_one": "No page has all of these words; 1 page has some of them.",
    "search_more": "Show more",
    "search_file": "Search needs the site to be served by a web server; everything else works in an opened folder.",
    "search_failed": "The search index could not be loaded.",
    "search_script": "Search needs JavaScript. Without it, the registers list every record.",
    "search_help": "Other ways to find something:",
    "search_spelling": "Check the spelling. Accents and capitals make no difference.",
    "search_fewer": "Use fewer or other words, and clear the choices that narrow the search.",
    "search_ways": "Look here:",
    "search_slash": "The key / leads to search from any page",
    "facet_kind": "Kind",
    "facet_release": "Release",
    "facet_severity": "Severity",
    "facet_status": "Status",
    "facet_framework": "Framework",
}


_BLOCK = re.compile(r"<(h[2-6]|p|ul|dl|details)(?=[ >])")


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frames of all pages in one language share. `read_until` is the sentence on the sources, or nothing."""

    settings: Settings
    messages: Messages
    paths: frozenset[str]
    serve: bool = False

    @property
    def language(self) -> str:
        """The language of the pages."""
        return self.messages.language

    @property
    def read_until(self) -> str:
        """Until when sources were read, in words."""
        day = self.settings.sources_read_until
        return self.messages.gettext("Sources read until %s") % languages.date(day, self.language) if day else ""

    def shared(self, path: str) -> dict[str, Any]:
        """The frame's variables that depend on nothing but the page's path and language."""
        words = {key: self.messages.gettext(text) for key, text in INTERFACE.items()}
        return {
            "lang": self.language,
            "site_title": self.settings.title,
            "root": self._root(path),
            "home": self.way(in_language("index.html", self.language), path),
            "nav": self._navigation(path),
            "alternate": self._alternate(path),
            **self._machines(path),
            "logo": self.settings.appearance.logo_path,
            "own_style": bool(self.settings.appearance.style),
            "notice": self.settings.notice_in(self.language),
            "circle": self.settings.circle,
            "notice_href": self.way(in_language("about.html", self.language), path),
            "read_until": "" if _of_the_tool(path, self.language) else self.read_until,
            "fiction": self.settings.fiction,
            "serve": self.serve,
            "t": {**words, "fiction": self.settings.fiction_in(self.language) or words["fiction"]},
            "feeds": [{"title": words["feed"], "href": self.way(in_language(ALL_FEED, self.language), path)}],
        }

    def way(self, target: str, path: str) -> str:
        """The way from a page to another; a full address where the page may be shown at any depth."""
        return self._site + target if path == MISSING and self._site else relative(target, path)

    @property
    def _site(self) -> str:
        return f"{self.settings.site_url.rstrip('/')}/" if self.settings.site_url else ""

    def _root(self, path: str) -> str:
        return self._site if path == MISSING and self._site else root(path)

    def by_hand(self, path: str) -> dict[str, Any]:
        """The frame's variables of a page that somebody wrote by hand."""
        about = _of_the_tool(path, self.language)
        above = [("Home", "index.html"), *((("About", "about.html"),) if about else ())]
        crumbs = [(title, in_language(target, self.language)) for title, target in above]
        return {
            **self.shared(path),
            "crumbs": [
                {"title": self.messages.gettext(title), "href": self.way(target, path)} for title, target in crumbs
            ],
            "search": not about,
        }

    def _navigation(self, path: str) -> list[dict[str, Any]]:
        entries = []
        for title, target in NAVIGATION:
            place = in_language(target, self.language)
            if place in self.paths:
                entries.append(
                    {"title": self.messages.gettext(title), "href": self.way(place, path), "current": place == path}
                )
        return entries

    def _alternate(self, path: str) -> dict[str, str] | None:
        for language, target in self._everywhere(path).items():
            if language != self.language:
                title = LANGUAGE_NAMES.get(language, language)
                return {"lang": language, "href": self.way(target, path), "title": title}
        return None

    def _machines(self, path: str) -> dict[str, Any]:
        """What search engines and link previews are told of a page's address and of the same page in each language."""
        found = self._everywhere(path)
        ways = {
            language: self._site + target if self._site else relative(target, path)
            for language, target in found.items()
        }
        if len(ways) > 1 and SOURCE_LANGUAGE in ways:
            ways["x-default"] = ways[SOURCE_LANGUAGE]
        return {
            "canonical": self._site + path if self._site and path != MISSING else "",
            "alternates": [{"lang": lang, "href": href} for lang, href in ways.items()] if len(ways) > 1 else [],
            "locale": LOCALES.get(self.language, self.language),
            "locales": [LOCALES.get(language, language) for language in found if language != self.language],
        }

    def _everywhere(self, path: str) -> dict[str, str]:
        """The page's path in each language in which there is the page."""
        bare = path.removeprefix(f"{self.language}/") if self.language != SOURCE_LANGUAGE else path
        places = {language: in_language(bare, language) for language in self.settings.languages}
        return {language: place for language, place in places.items() if place in self.paths or place == path}


def _of_the_tool(path: str, language: str) -> bool:
    """Whether a page is about the tool, and not about what the records describe."""
    return path.removeprefix(f"{language}/").startswith(("about/tool", "development/"))


def framed(page: Page, body: str, frame: Frame) -> str:
    """The finished HTML of a page."""
    path = page.path
    shared = frame.shared(path)
    variables = {
        **shared,
        "title": page.title,
        "content": _without_citation(body, page.cite_at),
        "summary": page.summary,
        "status": [asdict(badge) for badge in page.status],
        "crumbs": [
            {
                "title": frame.messages.gettext("Home"),
                "href": frame.way(in_language("index.html", page.language), path),
            },
            *(_reference(crumb, path) for crumb in page.crumbs),
        ]
        if page.kind != "home"
        else [],
        "toc": [asdict(entry) for entry in page.contents],
        "marks": _marks(page),
        "linked_data": page.linked_data,
        "downloads": [_reference(download, path) for download in page.downloads],
        "provenance": list(page.provenance),
        "origin": page.origin,
        "facets": {name: list(values) for name, values in page.facets.items()},
        "search": page.search,
        "ids": _ids(page),
        "page_kind": page.kind,
        "feeds": [*(_reference(feed, path) for feed in page.feeds), *shared["feeds"]],
    }
    return templating.html((assets.directory("theme"),), "layout.html", variables)


def _without_citation(body: str, place: str) -> str:
    """A body whose part on how to cite it is left out of search: it says again what the page says."""
    start = body.find(f'<h2 id="{place}"') if place else -1
    if start < 0:
        return body
    end = body.find("<h2 ", start + 1) if "<h2 " in body[start + 1 :] else len(body)
    return body[:start] + _BLOCK.sub(r"<\1 data-pagefind-ignore", body[start:end]) + body[end:]


def _ids(page: Page) -> str:
    """What the search index knows a record's own page by: its id, alone and with its kind."""
    record = page.record
    if record is None or page.path != in_language(record_path(record), page.language):
        return ""
    return f"{record} {record.id}"


def search_body(frame: Frame, path: str) -> str:
    """The content of the search page."""
    return templating.html((assets.directory("theme"),), "search_content.html", frame.shared(path))


def _reference(reference: Reference, path: str) -> Mapping[str, str]:
    outside = ":" in reference.href.split("/")[0]
    return {"title": reference.title, "href": reference.href if outside else relative(reference.href, path)}


def _marks(page: Page) -> Mapping[str, Any]:
    """What the page says of itself and how it is cited, with links from it."""
    marks, path = page.marks, page.path
    return {
        **asdict(marks),
        "what": _reference(marks.what, path) if marks.what else None,
        "cite": asdict(page.cite) if page.cite else None,
        "cite_at": page.cite_at,
    }
