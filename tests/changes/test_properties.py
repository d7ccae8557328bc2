"""What holds of every comparison: nothing changed is nothing said, and order and layout say nothing."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.changes.states import project

from underhood.doors import marked
from underhood.judge.compare import compare, compare_releases
from underhood.meaning.audience import Audience, View, Views

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
BASE: dict[str, str] = yaml.safe_load((HERE / "base.yaml").read_text("utf-8"))
CASES = sorted(HERE.glob("*/weighs-*.yaml"))


def view(files: dict[str, str]) -> View:
    return Views(project(files), drafts=True).view("en", Audience.INTERNAL)


def state(case: dict[str, Any], *sides: str) -> dict[str, str]:
    files: dict[str, str | None] = dict(BASE)
    for side in sides:
        files.update(case.get(side, {}))
    return {path: text for path, text in files.items() if text is not None}


def shuffled(value: Any, dice: random.Random) -> Any:
    """The same meaning: keys, entries and members of sets in another order."""
    if isinstance(value, dict):
        names = list(value)
        dice.shuffle(names)
        return {name: shuffled(value[name], dice) for name in names}
    if isinstance(value, list):
        entries = [shuffled(entry, dice) for entry in value]
        dice.shuffle(entries)
        return entries
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value) if dice.random() < 0.5 else value
    return value


def scattered(files: dict[str, str], dice: random.Random) -> dict[str, str]:
    """The same records in other folders, as JSON (which is YAML), in another order."""
    found = {}
    for path, text in files.items():
        if not path.startswith("governance/") or not path.endswith(".yaml"):
            found[path] = text
            continue
        top, *kinds, name = path.split("/")
        there = "/".join([top, *kinds, *dice.choice([[], ["a"], ["a", "b"]] if kinds else [[]]), name])
        found[there] = (
            json.dumps(shuffled(marked.read(text.encode()).data, dice), ensure_ascii=False) if kinds else text
        )
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_state_does_not_differ_from_itself(path: Path) -> None:
    files = state(yaml.safe_load(path.read_text("utf-8")), "old", "new")
    assert compare(view(files), view(files)) == ()


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32), index=st.integers(0, len(CASES) - 1))
def test_order_folders_and_layout_say_nothing(seed: int, index: int) -> None:
    case = yaml.safe_load(CASES[index].read_text("utf-8"))
    dice = random.Random(seed)
    old, new = state(case, "old"), state(case, "old", "new")
    plain, mixed = view(new), view(scattered(new, dice))
    assert compare(plain, mixed) == ()
    first, second = compare(view(old), plain), compare(view(scattered(old, dice)), mixed)
    said = [[(found.order, found.kind, found.message) for found in side] for side in (first, second)]
    assert said[0] == said[1]
    releases = [[side.catalog.get("release", id) for id in ("owl-1", "owl-2")] for side in (plain, mixed)]
    told = []
    for side, (before, after) in zip((plain, mixed), releases, strict=True):
        assert before is not None
        assert after is not None
        told.append([(found.order, found.message) for found in compare_releases(side, before, after)])
    assert told[0] == told[1]
