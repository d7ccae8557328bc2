"""Revisions of a git repository: names made full ids.

Names come from strangers. They reach git through standard input, never as arguments, and only in forms that name one
commit.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from underhood.doors.git import GitFailed, run
from underhood.values.errors import USAGE, Stop

LONGEST_NAME = 250
SPACES = ("refs/{}", "refs/tags/{}", "refs/heads/{}", "refs/remotes/{}", "refs/remotes/{}/HEAD")
"""Where a plain name may lead, in git's own order."""

_FULL = re.compile(r"[0-9a-fA-F]{40}(?:[0-9a-fA-F]{24})?")
_HEX = re.compile(r"[0-9a-fA-F]{4,64}")
_STEPS = re.compile(r"[~^]")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f:*?\[\\{}]|\.\.")


def resolve(root: Path, revision: str) -> str:
    """The full id of the commit that a revision names. Raises Stop for what names none, or more than one."""
    shown = ascii(revision)[:80]
    if complaint := _complaint(revision):
        raise Stop(
            f"{shown} is not the name of a revision: {complaint}", "name a branch, a tag or a commit", code=USAGE
        )
    steps = _STEPS.search(revision)
    name = revision[: steps.start()] if steps else revision
    places = [place.format(name) for place in SPACES]
    found, there, *named = _commits(root, [revision, name, *places])
    if not found:
        raise Stop(f"there is no commit {shown} in {root}", cure(root) or _unborn(root))
    if _FULL.fullmatch(name) and there == name.lower():
        return found  # git never takes a full id for anything else
    others = [place for place, commit in zip(places, named, strict=True) if commit]
    if others and _HEX.fullmatch(name) and not there.startswith(name.lower()):
        hint = f"write the full id, or {others[0]}"
        raise Stop(f"{shown} reads like the id of a commit and names another one", hint, code=USAGE)
    if set(filter(None, named)) - {there}:
        hint = f"write the full id, or one of {', '.join(others)}"
        raise Stop(f"{shown} names more than one commit", hint, code=USAGE)
    return found


def _complaint(revision: str) -> str:
    """Why a name is not even shown to git; empty when it may be."""
    if not revision or len(revision) > LONGEST_NAME:
        return "it is empty" if not revision else f"it is longer than {LONGEST_NAME} characters"
    if revision[0] in "-^~":
        return f"it starts with '{revision[0]}'"
    if match := _FORBIDDEN.search(revision):
        return f"it contains {match[0]!a}"
    return "" if revision.isprintable() else "it contains a character that cannot be shown"


def _commits(root: Path, names: Sequence[str]) -> list[str]:
    """The full id of the commit behind each name; empty where there is none, or more than one."""
    asked = "".join(f"{name}^{{commit}}\n" for name in names).encode()
    lines = run(root, "cat-file", "--batch-check", stdin=asked).decode("utf-8", "replace").split("\n")
    answers = [line.split(" ") for line in lines[: len(names)]]
    return [answer[0] if len(answer) == 3 and answer[1] == "commit" else "" for answer in answers]


def _unborn(root: Path) -> str:
    if not _commits(root, ["HEAD"])[0]:
        return "the repository, or the branch that is checked out, has no commit yet"
    return "name a branch, a tag or a commit that `git log` knows; `git fetch` brings what others have"


def cure(root: Path) -> str:
    """What brings the objects that a shallow or partial clone lacks; empty where the clone is neither."""
    if shallow(root):
        return "this clone is shallow: `git fetch --unshallow` brings the rest (in a workflow: fetch-depth: 0)"
    try:
        run(root, "config", "--get-regexp", r"^(remote\..*\.(promisor|partialclonefilter)|extensions\.partialclone)$")
    except GitFailed:
        return ""
    return "this clone is partial: `git fetch --refetch --no-filter` brings the rest, or clone without --filter"


def ahead(root: Path, commit: str, other: str) -> int:
    """How many commits one has that another, both given by their full ids, has not."""
    with explained(root):
        return int(run(root, "rev-list", "--count", commit, f"^{other}", "--"))


def shallow(root: Path) -> bool:
    """Whether a clone lacks the history before some commits."""
    return run(root, "rev-parse", "--is-shallow-repository").strip() == b"true"


@contextlib.contextmanager
def explained(root: Path) -> Iterator[None]:
    """Say what brings the rest, where git fails because the clone is not whole."""
    try:
        yield
    except GitFailed as failure:
        if hint := cure(root):
            raise GitFailed(failure.message, hint, words=failure.words) from failure
        raise


def merge_bases(root: Path, one: str, other: str) -> Sequence[str]:
    """Where two commits, given by their full ids, were last the same: the best common ancestor, and those as good.

    Raises Stop where there is none.
    """
    try:
        with explained(root):
            return run(root, "merge-base", "--all", one, other).decode("ascii").split()
    except GitFailed as failure:
        if failure.words:
            raise
        hint = cure(root) or "their histories began apart: compare the two revisions themselves, without --merge-base"
        raise Stop(f"{one[:12]} and {other[:12]} have no common ancestor in {root}", hint) from failure
