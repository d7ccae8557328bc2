"""What stands in texts of records becomes what readers see."""

from __future__ import annotations

import pytest
from tests.making import project, view

from underhood.judge.check import check
from underhood.meaning.prose import Writer
from underhood.values.ids import Address

RUDENESS = 'title: Rude answers\ntext: "%s"\nfigures: [{id: asked, title: Asked, value: {value: 350, unit: person}}]\n'


def shown(text: str, language: str = "en", more: dict[str, str] | None = None) -> str:
    """The HTML of a text of a record."""
    seen = view({"governance/risk/rudeness.yaml": RUDENESS % text, **(more or {})}, language=language)
    return Writer(seen).line(seen.catalog.records[Address("risk", "rudeness")].data["text"])


def told(text: str) -> list[str]:
    """What a check says of the references in it."""
    found = check(project({"governance/risk/rudeness.yaml": RUDENESS % text}), today="2025-01-01")
    return [one.message for one in found if one.code == "unresolved-reference"]


@pytest.mark.parametrize(
    "written", ["#figures/asked/value", " #figures/asked/value ", "risk/rudeness#figures/asked/value"]
)
def test_a_place_without_its_record_lies_in_the_same_record(written: str) -> None:
    assert shown(f"They were [[{written}]].") == "They were 350&nbsp;people."
    assert told(f"They were [[{written}]].") == []


def test_a_part_without_its_record_is_linked() -> None:
    assert shown("See [[#figures/asked]].") == 'See <a href="record:risk/rudeness#figures/asked">Asked</a>.'


def test_a_translated_text_may_name_its_own_record_so() -> None:
    po = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgctxt "risk/rudeness#text"\nmsgid "[[#figures/asked/value]]."\nmsgstr "Soit [[#figures/asked/value]]."\n'
    )
    french = shown("[[#figures/asked/value]].", "fr", {"governance/_locale/fr/LC_MESSAGES/records.po": po})
    assert french == "Soit 350&nbsp;personnes."


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("#figures/asker/value", "text: nothing stands at 'risk/rudeness#figures/asker/value'"),
        ("#", "text: '[[#]]' is not an address"),
        ("#a//b", "text: '[[#a//b]]' is not an address"),
    ],
)
def test_a_place_that_is_not_there_is_told(written: str, says: str) -> None:
    assert told(f"See [[{written}]].") == [says]
    assert "a record that is not public" in shown(f"See [[{written}]].")
