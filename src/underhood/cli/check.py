"""Check the records, and say what is wrong, where, and what to do."""

from __future__ import annotations

import click

from underhood import __version__
from underhood.cli.options import Session, session
from underhood.cli.output import FINDINGS, OK
from underhood.judge.check import at_least, check
from underhood.records.project import Project
from underhood.reports import Frame, reports
from underhood.values.finding import Severity

AUTO, NEVER = "auto", "never"


@click.command("check")
@click.option(
    "--format",
    "form",
    type=click.Choice([AUTO, *reports()]),
    default=AUTO,
    show_default=True,
    help="How to write the findings (auto: as text).",
)
@click.option(
    "--fail-on",
    type=click.Choice([*(severity.value for severity in Severity), NEVER]),
    default=Severity.ERROR.value,
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@click.option(
    "--show",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.NOTE.value,
    show_default=True,
    help="The least severity that is listed as text; the rest is counted.",
)
@session
def command(session: Session, form: str, fail_on: str, *, show: str) -> int:
    """Check the records, and say what is wrong, where, and what to do.

    Every file under governance/ is read, held against the schema of its kind and against the rules. Nothing is changed.
    `underhood explain CODE` tells what a finding is about.
    """
    out = session.output
    with out.working("reading the records") as say:
        project = session.project()
        say("checking the records")
        findings = check(project, today=session.day)
    out.tell(_checked(project, session.day))
    frame = Frame(project.tree, out.colour, f"underhood {__version__}", len(project.catalog.records), Severity(show))
    out.write(reports()["text" if form == AUTO else form].write(findings, frame))
    return FINDINGS if fail_on != NEVER and at_least(findings, Severity(fail_on)) else OK


def _checked(project: Project, day: str) -> str:
    """What was looked at: "checked 212 records of 24 kinds as of …"."""
    records, kinds = len(project.catalog.records), len({record.kind for record in project.catalog})
    words = f"{records:,} record{'' if records == 1 else 's'} of {kinds} kind{'' if kinds == 1 else 's'}"
    return f"checked {words}, as of {day}" if records else f"there is no record under governance/ yet, as of {day}"
