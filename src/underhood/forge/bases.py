"""The two states that judge a change: where its branch began, and whose rules hold, as the job can know them.

Where a branch began, its author chose. So only the comparison starts there; the rules are those of the branch that is
to be changed, as it is now.
"""

from __future__ import annotations

import re
from pathlib import Path

from underhood.doors.git import GitFailed, run
from underhood.doors.revisions import resolve
from underhood.forge.events import FETCHED, Event
from underhood.values.errors import Stop

TARGET = "refs/heads/"
DEEPER = "give actions/checkout `fetch-depth: 0` (on GitLab: GIT_DEPTH: 0), so that the history is there"


def base_of(root: Path, event: Event, *, asked: str = "", head: str = "HEAD") -> str:
    """The full id of the commit to compare with; empty where there is no earlier state.

    Raises Stop where it is missing. `asked`: a revision that the job names, instead of what the event says.
    """
    wanted = asked or event.base or event.tip
    if not wanted:
        if event.number:
            raise Stop("the event does not say which branch is to be changed", "run the job again, or name a base")
        return ""
    if not asked and (target := _merged_into(root, event, head)):
        return target
    tip = resolve(root, head)
    try:
        base = resolve(root, wanted)
    except Stop as stop:
        if event.name == "push" and not asked:
            return ""  # the branch was rewritten: what was before is nobody's base any more
        raise Stop(stop.message, stop.hint if asked and not _shallow(root) else DEEPER, code=stop.code) from stop
    try:
        return run(root, "merge-base", base, tip).decode("ascii").split()[0]
    except (GitFailed, IndexError) as error:
        why = DEEPER if _shallow(root) else "merge the one into the other, or name another base"
        raise Stop(f"{base[:12]} and {tip[:12]} have no commit in common", why) from error


def policy_of(root: Path, event: Event, *, asked: str = "", head: str = "HEAD") -> str:
    """The full id of the commit whose rules judge; empty where there is no earlier state.

    It is the tip of the branch that is to be changed; without a pull request, what was there before, or what the job
    names. Raises Stop where it is missing, with what to fetch.
    """
    if target := _merged_into(root, event, head):
        return target
    wanted = event.tip or event.base
    if not wanted:
        return resolve(root, asked) if asked else ""
    try:
        return resolve(root, wanted)
    except Stop as stop:
        if event.name == "push":
            return resolve(root, asked) if asked else ""
        what = f"+{TARGET}{branch}:{wanted}" if (branch := wanted.removeprefix(FETCHED)) != wanted else wanted
        raise Stop(
            f"the rules that judge are those of the branch that is to be changed, and {wanted} is not in this clone",
            f"`git fetch --no-tags origin {what}` before this step; or {DEEPER}",
            code=stop.code,
        ) from stop


def _merged_into(root: Path, event: Event, head: str) -> str:
    """The first parent of the trial merge that GitHub checks out: what the change would be merged into; else nothing.

    Only what GitHub itself checked out is believed to be one: the author of a change can make a merge that looks alike.
    """
    if event.name != "pull_request" or not event.head or head != "HEAD":
        return ""
    parents = _parents(root, resolve(root, head))
    return parents[0] if parents[1:] == [event.head] else ""


def _parents(root: Path, commit: str) -> list[str]:
    if not re.fullmatch(r"[0-9a-f]{40,64}", commit):
        return []
    return run(root, "rev-list", "--parents", "-n", "1", commit, "--").decode("ascii").split()[1:]


def _shallow(root: Path) -> bool:
    return run(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
