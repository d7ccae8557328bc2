"""Approve a release as sealed, or refuse it, with your signature."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import click

from underhood.cli.parts.options import Session, found, session
from underhood.cli.parts.output import FINDINGS, OK, Output
from underhood.cli.parts.speaking import Word, moment, speaking
from underhood.doors import marked, signing, writing
from underhood.doors.tree import LARGEST, Entry, Tree, Unreadable
from underhood.judge.approval_findings import HINTS
from underhood.judge.approvals import (
    NAMESPACE,
    SUFFIX,
    Approved,
    Standing,
    approvals_of,
    changed_between,
    former_seal,
)
from underhood.judge.preparers import preparers_of
from underhood.judge.seal import behind
from underhood.meaning.release import pointing
from underhood.records.load import Loaded
from underhood.records.people import Person
from underhood.records.places import FOLDER
from underhood.records.project import Project, checked_day
from underhood.records.reading import Problem
from underhood.records.record import Record, make_catalog
from underhood.records.seal_values import LIST, RECORD, TRANSLATION, Seal
from underhood.records.trust import Trust, trust_of
from underhood.reports import clean
from underhood.values.change import Change
from underhood.values.errors import UNREADABLE, USAGE, Stop
from underhood.values.ids import id_problem

COUNTED = ((RECORD, "record"), (TRANSLATION, "translation"), (LIST, "list"))


@click.command("approve")
@click.argument("release", metavar="release/ID")
@speaking
@session
def command(session: Session, release: str, *, word: Word) -> int:
    """Approve a release as sealed, or refuse it, with your signature.

    Shows what is signed, and what changed since your last word on this release; asks; then writes
    governance/approval/ID-ROLE.yaml and, beside it, its signature by your SSH key. What would not count is not written,
    and nothing is written over.
    """
    project = session.project()
    record, seal = _sealed(project, release)
    trust = trust_of(project.tree)
    person = _person(trust, word, session.day)
    checked_day(word.expires or "")
    desk = _Desk(project, record, seal, person, trust)
    id = _free(project, f"{record.id[:50]}-{word.role}"[:72].rstrip(".-"))
    path = f"{FOLDER}/approval/{id}.yaml"
    content = word.written(record, seal, person, moment=moment(session.today))
    _refuse_idle(replace(desk, project=_with(project, id, {path: content})), id, day=session.day, yet=_yet(trust, word))
    session.output.write("\n".join(_shown(session.output, desk, word)))
    if not word.yes and not click.confirm("Refuse it?" if word.refuse else "Sign this?", err=True):
        session.output.tell("nothing was written")
        return FINDINGS
    content = word.written(record, seal, person, moment=moment(session.today))
    files = {path: content}
    if not word.unsigned:
        session.output.tell("signing; your key may ask for its passphrase, or for a touch")
        files[f"{path}{SUFFIX}"] = _signed(content, word, person, trust)
    desk = replace(desk, project=_with(project, id, files))
    _refuse_idle(desk, id, day=session.day, yet=_yet(trust, word) if word.unsigned else frozenset())
    assert project.root is not None
    writing.write_all(project.root, files)
    session.output.write("\n".join(files))
    session.output.tell("commit these as they are: the signature is over every byte of the approval")
    return OK


@dataclass(frozen=True, slots=True)
class _Desk:
    """What lies before the person who is to sign."""

    project: Project
    release: Record
    seal: Seal
    person: Person
    trust: Trust


def _sealed(project: Project, name: str) -> tuple[Record, Seal]:
    """The release and its seal. Raises Stop where nothing can be approved."""
    record, _ = found(project, name)
    if record.kind != "release":
        raise Stop(f"{record.address} is no release", "only a release is approved", code=USAGE)
    if record.get("recorded") != "live" or project.settings.compiled:
        raise Stop(
            f"{record.address} is recorded afterwards from public sources, and is never approved",
            "an approval is the word of the organisation's own people",
            code=USAGE,
        )
    seal = project.seals.of(record.id)
    if isinstance(seal, Problem):
        raise Stop(f"{seal.location.path}: {seal.message}", seal.hint, code=UNREADABLE)
    if seal is None:
        raise Stop(
            f"{record.address} has no seal, so there is nothing to sign", f"`underhood seal {record.address}` writes it"
        )
    return record, seal


def _person(trust: Trust, word: Word, day: str) -> Person:
    """Who speaks. Raises Stop where that is not clear."""
    able = trust.people.in_role(word.role, day)
    names = ", ".join(person.id for person in able)
    if word.person is not None:
        known = trust.people.get(word.person)
        if known is None:
            hint = f"who has the role {word.role}: {names}" if able else "people stand in the organisation's record"
            raise Stop(f"'{word.person}' is nobody whom an organisation lists once under `people`", hint, code=USAGE)
        return known
    if len(able) > 1:
        held = signing.public_half(word.key.expanduser()) if word.key is not None else ""
        able = tuple(one for one in able if held in {line.key for line in trust.keys_of(one)}) or able
    if len(able) != 1:
        what = f"several people have the role {word.role}" if able else f"nobody has the role '{word.role}' on {day}"
        hint = f"say who you are: --person, one of {names}" if able else "roles stand in the organisation's `people`"
        raise Stop(what, hint, code=USAGE)
    return able[0]


def _shown(out: Output, desk: _Desk, word: Word) -> Iterator[str]:
    """What is signed, and what the person must know before."""
    seal = desk.seal
    yield f"{out.paint(seal.release, 'bold')}  {clean(desk.release.title)}"
    counts = Counter(prefix for name in seal.by_name for prefix, _ in COUNTED if name.startswith(prefix))
    parts = (f"{counts[one]:,} {name}{'' if counts[one] == 1 else 's'}" for one, name in COUNTED if counts[one])
    yield f"sealed on {seal.sealed}: {', '.join(parts)}"
    yield f"manifest {seal.manifest}"
    decision = word.decision.replace("-", " ")
    yield f"to sign: {decision} by {clean(desk.person.name or desk.person.id)} as {clean(word.role)}"
    yield from (f"  on condition: {clean(text)}" for text in word.conditions)
    yield from _since(out, desk)
    if later := behind(desk.project, seal):
        yield f"the records say this differently today; what you sign is the seal of {seal.sealed}, without it"
        yield from _changes(out, later)
    wrote = preparers_of(desk.project, desk.release, desk.trust.people, base=desk.project.tree)
    for name in wrote.unmatched:
        yield f"not matched: {clean(name)} took part in the release, and is in nobody's `people` entry"
    if wrote.unchecked:
        yield wrote.unchecked


def _since(out: Output, desk: _Desk) -> Iterator[str]:
    every = pointing(desk.project.catalog, desk.release, "approval")
    words = [one for one in every if one.data["person"] == desk.person.id]
    if not words:
        page = f"underhood render release {desk.release.address} --drafts"
        yield f"this is your first word on this release; read it before: `{page}`"
        return
    last = max(words, key=lambda one: str(one.data["date"]))
    when, manifest = f"{last.data['decision']} on {str(last.data['date'])[:10]}", str(last.data["manifest"])
    if manifest == desk.seal.manifest:
        yield f"nothing changed since your last word ({when}, {last.address})"
        return
    before = former_seal(desk.project, desk.release.id, manifest, base=desk.project.tree)
    if before is None:
        yield f"changed since your last word ({when}): cannot be told, for nothing has the seal of then any more"
        return
    yield f"changed since your last word ({when}, {last.address}):"
    yield from _changes(out, changed_between(desk.project, before, desk.seal))


def _changes(out: Output, changes: tuple[Change, ...]) -> Iterator[str]:
    for change in changes:
        yield f"  {change.weight.value:<9}  {clean(change.message)}  {out.paint(str(change.address), 'dim')}"


def _free(project: Project, wanted: str) -> str:
    """An id that no approval has. Raises Stop where the role cannot be part of one."""
    if problem := id_problem(wanted):
        raise Stop(f"'{wanted}' cannot be an id: {problem}", "a role is written as in safety-lead", code=USAGE)
    names = {entry.path.rpartition("/")[2].partition(".yaml")[0] for entry in project.tree.walk(f"{FOLDER}/approval")}
    return next(id for id in (wanted, *(f"{wanted}-{number}" for number in range(2, 10_000))) if id not in names)


def _signed(content: bytes, word: Word, person: Person, trust: Trust) -> bytes:
    """The signature. Raises Stop where there is no key for it."""
    if word.key is not None:
        return signing.sign(content, word.key.expanduser(), namespace=NAMESPACE)
    held = signing.held_by_agent()
    key = next((one.key for one in trust.keys_of(person) if one.key in held), None)
    if key is None:
        raise Stop(
            f"no agent holds a key that governance/_signers has for {person.id}",
            "name your key with --key, or `ssh-add` it" + ("; or --unsigned" if trust.unsigned else ""),
        )
    with tempfile.TemporaryDirectory(prefix="underhood-") as folder:
        public = Path(folder) / "key.pub"
        public.write_text(f"{key}\n", "utf-8")
        return signing.sign(content, public, namespace=NAMESPACE)


@dataclass(frozen=True, slots=True)
class _Beside:
    """A tree with some files more."""

    tree: Tree
    files: Mapping[str, bytes]

    def walk(self, folder: str) -> list[Entry]:
        """All files below a folder, sorted by path."""
        more = [Entry(path) for path in self.files if not folder or f"{path}/".startswith(f"{folder}/")]
        return sorted([*self.tree.walk(folder), *more], key=lambda entry: entry.path)

    def read(self, path: str, *, largest: int = LARGEST) -> bytes | Unreadable:
        """The bytes of a file."""
        return self.files[path] if path in self.files else self.tree.read(path, largest=largest)


def _with(project: Project, id: str, files: Mapping[str, bytes]) -> Project:
    """The project with an approval more. Raises Stop where it is none by the schemas."""
    path, content = next(iter(files.items()))
    data = marked.read(content).data
    if not project.schemas.accepts("approval", data):
        raise Stop(f"this cannot be said: {project.schemas.explain('approval', data)[0].message}", code=USAGE)
    records = [*project.catalog.records.values(), Record("approval", id, path, data)]
    catalog = make_catalog(project.catalog.kinds, records, broken=project.catalog.broken)
    return replace(project, tree=_Beside(project.tree, files), loaded=Loaded(catalog, project.loaded.problems))


def _yet(trust: Trust, word: Word) -> frozenset[Standing]:
    """What an approval may come to before it is signed, and still count afterwards."""
    if word.unsigned:
        return frozenset({Standing.UNSIGNED} if trust.unsigned else ())
    return frozenset({Standing.UNSIGNED, Standing.TWICE})


def _refuse_idle(desk: _Desk, id: str, *, day: str, yet: frozenset[Standing]) -> None:
    """Raise Stop where the new approval would not count; `yet`: what it may come to besides."""
    every = approvals_of(desk.project, desk.release, desk.seal, signers=desk.project.tree, today=day)
    made: Approved = next(one for one in every if one.record.id == id)
    if made.standing in {Standing.VALID, Standing.REFUSED, *yet}:
        return
    why = "no gate lets an approval without a signature count" if made.standing is Standing.UNSIGNED else made.reason
    raise Stop(f"nothing was written, for it would not count: {why}", HINTS[made.standing], code=USAGE)
