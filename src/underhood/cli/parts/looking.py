"""The records in a clone that something was made from, for a proof."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from underhood.cli.parts.proving import Card, Clone, Folder, Looked
from underhood.doors.git import GitFailed, run
from underhood.records.places import FOLDER
from underhood.records.project import Project
from underhood.site.again import opened
from underhood.site.provenance import PAGE, uncommitted
from underhood.values.errors import Stop


@contextlib.contextmanager
def looked_at(subject: Card | Folder, clone: Clone | None, *, today: str) -> Iterator[Looked]:
    """The records that something was made from, in a clone: at the commit that it names, unless another is wanted."""
    if clone is None:
        yield Looked(why="no clone of the records was given: add -C DIR")
        return
    revision = None if clone.folder else (clone.revision or subject.commit or None)
    where = f"commit {revision[:12]}" if revision == subject.commit and revision else revision or "the folder"
    notes = list(_notes(subject, clone, revision, today))
    with contextlib.ExitStack() as stack:
        yield _looked(stack, opened(clone.root, revision, day=subject.as_of), where, notes)


def _looked(
    stack: contextlib.ExitStack, opening: contextlib.AbstractContextManager[Project], where: str, notes: list[str]
) -> Looked:
    """The records, or why they cannot be read."""
    try:
        project = stack.enter_context(opening)
        if problem := next(iter(project.problems), None):
            return Looked(None, f"the records of {where} cannot be read: {problem.message}", where, notes)
        if project.root is not None and project.commit is not None:
            notes += _dirty(project.root, project.commit.commit)
            notes += _elsewhere(project.root, project.commit.commit)
    except Stop as stop:
        lies = isinstance(stop, GitFailed) and "not a git repository" in stop.words
        hint = "--folder compares with what lies there" if lies else stop.hint
        return Looked(None, f"{stop.message}; {hint}" if hint else stop.message, where, notes)
    return Looked(project, "", where, notes)


def _notes(subject: Card | Folder, clone: Clone, revision: str | None, today: str) -> Iterator[str]:
    page = isinstance(subject, Card) and subject.origin.form == PAGE
    if revision is None and not clone.folder and not page:
        yield "no commit holds what it was made from: it was compared with the folder as it lies there"
    if revision is not None and subject.commit and revision != subject.commit:
        yield f"it names commit {subject.commit[:12]}; it was compared with {revision}"
    if subject.as_of > today:
        yield f"it speaks of {subject.as_of}, which lies ahead of {today}: of this machine's clock, or of --today"


def _elsewhere(root: Path, commit: str) -> Iterator[str]:
    """Say that a commit is not on the line that is checked out: anybody can put one beside it."""
    try:
        run(root, "merge-base", "--is-ancestor", commit, "HEAD")
    except GitFailed:
        yield f"commit {commit[:12]} is not in the history of what is checked out there: ask whose it is"


def _dirty(root: Path, commit: str) -> Iterator[str]:
    """Say that the folder of a clone is not what was looked at."""
    if not (root / FOLDER).is_dir():
        return
    count = len(uncommitted(root, commit))
    if count:
        files = "1 file" if count == 1 else f"{count:,} files"
        yield f"the clone's folder differs from that commit in {files}; the commit alone was looked at"
