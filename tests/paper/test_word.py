"""Word files: what a reader of Word sees of a page, read back with the library that Word's users script with."""

from __future__ import annotations

import io
import sys
import zipfile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from underhood.doors.word import ready, word
from underhood.doors.word_widths import shares
from underhood.values.errors import Stop

PAGE = """<!doctype html><html lang="fr"><head><title>Fiche &amp; carte</title></head><body>
<p class="running title">Fiche</p><p class="running digest">release/x · 12ab</p>
<p class="running notice">Non déposé.</p>
<h1>Fiche</h1><p>Un <strong>mot</strong>  et <em>un
autre</em>,
<a href="https://lab.example/a">un lien</a>, <a href="../x.html">dedans</a>, <span lang="en">a word</span>.</p>
{}
</body></html>"""


def made(body: str = "") -> Document:
    return docx.Document(io.BytesIO(word(PAGE.format(body), day="2026-01-31")))


def texts(file: Document) -> list[tuple[str, str]]:
    return [(one.style.name if one.style else "", one.text) for one in file.paragraphs]


def test_a_page_is_told_in_words() -> None:
    assert texts(made()) == [("Title", "Fiche"), ("Normal", "Un mot et un autre, un lien, dedans, a word.")]


def test_words_keep_their_look_and_language() -> None:
    runs = {run.text: run for run in made().paragraphs[1].runs}
    assert runs["mot"].bold
    assert runs["un autre"].italic
    assert not runs["Un "].bold
    look = runs["a word"]._r.rPr
    assert look is not None
    language = look.find(qn("w:lang"))
    assert language is not None
    assert language.get(qn("w:val")) == "en"


def test_links_lead_out_only() -> None:
    links = made().paragraphs[1].hyperlinks
    assert [(link.text, link.address) for link in links] == [("un lien", "https://lab.example/a")]


def test_every_sheet_says_what_it_is() -> None:
    section = made().sections[0]
    assert section.header.paragraphs[0].text == "Fiche · release/x · 12ab"
    assert section.footer.paragraphs[0].text == "Non déposé."


def test_the_file_says_title_language_and_day() -> None:
    about = made().core_properties
    assert (about.title, about.language) == ("Fiche & carte", "fr")
    assert about.created is not None
    assert about.created.date().isoformat() == "2026-01-31"


def test_lists_inside_lists() -> None:
    found = texts(made("<ul><li>one<ul><li>two<ol><li>three<ul><li>four</li></ul></li></ol></li></ul></li></ul>"))
    assert found[2:] == [
        ("List Bullet", "one"),
        ("List Bullet 2", "two"),
        ("List Number 3", "three"),
        ("List Bullet 3", "four"),
    ]


def test_tables_have_a_head_that_is_repeated() -> None:
    table = made(
        '<div class="scroll"><table><caption>Sizes</caption>'
        '<thead><tr><th>Size</th><th class="num">Tokens</th></tr></thead>'
        '<tbody><tr><td>7B</td><td class="num">2.0</td></tr><tr><td colspan="2"><ul><li>a</li><li>b</li></ul></td></tr>'
        "</tbody></table></div>"
    ).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Size", "Tokens"],
        ["7B", "2.0"],
        ["a\nb", "a\nb"],
    ]
    assert [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows] == [True, False, False]


def test_charts_are_left_to_their_tables() -> None:
    found = texts(made("<figure><figcaption>Chart</figcaption><svg><text>12</text></svg></figure><pre>a\n  b</pre>"))
    assert found[2:] == [("Normal", "Chart"), ("Normal", "a\n  b")]


@pytest.mark.parametrize(
    "body", ["", "<table></table>", "<ul></ul>", "<p></p>", "loose &lt;b&gt; words", "<td>x", "<b><p>x</p></b>"]
)
def test_odd_pages_are_no_fault(body: str) -> None:
    assert made(body).paragraphs


def test_the_same_page_gives_the_same_bytes() -> None:
    page = PAGE.format("<p>x</p>")
    assert word(page) == word(page)
    with zipfile.ZipFile(io.BytesIO(word(page))) as packed:
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(Stop, match="'docx'") as stop:
        ready()
    assert "underhood[docx]" in (stop.value.hint or "")


def test_columns_are_as_wide_as_what_they_hold_asks() -> None:
    rows = [["What is measured", "7B", "a long sentence that says what the figure is about and where it comes from"]]
    first, second, third = shares(rows, 3)
    assert second < first < third
    assert abs(first + second + third - 1) < 1e-9
    assert shares([], 2) == [0.5, 0.5]
    assert shares([["x" * 10_000, "y"]], 2)[0] < 0.98
