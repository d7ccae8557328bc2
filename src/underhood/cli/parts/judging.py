"""What a check does where it cannot simply repeat what an earlier one found: revisions, choices, baselines."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from underhood.cli.parts.options import Session
from underhood.cli.parts.output import Output
from underhood.cli.parts.policies import MOVED_ON
from underhood.cli.parts.reporting import Subject, tell_excused, tell_not_compared, tell_read
from underhood.cli.parts.revising import States
from underhood.cli.parts.selecting import Choice, inside, widened
from underhood.doors import writing
from underhood.doors.tree import Unreadable, WorkingTree
from underhood.judge import baseline
from underhood.judge.check import check
from underhood.judge.outcome import unread
from underhood.judge.own_rules import check_own
from underhood.judge.selection import (
    Selection,
    allowed_by_comments,
    check_settings,
    governed,
    make_selection,
    read_allowances,
)
from underhood.judge.waivers import waived
from underhood.meaning.release import ever_out
from underhood.records.places import FOLDER, SETTINGS_FILE
from underhood.records.project import Project, open_project, open_revision
from underhood.records.settings import OFF
from underhood.rules import STATES, rules
from underhood.values.errors import USAGE, Stop
from underhood.values.finding import Finding
from underhood.values.ids import parse_address

LARGEST_BASELINE = 1 << 26


def judge(session: Session, choice: Choice, states: States) -> tuple[tuple[Finding, ...], Subject]:
    """Read the records and judge them, as was asked for; says what was read, compared and excused."""
    out = session.output
    with out.working("reading the records") as say:
        project = _governed(states, session, open_project(session.root, today=session.today, revision=states.rev))
        selection = select(choice, session, project)
        say("checking the records")
        findings = check(project, today=session.day)
    addresses = list(project.catalog.records)
    kinds = {address.kind for address in addresses}
    subject = Subject(project.tree, project.root, len(addresses), len(kinds), unread(project))
    tell_read(out, subject, session.day, commit=project.commit.commit if project.commit else "")
    lost, weak = _between(states, session, project)
    left = waived(findings + lost, project, today=session.day)
    allowed = read_allowances(project)
    tell_excused(out, left.excused, allowed_by_comments(left.findings, allowed))
    judged = governed(left.findings, selection, allowed, tree=project.tree)
    found = narrowed(judged, selection, choice, project=project, out=out)
    asked = (one for one in weak if selection.holds(one.code, one.location.path))
    return tuple(sorted((*found, *asked), key=lambda finding: finding.order)), subject


def _governed(states: States, session: Session, project: Project) -> Project:
    """The project under the rules that were asked for; its own settings must hold all the same."""
    if states.policy is None:
        return project
    from underhood.records.policy import under_policy  # noqa: PLC0415  (rarely asked for)

    check_settings(project.settings, project.tree)
    check_own(project)
    judged, told = under_policy(project, session.root, states.policy)
    for line in told:
        session.output.tell(line)
    try:
        check_settings(judged.settings, judged.tree)
        check_own(judged)
    except Stop as stop:  # a change that mends the settings must not be held up by what it mends
        session.output.tell(
            f"the settings of {states.policy} name what there is not ({stop.message}); rules as shipped"
        )
        return replace(judged, settings=replace(judged.settings, rules={}, own=()))
    return judged


def _between(states: States, session: Session, project: Project) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What these records lost that had to be kept, and what was weakened without a reason, which nothing excuses.

    Says what was not compared.
    """
    if states.base is None:
        if any(ever_out(release) for release in project.catalog.of("release")):
            tell_not_compared(session.output, os.environ)
        return (), ()
    from underhood.judge.states import between  # noqa: PLC0415  (imports every weighing)
    from underhood.judge.unreasoned import weakened  # noqa: PLC0415  (the same)
    from underhood.records.sides import open_sides  # noqa: PLC0415  (only for this)

    old = open_revision(session.root, states.base, today=session.today)
    if old is None:
        session.output.tell(f"not compared: there is no {FOLDER}/ folder in {states.base} yet")
        return (), ()
    commit = old.commit.commit[:12] if old.commit else ""
    count = len(old.problems)
    unread = f"; what it says in {count:,} place{'' if count == 1 else 's'} cannot be read" if count else ""
    session.output.tell(f"compared with {states.base} ({commit}){unread}")
    sides = open_sides(session.root, states.base, states.rev, today=session.day)
    if sides.behind:
        session.output.tell(f"{sides.behind}; {MOVED_ON}")
    if states.policy is not None:
        from underhood.records.policy import weighed_by  # noqa: PLC0415  (rarely asked for)

        sides = weighed_by(sides, session.root, states.policy)
    return between(old, project), weakened(sides)


def select(choice: Choice, session: Session, project: Project) -> Selection:
    """What is to be told, before the check is run. Raises Stop where it cannot be."""
    selection = make_selection(project, select=_codes(choice.select), ignore=_codes(choice.ignore))
    files = inside(session.root, choice.files, tree=project.tree if project.commit else None)
    selection = replace(selection, files=widened(files, session.output))
    tell_off(session.output, selection)
    if choice.write_baseline and not selection.whole:
        raise Stop(
            "a baseline is written from everything", "leave FILE, --select and --ignore out of this call", code=USAGE
        )
    return selection


def tell_off(out: Output, selection: Selection) -> None:
    """The rules that were asked for and cannot speak, since the settings switch them off."""
    for code in sorted(selection.select):
        said = selection.rules.get(code)
        if said is not None and said.severity == OFF:
            out.tell(f"{code} is switched off in {SETTINGS_FILE}: {said.reason}")


def told(
    findings: tuple[Finding, ...], selection: Selection, choice: Choice, *, project: Project, out: Output
) -> tuple[Finding, ...]:
    """The findings that are told, once comments and settings have judged them."""
    judged = governed(findings, selection, read_allowances(project), tree=project.tree)
    return narrowed(judged, selection, choice, project=project, out=out)


def narrowed(
    judged: tuple[Finding, ...], selection: Selection, choice: Choice, *, project: Project, out: Output
) -> tuple[Finding, ...]:
    """Of the findings as judged, those that were asked for. A baseline that was asked for is written first."""
    asked = tuple(one for one in judged if selection.holds(one.code, one.location.path))
    if choice.write_baseline:
        writing.write(choice.write_baseline.absolute(), baseline.written(asked).encode())
        count = sum(baseline.can_be_accepted(finding) for finding in asked)
        out.tell(f"{choice.write_baseline} accepts {count:,} finding{'' if count == 1 else 's'}")
    path = choice.write_baseline or choice.baseline
    if path is None:
        return asked
    accepted = _read(path, project)
    new = baseline.against(asked, accepted)
    if choice.baseline and len(new) < len(asked):
        out.tell(f"the baseline accepts {len(asked) - len(new):,} of {len(asked):,} findings")
    idle = baseline.idle(asked, accepted, holds=_holds(project, selection))
    weighed = governed(idle, _only(selection, baseline.STALE), {}, tree=project.tree)
    return tuple(sorted((*new, *weighed), key=lambda finding: finding.order))


def _codes(words: Iterable[str]) -> list[str]:
    return [code for word in words for part in word.split(",") if (code := part.strip())]


def _only(selection: Selection, code: str) -> Selection:
    """What the settings say of one rule alone; the places where it is silent were looked at before."""
    said = selection.rules.get(code)
    return Selection({code: replace(said, exempt=())} if said else {})


def _read(path: Path, project: Project) -> baseline.Baseline:
    raw = WorkingTree(path.absolute().parent).read(path.name, largest=LARGEST_BASELINE)
    if isinstance(raw, Unreadable):
        raise Stop(f"the baseline {path}: {raw.message}", raw.hint, code=USAGE)
    root = (project.root or Path()).resolve()
    full = path.absolute().resolve()
    return baseline.read_baseline(raw, full.relative_to(root).as_posix() if full.is_relative_to(root) else str(path))


def _holds(project: Project, selection: Selection) -> baseline.Holds:
    """Whether an idle entry of the baseline is worth telling: it was asked for, and all files could be read."""

    def holds(entry: baseline.Known) -> bool:
        address = parse_address(entry.at)
        record = project.catalog.records.get(address.record) if address else None
        asked = selection.holds(entry.code, record.path if record else entry.at)
        if entry.code in rules() and rules()[entry.code].scope == STATES:
            return False  # without a base nobody looks for it
        return asked and baseline.STALE not in selection.ignore and not project.problems

    return holds
