"""CommonMark to safe HTML, and the pieces that Markdown cannot say.

A document is rendered once, as Markdown with tokens for what a record's author wrote and for what Markdown lacks
(charts, badges,
anchors). Each token stands for a piece that was made safe on its own, so that nothing in a record can break out of its
place.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape as escape_html

from underhood.doors import commonmark, ordinary
from underhood.doors.commonmark import SCHEMES
from underhood.doors.ordinary import Block

KEPT = 20_000
"""So many lines and texts of records are kept as HTML: a cell that says the same stands on many pages."""

_OPEN, _CLOSE = "\ue000", "\ue001"
_ANY = _OPEN + _CLOSE
_TOKEN = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_ALONE = re.compile(f"<p>{_OPEN}([0-9]+){_CLOSE}</p>")
_HEADING = re.compile(r'<h([23]) id="([^"]*)">(.*?)</h\1>', re.DOTALL)
_LINKED = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\([^()]*\)")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
_BLANK = re.compile(r"[^\S\xa0\u202f]+")
_LINE_START = re.compile(r"^(\s*(?:[0-9]{1,9}(?=[.)](?:\s|$)))?)([-+=#>]|(?<=[0-9])[.)](?=\s|$))")
_FORBIDDEN_TARGET = re.compile(rf"\]\((?!\s*<?\s*(?:#|(?:{'|'.join(sorted(SCHEMES))}):))", re.IGNORECASE)
_ESCAPED = re.compile(r"(?s)(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|\\([\\`*_<>\[\]|~])")
_DEFINITION = re.compile(r"\[([^\[\]]*)\]:")


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


@lru_cache(KEPT)
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


def unescaped(text: str) -> str:
    """Markdown as plain text has it, as far as escapes go; code stays as it is."""
    return _ESCAPED.sub(lambda found: found[2] or found[0], clean(text))


def to_html(markdown: str, pieces: Pieces | None = None) -> Html:
    """The safe HTML of a document."""
    page = _Page(pieces)
    html = _fill("".join(page.section(part) for part in ordinary.sections(markdown)), pieces)
    return Html(_HEADING.sub(_self_link, html), tuple(page.headings))


@dataclass(slots=True)
class _Page:
    """What the sections of one document share: its headings, and how many tables there are already."""

    pieces: Pieces | None = None
    headings: list[Heading] = field(default_factory=list)
    used: dict[str, int] = field(default_factory=dict)
    tables: int = 0

    def section(self, markdown: str) -> str:
        """The safe HTML of a part of the document; tokens still stand in it."""
        blocks = ordinary.blocks(markdown)
        if blocks is not None:
            return "".join(map(self._written, blocks))
        return commonmark.blocks_html(markdown, self._label, self._anchor)

    def _written(self, block: Block) -> str:
        match block.tag:
            case "p":
                return f"<p>{_line(block.lines[0])}</p>\n"
            case "ul":
                return "<ul>\n" + "".join(f"<li>{_line(item)}</li>\n" for item in block.lines) + "</ul>\n"
            case "table":
                return "".join(ordinary.table(block, attribute(self._label()), _line))
            case "pre":
                return f"<pre><code>{ordinary.shown(block.lines[0])}</code></pre>\n"
        anchor = self._anchor(block.lines[0], int(block.tag[1]))
        return f'<{block.tag} id="{anchor}">{_line(block.lines[0])}</{block.tag}>\n'

    def _label(self) -> str:
        self.tables += 1
        return f"{self.pieces.table if self.pieces else 'Table'} {self.tables}"

    def _anchor(self, content: str, level: int) -> str:
        """Give a heading an anchor out of its words, unique in the page."""
        words = _LINKED.sub(r"\1", content)
        title = _fill_plain(re.sub(r"\\(.)", r"\1", words), self.pieces)
        slug = re.sub(r"[^\w]+", "-", title.lower()).strip("-") or "section"
        self.used[slug] = self.used.get(slug, 0) + 1
        slug = slug if self.used[slug] == 1 else f"{slug}-{self.used[slug]}"
        self.headings.append(Heading(slug, title, level))
        return slug


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


@lru_cache(KEPT)
def fragment(markdown: str) -> str:
    """The safe HTML of one text of a record, on its own; its headings become strong text."""
    text = clean(markdown)
    blocks = ordinary.blocks(text)
    if blocks is not None and all(block.tag == "p" for block in blocks):
        return "\n".join(f"<p>{_line(block.lines[0])}</p>" for block in blocks)
    numbers = itertools.count(1)
    return commonmark.blocks_html(text, lambda: f"Table {next(numbers)}", None).strip()


def inline(markdown: str) -> str:
    """The safe HTML of one text of a record, without blocks: what may stand in a cell or a heading."""
    return _kept_line(_one_line(markdown)).strip()


def _line(markdown: str) -> str:
    """The safe HTML of what stands in a block. Tokens differ from page to page: what stands around them is kept."""
    tokens = _TOKEN.findall(markdown)
    if not tokens:
        return _kept_line(markdown)
    parts = _kept_line(_TOKEN.sub(_ANY, markdown)).split(_ANY)
    if len(parts) != len(tokens) + 1 or markdown.count(_OPEN) != len(tokens):
        return commonmark.line_html(markdown)
    return "".join(f"{part}{_OPEN}{token}{_CLOSE}" for part, token in zip(parts, tokens, strict=False)) + parts[-1]


@lru_cache(KEPT)
def _kept_line(markdown: str) -> str:
    found = ordinary.line(markdown)
    return commonmark.line_html(markdown) if found is None else found


@lru_cache(KEPT)
def inline_markdown(markdown: str) -> str:
    """One text of a record as Markdown that stays in its cell or line, and opens no block where it begins one."""
    line = _allowed_links(_one_line(markdown)).replace("|", "\\|").replace("<", "&lt;")
    return re.sub(r"^(?=```|~~~|\*\s|[*_]\s?[*_]\s?[*_])", r"\\", _LINE_START.sub(r"\1\\\2", line))


@lru_cache(KEPT)
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


def attribute(text: str) -> str:
    """Text for an HTML attribute or element of our own making."""
    return escape_html(text, quote=True)
