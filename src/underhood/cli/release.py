"""Let a release enter a status: its gate is judged, and its history says so."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import click

from underhood import __version__
from underhood.cli.parts.options import Session, found, session
from underhood.cli.parts.output import FINDINGS, OK
from underhood.cli.parts.policies import STATUSES, judged_by, of_release, unmatched
from underhood.cli.seal import refuse_sealing
from underhood.doors import edit, writing
from underhood.doors.tree import Unreadable
from underhood.judge.gate import gate, never_gated
from underhood.judge.gates.around import Around
from underhood.judge.gates.asked import along, gates_of
from underhood.judge.seal import sealed
from underhood.meaning.lifecycle import EXPLAINED, NEXT, WAY
from underhood.meaning.release import model_of, predecessor, state, status
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.records.seal_values import Seal
from underhood.records.seals import path_of, written
from underhood.values.errors import USAGE, Stop
from underhood.verdicts import Frame, load

CANDIDATE, RELEASED = "candidate", "released"
CHANGED, AGAIN = "{} was changed while its gate was judged", "nothing was written; look at it, then run this again"


@dataclass(frozen=True, slots=True)
class _Step:
    """What is to be written into the history."""

    to: str
    date: str
    reason: str = ""
    incident: str = ""

    def entry(self, taken: set[str]) -> dict[str, str]:
        """The entry, with an id that no other has."""
        id = next(
            name for name in (self.to, *(f"{self.to}-{number}" for number in range(2, 1000))) if name not in taken
        )
        said = {"id": id, "status": self.to, "date": self.date, "reason": self.reason, "incident": self.incident}
        return {name: value for name, value in said.items() if value}


@click.command("release")
@click.argument("what", metavar="status", type=click.Choice(["status"]))
@click.argument("release", metavar="ID")
@click.argument("to", type=click.Choice(STATUSES))
@click.option("--reason", default="", help="Why; deprecated and withdrawn need one.")
@click.option("--incident", default="", metavar="incident/ID", help="The event that led to it.")
@click.option("--base", metavar="REV", help="Judge the gate by this revision, as `underhood gate --base` does.")
@session
def command(session: Session, what: str, release: str, to: str, **said: str | None) -> int:  # noqa: ARG001
    """Let a release enter a status: its gate is judged, and its history says so.

    Where the gate holds, an entry is added to the history of governance/release/ID.yaml, of today or of --today;
    everything else in the file stays as it is. On entering candidate the release is sealed, and it is said who must
    sign; no later step seals. Where the gate does not hold, nothing is written (exit code 1).
    """
    out, asked = session.output, judged_by(session, said["base"])
    project, policy = asked.project, asked.base
    record = of_release(project, release if "/" in release else f"release/{release}")
    step = _step(project, record, to, day=session.day, said=said)
    made = gate(project, record, to, policy=policy, today=session.day)
    made = replace(made, told=(*asked.told, *made.told, *unmatched(asked, made)))
    if not made.holds:
        out.write(load("text")(made, Frame(out.colour, f"underhood {__version__}", "", session.day)))
        out.tell("nothing was written")
        return FINDINGS
    for line in made.told:
        out.tell(line)
    own = project if policy is None else session.project()  # what is sealed follows the records' own schemas
    files = _files(own, of_release(own, str(record.address)), step, judged=record.digest)
    assert project.root is not None
    writing.write_all(project.root, dict(reversed(files.items())))  # the seal first: no candidate is without one
    out.write("\n".join(files))
    for line in _next(Around(project, record, session.day, policy), step):
        out.tell(line)
    return OK


def _step(project: Project, record: Record, to: str, *, day: str, said: dict[str, str | None]) -> _Step:
    """The step that is asked for. Raises Stop where it cannot be taken."""
    never_gated(project, record)
    before = status(record)
    if to not in NEXT.get(before, ()):
        known = ", ".join(NEXT.get(before, ())) or "nothing: this is the end"
        raise Stop(f"{record.address} is {before}, and cannot become {to}", f"what may follow: {known}", code=USAGE)
    reason, incident = " ".join((said["reason"] or "").split()), said["incident"] or ""
    if to in EXPLAINED and not reason:
        raise Stop(f"a release is not {to} without a reason", "give it: --reason '…'", code=USAGE)
    if incident:
        event, _ = found(project, incident if "/" in incident else f"incident/{incident}")
        if event.kind != "incident":
            raise Stop(f"{event.address} is no incident", "name one: --incident incident/ID", code=USAGE)
        incident = event.id
    last = str(state(record)["date"])
    if day < last:
        raise Stop(f"the history of {record.address} goes on to {last}, and {day} is before that", "", code=USAGE)
    return _Step(to, day, reason, incident)


def _files(project: Project, record: Record, step: _Step, *, judged: str) -> dict[str, bytes]:
    """The release with its new entry, and the seal where one is made. `judged`: the digest of what the gate judged."""
    raw = project.tree.read(record.path)
    if isinstance(raw, Unreadable):
        raise Stop(f"{record.path}: {raw.message}", raw.hint)
    if hashlib.sha256(raw).hexdigest() != judged:
        raise Stop(CHANGED.format(record.path), AGAIN)
    taken = {str(one.get("id", "")) for one in record.data["history"]}
    try:
        files = {record.path: edit.add_entry(raw, field="history", entry=step.entry(taken))}
    except edit.Unmendable as error:
        hint = f"add the entry by hand: {step.entry(taken)}"
        raise Stop(f"the history in {record.path} cannot be added to: {error}", hint) from error
    if step.to == CANDIDATE:
        refuse_sealing(project, record)
        before = project.seals.of(record.id)
        known = before if isinstance(before, Seal) else None
        made = sealed(project, record, before=known, day=step.date)
        files |= {} if made is known else {path_of(record.id): written(made)}
    if project.tree.read(record.path) != raw:
        raise Stop(CHANGED.format(record.path), AGAIN)
    return files


def _next(around: Around, step: _Step) -> Iterator[str]:
    """What comes next, and who does it."""
    record = around.release
    if step.to == CANDIDATE:
        yield f"what was sealed is in {path_of(record.id)}; commit it with the release"
        asked = along(gates_of(around.policy)[0], WAY[2:])
        for role, count in sorted(asked.approvals.items()):
            yield f"to sign: {count} as {around.signing(role)[0]}  (underhood approve {record.address} --role {role})"
    if step.to == RELEASED:
        day = str(record.get("publish_at", ""))
        if day > step.date:
            yield f"publish_at keeps it off the pages until {day}"
        before = predecessor(around.project.catalog, record)
        if before is not None and status(before) == RELEASED and model_of(before) == model_of(record):
            yield f"{before.address} is still released: `underhood release status {before.id} superseded`, if it is"
