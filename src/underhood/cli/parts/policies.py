"""The state whose gates, people and signers judge a release: in a pull request, the base."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from underhood.cli.parts.options import Session, found
from underhood.doors.tree import MemoryTree
from underhood.judge.gates.values import APPROVALS, Base, Gate
from underhood.meaning.lifecycle import NEXT
from underhood.records.places import FOLDER
from underhood.records.project import Project, memory_project, open_project, open_revision
from underhood.records.record import Record
from underhood.values.errors import UNREADABLE, USAGE, Stop
from underhood.values.ids import parse_address

STATUSES = tuple(NEXT)
MOVED_ON = "what was changed there looks undone here, until it is merged"
"""What follows where the base has commits that the judged state has not."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A state to be judged at a gate, what judges instead of its own settings, and what a reader must know of it."""

    project: Project
    base: Base | None = None
    told: tuple[str, ...] = ()


def judged_by(session: Session, base: str | None, *, rev: str | None = None) -> Judged:
    """The records as they lie here, or of a revision, and the base that judges them. Raises Stop as reading does.

    With a base, its schemas hold too: a change that softens a schema counts once it is merged.
    """
    project = open_project(session.root, today=session.today, revision=rev)
    at = (f"the records of {rev} ({project.commit.commit[:12]})",) if rev is not None and project.commit else ()
    if base is None:
        return Judged(project, None, at)
    from underhood.judge.states import between  # noqa: PLC0415  (imports every weighing)
    from underhood.judge.unreasoned import weakened  # noqa: PLC0415  (the same)
    from underhood.records.policy import reread  # noqa: PLC0415  (only for this)
    from underhood.records.sides import open_sides  # noqa: PLC0415  (the same)

    old = open_revision(session.root, base, today=session.today)
    if old is None:
        lacking = f"there is no {FOLDER}/ folder in {base} yet: the gates that ship with the tool judge"
        nothing = memory_project(MemoryTree({}), today=session.today)
        return Judged(project, Base(nothing, (), base), (*at, lacking))
    sides = open_sides(session.root, base, rev, today=session.day)
    commit = old.commit.commit[:12] if old.commit else ""
    told = [*at, f"judged by the gates, people, signers and waivers of {base} ({commit})"]
    if sides.behind:
        told.append(f"{sides.behind}; {MOVED_ON}")
    since = (*between(old, project), *weakened(sides))
    if old.schemas.documents != project.schemas.documents:
        told.append("the schemas differ in the judged state; they count once they are merged")
        project = reread(project, old.schemas)
    return Judged(project, Base(old, since, base), tuple(told))


def unmatched(asked: Judged, made: Gate) -> Iterator[str]:
    """What a gate that asks for approvals cannot tell of who took part in the release."""
    from underhood.judge.preparers import untold  # noqa: PLC0415  (only for this)

    if any(one.topic == APPROVALS for one in made.requirements):
        base = asked.base.project if asked.base is not None else asked.project
        strangers, lacking = untold(asked.project, made.release, base=base.tree)
        for name in strangers:
            yield f"not matched: {name} took part in the release, and is in nobody's `people` entry"
        yield from [lacking] if lacking else []


def of_release(project: Project, text: str) -> Record:
    """The release that an argument names. Raises Stop where it is none, or its file cannot be read."""
    address = parse_address(text)
    if address is not None and address.record in project.catalog.broken:
        raise Stop(f"{address.record} cannot be read", "`underhood check` says what is wrong", code=UNREADABLE)
    record, _ = found(project, text)
    if record.kind != "release":
        raise Stop(f"{record.address} is no release", "only a release has gates", code=USAGE)
    return record
