"""What audits of the corpus found stands in forms beside the exclusions that they name, never without its limits."""

from __future__ import annotations

import pytest
from tests.forms.records import OWLS, field, made, seen

from underhood.meaning.audience import Audience

RELEASE = "governance/release/owl-2.yaml"
EVIDENCE = "governance/evidence/lists-audit.yaml"
TITLE = "3.2.a Measures against illegal content"
OTHER = "3.1.b Measures to respect opt-outs"
AUDIT = """\
title: Audit of the owl pages
date: '2026-05-04'
type: audit
standing: primary
read: original
audit:
  exclusion: exclusion/copied-books
  shards: 3
  rows: 1300
  judged: {judged}
  unjudged: {unjudged}
  entries: 12
  invalid: 0
  documents: {documents}
  lists: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08']
  ledger: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
  suffixes: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
"""


def records(judged: int = 1300, unjudged: int = 0, documents: int = 0, *, more: str = "") -> dict[str, str]:
    parts = "exclusion/copied-books, exclusion/opted-out, data-source/web"
    return {
        RELEASE: OWLS[RELEASE].replace("data-source/web", parts),
        "governance/exclusion/copied-books.yaml": (
            "title: Copied books\nwhat: Copies.\ncategory: piracy\ncriterion: Named by a court.\nreason: Law.\n"
        ),
        "governance/exclusion/opted-out.yaml": (
            "title: Sites that object\nwhat: Sites.\ncategory: opt-out\ncriterion: They object.\nreason: Their wish.\n"
        ),
        EVIDENCE: AUDIT.format(judged=judged, unjudged=unjudged, documents=documents) + more,
    }


@pytest.mark.parametrize(
    ("counts", "english", "french"),
    [
        (
            (1300, 0, 0),
            "no listed address found in 1,300 rows judged",
            "aucune adresse de la liste dans 1 300 lignes jugées",
        ),
        (
            (1296, 4, 0),
            "no listed address found in 1,296 rows judged, except 4 unjudged",
            "aucune adresse de la liste dans 1 296 lignes jugées, sauf 4 non jugées",
        ),
        ((1300, 0, 2), "2 documents at listed addresses", "2 documents à des adresses de la liste"),
    ],
)
def test_the_sentence_stands_where_the_exclusion_does(counts: tuple[int, int, int], english: str, french: str) -> None:
    text = field(made("data-summary", seen(records(*counts))).markdown(), TITLE)
    links = "([Copied books](record:exclusion/copied-books), [Audit of the owl pages](record:evidence/lists-audit))"
    assert f"- Audit of the corpus: {english}; copies elsewhere are not detected {links}\n" in text
    text = _plain(made("data-summary", seen(records(*counts), language="fr")).markdown())
    assert f"- Audit du corpus : {french} ; les copies présentes ailleurs ne sont pas détectées (" in text


def test_other_exclusions_and_fields_say_nothing_of_it() -> None:
    text = made("data-summary", seen(records())).markdown()
    assert "They object." in field(text, OTHER)
    assert "Audit of the corpus" not in field(text, OTHER)
    assert text.count("Audit of the corpus") == 2  # once where the form asks for it, once among other processing
    without = {name: data for name, data in records().items() if name != EVIDENCE}
    assert "Audit of the corpus" not in made("data-summary", seen(without)).markdown()


def test_an_audit_that_is_not_public_stands_in_no_public_form() -> None:
    found = records(more="visibility: internal\n")
    assert "Audit of the corpus" not in made("data-summary", seen(found)).markdown()
    assert "Audit of the corpus" in made("data-summary", seen(found, audience=Audience.INTERNAL)).markdown()


def _plain(text: str) -> str:
    return text.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")
