"""The state that a change is to be compared with: where its branch began, as the job can know it."""

from __future__ import annotations

import re
from pathlib import Path

from underhood.doors.git import GitFailed, run
from underhood.doors.revisions import resolve
from underhood.forge.events import Event
from underhood.values.errors import Stop

DEEPER = "give actions/checkout `fetch-depth: 0` (on GitLab: GIT_DEPTH: 0), so that the history is there"


def base_of(root: Path, event: Event, *, asked: str = "", head: str = "HEAD") -> str:
    """The full id of the commit to compare with; empty where there is no earlier state.

    Raises Stop where it is missing. `asked`: a revision that the job names, instead of what the event says.
    """
    if not asked and not event.base:
        return ""
    tip = resolve(root, head)
    if not asked and event.head and (parents := _parents(root, tip))[1:] == [event.head]:
        return parents[0]  # the trial merge that GitHub checks out: its first parent is what it would be merged into
    try:
        base = resolve(root, asked or event.base)
    except Stop as stop:
        if event.name == "push" and not asked:
            return ""  # the branch was rewritten: what was before is nobody's base any more
        raise Stop(stop.message, stop.hint if asked and not _shallow(root) else DEEPER, code=stop.code) from stop
    try:
        return run(root, "merge-base", base, tip).decode("ascii").split()[0]
    except (GitFailed, IndexError) as error:
        why = DEEPER if _shallow(root) else "merge the one into the other, or name another base"
        raise Stop(f"{base[:12]} and {tip[:12]} have no commit in common", why) from error


def _parents(root: Path, commit: str) -> list[str]:
    if not re.fullmatch(r"[0-9a-f]{40,64}", commit):
        return []
    return run(root, "rev-list", "--parents", "-n", "1", commit, "--").decode("ascii").split()[1:]


def _shallow(root: Path) -> bool:
    return run(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
