"""Pages as Word files, through python-docx. The library is an extra."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from underhood.doors.word_widths import shares
from underhood.values.errors import USAGE, Stop

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from lxml.html import HtmlElement

EXTRA = "docx"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of every file inside, so that the same page gives the same bytes."""

HEADINGS: Mapping[str, int] = {"h1": 0, "h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 5}
LISTS: Mapping[str, str] = {"ul": "List Bullet", "ol": "List Number"}
DEEPEST = 3
"""How deep Word's own styles for lists go."""
INLINE = frozenset(
    {"a", "strong", "b", "em", "i", "span", "code", "br", "sup", "sub", "time", "q", "abbr", "small", "cite"}
)
PASSED = frozenset({"svg", "script", "style", "head", "template"})
"""What has no words for a reader of Word: each chart has its figures in a table below it."""
SMALL = 8
"""The size of type in tables, in points."""
A4 = (7_560_310, 10_692_130)
MARGIN = 720_000
"""Sizes of the sheet, in Word's units: 36,000 a millimetre."""
WIDE = A4[0] - 2 * MARGIN


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look: where they lead, and in which language they are, if it is another than the file's."""

    text: str
    bold: bool = False
    italic: bool = False
    mono: bool = False
    link: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where blocks go: the file itself or a cell of a table, in which style, how deep inside lists."""

    made: Document
    into: Any
    style: str | None = None
    depth: int = 0


def ready() -> None:
    """Look whether Word files can be made. Raises Stop with what is missing."""
    _new()


def word(page: str, *, day: str = "") -> bytes:
    """The file for a page of HTML, dated on this day. Raises Stop with what is missing."""
    made = _new()
    from lxml import html  # noqa: PLC0415  (comes with python-docx)

    root = html.document_fromstring(page)
    _told(made, root, day)
    said = {name: one.text_content() for name in ("title", "digest", "notice") for one in root.find_class(name)}
    section: Any = made.sections[0]
    section.page_width, section.page_height = A4
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    section.header.paragraphs[0].text = " · ".join(said[name] for name in ("title", "digest") if said.get(name))
    section.footer.paragraphs[0].text = said.get("notice", "")
    _blocks(Place(made, made), root.find("body"))
    return _packed(made)


def _new() -> Document:
    try:
        import docx  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise Stop("Word files need the extra 'docx'", f"pip install 'underhood[{EXTRA}]'", code=USAGE) from error
    return docx.Document()


def _told(made: Document, root: HtmlElement, day: str) -> None:
    """What the file says of itself, and in which language all its text is."""
    about = made.core_properties
    about.title, about.language = (root.findtext(".//title") or "")[:255], root.get("lang") or ""
    about.author, about.comments = "underhood", ""
    about.created = about.modified = dt.datetime.fromisoformat(day or "1980-01-01")
    _speaks(made.styles["Normal"].element.get_or_add_rPr(), about.language)


def _speaks(properties: Any, language: str) -> None:
    """Say in which language text is, so that it is read and spelt as what it is."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    said = OxmlElement("w:lang")
    said.set(qn("w:val"), language)
    properties.append(said)


def _blocks(place: Place, element: HtmlElement) -> None:
    """Put what an element holds into the file; words that stand loose between blocks are paragraphs."""
    loose: list[Run] = []
    if element.text:
        loose.append(Run(element.text))
    for child in element:
        if _is_inline(child):
            loose += _runs(child, Run(""))
        else:
            loose = _paragraph(place, loose)
            _block(place, child)
        if child.tail:
            loose.append(Run(child.tail))
    _paragraph(place, loose)


def _is_inline(element: HtmlElement) -> bool:
    return element.tag in INLINE and all(_is_inline(child) for child in element)


def _block(place: Place, element: HtmlElement) -> None:
    if not isinstance(element.tag, str) or element.tag in PASSED or "running" in element.classes:
        return
    if element.tag in HEADINGS and place.into is place.made:
        _fill(place.made.add_heading("", HEADINGS[element.tag]), _inside(element))
    elif element.tag in LISTS:
        name, depth = LISTS[element.tag], min(place.depth + 1, DEEPEST)
        style = name if depth == 1 else f"{name} {depth}"
        for item in element:
            _blocks(replace(place, style=style, depth=depth), item)
    elif element.tag == "table":
        _table(place, element)
    elif element.tag == "blockquote":
        _blocks(replace(place, style="Quote"), element)
    elif element.tag in {"dt", "summary", "figcaption", "caption", *HEADINGS}:
        _paragraph(place, [replace(run, bold=True) for run in _inside(element)])
    elif element.tag == "pre":
        _fill(place.into.add_paragraph(), [Run(element.text_content(), mono=True)])
    else:
        _blocks(place, element)


def _paragraph(place: Place, runs: list[Run]) -> list[Run]:
    """Write words as a paragraph, if there are any; an empty list to go on with."""
    if any(run.text.strip() for run in runs):
        _fill(place.into.add_paragraph(style=place.style), runs)
    return []


def _inside(element: HtmlElement) -> list[Run]:
    """The words of an element that holds no block."""
    return [run for run in _runs(element, Run("")) if run.text]


def _runs(element: HtmlElement, look: Run) -> Iterator[Run]:
    """The words of an element, its tail not among them, each with its look."""
    tag, link = element.tag, element.get("href") or ""
    look = replace(
        look,
        bold=look.bold or tag in {"strong", "b"},
        italic=look.italic or tag in {"em", "i", "cite"},
        mono=look.mono or tag == "code",
        link=link if link.startswith(("https:", "http:", "mailto:")) else look.link,
        language=element.get("lang") or look.language,
    )
    if tag == "br":
        yield replace(look, text="\n")
    yield replace(look, text=element.text or "")
    for child in element:
        if isinstance(child.tag, str) and child.tag not in PASSED:
            yield from _runs(child, look)
        yield replace(look, text=child.tail or "")


def _fill(paragraph: Paragraph, runs: Iterable[Run]) -> None:
    """Write words into a paragraph, as HTML means them: white space is one space, and none at the ends."""
    blank = True
    for run in _trimmed(runs):
        text = run.text if run.mono or run.text == "\n" else " ".join(f"|{run.text}|".split())[1:-1]
        text = text.lstrip(" ") if blank else text
        if not text:
            continue
        blank = text.endswith((" ", "\n"))
        _write(paragraph, replace(run, text=text))


def _trimmed(runs: Iterable[Run]) -> list[Run]:
    found = [run for run in runs if run.text]
    while found and not found[-1].text.strip():
        found.pop()
    return [*found[:-1], replace(found[-1], text=found[-1].text.rstrip())] if found else []


def _write(paragraph: Paragraph, run: Run) -> None:
    made = paragraph.add_run(run.text)
    made.bold, made.italic = run.bold or None, run.italic or None
    if run.mono:
        made.font.name = "Courier New"
    if run.language:
        _speaks(made._r.get_or_add_rPr(), run.language)  # noqa: SLF001  (python-docx has no word for the language)
    if run.link:
        _link(paragraph, made, run.link)


def _link(paragraph: Paragraph, run: Any, address: str) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run.font.underline = True
    run._r.addprevious(link)  # noqa: SLF001  (python-docx reads links, and writes none)
    link.append(run._r)  # noqa: SLF001


def _table(place: Place, element: HtmlElement) -> None:
    """A table, its head repeated on every sheet."""
    rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
    width = max((sum(_span(cell) for cell in row) for row in rows), default=0)
    if not width:
        return
    caption = element.find("caption")
    if caption is not None:
        _paragraph(place, [replace(run, bold=True) for run in _inside(caption)])
    table = place.into.add_table(len(rows), width)
    table.style = "Table Grid"
    texts = [[cell.text_content().strip() for cell in row] for row in rows if all(_span(cell) == 1 for cell in row)]
    across = [round(WIDE * share) for share in shares(texts, width)]
    for column, one in zip(table.columns, across, strict=True):
        column.width = one
    for line, row in zip(table.rows, rows, strict=True):
        cells, at = line.cells, 0
        for target, one in zip(cells, across, strict=True):
            target.width = one
        for cell in row:
            target = cells[at] if _span(cell) == 1 else cells[at].merge(cells[at + _span(cell) - 1])
            at += _span(cell)
            _cell(replace(place, into=target, style=None, depth=0), cell)
        if row.getparent().tag == "thead":
            _repeated(line)


def _span(cell: HtmlElement) -> int:
    return max(1, int(cell.get("colspan") or 1))


def _cell(place: Place, element: HtmlElement) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    first = place.into.paragraphs[0]
    _blocks(place, element)
    if len(place.into.paragraphs) > 1 and not first.text:
        first._p.getparent().remove(first._p)  # noqa: SLF001  (a cell begins with an empty paragraph)
    for paragraph in place.into.paragraphs:
        paragraph.paragraph_format.space_after = Pt(0)
        if "num" in element.classes:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for run in paragraph.runs:
            run.font.size = Pt(SMALL)
            run.bold = True if element.tag == "th" else run.bold


def _repeated(row: Any) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001


def _packed(made: Document) -> bytes:
    """The file, with no time of day inside."""
    loose, packed = io.BytesIO(), io.BytesIO()
    made.save(loose)
    with zipfile.ZipFile(loose) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, LONG_AGO), old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
