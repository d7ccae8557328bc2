"""Pages of records, registers and the repository, whole, as Markdown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.conftest import Golden
from tests.documents.records_made import RICH
from tests.making import view

from underhood import documents
from underhood.records.record import Record
from underhood.values.ids import parse_address

CASES = Path(__file__).parent / "cases-records"
PAGES = (
    ("claim", "claim/more-words"),
    ("exclusion", "exclusion/diaries"),
    ("retention", "retention/curses"),
    ("record", "evaluation/owl-table-2"),
    ("record", "decision/keep-curses"),
    ("record", "incident/hooting"),
    ("record", "evidence/owl-paper"),
    ("record", "organisation/owl-works"),
    ("responsible-use-guide", "release/owl-2"),
    ("statements", "release/owl-2"),
    ("register", "risk"),
    ("register", "incident"),
    ("home", ""),
    ("about", ""),
    ("claims", ""),
    ("registers", ""),
    ("releases", ""),
)


def _made(name: str, about: str, language: str = "en") -> documents.Rendered:
    seen = view(RICH, language=language)
    subject: Record | str | None = about or None
    if "/" in about:
        address = parse_address(about)
        assert address
        subject = seen.at(address)
        assert subject
    return documents.render(name, seen, subject)


@pytest.mark.parametrize(("name", "about"), PAGES)
def test_page(name: str, about: str, golden: Golden) -> None:
    golden(_made(name, about).markdown(), CASES / f"{name}-{about.replace('/', '-') or 'repository'}.md")


def test_a_claim_in_french(golden: Golden) -> None:
    golden(_made("claim", "claim/more-words", "fr").markdown(), CASES / "claim-claim-more-words.fr.md")


@pytest.mark.parametrize(("name", "about"), PAGES)
def test_no_anchor_stands_twice_in_a_page(name: str, about: str) -> None:
    html = _made(name, about).html()
    anchors = [part.split('"', 1)[0] for part in html.body.split(' id="')[1:]]
    assert sorted(anchors) == sorted(set(anchors))


def test_a_row_of_a_table_is_a_place_that_links_lead_to() -> None:
    assert 'id="owl-2"' in _made("record", "evaluation/owl-table-2").html().body


def test_a_printed_total_stands_beside_what_it_comes_to() -> None:
    page = _made("record", "evaluation/owl-table-2").markdown()
    assert "16.0\u00a0%" in page
    assert "differs: The mean of the two rows is 15.0." in page


def test_the_arithmetic_of_a_comparison_is_printed() -> None:
    page = _made("claim", "claim/more-words").markdown()
    assert "(2.0 − 1.4) ÷ 1.4 = +42.9\u00a0%" in page
    assert "2.9\u00a0points higher" in page


def test_a_reply_stands_unedited_with_date_and_author() -> None:
    page = _made("record", "incident/hooting").markdown()
    assert "We are sorry." in page
    assert "2 May 2024" in page
    assert "None received" not in page


def test_an_answer_of_none_is_no_gap() -> None:
    page = _made("record", "decision/keep-curses").markdown()
    gaps = page.partition("## What is not published")[2].partition("\n## ")[0]
    assert "Dissent" not in gaps
    assert "Date" in gaps


def test_fields_absent_for_one_reason_stand_together() -> None:
    assert "| Sites · List |" in _made("exclusion", "exclusion/diaries").markdown()


def test_a_source_lists_what_cites_it_with_the_place() -> None:
    assert "- [Curses](record:retention/curses) (s.3)" in _made("record", "evidence/owl-paper").markdown()


def test_an_unrated_risk_is_never_called_low() -> None:
    page = _made("register", "risk").markdown()
    assert "Not rated never means low" in page


def test_the_guide_shows_every_risk_of_the_release() -> None:
    rendered = _made("responsible-use-guide", "release/owl-2")
    assert parse_address("risk/rudeness") in rendered.shown


def test_every_kind_with_a_register_has_one_that_can_be_rendered() -> None:
    seen = view(RICH)
    for kind in seen.catalog.kinds.values():
        if kind.register:
            assert documents.render("register", seen, kind.name).title


def test_the_glossary_has_every_word_in_both_languages() -> None:
    english, french = _made("glossary", "").markdown(), _made("glossary", "", "fr").markdown()
    words = [len(re.findall(r"^\| +\*\*", text, re.MULTILINE)) for text in (english, french)]
    assert words[0] == words[1] > 50
    assert "fiche" in french


@pytest.mark.parametrize(
    ("name", "path"),
    [("exclusion", "exclusion/diaries"), ("retention", "retention/curses"), ("record", "mitigation/manners")],
)
def test_what_took_the_place_of_a_record_stands_above_it(name: str, path: str) -> None:
    old, kind = f"governance/{path}.yaml", path.partition("/")[0]
    later = f"{RICH[old]}succeeds: {path}\n"
    seen = view({**RICH, f"governance/{kind}/later.yaml": later})
    found = documents.render(name, seen, seen.get(*path.split("/"))).markdown()
    assert found.count("Recorded after it:") == 1
    assert re.search(rf"Recorded after it:\*\* \[[^]]+\]\(record:{kind}/later\)", found)
    assert "Recorded after it:" not in _made(name, path).markdown()


def test_places_in_frameworks_are_called_by_their_names() -> None:
    path = "governance/risk/rudeness.yaml"
    sorted_in = (
        "taxonomies:\n"
        "  - {id: nist, framework: nist-ai-600-1, item: nist-genai-dangerous-content}\n"
        "  - {id: other, framework: nobody-knows, item: nor-this}\n"
    )
    seen = view({**RICH, path: RICH[path] + sorted_in})
    found = documents.render("record", seen, seen.get("risk", "rudeness")).markdown()
    assert "| NIST AI 600-1 | 3 Dangerous, Violent, or Hateful Content |" in found
    assert "| nobody-knows | nor-this |" in found


def test_a_title_within_a_sentence_is_small_only_where_the_record_writes_it_so() -> None:
    path = "governance/exclusion/diaries.yaml"
    for what, title in (("Some private diaries.", "private diaries"), ("Private diaries.", "Private diaries")):
        made = RICH[path].replace("what: Diaries of private persons.", f"what: {what}")
        seen = view({**RICH, path: made})
        found = documents.render("exclusion", seen, seen.get("exclusion", "diaries")).markdown()
        assert f"# Left out of training: {title}\n" in found
