"""CommonMark to safe HTML, and the pieces that Markdown cannot say.

A document is rendered once, as Markdown with tokens for what a record's author wrote and for what Markdown lacks
(charts, badges,
anchors). Each token stands for a piece that was made safe on its own, so that nothing in a record can break out of its
place.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape as escape_html
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

SCHEMES = frozenset({"http", "https", "mailto", "record", "doc"})
"""Links of records go to the web or by mail; `record:` and `doc:` are ours and become relative addresses."""

_OPEN, _CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_ALONE = re.compile(f"<p>{_OPEN}([0-9]+){_CLOSE}</p>")
_HEADING = re.compile(r'<h([23]) id="([^"]*)">(.*?)</h\1>', re.DOTALL)
_LINKED = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\([^()]*\)")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
_BLANK = re.compile(r"[^\S\xa0\u202f]+")
_LINE_START = re.compile(r"^(\s*(?:[0-9]{1,9}(?=[.)](?:\s|$)))?)([-+=#>]|(?<=[0-9])[.)](?=\s|$))")
_FORBIDDEN_TARGET = re.compile(rf"\]\((?!\s*<?\s*(?:#|(?:{'|'.join(sorted(SCHEMES))}):))", re.IGNORECASE)
_DEFINITION = re.compile(r"\[([^\[\]]*)\]:")
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


class Markdown(str):
    """Markdown that may stand as it is; every other string is escaped before it enters a document."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """What a token stands for: in a page, and in a plain Markdown file."""

    html: str
    markdown: str


@dataclass(slots=True)
class Pieces:
    """The pieces of one document, in the order in which they were asked for; `table` is the word for its tables."""

    found: list[Piece] = field(default_factory=list)
    table: str = "Table"

    def put(self, html: str, markdown: str) -> Markdown:
        """Keep a piece, and return the token that stands for it."""
        self.found.append(Piece(html, markdown))
        return Markdown(f"{_OPEN}{len(self.found) - 1}{_CLOSE}")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page, with its anchor."""

    id: str
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class Html:
    """Safe HTML of a document, and its headings."""

    body: str
    headings: tuple[Heading, ...] = ()


def escape(text: str) -> Markdown:
    """Text that Markdown shows as it is, on one line."""
    line = _one_line(text)
    return Markdown(_LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", line.replace("&", "&amp;"))))


def _one_line(text: str) -> str:
    """Text on one line; spaces that do not break stay what they are."""
    return _BLANK.sub(" ", clean(text)).strip(" ")


def clean(text: str) -> str:
    """Text without the characters that stand for pieces."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def to_html(markdown: str, pieces: Pieces | None = None) -> Html:
    """The safe HTML of a document."""
    parser = _parser()
    tokens = parser.parse(markdown)
    headings = _number_headings(tokens, pieces)
    for index, token in enumerate(t for t in tokens if t.type == "table_open"):
        token.meta["label"] = f"{pieces.table if pieces else 'Table'} {index + 1}"
    html = _fill(_sanitise(parser.renderer.render(tokens, parser.options, {})), pieces)
    return Html(_HEADING.sub(_self_link, html), tuple(headings))


def _self_link(match: re.Match[str]) -> str:
    """A heading that is a link to itself, so that a place in a page can be cited; not where it holds a link already."""
    level, anchor, words = match[1], match[2], match[3]
    if "<a " in words:
        return match[0]
    return f'<h{level} id="{anchor}"><a class="anchor" href="#{anchor}">{words}</a></h{level}>'


def to_markdown(markdown: str, pieces: Pieces) -> str:
    """The document as plain Markdown."""
    text = _TOKEN.sub(lambda match: pieces.found[int(match[1])].markdown, markdown)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() + "\n"


def fragment(markdown: str) -> str:
    """The safe HTML of one text of a record, on its own; its headings become strong text."""
    parser = _parser()
    tokens = parser.parse(clean(markdown))
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.type, token.tag = token.type.replace("heading", "paragraph"), "p"
    for index, token in enumerate(t for t in tokens if t.type == "table_open"):
        token.meta["label"] = f"Table {index + 1}"
    return _sanitise(parser.renderer.render(tokens, parser.options, {})).strip()


def inline(markdown: str) -> str:
    """The safe HTML of one text of a record, without blocks: what may stand in a cell or a heading."""
    return _sanitise(_parser().renderInline(_one_line(markdown))).strip()


def inline_markdown(markdown: str) -> str:
    """One text of a record as Markdown that stays in its cell or line, and opens no block where it begins one."""
    line = _allowed_links(_one_line(markdown)).replace("|", "\\|").replace("<", "&lt;")
    return re.sub(r"^(?=```|~~~|\*\s|[*_]\s?[*_]\s?[*_])", r"\\", _LINE_START.sub(r"\1\\\2", line))


def block_markdown(markdown: str) -> str:
    """One text of a record as Markdown that ends where it ends: an open fence is closed, headings are none."""
    text = _allowed_links(clean(markdown).strip()).replace("<", "&lt;")
    text = re.sub(r"(?m)^(\s*)(#{1,6}\s|={2,}\s*$|-{2,}\s*$)", r"\1\\\2", text)
    return (
        text
        if len(re.findall(r"(?m)^\s{0,3}(?:```|~~~)", text)) % 2 == 0
        else text.replace("```", "\\`\\`\\`").replace("~~~", "\\~\\~\\~")
    )


def _allowed_links(markdown: str) -> str:
    """Markdown whose links go where ours may, and that defines no target for the words of others."""
    return _DEFINITION.sub(r"\\[\1]:", _FORBIDDEN_TARGET.sub(r"]\\(", markdown))


def unlinked(html: str) -> str:
    """Safe HTML without its links, whose words stay: what may stand inside a link."""
    return re.sub(r"</?a\b[^>]*>", "", html)


def plain(html: str) -> str:
    """The text of a piece of HTML, for titles and summaries."""
    import html as entities  # noqa: PLC0415  (the name is taken here)

    return _one_line(entities.unescape(re.sub(r"<[^>]*>", " ", html))).replace(" ,", ",").replace(" .", ".")


def _fill(html: str, pieces: Pieces | None) -> str:
    if pieces is None:
        return html
    html = _ALONE.sub(lambda match: _block(pieces.found[int(match[1])].html), html)
    return _TOKEN.sub(lambda match: pieces.found[int(match[1])].html, html)


def _block(html: str) -> str:
    return (
        html
        if html.startswith("<") and not html.startswith(("<a ", "<em", "<strong", "<code", "<span"))
        else f"<p>{html}</p>"
    )


def _fill_plain(text: str, pieces: Pieces | None) -> str:
    return plain(_TOKEN.sub(lambda match: pieces.found[int(match[1])].html, text)) if pieces else text


def _sanitise(html: str) -> str:
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=set(SCHEMES), link_rel=None)


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
    label = attribute(tokens[index].meta.get("label", "Table"))
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table>\n'


def _cell_open(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    token = tokens[index]
    number = ' class="num"' if "right" in str(token.attrGet("style") or "") else ""
    scope = ' scope="col"' if token.tag == "th" else ""
    return f"<{token.tag}{number}{scope}>"


def _number_headings(tokens: Sequence[Token], pieces: Pieces | None) -> list[Heading]:
    """Give each heading an anchor out of its words, unique in the page."""
    used: dict[str, int] = {}
    found = []
    for token, content in itertools.pairwise(tokens):
        if token.type != "heading_open":
            continue
        words = _LINKED.sub(r"\1", content.content)
        title = _fill_plain(re.sub(r"\\(.)", r"\1", words), pieces)
        slug = re.sub(r"[^\w]+", "-", title.lower()).strip("-") or "section"
        used[slug] = used.get(slug, 0) + 1
        slug = slug if used[slug] == 1 else f"{slug}-{used[slug]}"
        token.attrSet("id", slug)
        found.append(Heading(slug, title, int(token.tag[1])))
    return found


def attribute(text: str) -> str:
    """Text for an HTML attribute or element of our own making."""
    return escape_html(text, quote=True)
