"""What an author writes into a field stays text: no template, HTML, table, fence, or link of a bad kind."""

from __future__ import annotations

import re

import pytest
from tests.documents.records_made import RICH
from tests.making import view

from underhood import documents
from underhood.doors import markup
from underhood.values.ids import parse_address

HOSTILE = {
    "template": "{{7*7}} {% raw %} {{ view.settings }}",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "pipe": "a | b | c",
    "fence": "```\nnot closed",
    "heading": "text\n\n# A heading\n\n- point",
    "atx": "# A heading",
    "point": "- point",
    "star": "* point",
    "quote": "> quote",
    "numbered": "1. one",
    "rule": "***",
    "dashes": "---",
    "tildes": "~~~ x",
    "indented": "        code",
    "reference": "[[missing/x]] and [[risk/nowhere#a/b]]",
    "javascript": "[press](javascript:alert(1)) [too](JaVaScRiPt:alert(1)) ![x](https://example.org/x.png)",
    "piece": "\ue0000\ue001 \ue0001\ue001",
    "html-link": '"><a href="https://example.org">x</a>',
    "entity": "&lt;script&gt; &#60;script&#62;",
    "backslash": "\\| \\` \\",
}

PAGES = (
    ("record", "decision/keep-curses"),
    ("claim", "claim/more-words"),
    ("exclusion", "exclusion/diaries"),
    ("retention", "retention/curses"),
    ("register", "decision"),
    ("claims", ""),
)


def _yaml(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + "".join(sign if ord(sign) < 0xE000 else f"\\u{ord(sign):04x}" for sign in escaped) + '"'


def _with(text: str) -> dict[str, str]:
    value, label = _yaml(text), _yaml(" ".join(text.split()))
    return {
        **RICH,
        "governance/decision/keep-curses.yaml": (
            f"title: {label}\nquestion: {value}\nchosen: {value}\nreasons: [{{id: one, text: {value}}}]\n"
            f"note: {value}\nwho: {label}\ndate: {{absent: unknown, reason: {value}}}\n"
            f"evidence: [{{source: owl-paper, at: {label}, quote: {value}}}]\n"
        ),
        "governance/claim/more-words.yaml": (
            f"title: {label}\nabout: release/owl-2\nwords: {{text: {value}, language: en}}\nattributed_to: {label}\n"
            f"at: [{{source: daily-news, at: {label}}}]\n"
            f"checks: [{{stated_by: [{{source: owl-paper}}], agrees: true, label: {label}, note: {value}}}]\n"
            f"cannot_say: {value}\n"
        ),
        "governance/exclusion/diaries.yaml": (
            f"title: {label}\nwhat: {label}\ncategory: other\nsites: [{label}]\nreason: {value}\n"
            f"wordings: [{{id: a, words: {value}, language: en, evidence: [{{source: owl-paper}}]}}]\n"
        ),
        "governance/retention/curses.yaml": (
            f"title: {label}\ncontent_class: {value}\ndecision: keep-curses\nbenefits: [{{id: a, text: {value}}}]\n"
        ),
    }


def _render(name: str, about: str, changes: dict[str, str]) -> documents.Rendered:
    seen = view(changes)
    address = parse_address(about) if "/" in about else None
    return documents.render(name, seen, seen.at(address) if address else about or None)


@pytest.mark.parametrize(("name", "about"), PAGES)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_field_cannot_break_out(name: str, about: str, text: str) -> None:
    rendered = _render(name, about, _with(text))
    body = rendered.html().body
    harmless = _render(name, about, _with("some\nwords" if "\n" in text else "words"))
    for tag in ("<script", "<img", "onerror=alert(1)>", 'href="javascript', 'href="JaVa'):
        assert tag not in body
    assert "49" not in re.sub("SHA-256 [0-9a-f]+", "", rendered.markdown()).replace("2049", "")
    assert "\ue000" not in body
    assert "\ue000" not in rendered.markdown()
    assert [heading.level for heading in rendered.html().headings] == [h.level for h in harmless.html().headings]
    assert body.count("<table>") == harmless.html().body.count("<table>")
    assert body.count("<td") == harmless.html().body.count("<td")


@pytest.mark.parametrize(("name", "about"), PAGES)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nor_in_the_markdown_file(name: str, about: str, text: str) -> None:
    """The plain file is read by other programs: tables and headings are those of the template there too."""
    made = [_render(name, about, _with(words)) for words in (text, "some\nwords" if "\n" in text else "words")]
    hostile, harmless = (markup.to_html(rendered.markdown()) for rendered in made)
    assert len(hostile.headings) == len(harmless.headings)
    assert hostile.body.count("<table>") == harmless.body.count("<table>")
    assert hostile.body.count("<td") == harmless.body.count("<td")
    assert "<script" not in hostile.body


def test_a_record_that_may_not_be_seen_is_not_named() -> None:
    hidden = RICH["governance/decision/keep-curses.yaml"] + "visibility: internal\n"
    rendered = _render("retention", "retention/curses", {**RICH, "governance/decision/keep-curses.yaml": hidden})
    assert "Curses stay" not in rendered.markdown()
    assert "The decision is not public." in rendered.markdown()
