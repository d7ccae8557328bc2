"""What a change is compared with: what the event says, as the clone can confirm it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Call
from tests.git.making import commit, git, repository

from underhood.forge.bases import base_of, policy_of
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


def test_the_rules_are_those_of_the_branch_that_is_to_be_changed(root: Path) -> None:
    """Where the change began, its author chose."""
    main, head = name(root, "main"), name(root, "change")
    for kind in ("pull_request", "pull_request_target", "merge_group"):
        assert policy_of(root, Event(kind, "a/b", 5, main, head)) == main
        assert policy_of(root, Event(kind, "a/b", 5, main, head), asked="main~1") == main
    assert policy_of(root, Event("push", "a/b", 0, main, head)) == main
    assert policy_of(root, Event("push", "a/b"), asked="main~1") == name(root, "main~1")
    assert policy_of(root, Event("push", "a/b", 0, "d" * 40, head)) == ""
    assert policy_of(root, Event()) == ""


def test_a_merge_that_a_stranger_made_is_no_trial_merge(root: Path) -> None:
    """A head that was pushed after the event may have the event's head as its second parent, and any first one."""
    main, head, old = (name(root, one) for one in ("main", "change", "main~1"))
    git(root, "checkout", "-q", "--detach", old)
    commit(root, {"governance/settings.yaml": "soft"})
    git(root, "merge", "-q", "--no-ff", "-m", "m", "change")
    git(root, "branch", "-q", "fetched")
    event = Event("pull_request_target", "a/b", 5, main, head)
    assert (base_of(root, event, head="fetched"), policy_of(root, event, head="fetched")) == (old, main)
    assert (base_of(root, event), policy_of(root, event)) == (old, main)
    named = Event("pull_request", "a/b", 5, main, head)
    assert policy_of(root, named, head="fetched") == main


def test_the_runner_knows_a_newer_tip(root: Path, tmp_path: Path) -> None:
    """What an event says of the target is as old as the event."""
    file, main = tmp_path / "event.json", name(root, "main")
    pull = {"base": {"sha": name(root, "main~1"), "ref": "main"}, "head": {"sha": name(root, "change")}}
    file.write_text(json.dumps({"number": 5, "pull_request": pull}))
    where = {"GITHUB_EVENT_NAME": "pull_request_target", "GITHUB_EVENT_PATH": str(file), "GITHUB_SHA": main}
    assert read_event({**where, "GITHUB_REF": "refs/heads/main"}).base == main
    assert read_event({**where, "GITHUB_REF": "refs/heads/other"}).base == name(root, "main~1")
    trial = {**where, "GITHUB_EVENT_NAME": "pull_request", "GITHUB_REF": "refs/heads/main"}
    assert read_event(trial).base == name(root, "main~1")


@pytest.mark.parametrize("tip", ["d" * 40, "refs/remotes/origin/main"])
def test_a_clone_without_the_tip_says_what_to_fetch(root: Path, tip: str) -> None:
    event = Event("merge_request", "", 5, name(root, "main~1"), name(root, "HEAD"), tip=tip)
    with pytest.raises(Stop) as missing:
        policy_of(root, event)
    wanted = "+refs/heads/main:refs/remotes/origin/main" if "/" in tip else tip
    assert f"git fetch --no-tags origin {wanted}`" in missing.value.hint
    assert "is not in this clone" in missing.value.message


def test_of_a_trial_merge_it_is_the_first_parent(root: Path) -> None:
    """The branch may have moved on since the event: what others did is no part of the change."""
    old, head = name(root, "main~1"), name(root, "change")
    git(root, "checkout", "-q", "--detach", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "m", "change")
    event = Event("pull_request", "a/b", 5, old, head)
    assert base_of(root, event) == policy_of(root, event) == name(root, "main")


def test_a_pull_request_without_a_target_is_no_comparison_with_nothing(root: Path) -> None:
    with pytest.raises(Stop, match="does not say which branch"):
        base_of(root, Event("pull_request", "a/b", 5))


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
    monkeypatch.setenv("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")
    git(root, "update-ref", "refs/remotes/origin/main", "main")
    said = call("forge", "base", "-C", root)
    assert (said.code, said.out.strip()) == (0, name(root, "main~1"))
    said = call("forge", "policy", "-C", root)
    assert (said.code, said.out.strip()) == (0, name(root, "main"))
    monkeypatch.setenv("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", name(root, "main~1"))
    assert call("forge", "policy", "-C", root).out.strip() == name(root, "main~1")
    monkeypatch.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", "d" * 40)
    said = call("forge", "base", "-C", root)
    assert said.code == 3
    assert "fetch-depth: 0" in said.err
    assert "GIT_DEPTH: 0" in said.err
