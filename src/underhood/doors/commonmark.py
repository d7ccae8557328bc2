"""CommonMark with tables to HTML by a library, and HTML made safe by another: all that a record says passes here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

SCHEMES = frozenset({"http", "https", "mailto", "record", "doc"})
"""Links of records go to the web or by mail; `record:` and `doc:` are ours and become relative addresses."""

_TAGS = {
    "a",
    "p",
    "em",
    "strong",
    "code",
    "pre",
    "ul",
    "ol",
    "li",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "br",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "div",
    "span",
}
_ATTRIBUTES = {
    "a": {"href", "title", "class", "aria-label"},
    "ol": {"start"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "th": {"class", "scope"},
    "td": {"class"},
} | {f"h{level}": {"id"} for level in range(1, 7)}


def line_html(markdown: str) -> str:
    """The safe HTML of text without blocks."""
    return sanitised(_parser().renderInline(markdown))


def blocks_html(markdown: str, label: Callable[[], str], anchor: Callable[[str, int], str] | None) -> str:
    """The safe HTML of a text.

    `label` gives the name of the next table, `anchor` that of a heading of this text and level; without it headings
    are paragraphs.
    """
    parser = _parser()
    tokens = parser.parse(markdown)
    for at, token in enumerate(tokens):
        if token.type == "table_open":
            token.meta["label"] = label()
        elif token.type in {"heading_open", "heading_close"} and anchor is None:
            token.type, token.tag = token.type.replace("heading", "paragraph"), "p"
        elif token.type == "heading_open" and anchor is not None:
            token.attrSet("id", anchor(tokens[at + 1].content, int(token.tag[1])))
    return sanitised(parser.renderer.render(tokens, parser.options, {}))


def sanitised(html: str) -> str:
    """HTML without anything that no text may hold."""
    return _cleaner().clean(html)


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=set(SCHEMES), link_rel=None)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])
    parser.validateLink = _allowed  # type: ignore[method-assign]
    parser.add_render_rule("table_open", _table_open)
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    for cell in ("th_open", "td_open"):
        parser.add_render_rule(cell, _cell_open)
    return parser


def _allowed(url: str) -> bool:
    scheme, colon, _ = url.strip().lower().partition(":")
    return (bool(colon) and scheme in SCHEMES) or url.startswith("#")


def _table_open(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    label = escape(tokens[index].meta.get("label", "Table"))
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table>\n'


def _cell_open(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    token = tokens[index]
    number = ' class="num"' if "right" in str(token.attrGet("style") or "") else ""
    scope = ' scope="col"' if token.tag == "th" else ""
    return f"<{token.tag}{number}{scope}>"
