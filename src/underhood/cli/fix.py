"""Mend what can be mended without a question, and say what remains."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

import click

from underhood.cli.parts.judging import select, told
from underhood.cli.parts.options import Session, session
from underhood.cli.parts.output import FINDINGS, OK
from underhood.cli.parts.selecting import Choice, inside
from underhood.doors import writing
from underhood.judge.check import check
from underhood.records.mending import Mended, mended
from underhood.records.project import Project
from underhood.reports import Frame, clean, load
from underhood.values.errors import Stop
from underhood.values.finding import Severity, at_least


@click.command("fix")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option("--diff", is_flag=True, help="Show what would change, and change nothing.")
@session
def command(session: Session, files: tuple[Path, ...], *, diff: bool) -> int:
    """Mend what can be mended without a question, and say what remains.

    Mended are: the name of a field, record or place that is one slip away from exactly one that exists (a digit is
    never a slip); a number where text belongs; a missing line that names the schema for editors. Comments and order
    stay, and everything else, byte for byte. Either all files change, or none.

    The exit code is 1 while errors remain; with --diff, 1 if something would change.
    """
    out = session.output
    with out.working("reading the records") as say:
        project = session.project()
        asked = inside(session.root, files)
        say("mending")
        done = mended(project, holds=lambda path: _asked(path, asked))
    if diff:
        out.write("".join(_diff(done)))
        return FINDINGS if done.after else OK
    _write(project, done)
    for mend in done.mends:
        out.write(f"{clean(str(mend.location))} {clean(mend.what)}")
    changed = f"{len(done.after):,} file{'' if len(done.after) == 1 else 's'}"
    out.tell(f"mended {len(done.mends):,} in {changed}" if done.mends else "nothing to mend")
    return _remaining(session, files)


def _remaining(session: Session, files: tuple[Path, ...]) -> int:
    """Check again, and say what is left for a person to do."""
    project = session.project()
    choice = Choice(files)
    selection = select(choice, session, project)
    findings = check(project, today=session.day)
    findings = told(findings, selection, choice, project=project, out=session.output)
    frame = Frame(project.tree, session.output.colour, "underhood", len(project.catalog.records), Severity.WARNING)
    session.output.write(load("text").write(findings, frame))
    return FINDINGS if at_least(findings, Severity.ERROR) else OK


def _write(project: Project, done: Mended) -> None:
    """Write the files, unless one of them has changed since it was read."""
    assert project.root is not None
    for path, raw in done.before.items():
        if project.tree.read(path) != raw:
            raise Stop(f"{path} has changed since it was read", "nothing was changed; run `underhood fix` again")
    writing.write_all(project.root, done.after)


def _asked(path: str, asked: tuple[str, ...]) -> bool:
    return not asked or any(path == one or path.startswith(f"{one}/") for one in asked)


def _diff(done: Mended) -> Iterator[str]:
    """The changes as a patch; what a terminal would obey is shown as an escape."""
    for path in sorted(done.after):
        old, new = (raw.decode("utf-8").splitlines(keepends=True) for raw in (done.before[path], done.after[path]))
        for line in difflib.unified_diff(old, new, f"a/{path}", f"b/{path}"):
            words = line.rstrip("\r\n")
            yield clean(words) + (line[len(words) :] or "\n\\ No newline at end of file\n")
