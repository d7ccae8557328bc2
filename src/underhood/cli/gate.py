"""Say whether a release may enter a status: what holds, what does not, and who can act."""

from __future__ import annotations

import os
from dataclasses import replace

import click

from underhood import __version__
from underhood.cli.parts import asking
from underhood.cli.parts.asking import AUTO
from underhood.cli.parts.options import Session, session
from underhood.cli.parts.output import FINDINGS, OK
from underhood.cli.parts.policies import STATUSES, judged_by, of_release, unmatched
from underhood.cli.parts.reporting import folder
from underhood.judge.gate import gate
from underhood.reports import automatic
from underhood.verdicts import Frame, formats, load


@click.command("gate")
@click.argument("release", metavar="release/ID")
@click.option("--to", required=True, type=click.Choice(STATUSES), help="The status that the release is to enter.")
@click.option(
    "--base",
    metavar="REV",
    help="Judge by the gates, people, signers and waivers of this revision, and by what was weakened since: in a pull "
    "request, the branch that it is to be merged into.",
)
@click.option(
    "--rev",
    metavar="REV",
    help="Judge this revision (a branch, a tag, a commit) as git keeps it, instead of the files as they lie here.",
)
@asking.form(
    (AUTO, *formats()), default=AUTO, about="How to write it; auto: text, and annotations in a job of GitHub Actions."
)
@session
def command(session: Session, release: str, *, to: str, form: str, **states: str | None) -> int:
    """Say whether a release may enter a status: what holds, what does not, and who can act.

    What is asked stands under `gates` in the settings; without any, the gates that ship with the tool judge. Nothing is
    changed. The gates of statuses that are passed over ask as well. Exit codes: 0 the gate holds, 1 it does not.
    """
    out = session.output
    with out.working("reading the records") as say:
        asked = judged_by(session, states["base"], rev=states["rev"])
        project = asked.project
        record = of_release(project, release)
        say("judging the gate")
        made = gate(project, record, to, policy=asked.base, today=session.day)
        made = replace(made, told=(*asked.told, *made.told, *unmatched(asked, made)))
    frame = Frame(
        out.colour, f"underhood {__version__}", folder(project.root, os.environ) if project.root else "", session.day
    )
    out.write(load(automatic(os.environ) if form == AUTO else form)(made, frame))
    return OK if made.holds else FINDINGS
