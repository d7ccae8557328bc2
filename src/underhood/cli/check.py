"""Check the records, and say what is wrong, where, and what to do."""

from __future__ import annotations

import os

import click

from underhood.cli.parts import asking
from underhood.cli.parts.options import Session, session
from underhood.cli.parts.reporting import Subject, Wanted, deliver, tell_excused, tell_not_compared, tell_read, wanting
from underhood.cli.parts.revising import States, revising
from underhood.cli.parts.selecting import Choice, choosing, inside, widened
from underhood.doors.tree import WorkingTree
from underhood.judge.kept import recall
from underhood.values.finding import Finding, lies_in


@click.command("check")
@asking.fail_on()
@wanting
@choosing
@revising
@session
def command(session: Session, choice: Choice, wanted: Wanted, *, states: States, fail_on: str) -> int:
    """Check the records, and say what is wrong, where, and what to do.

    Every file under governance/ is read, held against the schema of its kind and against the rules. Nothing is changed.
    `underhood explain CODE` tells what a finding is about. With FILE, only findings in these files and folders are
    told; their references still resolve against all records. A FILE that is no record (the settings, a list, a
    catalogue, a seal) may matter to every record: then all findings are told.

    A baseline accepts what is wrong today, so that only what is new is told; errors of reading are never accepted.

    What was found is kept in the user's cache folder (UNDERHOOD_CACHE names another), so that the next check looks only
    at what changed.
    """
    if choice != Choice(files=choice.files) or states != States():
        from underhood.cli.parts.judging import judge  # noqa: PLC0415  (imports all rules; a repeated check does without)

        findings, subject = judge(session, choice, states)
    else:
        findings, subject = _kept(session, widened(inside(session.root, choice.files), session.output))
    deliver(session.output, subject, findings, wanted=wanted)
    return asking.exit_code(findings, fail_on)


def _kept(session: Session, files: tuple[str, ...]) -> tuple[tuple[Finding, ...], Subject]:
    """Check everything, with the help of what an earlier check kept; what lies in these files is told."""
    out, root = session.output, session.root
    with out.working("checking the records"):
        seen = recall.look(root)
        kept, found = recall.recall(seen, session.day)
        if found is None:
            from underhood.judge.kept.renew import renewed  # noqa: PLC0415  (imports all that reads and judges)

            found = renewed(kept, seen, session.day)
    subject = Subject(WorkingTree(root), root, found.records, found.kinds, found.unread)
    tell_read(out, subject, session.day)
    if found.out:
        tell_not_compared(out, os.environ)
    tell_excused(out, found.excused, found.allowed)
    return tuple(one for one in found.findings if lies_in(one.location.path, files)), subject
