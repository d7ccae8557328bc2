"""Markdown that is read without a parser becomes what the parser and the sanitiser make of it, to the byte."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from underhood.doors import commonmark, markup, ordinary
from underhood.doors.markup import Html, Pieces

BITS = [
    *(
        "a",
        "Word",
        "two words",
        "5",
        "2023",
        "é",
        "“q”",
        "\xa0",
        "\u202f",
        "x_y",
        "_x_",
        "__",
        "*",
        "**",
        "***",
        "**b**",
    ),
    *(
        "*e*",
        "`",
        "``",
        "`code`",
        "` c `",
        "\\",
        "\\*",
        "\\|",
        "\\\\",
        "|",
        "||",
        "&amp;",
        "&lt;",
        "&",
        "&copy;",
        "&#35;",
    ),
    *(
        "<",
        ">",
        "<b>",
        "<https://a.b>",
        "[",
        "]",
        "(",
        ")",
        "[x](record:a/b#c)",
        "[x y](doc:a/b/c)",
        "[x](#y)",
        "![x](#y)",
    ),
    *(
        "[a\\[\\]b](record:a/b)",
        "[x](https://a.example/b)",
        "[x](http://A.example/b?c=d&e)",
        "[x](javascript:a)",
        "[x][y]",
    ),
    *(
        "[**x**](#y)",
        "[x]: #y",
        "x:",
        "\ue0000\ue001",
        "\ue00112\ue001",
        "\ue000",
        "#",
        "##",
        "~~~",
        "~",
        "!",
        ":",
        ".",
        ",",
        '"',
    ),
]
STARTS = [
    *(
        "",
        "",
        "",
        "- ",
        "- ",
        "  - ",
        "* ",
        "+ ",
        "1. ",
        "1) ",
        "# ",
        "## ",
        "### ",
        "###### ",
        "#",
        "> ",
        "    ",
        "\t",
        " ",
    ),
    *(
        "```",
        "```text ",
        "````",
        "~~~",
        "  ```",
        "---",
        "===",
        "- - ",
        "| ",
        "|",
        "-     ",
        "***",
        "**a",
        ":-",
        "[x]: ",
        "\ue0000\ue001",
    ),
]
ENDS = ["", "", "", " |", "|", "  ", " ", "\\", "#", " #", "\xa0"]
ROWS = [
    "|---|---:|",
    "|---|",
    "| :--- | :---: |",
    "|-|",
    "---|---",
    "| a | b |",
    "| x \\| y | **b** |",
    "|  |  |",
    "| a | b",
]

inlines = st.lists(st.sampled_from([*BITS, " ", " ", " "]), max_size=8).map("".join)
lines = st.tuples(st.sampled_from(STARTS), inlines, st.sampled_from(ENDS)).map("".join) | st.sampled_from(
    [*ROWS, "", "", "```"]
)
texts = st.lists(lines, max_size=9).map("\n".join)


def pieces() -> Pieces:
    found = Pieces(table="Tableau")
    found.put("<div>a block</div>", "a block")
    found.put('<span class="x">words</span>', "words")
    return found


def parsed(markdown: str, found: Pieces | None = None) -> Html:
    """What comes out where nothing is taken for ordinary."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordinary, "sections", lambda text: [text])
        patch.setattr(ordinary, "blocks", lambda _text: None)
        return markup.to_html(markdown, found)


@settings(max_examples=1500, deadline=None)
@given(texts)
@example("- a\n\n- b")
@example("| a | b |\n|---|---:|\n| c \\| d | `e` |\n\n## A & b\n\n- one\n- two\n\n```text\n<b>\n```\n\nlast **words**")
@example("```\\|\n:-\n```")
@example("## a | b\n|---|---|\n|---|---|\n| c | d |")
@example("# a\n\n# a\n\n## `b`")
def test_documents(text: str) -> None:
    assert markup.to_html(text, pieces()) == parsed(text, pieces())


@settings(max_examples=1500, deadline=None)
@given(inlines)
@example("**[a](#b)** (**c**) **a\\[\\]** **a.**b **(a)**, *a\\**")
def test_lines(text: str) -> None:
    found = ordinary.line(text)
    assert found is None or found == commonmark.line_html(text)


@settings(max_examples=500, deadline=None)
@given(texts)
def test_texts_of_records(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordinary, "blocks", lambda _text: None)
        whole = markup.fragment.__wrapped__(text)
    assert markup.fragment.__wrapped__(text) == whole


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    assert markup.to_html(text) == parsed(text)
    assert markup.to_html(markup.escape(text)) == parsed(markup.escape(text))


@pytest.mark.parametrize(
    "text",
    [
        "## Figures\n\n| Figure | Value |\n|---|---:|\n| \ue0001\ue001 | 5 % |\n",
        "Words, [a link](record:risk/x#y); *a word*. **Strong**: `code`.\n\n- one\n- two\n",
        "```bibtex\n@misc{x,\n\n}\n```\n",
    ],
)
def test_what_templates_write_is_ordinary(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commonmark, "blocks_html", lambda *_: pytest.fail("the parser was asked"))
    monkeypatch.setattr(commonmark, "line_html", lambda *_: pytest.fail("the parser was asked"))
    assert markup.to_html(text, pieces()).body
