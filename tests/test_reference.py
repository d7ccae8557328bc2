"""The reference of the tool in French: its catalogue is in order, its pages are whole, and what is English says so.

`pytest tests/test_reference.py --regenerate` brings the catalogue up to the schemas and docstrings: new texts get an
empty entry, a translation whose text changed is marked fuzzy, with the words that it was made of.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.playing import ROOT
from underhood.doors.languages import Messages, catalogue
from underhood.doors.po_entries import PoFile, read
from underhood.meaning.audience import View, Views
from underhood.meaning.cataloguing import Asked, brought_up
from underhood.records.project import open_project
from underhood.rules import rules
from underhood.site.links import resolved
from underhood.site.reference import pages_in, tool_pages
from underhood.site.reference_words import CATALOGUE, Words, words_of
from underhood.site.words import wanted
from underhood.values.page import Page

FRENCH = ROOT / "templates" / "locale" / "fr" / "LC_MESSAGES" / "reference.po"
TOOL = ROOT / "site" / "fr" / "about" / "tool"
PLACES = re.compile(r"%(?:\([a-z]+\))?s")


@cache
def view(language: str) -> View:
    return Views(open_project(ROOT)).view(language)


@cache
def asked() -> tuple[Asked, ...]:
    """Every message of the reference that the catalogue of all pages has not."""
    found: dict[tuple[str, str], None] = {}
    english = words_of(view("en"), asked=found)
    assert english is not None
    for _ in pages_in(view("en"), english):
        pass
    Words("fr", Messages("fr"), Messages("fr"), found).share()
    known = wanted(view("en").catalog.kinds)
    return tuple(Asked(text, names=(at,)) for at, text in found if text not in known)


@pytest.fixture(scope="module")
def french(request: pytest.FixtureRequest) -> PoFile:
    found = read(FRENCH.read_bytes(), "fr")
    if request.config.getoption("--regenerate"):
        found, _ = brought_up(found, asked())
        FRENCH.write_bytes(found.write())
    return found


@cache
def pages(language: str) -> dict[str, Page]:
    return {page.path: page for page in tool_pages(view(language), language)}


def test_the_catalogue_is_brought_up(french: PoFile) -> None:
    _, counts = brought_up(french, asked())
    assert not counts.any, "--regenerate brings it up to the schemas and docstrings"


def test_sentences_of_the_code_are_translated(french: PoFile) -> None:
    """Texts of schemas and docstrings may follow later; what stands on every page may not."""
    assert [entry.id for entry in french.entries if not entry.context and not entry.obsolete if entry.fuzzy] == []
    assert [entry.id for entry in french.entries if not entry.context and not entry.translated] == []


def test_places_are_filled_alike(french: PoFile) -> None:
    for entry in french.entries:
        if entry.translated and not entry.context:
            assert sorted(PLACES.findall(entry.strings[0])) == sorted(PLACES.findall(entry.id)), entry.id


def test_code_and_links_stay(french: PoFile) -> None:
    """A translation names the same fields, commands, codes and pages as its text."""
    for entry in french.entries:
        if entry.translated and not entry.fuzzy:
            for pattern in (r"`[^`]+`", r"\]\([^)]*\)"):
                found = [sorted(set(re.findall(pattern, text))) for text in (entry.id, entry.strings[0])]
                assert found[0] == found[1], (entry.context, entry.id)


def test_every_page_is_there_in_french() -> None:
    assert set(pages("fr")) == {f"fr/{path}" for path in pages("en")}
    assert {f"fr/about/tool/rules/{code}.html" for code in rules()} <= set(pages("fr"))


def test_nothing_is_made_without_a_catalogue() -> None:
    assert list(tool_pages(view("de"), "de")) == []


def test_links_lead_somewhere() -> None:
    """Within the language, to the right place."""
    for page in pages("fr").values():
        for target, anchor in re.findall(r'href="doc:([^"#]+)(?:#([^"]*))?"', page.body):
            there = pages("fr").get(f"fr/{target}.html")
            assert there is not None, (page.path, target)
            assert not anchor or f' id="{unquote(anchor)}"' in there.body, (page.path, target, anchor)
        for anchor in re.findall(r'href="#([^"]*)"', page.body):
            assert f' id="{unquote(anchor)}"' in page.body, (page.path, anchor)
        for crumb in page.crumbs:
            assert crumb.href in {"fr/about.html", "fr/about/tool/index.html"} | set(pages("fr")), page.path


def test_a_page_that_is_not_there_is_linked_in_english() -> None:
    found = resolved(
        '<a href="doc:about/tool/x">x</a>', "fr/about/tool/y.html", "fr", pages={"about/tool/x.html": frozenset()}
    )
    assert 'href="../../../about/tool/x.html"' in found


def test_examples_are_the_same() -> None:
    """YAML and what programs print are not translated."""
    for path, page in pages("en").items():
        english, other = (
            re.findall(r"<pre.*?</pre>", one.body, re.DOTALL) for one in (page, pages("fr")[f"fr/{path}"])
        )
        assert english == other, path


def texts_of(own: Messages) -> list[Page]:
    return list(pages_in(view("fr"), Words("fr", view("fr").messages, own)))


def test_what_has_no_translation_is_marked() -> None:
    """A stale translation is none: only the very words have one."""
    at, text = "rule/absence-expired", "Something announced has not come."
    own = catalogue(view("fr").templates, "fr", CATALOGUE)
    for messages, marked in (
        (Messages("fr", own.plain, {(at, text): "Autre chose."}), False),
        (Messages("fr", own.plain, {(at, "Something announced never came."): "Autre chose."}), True),
    ):
        page = next(one for one in texts_of(messages) if one.path == "fr/about/tool/rules/absence-expired.html")
        assert (f'<span lang="en" class="untranslated">{text}</span>' == page.summary) is marked
        assert (page.summary == "Autre chose.") is not marked
        assert re.match(r"[01] des \d+ textes de cette page sont en français", page.marks.language)
        assert '<p><span lang="en" class="untranslated">' in page.body


def test_a_fuzzy_translation_is_not_shown(tmp_path: Path) -> None:
    folder = tmp_path / "locale" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    entry = '\n{}msgctxt "rule/x"\nmsgid "One."\nmsgstr "Un."\n'
    shown = []
    for flag in ("", "#, fuzzy\n"):
        (folder / "reference.po").write_text(head + entry.format(flag), "utf-8")
        shown.append(catalogue((tmp_path,), "fr", CATALOGUE).text("rule/x", "One."))
    assert shown == ["Un.", None]


def test_hand_written_pages_lead_to_the_french_reference() -> None:
    """Commands and benchmarks are English only; everything else is linked in French."""
    english = "about/tool/commands.md", "about/tool/benchmarks.md"
    wrong = []
    for path in sorted(TOOL.rglob("*.md")):
        for target in re.findall(r"\]\(([^)\s#]+)", path.read_text("utf-8")):
            there = os.path.relpath(os.path.normpath(path.parent / target), ROOT / "site")
            if there.startswith("about/tool/") and there not in english and not there.endswith(".png"):
                wrong.append((path.name, target))
            if there.startswith("fr/about/tool/") and there.endswith(".html"):
                assert there in pages("fr"), (path.name, target)
    assert wrong == []


def test_answers_of_several_frameworks_stand_below_each_other() -> None:
    """And a value that they ask for is written as in a record."""
    body = pages("en")["about/tool/kinds/risk.html"].body
    assert "(where catastrophic: true)<br>New York RAISE:" in body
    assert "&lt;br" not in body
