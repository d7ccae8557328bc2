"""Every weighing against its cases: `<code>/weighs-*.yaml` says what changed; in `same-*.yaml` nothing of it did."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from underhood.changes import FACTS, weighings
from underhood.doors.tree import MemoryTree
from underhood.judge.compare import compare, compare_releases
from underhood.meaning.audience import Audience, View, Views
from underhood.records.project import memory_project
from underhood.values.change import Change

HERE = Path(__file__).parent
BASE: Mapping[str, str] = yaml.safe_load((HERE / "base.yaml").read_text("utf-8"))
CASES = sorted(path.relative_to(HERE).as_posix() for path in HERE.glob("*/*.yaml"))
HEADINGS = ["**What:**", "**Why:**", "**Example:**", "**Instead:**"]


def view(files: Mapping[str, str | None]) -> View:
    project = memory_project(MemoryTree({path: text for path, text in files.items() if text is not None}))
    assert [f"{problem.location}: {problem.message}" for problem in project.problems] == []
    return Views(project, drafts=True).view("en", Audience.INTERNAL)


def changes(case: Mapping[str, Any]) -> tuple[Change, ...]:
    old = {**BASE, **case.get("old", {})}
    new = view({**old, **case["new"]})
    if "releases" not in case:
        return compare(view(old), new)
    before, after = (new.get("release", id) for id in case["releases"])
    assert before is not None
    assert after is not None
    return compare_releases(new, before, after)


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    case = yaml.safe_load((HERE / name).read_text("utf-8"))
    found = changes(case)
    code, file = name.split("/")
    expected = sorted(case["expected"], key=lambda entry: (entry["address"], entry["code"]))
    ordered = sorted(found, key=lambda change: (str(change.address), change.code))
    assert [(change.weight.value, change.code, str(change.address)) for change in ordered] == [
        (entry["weight"], entry["code"], entry["address"]) for entry in expected
    ]
    for change, entry in zip(ordered, expected, strict=True):
        assert entry["says"] in change.message.replace("\N{NO-BREAK SPACE}", " ")
    assert found == tuple(sorted(found, key=lambda change: change.order))
    assert file.startswith(("weighs-", "same-"))
    if file.startswith("weighs-"):
        assert code in {change.code for change in found}


@pytest.mark.parametrize("code", [*weighings(), FACTS])
def test_every_weighing_has_cases_of_both_sorts_and_a_page(code: str) -> None:
    names = [name.split("/")[1] for name in CASES if name.startswith(f"{code}/")]
    assert {name.split("-")[0] for name in names} == {"weighs", "same"}
    if code != FACTS:
        page = weighings()[code].page
        assert [heading for heading in HEADINGS if heading not in page] == []
