"""The state whose gates, people and signers judge a release: in a pull request, the base."""

from __future__ import annotations

from underhood.cli.parts.options import Session, found
from underhood.doors.tree import MemoryTree
from underhood.judge.gates.values import Base
from underhood.meaning.lifecycle import NEXT
from underhood.records.places import FOLDER
from underhood.records.project import Project, memory_project, open_project, open_revision
from underhood.records.record import Record
from underhood.values.errors import UNREADABLE, USAGE, Stop
from underhood.values.ids import parse_address

STATUSES = tuple(NEXT)


def judged_by(session: Session, revision: str | None) -> tuple[Base | None, tuple[str, ...]]:
    """What judges instead of the records' own settings, and what a reader must know of it."""
    if revision is None:
        return None, ()
    from underhood.judge.states import between  # noqa: PLC0415  (imports every weighing)
    from underhood.judge.unreasoned import weakened  # noqa: PLC0415  (the same)
    from underhood.records.sides import open_sides  # noqa: PLC0415  (only for this)

    old = open_revision(session.root, revision, today=session.today)
    if old is None:
        told = f"there is no {FOLDER}/ folder in {revision} yet: the gates that ship with the tool judge"
        return Base(memory_project(MemoryTree({}), today=session.today), (), revision), (told,)
    new = open_project(session.root, today=session.today)
    sides = open_sides(session.root, revision, None, today=session.today)
    commit = old.commit.commit[:12] if old.commit else ""
    told = f"judged by the gates, people, signers and waivers of {revision} ({commit})"
    return Base(old, (*between(old, new), *weakened(sides)), revision), (told,)


def of_release(project: Project, text: str) -> Record:
    """The release that an argument names. Raises Stop where it is none, or its file cannot be read."""
    address = parse_address(text)
    if address is not None and address.record in project.catalog.broken:
        raise Stop(f"{address.record} cannot be read", "`underhood check` says what is wrong", code=UNREADABLE)
    record, _ = found(project, text)
    if record.kind != "release":
        raise Stop(f"{record.address} is no release", "only a release has gates", code=USAGE)
    return record
