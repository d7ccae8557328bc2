"""Where everything lies on the site, and links that work from any page, even in an unpacked zip."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import unquote

from underhood.doors.languages import SOURCE_LANGUAGE
from underhood.values.ids import Address, parse_address

TOOL = "about/tool/"
"""Where the pages about the tool lie."""

_LINK = re.compile(r'<a href="(record|doc):([^"]*)"([^>]*)>')
_HREF = re.compile(r'href="(record|doc):([^"]*)"')
_MARKDOWN_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\((record|doc):([^)\s]*)\)")
_MARKDOWN = re.compile(r"\]\((record|doc):([^)\s]*)\)")
_OPEN_LINK = re.compile(r'<a href="broken:"[^>]*>(.*?)</a>', re.DOTALL)


def in_language(path: str, language: str) -> str:
    """The path of a page in a language."""
    return path if language == SOURCE_LANGUAGE else f"{language}/{path}"


def record_path(address: Address) -> str:
    """The permanent path of a record's page."""
    return f"{address.kind}/{address.id}.html"


def document_path(name: str, address: Address | None = None) -> str:
    """The path of a document: of a record, or of the repository itself."""
    return f"{address.kind}/{address.id}/{name}.html" if address else f"{name}.html"


NAMED: Mapping[str, str] = {
    "kind": "registers/%s",
    "grouping": "registers/%s",
    "comparison": "compare/%s",
    "framework": "framework/%s",
    "coverage": "release/%s/coverage/%s",
    "taxonomy": "release/%s/coverage/%s",
}
"""Where documents lie that are about no record, by the sort of their subject, which is named in words."""


def named_path(subject: str, name: str, document: str) -> str:
    """The path of a document about something that is named in words; several documents of one subject lie below it."""
    below = f"/{document}" if subject == "framework" != document else ""
    return f"{NAMED[subject] % tuple(name.split('/', NAMED[subject].count('%s') - 1))}{below}.html"


def relative(target: str, page: str) -> str:
    """The way from one page to another."""
    path, mark, fragment = target.partition("#")
    if path == page and mark:
        return f"#{fragment}"
    return _way(path, page.rpartition("/")[0]) + mark + fragment


@lru_cache(1 << 15)
def _way(path: str, folder: str) -> str:
    return posixpath.relpath(path, folder or ".")


def root(page: str) -> str:
    """The way from a page to the site's root: `../../` or nothing."""
    return "../" * page.count("/")


def resolved(html: str, page: str, language: str, *, pages: Mapping[str, frozenset[str]]) -> str:
    """A body with its `record:` and `doc:` links made relative.

    `pages` holds the anchors of every page of the site; a link whose page does not exist becomes plain text, and one
    whose anchor does not exist leads to the nearest that does.
    """

    def put(match: re.Match[str]) -> str:
        target = _target(match[1], match[2], language, pages)
        return f'<a href="{relative(target, page)}"{match[3]}>' if target else '<a href="broken:">'

    return _OPEN_LINK.sub(r"\1", _LINK.sub(put, html))


def resolved_markdown(text: str, page: str, language: str, *, pages: Iterable[str]) -> str:
    """Markdown with its `record:` and `doc:` links made relative; one that leads nowhere becomes plain text."""
    known = dict.fromkeys(pages, frozenset[str]())

    def put(match: re.Match[str]) -> str:
        target = _target(match[2], match[3], language, known)
        return f"[{match[1]}]({relative(target, page).replace('.html', '.md', 1)})" if target else match[1]

    return _MARKDOWN_LINK.sub(put, text)


def published(html: str, page: str, language: str, *, site: str = "") -> str:
    """Text with its `record:` and `doc:` links made addresses of the site, or relative to a place on it.

    Unlike `resolved`, it does not ask whether the pages exist: what it is for leaves the site.
    """

    def put(match: re.Match[str]) -> str:
        return f'href="{address_of(match[1], match[2], page, language=language, site=site)}"'

    return _HREF.sub(put, html)


def markdown_published(text: str, page: str, language: str, *, site: str = "") -> str:
    """Markdown with its links made addresses, as `published` does it with a page."""

    def put(match: re.Match[str]) -> str:
        return f"]({address_of(match[1], match[2], page, language=language, site=site)})"

    return _MARKDOWN.sub(put, text)


def address_of(scheme: str, written: str, page: str, *, language: str, site: str = "") -> str:
    """Where a `record:` or `doc:` link leads: an address of the site, or the way there from a place on it."""
    path, mark, anchor = written.partition("#")
    address = parse_address(path) if scheme == "record" else None
    path = record_path(address) if address is not None else f"{path.strip('/')}.html"
    target = in_language(path, language) + mark + anchor
    return f"{site.rstrip('/')}/{target}" if site else relative(target, page)


def _target(scheme: str, written: str, language: str, pages: Mapping[str, frozenset[str]]) -> str:
    if scheme == "doc":
        written, _, anchor = written.partition("#")
        path = in_language(f"{written.strip('/')}.html", language)
        if path not in pages and written.startswith(TOOL):  # written in one language only
            path = f"{written.strip('/')}.html"
        return "" if path not in pages else f"{path}#{anchor}" if unquote(anchor) in pages[path] else path
    address = parse_address(written)
    path = in_language(record_path(address), language) if address else ""
    if address is None or path not in pages:
        return ""
    for end in range(len(address.steps), 0, -1):
        for start in (0, 1):  # the name of a default list may be written or left out
            anchor = "/".join(address.steps[start:end])
            if anchor and anchor in pages[path]:
                return f"{path}#{anchor}"
    return path
