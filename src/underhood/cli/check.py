"""Check the records, and say what is wrong, where, and what to do."""

from __future__ import annotations

from collections import Counter

import click

from underhood import reports
from underhood.cli.options import Session, session
from underhood.cli.output import FINDINGS, OK
from underhood.judge.check import at_least, check
from underhood.records.project import Project
from underhood.values.finding import Finding, Severity

NEVER = "never"


@click.command("check")
@click.option(
    "--format",
    "form",
    type=click.Choice([*reports.formats(), "auto"]),
    default="auto",
    help="How to write the findings.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*Severity, NEVER]),
    default=Severity.ERROR.value,
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@session
def command(session: Session, form: str, fail_on: str) -> int:
    """Check the records, and say what is wrong, where, and what to do.

    Every file under governance/ is read, held against the schema of its kind and against the rules. Nothing is changed.
    `underhood explain CODE` tells what a finding is about.

    Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage, 3 could not read.
    """
    with session.output.working("reading the records") as say:
        project = session.project()
        say("checking the records")
        findings = check(project, today=session.day)
    session.output.write(reports.formats()[form](findings))
    return FINDINGS if fail_on != NEVER and at_least(findings, Severity(fail_on)) else OK
