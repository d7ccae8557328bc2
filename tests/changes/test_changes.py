"""Every weighing against its cases: `<code>/weighs-*.yaml` says what changed; in `same-*.yaml` nothing of it did."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.changes.states import States, project, states

from underhood.changes import FACTS, weighings
from underhood.judge.compare import compare, compare_releases, compare_states
from underhood.meaning.audience import Audience, View, Views
from underhood.records.project import Project
from underhood.values.change import SETTINGS, Change

HERE = Path(__file__).parent
BASE: Mapping[str, str] = yaml.safe_load((HERE / "base.yaml").read_text("utf-8"))
CASES = sorted(path.relative_to(HERE).as_posix() for path in HERE.glob("*/*.yaml"))
HEADINGS = ["**What:**", "**Why:**", "**Example:**", "**Instead:**"]


BESIDE = {"allowed", "lists", "schemas", "signers", "translations"}
"""What two states differ in beside the data of records; two views do not have it."""


def view(made: Project) -> View:
    return Views(made, drafts=True).view("en", Audience.INTERNAL)


def changes(case: Mapping[str, Any]) -> tuple[Change, ...]:
    old = {**BASE, **case.get("old", {})}
    new = {**old, **case["new"]}
    if "releases" not in case:
        return changes_of_states(states(old, new))
    shown = view(project(new))
    before, after = (shown.get("release", id) for id in case["releases"])
    assert before is not None
    assert after is not None
    return compare_releases(shown, before, after)


def changes_of_states(sides: States) -> tuple[Change, ...]:
    """The changes of two states, which are those of two views, and more: settings, list files, comments."""
    found = compare_states(sides)
    if not {change.code for change in found} & BESIDE:
        lists = ("exclusion/diaries#list/path", "exclusion/diaries#list/sha256")
        seen = [one for one in compare(view(sides.old), view(sides.new)) if str(one.address) not in lists]
        records = [one.fingerprint for one in found if one.address.record != SETTINGS]
        assert records == [one.fingerprint for one in seen]
    return found


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    case = yaml.safe_load((HERE / name).read_text("utf-8"))
    found = changes(case)
    code, file = name.split("/")
    expected = sorted(case["expected"], key=lambda entry: (entry["address"], entry["code"], entry["weight"]))
    ordered = sorted(found, key=lambda change: (str(change.address), change.code, change.weight))
    assert [(change.weight.value, change.code, str(change.address)) for change in ordered] == [
        (entry["weight"], entry["code"], entry["address"]) for entry in expected
    ]
    for change, entry in zip(ordered, expected, strict=True):
        assert entry["says"] in change.message.replace("\N{NO-BREAK SPACE}", " ")
    assert found == tuple(sorted(found, key=lambda change: change.order))
    assert file.startswith(("weighs-", "same-"))
    if file.startswith("weighs-"):
        assert code in {change.code for change in found}


def test_as_many_cases_say_nothing_as_weaken() -> None:
    """A comparison that cries over a reformatted file is soon not read any more."""
    expected = [yaml.safe_load((HERE / name).read_text("utf-8"))["expected"] for name in CASES]
    weakening = [found for found in expected if any(entry["weight"] == "weakening" for entry in found)]
    assert sum(not found for found in expected) >= len(weakening)


@pytest.mark.parametrize("code", [*weighings(), FACTS])
def test_every_weighing_has_cases_of_both_sorts_and_a_page(code: str) -> None:
    names = [name.split("/")[1] for name in CASES if name.startswith(f"{code}/")]
    assert {name.split("-")[0] for name in names} == {"weighs", "same"}
    if code != FACTS:
        page = weighings()[code].page
        assert [heading for heading in HEADINGS if heading not in page] == []
