"""Ordinary Markdown, read without a parser: nearly all that templates and records hold, at a tenth of the time.

Each function answers None for what it is not sure of; the parser reads that. What they do answer is what the parser and
the sanitiser would have made of it, to the byte: `tests/site/test_ordinary.py` holds one against the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

_STRANGE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff]|\]:")
"""Control characters, and what may define the target of a link for the whole text."""

_HEADING = re.compile(r"(#{1,6}) ([^\s#|](?:[^|\n]*[^\s#|])?)")
_FENCE = re.compile(r"`{3,}[^`|]*")
_INDENTED_FENCE = re.compile(r"(?m)^(?:[ ]+(?:```|~~~)|~~~)")
_ALIGNMENTS = re.compile(r"\|(?: *:?-+:? *\|)+")
_BAR = re.compile(r"(?<!\\)\|")
_OPENS_NOTHING = re.compile(r"(?![0-9]{1,9}[.)](?:\s|$))(?:[^\s\-+*#>=|~`_:<&]|\*\*?(?=[^\W_])).*(?<!\s)")
"""A line that begins no block of its own, and goes on with no other."""

_WORDS = r"[^\\`*_\[\]<>&\n\x00-\x1f\x7f-\x9f\ufeff\ud800-\udfff]"
_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_UNMARKED = rf"[^\\`*_\[\]<&\n]|\\{_PUNCTUATION}"
_STRONG = rf"(?:{_UNMARKED}|\[(?:{_UNMARKED})+\]\([^()\s\\`*_<>&]+\))+"
_PLAIN = re.compile(rf"{_WORDS}*")
_INLINE = re.compile(
    rf"""(?x)
    (?P<words>(?:{_WORDS}|[>\]]|(?<=[A-Za-z0-9])_+(?=[A-Za-z0-9])|(?<![ ])\n(?![ ]))+)
    | \\(?P<escaped>{_PUNCTUATION})
    | \[(?P<label>(?:{_UNMARKED}|(?<=[A-Za-z0-9])_+(?=[A-Za-z0-9]))+)\]
      \((?P<target>(?:(?:record|doc):(?=[A-Za-z0-9])|\#|https://[a-z0-9]+(?:[.-][a-z0-9]+)+/)[A-Za-z0-9/._\#-]*)\)
    | (?<![^ \n(])(?P<stars>\*\*?)(?P<simple>[A-Za-z0-9](?:[^\\`*_\[\]<&\n]*[A-Za-z0-9])?)(?P=stars)(?=\Z|[ \n.,:;)])
    | (?<![^ \n])(?P<marks>\*\*?)(?P<strong>(?!\s){_STRONG})(?<!\s)(?P=marks)(?=\Z|[ \n])
    | (?<!`)`(?P<code>[^`\s](?:[^`\n]*[^`\s])?)`(?!`)
    | &(?P<entity>amp|lt|gt);
    """
)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a text: `h1` to `h6`, `p`, `pre`, `ul` or `table`, and its lines.

    `rows`: the cells of a table, its head first; `right`: which of its columns are numbers.
    """

    tag: str
    lines: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    right: Sequence[bool] = ()


def shown(text: str) -> str:
    """Text as HTML holds it, the way that the sanitiser writes it."""
    return escape(text, quote=False).replace("\xa0", "&nbsp;")


def line(text: str) -> str | None:
    """The safe HTML of text without blocks."""
    if _PLAIN.fullmatch(text):
        return text.replace("\xa0", "&nbsp;")
    found, end = [], 0
    while end < len(text):
        match = _INLINE.match(text, end)
        shape = _SHAPES[str(match.lastgroup)](match) if match else None
        if match is None or shape is None:
            return None
        found.append(shape)
        end = match.end()
    return "".join(found)


def _link(match: re.Match[str]) -> str | None:
    words = line(match["label"])
    return None if words is None else f'<a href="{match["target"]}">{words}</a>'


def _strong(match: re.Match[str]) -> str | None:
    tag = "strong" if (match["marks"] or match["stars"]) == "**" else "em"
    words = line(match["strong"] or match["simple"])
    return None if words is None else f"<{tag}>{words}</{tag}>"


_SHAPES: dict[str, Callable[[re.Match[str]], str | None]] = {
    "words": lambda match: shown(match["words"]),
    "escaped": lambda match: shown(match["escaped"]),
    "target": _link,
    "simple": _strong,
    "strong": _strong,
    "code": lambda match: f"<code>{shown(match['code'])}</code>",
    "entity": lambda match: match[0],
}


def sections(markdown: str) -> list[str]:
    """A text in parts that may be read one by one, each from a heading to the next; one part if that is not sure."""
    if _STRANGE.search(markdown) or _INDENTED_FENCE.search(markdown):
        return [markdown]
    parts: list[list[str]] = [[]]
    fence = 0
    for row in markdown.split("\n"):
        if row.startswith("```"):
            ticks = len(row) - len(row.lstrip("`"))
            if not fence and not _FENCE.fullmatch(row):
                return [markdown]
            if not fence:
                fence = ticks
            elif ticks >= fence and not row.strip("` "):
                fence = 0
        elif row.startswith("#") and not fence and _HEADING.fullmatch(row):
            parts.append([])
        parts[-1].append(row)
    return ["\n".join(part) for part in parts if part]


def blocks(section: str) -> list[Block] | None:
    """The blocks of a text, or of a section of one."""
    if _STRANGE.search(section):
        return None
    rows = section.split("\n")
    found: list[Block] = []
    at = 0
    while at < len(rows):
        if not rows[at].strip(" "):
            at += 1
            continue
        block, at = _block(rows, at)
        if block is None or (found and block.tag == found[-1].tag == "ul"):  # one list, with paragraphs in it
            return None
        found.append(block)
    return found


def _block(rows: Sequence[str], at: int) -> tuple[Block | None, int]:
    """The block that begins at a line, and where the next may begin."""
    first = rows[at]
    if heading := _HEADING.fullmatch(first):
        return Block(f"h{len(heading[1])}", [heading[2]]), at + 1
    if first.startswith("```"):
        return _code(rows, at)
    end = at
    while end < len(rows) and rows[end].strip(" "):
        end += 1
    if first.startswith("|"):
        return _table(rows[at:end]), end
    if first.startswith("- "):
        items = [row[2:] for row in rows[at:end] if row.startswith("- ")]
        whole = len(items) == end - at and all(map(_OPENS_NOTHING.fullmatch, items))
        return (Block("ul", items) if whole else None), end
    whole = all(map(_OPENS_NOTHING.fullmatch, rows[at:end]))
    return (Block("p", ["\n".join(rows[at:end]).strip()]) if whole else None), end


def _code(rows: Sequence[str], at: int) -> tuple[Block | None, int]:
    if not _FENCE.fullmatch(rows[at]):
        return None, at
    fence = rows[at][: len(rows[at]) - len(rows[at].lstrip("`"))]
    for end in range(at + 1, len(rows)):
        if rows[end].startswith(fence) and not rows[end].strip("` "):
            return Block("pre", ["".join(f"{row}\n" for row in rows[at + 1 : end])]), end + 1
    return None, at


def _table(rows: Sequence[str]) -> Block | None:
    if len(rows) < 2 or not _ALIGNMENTS.fullmatch(rows[1]):
        return None
    right = [mark.strip().endswith(":") and not mark.strip().startswith(":") for mark in rows[1].split("|")[1:-1]]
    found = []
    for row in (rows[0], *rows[2:]):
        cells = _cells(row)
        if len(cells) != len(right):
            return None
        found.append(cells)
    return Block("table", rows=found, right=right)


def _cells(row: str) -> list[str]:
    """The cells of a line of a table; none where it is not closed by bars."""
    cells = row.strip().split("|")
    if "\\|" in row:
        cells = [cell.replace("\\|", "|") for cell in _BAR.split(row.strip())]
    return [] if cells[0] or cells[-1] else [cell.strip() for cell in cells[1:-1]]


def table(block: Block, label: str, line: Callable[[str], str]) -> Iterator[str]:
    """A table in a region of its own, which may scroll and has a name."""
    number = [' class="num"' if right else "" for right in block.right]
    yield f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table>\n<thead>\n<tr>\n'
    for mark, cell in zip(number, block.rows[0], strict=True):
        yield f'<th{mark} scope="col">{line(cell)}</th>\n'
    yield "</tr>\n</thead>\n"
    if len(block.rows) > 1:
        yield "<tbody>\n"
        for row in block.rows[1:]:
            yield "<tr>\n"
            for mark, cell in zip(number, row, strict=True):
                yield f"<td{mark}>{line(cell)}</td>\n"
            yield "</tr>\n"
        yield "</tbody>\n"
    yield "</table></div>\n"
