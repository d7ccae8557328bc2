"""Check the records, and say what is wrong, where, and what to do."""

from __future__ import annotations

import click

from underhood.cli.options import Session, session
from underhood.cli.output import FINDINGS, OK
from underhood.cli.reporting import Wanted, deliver, wanting
from underhood.cli.revising import States, revising
from underhood.cli.selecting import Choice, choosing, select, told
from underhood.judge.check import at_least, check
from underhood.judge.waivers import waived
from underhood.records.project import Project
from underhood.values.finding import Severity

NEVER = "never"


@click.command("check")
@click.option(
    "--fail-on",
    type=click.Choice([*(severity.value for severity in Severity), NEVER]),
    default=Severity.ERROR.value,
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@wanting
@choosing
@revising
@session
def command(session: Session, choice: Choice, wanted: Wanted, *, states: States, fail_on: str) -> int:
    """Check the records, and say what is wrong, where, and what to do.

    Every file under governance/ is read, held against the schema of its kind and against the rules. Nothing is changed.
    `underhood explain CODE` tells what a finding is about. With FILE, only findings in these files and folders are
    told; their references still resolve against all records.

    A baseline accepts what is wrong today, so that only what is new is told; errors of reading are never accepted.
    """
    out = session.output
    with out.working("reading the records") as say:
        project = states.project(session)
        selection = select(choice, session, project)
        say("checking the records")
        findings = check(project, today=session.day)
    out.tell(_checked(project, session.day))
    findings += states.lost(session, project)
    left = waived(findings, project, today=session.day)
    for title, count in left.excused.items():
        out.tell(f"the waiver '{title}' excuses {count:,} finding{'' if count == 1 else 's'}")
    findings = told(left.findings, selection, choice, project=project, out=out)
    deliver(out, project, findings, wanted=wanted)
    return FINDINGS if fail_on != NEVER and at_least(findings, Severity(fail_on)) else OK


def _checked(project: Project, day: str) -> str:
    """What was looked at: "checked 212 records of 24 kinds as of …"."""
    records, kinds = len(project.catalog.records), len({record.kind for record in project.catalog})
    words = f"{records:,} record{'' if records == 1 else 's'} of {kinds} kind{'' if kinds == 1 else 's'}"
    where = f" at {project.commit.commit[:12]}" if project.commit else ""
    what = f"checked {words}" if records else "there is no record under governance/ yet"
    return f"{what}{where}, as of {day}"
