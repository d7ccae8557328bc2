"""Nothing that a record says can leave its place or carry a script."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underhood.doors import markup
from underhood.doors.markup import Pieces, escape, to_html, to_markdown

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://example.org/pixel.png)",
    "<svg onload=alert(1)>",
    "<!-- x --><b onmouseover=alert(1)>",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "<a href='vbscript:x'>x</a>",
    "&lt;script&gt;",
    "`<script>`",
    "```html\n<script>alert(1)</script>\n```",
    '[x](https://example.org/"onmouseover="alert(1))',
]


@pytest.mark.parametrize("text", ATTACKS)
@pytest.mark.parametrize("render", [markup.fragment, markup.inline, lambda text: to_html(escape(text)).body])
def test_no_script_gets_out(text: str, render: object) -> None:
    html = render(text)  # type: ignore[operator]
    tags = re.findall(r"<[^>]*>", html)
    assert not any(
        re.search(r"(?i)<(script|img|svg|iframe|style)|\son\w+=|(javascript|data|vbscript):", tag) for tag in tags
    ), html


@given(st.text(max_size=80))
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    text = re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ue000\ue001]", "", text)
    shown = markup.plain(to_html(f"start {escape(text)}").body)
    assert (
        "".join(shown.split()) == "".join(f"start{text}".split())
        or "&" in text
        or "," in text
        or "." in text
        or "<" in text
    )


@pytest.mark.parametrize("text", ["a | b", "x\ny", "`a|b`", "| --- |", "ends with \\", "# not a heading"])
def test_a_cell_stays_a_cell(text: str) -> None:
    pieces = Pieces()
    token = pieces.put(markup.inline(text), markup.inline_markdown(text))
    html = to_html(f"| a | b |\n|---|---|\n| {token} | end |\n", pieces).body
    assert html.count("<td") == 2
    again = to_html(to_markdown(f"| a | b |\n|---|---|\n| {token} | end |\n", pieces)).body
    assert again.count("<tr>") == 2


@pytest.mark.parametrize("text", ["```\nnever closed", "~~~\nx", "# big\n\ntext", "x\n===", "- a\n  - b", "> quote"])
def test_a_block_ends_where_it_ends(text: str) -> None:
    pieces = Pieces()
    token = pieces.put(markup.fragment(text), markup.block_markdown(text))
    document = f"## One\n\n{token}\n\n## Two\n\nend\n"
    html = to_html(document, pieces)
    assert [heading.title for heading in html.headings] == ["One", "Two"]
    assert [heading.title for heading in to_html(to_markdown(document, pieces)).headings] == ["One", "Two"]


def test_headings_get_unique_anchors_and_are_links() -> None:
    html = to_html("## Limits\n\n## Limits\n\n### Plus de 40 %\n")
    assert [heading.id for heading in html.headings] == ["limits", "limits-2", "plus-de-40"]
    assert '<h2 id="limits"><a class="anchor" href="#limits">Limits</a></h2>' in html.body


def test_tables_scroll_and_numbers_are_marked() -> None:
    html = to_html("| a | b |\n|---|---:|\n| x | 1 |\n").body
    assert '<div class="scroll" tabindex="0" role="region"' in html
    assert '<td class="num">1</td>' in html
    assert "style=" not in html


def test_record_text_cannot_forge_a_piece() -> None:
    pieces = Pieces()
    pieces.put("<b>secret</b>", "secret")
    assert "secret" not in to_html(markup.clean("\ue0000\ue001"), pieces).body
    assert "\ue000" not in escape("\ue0000\ue001")
