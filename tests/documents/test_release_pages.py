"""What a reader finds on the pages of releases: lineage, documents by use, intervals, shares, merged differences."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from underhood.documents import Rendered, render
from underhood.meaning.audience import View, Views
from underhood.passages.descent import descent, kin
from underhood.passages.differences import Difference, together
from underhood.passages.offers import ordered
from underhood.passages.shares import share_charts
from underhood.passages.shown import Form, Value
from underhood.records.project import open_project
from underhood.records.record import Record
from underhood.values.change import Kind
from underhood.values.chart import ChartText, LineageChart, Node, Origin
from underhood.values.ids import Address

ROOT = Path(__file__).resolve().parents[2]


@cache
def view(folder: str = ".", language: str = "en") -> View:
    return Views(open_project(ROOT / folder, today="2026-11-23")).view(language)


def record(kind: str, id: str, folder: str = ".") -> Record:
    found = view(folder).get(kind, id)
    assert found is not None
    return found


@cache
def page(name: str, kind: str = "", id: str = "", folder: str = ".") -> Rendered:
    return render(name, view(folder), record(kind, id, folder) if kind else None)


def difference(pair: str, old: str, new: str, *, label: str = "Context") -> Difference:
    words = (Value(Form.WORDS, old), Value(Form.WORDS, new))
    return Difference("x", Kind.CHANGED, Address("release", "owl"), "", label, pair, *words, "")


def test_the_lineage_has_a_full_line_to_the_predecessor_and_another_to_what_a_release_was_made_from() -> None:
    found = descent(view(), view().of("release"), title="Lineage")
    assert found is not None
    nodes = {node.name: node for node in found.chart.nodes}
    names = [node.name for node in found.chart.nodes]
    assert names.index("LLaMA 1") < names.index("Llama 2") < names.index("Code Llama")
    assert [(names[one.node], one.made) for one in nodes["Llama 2"].origins] == [("LLaMA 1", False)]
    assert [(names[one.node], one.made) for one in nodes["Code Llama"].origins] == [("Llama 2", True)]
    assert nodes["Code Llama"].lane != nodes["Llama 2"].lane
    assert "Code Llama (24 August 2023 · Released), made from Llama 2" in found.chart.text.description


def test_one_release_has_no_lineage_to_be_drawn() -> None:
    assert descent(view(), [record("release", "llama-2")], title="Lineage") is None


def test_a_release_cannot_come_from_a_later_one() -> None:
    with pytest.raises(ValueError, match="comes from a later one"):
        LineageChart(ChartText("x", "X", ""), (Node("a", "", 0, (Origin(1),)), Node("b", "", 0)))


def test_the_lineage_is_said_in_words_with_links_too() -> None:
    text = page("releases").markdown()
    assert "[Code Llama](record:release/code-llama): made from [Llama 2](record:release/llama-2)" in text
    assert str(page("releases").html().body).count('id="chart-lineage"') == 1


def test_the_overview_names_what_stands_next_to_a_release() -> None:
    found = kin(view(), record("release", "llama-2"))
    assert [one.id for one in found.successors] == ["llama-3"]
    assert [one.id for one in found.derived] == ["code-llama"]
    assert [one.id for one in kin(view(), record("release", "code-llama")).bases] == ["llama-2"]


def test_a_condition_that_hangs_on_a_number_stands_at_a_glance_with_its_month() -> None:
    text = re.sub("[\u00a0\u202f]", " ", page("release", "release", "llama-2").markdown())
    line = next(line for line in text.split("\n") if line.startswith("| Licence |"))
    assert "June 2023" in line
    assert "more than 700,000,000 people" in line
    assert "Not approved as open source" in line


def test_documents_stand_in_the_order_of_their_use() -> None:
    found = ordered([("data-summary", "S"), ("coverage", "C"), ("own", "O"), ("changes", "W"), ("model-card", "M")])
    assert [name for name, _ in found.read] == ["model-card", "changes", "coverage", "own"]
    assert [name for name, _ in found.forms] == ["data-summary"]


def test_what_is_the_same_for_several_sizes_is_said_once() -> None:
    found = together([difference("7B → 7B", "2", "4"), difference("13B → 13B", "2", "4"), difference("65B", "2", "8")])
    assert [one.pairs for one in found[0].alike] == [("7B → 7B", "13B → 13B"), ("65B",)]


def test_differences_without_sizes_stay_apart() -> None:
    (found,) = together([difference("", "2", "4"), difference("", "2", "4")])
    assert len(found.alike) == 2


def test_shares_are_one_bar_with_small_parts_together_and_what_is_missing_said() -> None:
    (chart,) = share_charts(view(), record("data-source", "llama-2-pretraining-data"))[:1]
    assert [share.name for share in chart.shares][:2] == ["English", "Unknown (partly code)"]
    assert chart.shares[-1].name == "23 others together"
    assert chart.total == Decimal("99.99")
    assert "99.99" in chart.remainder_note


def test_printed_intervals_stand_beside_their_figure() -> None:
    text = page("record", "evaluation", "reedheron-2-capability", folder="examples/lab").markdown()
    row = next(line for line in text.split("\n") if "57.1" in line)
    assert re.search(r"57\.1 \W*55\.9–58\.3; 95\W+interval", row)
    assert row.count("interval") == 1  # the other figures of the row were printed without


def test_the_first_page_says_why_its_questions_lead_to_a_release() -> None:
    text = page("home").markdown()
    assert "[Llama 2](record:release/llama-2), the release with the most records here:" in text
    assert "(doc:release/llama-2/model-card#part-evaluations)" in text
    card = str(page("model-card", "release", "llama-2").html().body)
    for name in re.findall(r"model-card#(part-[a-z]+)\)", text):
        assert card.count(f'id="{name}"') == 1
