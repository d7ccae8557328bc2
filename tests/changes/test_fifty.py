"""A real repository whose every commit is one governance edit: the diff names the meaningful ones, and no other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.git.making import commit, repository

from underhood.judge.compare import compare_states
from underhood.records.sides import open_sides
from underhood.values.change import Change, Weight

HERE = Path(__file__).parent
CASE = yaml.safe_load((HERE / "fifty.yaml").read_text("utf-8"))
BASE: Mapping[str, str] = {**yaml.safe_load((HERE / "base.yaml").read_text("utf-8")), **CASE["base"]}
EDITS: list[dict[str, Any]] = CASE["edits"]
Said = list[tuple[str, str]]


def edited(files: Mapping[str, str], edit: Mapping[str, Any]) -> dict[str, str | None]:
    """The files that an edit writes; None: it deletes them."""
    path = f"governance/{edit['file']}"
    if "becomes" in edit:
        return {path: edit["becomes"]}
    found: dict[str, str | None] = {}
    if "moved" in edit:
        found |= {path: None, f"governance/{edit['moved']}": files[path]}
        path = f"governance/{edit['with']}" if "with" in edit else ""
    if path:
        assert edit["was"] in files[path], f"{path}: {edit['was']}"
        found[path] = files[path].replace(edit["was"], edit["is"], -1 if edit.get("everywhere") else 1)
        assert found[path] != files[path]
    return found


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The repository, and its commits: the base, then one for each edit."""
    root = tmp_path_factory.mktemp("fifty")
    files = dict(BASE)
    commits = [repository(root, files)]
    for edit in EDITS:
        written = edited(files, edit)
        commits.append(commit(root, written))
        files = {path: text for path, text in {**files, **written}.items() if text is not None}
    return root, commits


def changes(root: Path, base: str, head: str | None = None) -> tuple[Change, ...]:
    sides = open_sides(root, base, head)
    assert sides.unread == ()
    return compare_states(sides)


def said(found: tuple[Change, ...]) -> Said:
    return sorted((change.weight.value, str(change.address)) for change in found)


def expected(edits: list[dict[str, Any]]) -> Said:
    return sorted((weight, place) for edit in edits for weight, place in edit.get("says", ()))


def test_each_edit_says_what_it_means(history: tuple[Path, list[str]]) -> None:
    root, commits = history
    steps = zip(commits, commits[1:], EDITS, strict=False)
    wrong = [
        (edit.get("what", edit["file"]), found, expected([edit]))
        for before, after, edit in steps
        if (found := said(changes(root, before, after))) != expected([edit])
    ]
    assert wrong == []


def test_all_edits_together_say_the_same(history: tuple[Path, list[str]]) -> None:
    root, commits = history
    found = changes(root, commits[0], commits[-1])
    assert said(found) == expected(EDITS)
    assert said(changes(root, commits[0])) == expected(EDITS)  # the folder as it lies there
    assert len({change.fingerprint for change in found}) == len(found)


def test_the_way_back_swaps_what_came_and_went(history: tuple[Path, list[str]]) -> None:
    root, commits = history
    there, back = changes(root, commits[0], commits[-1]), changes(root, commits[-1], commits[0])
    places = sorted((str(change.old_address), str(change.new_address)) for change in there)
    assert places == sorted((str(change.new_address), str(change.old_address)) for change in back)


def test_each_weakening_and_each_harmless_rewrite_is_there() -> None:
    weakening = [edit for edit in EDITS if Weight.WEAKENING.value in {weight for weight, _ in edit.get("says", ())}]
    harmless = [edit for edit in EDITS if "says" not in edit]
    assert len(weakening) >= 25
    assert len(harmless) >= 25
