"""Which state a check judges, and which earlier one it is compared with."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from underhood.cli.options import Session
from underhood.meaning.release import ever_out
from underhood.records.load import FOLDER
from underhood.records.project import Project, open_project, open_revision
from underhood.values.finding import Finding


@dataclass(frozen=True, slots=True)
class States:
    """The revisions that were asked for; None: the working tree, and nothing to compare with."""

    rev: str | None = None
    base: str | None = None

    def project(self, session: Session) -> Project:
        """The records that are judged. Raises Stop when there are none."""
        return open_project(session.root, today=session.today, revision=self.rev)

    def lost(self, session: Session, project: Project) -> tuple[Finding, ...]:
        """What these records lost that the earlier state had, and had to be kept; says what was not compared."""
        if self.base is None:
            if any(ever_out(release) for release in project.catalog.of("release")):
                session.output.tell("not compared with an earlier state: no --base")
            return ()
        from underhood.judge.states import between  # noqa: PLC0415  (imports every weighing)

        old = open_revision(session.root, self.base, today=session.today)
        if old is None:
            session.output.tell(f"not compared: there is no {FOLDER}/ folder in {self.base} yet")
            return ()
        commit = old.commit.commit[:12] if old.commit else ""
        count = len(old.problems)
        unread = f"; what it says in {count:,} place{'' if count == 1 else 's'} cannot be read" if count else ""
        session.output.tell(f"compared with {self.base} ({commit}){unread}")
        return between(old, project)


def revising(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that name revisions, as its `states`."""

    @click.option(
        "--rev",
        metavar="REV",
        help="Judge this revision (a branch, a tag, a commit) as git keeps it, instead of the files as they lie here.",
    )
    @click.option(
        "--base",
        metavar="REV",
        help="Compare with this revision too, and tell what was lost that must be kept. Usually the point where a "
        "branch began: $(git merge-base main HEAD).",
    )
    @functools.wraps(command)
    def run(*args: Any, rev: str | None, base: str | None, **rest: Any) -> Any:
        return command(*args, states=States(rev, base), **rest)

    return run
