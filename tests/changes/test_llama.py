"""The shipped records: LLaMA 1 to Llama 2 lists every worse figure of every paired size, counted here by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from underhood.judge.compare import compare, compare_releases, paired_figures
from underhood.meaning.audience import View, Views
from underhood.records.project import open_project
from underhood.values.change import Change, Kind, Weight

ROOT = Path(__file__).resolve().parents[2]
PAIRS = {"7b": "7b", "13b": "13b", "34b": "33b", "70b": "65b"}
NAMED = {"7b": "7B → 7B", "13b": "13B → 13B", "34b": "33B → 34B", "70b": "65B → 70B"}


@pytest.fixture(scope="module")
def records() -> View:
    return Views(open_project(ROOT)).view()


@pytest.fixture(scope="module")
def found(records: View) -> tuple[Change, ...]:
    old, new = records.get("release", "llama-1"), records.get("release", "llama-2")
    assert old is not None
    assert new is not None
    return compare_releases(records, old, new)


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8").replace("\t", " "))


def written(folder: str) -> dict[str, Any]:
    return {path.stem: read(path) for path in sorted((ROOT / "governance" / folder).rglob("*.yaml"))}


Figure = tuple[str, str, str, str, str, Decimal, Decimal]


def by_hand() -> dict[str, set[Figure]]:
    """Worse, better and undirected figures of every table that prints both releases, straight from the files."""
    directions = {
        (name, metric["id"]): metric["direction"]
        for name, benchmark in written("benchmark").items()
        for metric in benchmark["metrics"]
    }
    sets: dict[str, set[Figure]] = {"worse": set(), "better": set(), "none": set()}
    for table in written("evaluation").values():
        rows = {row["subject"]: row for row in table["rows"] if "subject" in row}
        for new, old in PAIRS.items():
            before, after = rows.get(f"release/llama-1#{old}"), rows.get(f"release/llama-2#{new}")
            if before is None or after is None:
                continue
            for column in table["columns"]:
                figure = compared(column, before, after, new)
                if figure is not None and figure[-1] != figure[-2]:
                    direction = directions[column["benchmark"], column["metric"]]
                    rose = figure[-1] > figure[-2]
                    word = "none" if direction == "none" else "better" if rose == (direction == "higher") else "worse"
                    sets[word].add(figure)
    return sets


def compared(column: Any, before: Any, after: Any, size: str) -> Figure | None:
    name = column["id"]
    if "benchmark" not in column or name not in before["values"] or name not in after["values"]:
        return None
    if name in before.get("disputed", {}) or name in after.get("disputed", {}):
        return None
    old, new = (Decimal(str(row["values"][name])) for row in (before, after))
    setting = str(sorted(column.get("setting", {}).items()))
    return (NAMED[size], column["benchmark"], column["metric"], setting, column.get("slice", ""), old, new)


def as_told(records: View, change: Change) -> Figure:
    """A change as the test counts figures; the setting is taken from the column that the change's address leads to."""
    measured = change.measured
    assert measured is not None
    assert change.new_address is not None
    column = next(
        column
        for column in records.catalog.records[change.new_address.record].data["columns"]
        if column["id"] == change.new_address.steps[-1]
    )
    setting = str(sorted(column.get("setting", {}).items()))
    place = (change.pair, measured.benchmark.id, measured.metric, setting, measured.slice)
    return (*place, measured.old, measured.new)


@pytest.mark.parametrize(("word", "weight"), [("worse", "weakening"), ("better", "notable"), ("none", "routine")])
def test_every_figure_of_every_paired_size(records: View, found: tuple[Change, ...], word: str, weight: str) -> None:
    told = [as_told(records, change) for change in found if change.code == "metrics" and change.weight.value == weight]
    assert len(told) == len(set(told))
    assert set(told) == by_hand()[word]


@pytest.mark.parametrize(
    ("pair", "says"),
    [
        (
            "13B → 13B",
            "ToxiGen, Toxic answers (temperature 0.1, top_p 0.9), 13B → 13B: 23.08 % → 26.10 %, +3.02 points, worse",
        ),
        (
            "65B → 70B",
            "ToxiGen, Toxic answers (temperature 0.1, top_p 0.9), 65B → 70B: 21.77 % → 24.60 %, +2.83 points, worse",
        ),
        ("33B → 34B", "44.19 % → 43.45 %, −0.74 points, worse"),
        ("7B → 7B", "Natural Questions, Exact match (0-shot), 7B → 7B: 16.8 % → 16.4 %, −0.4 points, worse"),
        ("65B → 70B", "SIQA, Accuracy (0-shot), 65B → 70B: 52.3 % → 50.7 %, −1.6 points, worse"),
        ("13B → 13B", "52.7 % → 49.4 %, −3.3 points, worse"),
    ],
)
def test_the_sentences(found: tuple[Change, ...], pair: str, says: str) -> None:
    messages = [change.message.replace("\N{NO-BREAK SPACE}", " ") for change in found if change.pair == pair]
    assert len([message for message in messages if says in message]) == 1


def test_the_disputed_cells_enter_no_difference(found: tuple[Change, ...]) -> None:
    disputed = {
        "evaluation/llama-2-paper-table-3#llama-2-7b/values/math",
        "evaluation/llama-2-paper-table-3#llama-2-13b/values/math",
    }
    assert not disputed & {str(change.address) for change in found}


def test_emissions_counted_by_two_methods_are_not_compared(found: tuple[Change, ...]) -> None:
    assert not [change for change in found if "emissions" in change.address.steps]
    assert "training/llama-2-pretraining#emissions_method" in {str(change.address) for change in found}


def test_what_else_changed(found: tuple[Change, ...]) -> None:
    told = {(str(change.address), change.weight, change.kind, change.pair) for change in found}
    assert {
        ("policy/llama-1-licence#conditions/research-only", Weight.WEAKENING, Kind.REMOVED, ""),
        ("policy/llama-2-community-licence#conditions/mau-700m", Weight.NOTABLE, Kind.ADDED, ""),
        ("release/llama-2#34b/status", Weight.NOTABLE, Kind.CHANGED, "33B → 34B"),
        ("release/llama-2#70b-chat", Weight.NOTABLE, Kind.ADDED, ""),
        ("release/llama-2#7b/context", Weight.NOTABLE, Kind.CHANGED, "7B → 7B"),
        ("training/llama-2-pretraining#70b/tokens", Weight.NOTABLE, Kind.CHANGED, "65B → 70B"),
        ("training/llama-2-pretraining#mixture", Weight.WEAKENING, Kind.CHANGED, ""),
        ("distribution/llama-2-weights#licences", Weight.NOTABLE, Kind.CHANGED, ""),
    } <= told


def test_paired_figures_hold_the_equal_ones_too(records: View, found: tuple[Change, ...]) -> None:
    old, new = records.get("release", "llama-1"), records.get("release", "llama-2")
    assert old is not None
    assert new is not None
    figures = paired_figures(records, old, new)
    changed = {change.measured for change in found if change.measured}
    assert changed == {figure for figure in figures if figure.delta}
    assert any(not figure.delta for figure in figures)


def test_the_shipped_records_do_not_differ_from_themselves(records: View) -> None:
    assert compare(records, records) == ()
    assert compare(Views(open_project(ROOT)).view(), records) == ()
