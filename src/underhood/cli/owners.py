"""Write CODEOWNERS: who must look at which records, from owners, stewards and roles."""

from __future__ import annotations

from pathlib import Path

import click

from underhood.cli.parts import asking
from underhood.cli.parts.options import Session, session
from underhood.cli.parts.output import OK
from underhood.doors import writing
from underhood.doors.git import GitFailed, run
from underhood.judge.owners import owners
from underhood.records.project import Project


@click.command("owners")
@asking.file("Write to this file, such as .github/CODEOWNERS, instead of showing it.")
@session
def command(session: Session, file: Path | None) -> int:
    """Write CODEOWNERS: who must look at which records, from owners, stewards and roles.

    The settings, signers, seals, releases and approvals belong to everybody whom a gate asks; any other record belongs
    to its owner, or to its steward. People are named as their entry's `git` has them: a handle (@ada), or an address.
    What has an owner whom git does not know is told in a comment.
    """
    project = session.project()
    text = owners(project, day=session.day, folder=_folder(project))
    if file is None:
        session.output.write(text)
    else:
        writing.write(file.absolute(), text.encode())
        session.output.tell(f"wrote {file}")
    return OK


def _folder(project: Project) -> str:
    """The way from the top of git's repository to the records; empty at the top, and without git."""
    try:
        told = run(project.root, "rev-parse", "--show-prefix") if project.root is not None else b""
    except GitFailed:
        return ""
    return told.decode("utf-8", "replace").strip("\n").rstrip("/")
