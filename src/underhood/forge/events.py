"""What a job was started for: the event that GitHub writes into a file, the variables that GitLab sets.

The file comes from the forge, and yet holds words of strangers (names of branches and repositories): only numbers, full
ids and names of a known form are taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from underhood.doors.tree import Unreadable, WorkingTree
from underhood.values.errors import USAGE, Stop

LARGEST_EVENT = 1 << 25
PULL_REQUESTS = frozenset({"pull_request", "pull_request_target"})
NOTHING = "0" * 40
FETCHED = "refs/remotes/origin/"
"""Where a clone keeps the branches of the repository that it was made from."""

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_BRANCH = re.compile(r"[\w.+-]+(?:/[\w.+-]+)*", re.ASCII)
_REPOSITORY = re.compile(r"[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}")


@dataclass(frozen=True, slots=True)
class Event:
    """An event as far as we need it; what it does not say is empty or 0.

    `base` is the tip of the branch that is to be changed (on GitLab, where the change began), `head` the tip of the
    change; `tip` names the tip of the branch that is to be changed where `base` is something else; `fork`: the change
    comes from another repository, so that the job's token may only read.
    """

    name: str = ""
    repository: str = ""
    number: int = 0
    base: str = ""
    head: str = ""
    fork: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A workflow run that has ended, as `workflow_run` tells of it: what it ran on, in whose repository."""

    id: int
    repository: str
    head: str
    head_repository: str
    branch: str


def read_event(environment: Mapping[str, str]) -> Event:
    """The event of this job. Outside of a forge: an empty one."""
    name = environment.get("GITHUB_EVENT_NAME", "")
    if name:
        event = payload(environment)
        return _fresh(_github(name, event, _repository(environment.get("GITHUB_REPOSITORY"))), event, environment)
    if environment.get("CI_MERGE_REQUEST_IID"):
        return Event(
            "merge_request",
            "",
            _number(environment["CI_MERGE_REQUEST_IID"]),
            _commit(environment.get("CI_MERGE_REQUEST_DIFF_BASE_SHA")),
            _commit(environment.get("CI_COMMIT_SHA")),
            fork=len({environment.get(f"CI_MERGE_REQUEST_{side}PROJECT_ID") for side in ("", "SOURCE_")}) > 1,
            tip=_target(environment),
        )
    return Event()


def payload(environment: Mapping[str, str]) -> Mapping[str, Any]:
    """What GitHub wrote about the event. Raises Stop where it cannot be read."""
    path = Path(environment.get("GITHUB_EVENT_PATH", ""))
    raw = WorkingTree(path.absolute().parent).read(path.name, largest=LARGEST_EVENT) if path.name else b"{}"
    if isinstance(raw, Unreadable):
        raise Stop(f"the event of this job cannot be read: {raw.message}", "see GITHUB_EVENT_PATH", code=USAGE)
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Stop("the event of this job is no JSON", "see GITHUB_EVENT_PATH", code=USAGE) from error
    return found if isinstance(found, dict) else {}


def read_run(environment: Mapping[str, str]) -> Run:
    """The run that ended. Raises Stop where this job was not started by the end of a pull request's run."""
    event = payload(environment)
    run = event.get("workflow_run")
    if environment.get("GITHUB_EVENT_NAME") != "workflow_run" or not isinstance(run, dict):
        raise Stop("this job was not started by the end of another run", "use it with `on: workflow_run`", code=USAGE)
    if run.get("event") != "pull_request":
        raise Stop(
            "the run that ended was not for a pull request",
            "give the job `if: github.event.workflow_run.event == 'pull_request'`",
            code=USAGE,
        )
    branch = run.get("head_branch")
    return Run(
        _number(run.get("id")),
        _repository(environment.get("GITHUB_REPOSITORY")),
        _commit(run.get("head_sha")),
        _repository(_part(run, "head_repository").get("full_name")),
        branch if isinstance(branch, str) else "",
    )


def _github(name: str, event: Mapping[str, Any], repository: str) -> Event:
    if name in PULL_REQUESTS:
        pull = _part(event, "pull_request")
        base, head = _part(pull, "base"), _part(pull, "head")
        there = _part(head, "repo").get("full_name")
        number = _number(event.get("number") or pull.get("number"))
        return Event(name, repository, number, _commit(base.get("sha")), _commit(head.get("sha")), there != repository)
    if name == "merge_group":
        group = _part(event, "merge_group")
        return Event(name, repository, 0, _commit(group.get("base_sha")), _commit(group.get("head_sha")))
    if name == "push":
        before = _commit(event.get("before"))
        return Event(name, repository, 0, "" if before.strip("0") == "" else before, _commit(event.get("after")))
    return Event(name, repository)


def _fresh(event: Event, data: Mapping[str, Any], environment: Mapping[str, str]) -> Event:
    """The event with the tip of its target as the runner knows it, where the event is older than the last merge."""
    branch = _part(_part(data, "pull_request"), "base").get("ref")
    newest = _commit(environment.get("GITHUB_SHA"))
    if event.name != "pull_request_target" or environment.get("GITHUB_REF") != f"refs/heads/{branch}":
        return event
    return replace(event, base=newest or event.base)


def _target(environment: Mapping[str, str]) -> str:
    """The tip of the branch that a merge request is to change: a commit, or where a clone has it."""
    branch = environment.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "")
    known = _commit(environment.get("CI_MERGE_REQUEST_TARGET_BRANCH_SHA"))
    return known or (f"{FETCHED}{branch}" if _BRANCH.fullmatch(branch) else "")


def _part(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def _number(value: Any) -> int:
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        value = int(value[:18])
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**18 else 0


def _commit(value: Any) -> str:
    return value if isinstance(value, str) and _COMMIT.fullmatch(value) else ""


def _repository(value: Any) -> str:
    return value if isinstance(value, str) and _REPOSITORY.fullmatch(value) and ".." not in value else ""
