"""What a change is compared with: what the event says, as the clone can confirm it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Call
from tests.git.making import commit, git, repository

from underhood.forge.bases import base_of
from underhood.forge.events import Event, read_event
from underhood.values.errors import Stop


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """main: a, b; change: a, c; checked out: change."""
    repository(tmp_path / "r", {"governance/x": "a"})
    git(tmp_path / "r", "checkout", "-q", "-b", "change")
    commit(tmp_path / "r", {"governance/x": "c"})
    git(tmp_path / "r", "checkout", "-q", "main")
    commit(tmp_path / "r", {"governance/y": "b"})
    git(tmp_path / "r", "checkout", "-q", "change")
    return tmp_path / "r"


def name(root: Path, revision: str) -> str:
    return git(root, "rev-parse", revision)


def test_the_base_is_where_the_branch_began(root: Path) -> None:
    event = Event("pull_request", "a/b", 5, name(root, "main"), name(root, "change"))
    assert base_of(root, event) == name(root, "main~1")
    assert base_of(root, event, asked="main") == name(root, "main~1")
    assert base_of(root, Event("push", "a/b"), asked="HEAD~1") == name(root, "HEAD~1")
    assert base_of(root, Event("push", "a/b")) == ""


def test_of_a_trial_merge_it_is_the_first_parent(root: Path) -> None:
    """The branch may have moved on since the event: what others did is no part of the change."""
    old, head = name(root, "main~1"), name(root, "change")
    git(root, "checkout", "-q", "--detach", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "m", "change")
    assert base_of(root, Event("pull_request", "a/b", 5, old, head)) == name(root, "main")


def test_a_rewritten_branch_has_no_base(root: Path) -> None:
    assert base_of(root, Event("push", "a/b", 0, "d" * 40, name(root, "HEAD"))) == ""


def test_what_is_missing_is_told(root: Path) -> None:
    with pytest.raises(Stop) as missing:
        base_of(root, Event("pull_request", "a/b", 5, "d" * 40, name(root, "HEAD")))
    assert "fetch-depth: 0" in missing.value.hint
    git(root, "checkout", "-q", "--orphan", "alone")
    unrelated = Event("pull_request", "a/b", 5, name(root, "main"), commit(root, {"governance/x": "z"}))
    with pytest.raises(Stop, match="no commit in common"):
        base_of(root, unrelated)


@pytest.mark.parametrize("asked", ["--output=x", "-h", "a\nb", ":/x", "v1:../../etc/passwd", "main..change"])
def test_a_name_that_is_none(root: Path, asked: str) -> None:
    with pytest.raises(Stop):
        base_of(root, Event(), asked=asked)


@pytest.fixture
def event(tmp_path: Path) -> Callable[..., Event]:
    def read(payload: Any, kind: str = "pull_request") -> Event:
        file = tmp_path / "event.json"
        file.write_text(json.dumps(payload))
        where = {"GITHUB_EVENT_NAME": kind, "GITHUB_EVENT_PATH": str(file), "GITHUB_REPOSITORY": "northlab/records"}
        return read_event(where)

    return read


@pytest.mark.parametrize(
    "payload",
    [
        [],
        {"pull_request": []},
        {"pull_request": {"head": {"sha": "$(id)", "repo": None}, "base": {"sha": "--upload-pack=x"}}},
        {"number": "5; rm", "pull_request": {"head": {"sha": "A" * 40}, "base": {"sha": "a" * 39}}},
        {"number": 1e400, "pull_request": 7},
    ],
)
def test_an_event_of_another_form_says_nothing(event: Callable[..., Event], payload: Any) -> None:
    assert event(payload) == Event("pull_request", "northlab/records", fork=isinstance(payload, list | dict))


def test_other_events(event: Callable[..., Event]) -> None:
    a, b = "a" * 40, "b" * 40
    assert event({"merge_group": {"base_sha": a, "head_sha": b}}, "merge_group") == Event(
        "merge_group", "northlab/records", 0, a, b
    )
    assert event({"before": a, "after": b}, "push") == Event("push", "northlab/records", 0, a, b)
    assert event({"before": "0" * 40, "after": b}, "push").base == ""
    assert event({}, "schedule") == Event("schedule", "northlab/records")
    assert read_event({}) == Event()


def test_the_command_says_which(root: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI_MERGE_REQUEST_IID", "5")
    monkeypatch.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", name(root, "main~1"))
    said = call("forge", "base", "-C", root)
    assert (said.code, said.out.strip()) == (0, name(root, "main~1"))
    monkeypatch.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", "d" * 40)
    said = call("forge", "base", "-C", root)
    assert said.code == 3
    assert "fetch-depth: 0" in said.err
    assert "GIT_DEPTH: 0" in said.err
