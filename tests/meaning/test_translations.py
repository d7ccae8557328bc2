"""How much of a page is in its readers' language: counted from the texts that the page shows."""

from __future__ import annotations

from underhood.documents import render
from underhood.doors.languages import read_messages
from underhood.doors.tree import MemoryTree
from underhood.meaning.audience import Views
from underhood.meaning.translations import Share, share, tally
from underhood.records.project import memory_project

RISK = (
    "title: Toxic output\nsummary: Insults.\ntext: Users may meet insults.\n"
    "evidence: [{source: paper, quote: You are rude.}]\n"
)
PO = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    'msgctxt "risk/toxic-output#title"\nmsgid "Toxic output"\nmsgstr "Propos toxiques"\n\n'
    '#, fuzzy\nmsgctxt "risk/toxic-output#summary"\nmsgid "Insults."\nmsgstr "Injures."\n'
)
FILES = {
    "governance/settings.yaml": "schema: 1\ntitle: T\nlanguages: [en, fr]\npublication: {mode: provider}\n",
    "governance/risk/toxic-output.yaml": RISK,
    "governance/evidence/paper.yaml": (
        "title: The paper\ntype: paper\nstanding: primary\nread: original\nread_on: 2026-01-01\n"
    ),
    "governance/_locale/fr/LC_MESSAGES/records.po": PO,
}


def shares(language: str) -> Share:
    view = Views(memory_project(MemoryTree(FILES))).view(language)
    return share(render("record", view, view.get("risk", "toxic-output")).texts, language)


def test_a_page_counts_the_texts_that_it_shows() -> None:
    """Fuzzy texts stand in the original; titles of sources stay as they are, and are not counted."""
    found = shares("fr")
    assert set(found.untranslated) == {"Insults.", "Users may meet insults."}
    assert (found.total, found.translated, found.whole) == (3, 1, False)


def test_a_page_in_the_language_of_the_records_is_whole() -> None:
    found = shares("en")
    assert (found.translated, found.whole) == (found.total, True)
    assert share({}, "fr").whole


def test_untranslated_texts_are_marked_where_they_stand() -> None:
    view = Views(memory_project(MemoryTree(FILES))).view("fr")
    body = render("record", view, view.get("risk", "toxic-output")).html().body
    assert 'lang="en" class="untranslated"' in body
    assert "Injures" not in body


def test_a_record_counts_its_texts() -> None:
    project = memory_project(MemoryTree(FILES))
    words = read_messages(PO.encode(), "fr")
    kinds = project.catalog.kinds
    risk, paper = (project.catalog.get(*name) for name in (("risk", "toxic-output"), ("evidence", "paper")))
    assert risk is not None
    assert paper is not None
    found = tally(risk, kinds["risk"], words)
    assert (found.total, found.translated, found.fuzzy, found.missing) == (3, 1, 1, 1)
    assert tally(paper, kinds["evidence"], words).total == 0
