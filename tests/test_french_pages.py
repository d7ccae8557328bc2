"""The French pages of the tool follow the English ones: each is there, current, built alike, with the same code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.playing import ROOT, blocks
from underhood.doors.tree import MemoryTree, WorkingTree
from underhood.meaning.translated_pages import Standing, TranslatedPage, pages

TREE = WorkingTree(ROOT)
TOOL = [page for page in pages(TREE, "fr", ("en", "fr")) if page.original.startswith("site/about/tool/")]
HEADING = re.compile(r"^(#+) ", re.MULTILINE)
COMMENT = re.compile(r"(?:^|\s)#(?![|~,:.]).*$", re.MULTILINE)


def text_of(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def headings(text: str) -> list[str]:
    """The levels of the headings, in order; a comment in a code block is none."""
    for block in reversed(blocks(text)):
        text = text[: block.start] + text[block.end :]
    return HEADING.findall(text)


def code(text: str) -> list[tuple[str, str]]:
    """The code blocks without their comments, which may be translated."""
    return [
        (block.language, "\n".join(line.rstrip() for line in COMMENT.sub("", block.text).splitlines() if line.strip()))
        for block in blocks(text)
    ]


@pytest.mark.parametrize("page", TOOL, ids=lambda page: Path(page.original).stem)
def test_the_french_page_follows_the_english_one(page: TranslatedPage) -> None:
    assert page.standing is not Standing.MISSING, f"translate {page.original}"
    hint = f"revise it, then `underhood translate confirm {page.path}`"
    assert page.standing is Standing.CURRENT, f"{page.original} changed since: {hint}"
    english, french = text_of(page.original), text_of(page.path)
    assert headings(french) == headings(english)
    assert code(french) == code(english)


def test_generated_pages_need_no_translation() -> None:
    assert not {page.original for page in TOOL} & {"site/about/tool/commands.md", "site/about/tool/benchmarks.md"}
    assert len(TOOL) > 30


def test_what_would_be_found() -> None:
    """A heading that is lost, a command that differs; a comment in French is none of these."""
    english = "# A\n\n## B\n\n```sh\nrun  # now\n```\n"
    assert code(english) == code(english.replace("now", "maintenant"))
    assert code(english) != code(english.replace("run", "lance"))
    assert headings(english) == ["#", "##"] != headings(english.replace("## B", "B"))
    tree = MemoryTree({"site/a.md": "# A\n", "site/b.md": "# B\n", "site/fr/a.md": "---\ntranslated_from: 0\n---\n"})
    found = [(page.original, page.standing) for page in pages(tree, "fr", ("en",))]
    assert found == [("site/a.md", Standing.STALE), ("site/b.md", Standing.MISSING)]
