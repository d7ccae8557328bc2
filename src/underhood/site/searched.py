"""What search reads of a finished page: the words of its records, without the shell and what other pages say."""

from __future__ import annotations

import re
from collections.abc import Iterator

REPEATING = frozenset({"document", "compare", "claims"})
"""Kinds of page that are made of what records say; search knows them by title, summary and headings."""

_LANGUAGE = re.compile(r'<html lang="([^"]*)"')
_FILTER = re.compile(r"<meta data-pagefind-filter[^>]*>")
_KIND = re.compile(r'<body class="page-([a-z]+)"')
_PROSE = re.compile(r'<div class="prose"[^>]*>')
_HEADING = re.compile(r"<(h[23]) id=.*?</\1>", re.DOTALL)
_SOURCE = re.compile(r'<a href="[^"]*evidence/[^"]*">[^<]*</a>(?:, [^“”«»"<>();]*)?;?\s*')
_SILENT = re.compile(
    r"<svg.*?</svg>|<a (?:class=\"anchor\" )?href=[^>]*>|</a>|<span class=\"place\"[^>]*></span>|</?(?:strong|em)>",
    re.DOTALL,
)
"""Marks that carry no word; Pagefind takes long to step over each."""


def searched(page: str) -> str:
    """A page as the search index is to read it; empty if it is not to be found.

    Quoted words of a source stay; its name and the place in it, which stand behind every statement, are left to the
    page of the source itself.
    """
    start, end = page.find("<main"), page.rfind("</main>")
    if start < 0 or "data-pagefind-body" not in page[start : page.find(">", start)]:
        return ""
    head, main = page[:start], page[start:end]
    language = _LANGUAGE.search(head)
    prose = _PROSE.search(main)
    top, body = (main[: prose.end()], main[prose.end() :]) if prose else (main, "")
    return "".join(_parts(head, language[1] if language else "en", top, body=_lean(head, body)))


def _lean(head: str, body: str) -> str:
    kind = _KIND.search(head)
    if kind and kind[1] in REPEATING:
        body = "".join(found[0] for found in _HEADING.finditer(body)) + "</div>"
    return _SILENT.sub("", _SOURCE.sub("", body))


def _parts(head: str, language: str, top: str, *, body: str) -> Iterator[str]:
    yield f'<!doctype html><html lang="{language}"><head>'
    yield from _FILTER.findall(head)
    yield f"</head><body>{top}{body}</main></body></html>"
