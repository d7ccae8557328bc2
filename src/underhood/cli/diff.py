"""Say what changed between two states of the records, what was weakened first."""

from __future__ import annotations

import itertools
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from underhood import __version__, diffs, reports
from underhood.cli.new import blank
from underhood.cli.parts.asking import AUTO, exit_code
from underhood.cli.parts.comparing import Compared, Named, Shown, comparing, naming, showing
from underhood.cli.parts.options import EDITOR_SCHEMAS, Session, session
from underhood.cli.parts.output import OK
from underhood.cli.parts.reporting import folder
from underhood.doors.schemas import SUFFIX
from underhood.doors.writing import write
from underhood.judge.answers_compared import answers_compared
from underhood.judge.compare import compare_states
from underhood.judge.reasons import DECISION, NEEDED, Reasoned, reasoned
from underhood.judge.states import lost
from underhood.judge.unreasoned import drafted, findings
from underhood.records.places import FOLDER
from underhood.records.policy import weighed_by
from underhood.records.sides import Sides, open_sides
from underhood.values.change import Weight
from underhood.values.errors import USAGE, Stop
from underhood.values.finding import Finding, Severity

STDOUT = Path("-")
FEW = 1_000
"""Up to so many records the answers to frameworks are compared unasked: it reads records that did not change."""


@click.command("diff")
@comparing
@showing
@naming
@click.option(
    "--write-reasons",
    "draft",
    metavar="[FILE]",
    is_flag=False,
    flag_value=str(STDOUT),
    type=click.Path(path_type=Path),
    help="Draft a decision with an entry for each weakening that has no reason; its words are left to you. Without "
    "FILE it is printed; a file that is there is never overwritten.",
)
@click.option(
    "--coverage/--no-coverage",
    "answers",
    default=None,
    help=f"Compare what the records answer of frameworks as well; it reads them all (default: up to {FEW:,} records).",
)
@session
def command(session: Session, compared: Compared, shown: Shown, *, named: Named, **asked: object) -> int:
    """Say what changed between two states of the records, what was weakened first.

    BASE is a revision (HEAD if none is named); HEAD is another, or else the files as they lie here. What the records
    mean is compared, not how they are written: order, layout, comments and moved files are no change.

    What weakens needs a written reason in the same change: a decision, new or changed since BASE, whose `weakens` names
    the place and the new value. A weakening without one is an error, and the exit code is 1; so is a file that one of
    the two states cannot read, and the loss of what must be kept, such as a record of a released release.
    """
    with session.output.working("comparing") as say:
        sides = open_sides(
            session.root,
            compared.base,
            compared.head,
            index=compared.index,
            merge_base=compared.merge_base,
            today=session.day,
        )
        if compared.policy is not None:
            sides = weighed_by(sides, session.root, compared.policy)
        say("weighing what changed")
        entries = reasoned(compare_states(sides, policy=sides.policy), sides)
        found = tuple(sorted((*findings(entries, sides), *lost(sides, today=session.day)), key=lambda one: one.order))
    if isinstance(draft := asked["draft"], Path):
        return _draft(session, entries, sides, draft)
    if sides.behind:
        session.output.tell(f"{sides.behind}; --merge-base leaves them out")
    sides = replace(
        sides, old_name=named.older(sides.old_name), new_name=named.newer(sides.new_name, compared, os.environ)
    )
    told = _told(sides, entries, found, answers=asked["answers"])
    _deliver(session, compared, shown, told=told, sides=sides)
    return exit_code(found, shown.fail_on)


def _told(sides: Sides, entries: tuple[Reasoned, ...], found: tuple[Finding, ...], *, answers: object) -> diffs.Told:
    names, notes, few = (sides.old_name, sides.new_name), tuple(sides.told), _few(sides)
    shifts = answers_compared(sides) if answers or (answers is None and few) else ()
    if answers is None and not few:
        notes = (*notes, f"answers to frameworks were not compared among more than {FEW:,} records: --coverage does")
    return diffs.Told(*names, entries, found, sides.unread, notes, sides.merge_base, shifts)


def _few(sides: Sides) -> bool:
    """Whether there are few records; they are counted by their files, and none is read."""
    return sum(1 for _ in itertools.islice(sides.new.tree.walk(FOLDER), FEW + 1)) <= FEW


def _deliver(session: Session, compared: Compared, shown: Shown, *, told: diffs.Told, sides: Sides) -> None:
    """Write the views. With a file, the format is that of the file, and the log keeps what people read."""
    out = session.output
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    frame = diffs.Frame(
        out.colour,
        width,
        Weight(shown.show),
        f"underhood {__version__}",
        *_forge(sides, os.environ),
        folder=folder(session.root, os.environ),
        whole=_run(os.environ),
        command=compared.command,
    )
    log = AUTO if shown.file else shown.form
    out.write(_written("text" if log == AUTO else log, told, frame, sides=sides))
    if log == AUTO and os.environ.get("GITHUB_ACTIONS") == "true" and told.findings:
        out.write(_written("github", told, frame, sides=sides))
    if shown.file is not None:
        form = _for_file(shown.file.name) if shown.form == AUTO else shown.form
        text = _written(form, told, replace(frame, colour=False, width=0), sides=sides)
        write(shown.file.absolute(), text.encode("utf-8", "backslashreplace"))


def _written(form: str, told: diffs.Told, frame: diffs.Frame, *, sides: Sides) -> str:
    if form in diffs.formats():
        return diffs.load(form).write(told, frame)
    known = reports.Frame(sides.new.tree, False, frame.tool, len(sides.changed), Severity.NOTE, frame.folder)
    return reports.load(form).write(told.findings, known)


def _for_file(name: str) -> str:
    """The format that a file's ending asks for. Raises Stop for an ending that is not known."""
    ours = (diffs.load(form) for form in diffs.formats())
    return reports.for_file(name, {one.ending: one.name for one in ours if one.ending})


def _draft(session: Session, entries: tuple[Reasoned, ...], sides: Sides, path: Path) -> int:
    """Print or write a decision that a person completes: what is left empty keeps it from being one."""
    out, today, weakens = session.output, session.day, drafted(entries)
    if not weakens:
        out.tell("nothing was weakened without a written reason; there is nothing to draft")
        return OK
    kind = sides.new.catalog.kinds[DECISION]
    own = sides.new.root is not None and (sides.new.root / "schemas" / f"{DECISION}{SUFFIX}").is_file()
    form = blank(kind, f"../../{'schemas' if own else EDITOR_SCHEMAS}/{DECISION}{SUFFIX}", ("options", *NEEDED))
    form = form.replace("\ndate:\n", f'\ndate: "{today}"\n') if today else form
    head, mark, rest = form.partition("\n# What may be added")
    lines = [line for line in rest.splitlines(keepends=True) if not line.startswith("# weakens:")]
    text = f"{head}\n{weakens}{mark}{''.join(lines)}"
    if path == STDOUT:
        out.write(text)
        return OK
    if os.path.lexists(path):
        raise Stop(f"{path} is there already", "name another file; nothing was written", code=USAGE)
    write(path.absolute(), text.encode())
    out.write(str(path))
    out.tell("write what is empty: nobody but you knows the reason; then run `underhood diff` again")
    return OK


def _forge(sides: Sides, environment: Mapping[str, str]) -> tuple[str, str]:
    """Where GitHub or GitLab shows the files of the newer and of the older state; empty elsewhere."""
    if environment.get("GITHUB_REPOSITORY"):
        top = f"{environment.get('GITHUB_SERVER_URL', 'https://github.com')}/{environment['GITHUB_REPOSITORY']}/blob"
    elif environment.get("CI_PROJECT_URL"):
        top = f"{environment['CI_PROJECT_URL']}/-/blob"
    else:
        return "", ""
    here = environment.get("GITHUB_SHA") or environment.get("CI_COMMIT_SHA") or ""
    newer = sides.new.commit.commit if sides.new.commit else here
    older = sides.old.commit.commit if sides.old.commit else ""
    return (f"{top}/{newer}" if newer else ""), (f"{top}/{older}" if older else "")


def _run(environment: Mapping[str, str]) -> str:
    """The page of the job that runs this, whose log has everything; empty elsewhere."""
    if environment.get("GITHUB_RUN_ID") and environment.get("GITHUB_REPOSITORY"):
        server = environment.get("GITHUB_SERVER_URL", "https://github.com")
        return f"{server}/{environment['GITHUB_REPOSITORY']}/actions/runs/{environment['GITHUB_RUN_ID']}"
    return environment.get("CI_JOB_URL", "")
