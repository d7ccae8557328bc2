"""Approvals of a release: which of them count, why the others do not, and what changed since they were signed.

People, signers, revoked keys and gates come from the tree that is given (in a pull request: the base's), so that no
change can vouch for itself. The words, the signatures and the release come from the project.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from underhood.doors.git import GitFailed, run
from underhood.doors.history import touches
from underhood.doors.signing import LARGEST_SIGNATURE, Proof, Verdict, verify
from underhood.doors.tree import Tree, Unreadable
from underhood.judge.doubts import doubt
from underhood.judge.preparers import preparers_of
from underhood.judge.standings import Approved, Question, Standing, moment
from underhood.meaning.audience import bare
from underhood.meaning.lasting import lasting
from underhood.meaning.release import pointing
from underhood.records.kinds import Kind as RecordKind
from underhood.records.load import Loaded
from underhood.records.people import People, Person
from underhood.records.project import Project
from underhood.records.record import Record, make_catalog
from underhood.records.seal_parsing import parse_seal
from underhood.records.seal_values import GATES, HEAD, RECORD, VIEW, Seal
from underhood.records.seals import SEALED, path_of, read_seal
from underhood.records.trust import trust_of
from underhood.values.change import SETTINGS, Change, Kind, Weight
from underhood.values.ids import parse_address

CODE = "approval-stale"
WORDS = {"settings": "the gates in the settings", "translation": "the translations ({})", "list": "the list {}"}
"""What to call an entry that is no record, by the first step of its name."""
SEALS = 40
"""So many former seals of a release are looked at."""
NAMESPACE = "underhood-approval"
SUFFIX = ".sig"
_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


def approvals_of(
    project: Project, release: Record, seal: Seal | None, *, signers: Tree, today: str
) -> tuple[Approved, ...]:
    """Each approval of a release, judged on a day, in the order of their times.

    `signers`: the tree whose people, keys and gates are believed; in a pull request, the base's.
    """
    if not _words(project, release):
        return ()
    trust = trust_of(signers)
    prepared = preparers_of(project, release, trust.people, base=signers)
    return _every(Question(project, release, seal, signers, trust, today, prepared))


def known_approvals(project: Project, release: Record, *, today: str) -> tuple[Approved, ...]:
    """The same by whom a check believes, and the state's own seal; git is not asked who wrote the release."""
    if not _words(project, release):
        return ()
    base = project.believed or project.tree
    seal, trust = project.seals.of(release.id), project.trust
    prepared = preparers_of(project, release, trust.people, base=base, history=False)
    sound = seal if isinstance(seal, Seal) else None
    return _every(Question(project, release, sound, base, trust, today, prepared))


def _every(question: Question) -> tuple[Approved, ...]:
    records = _words(question.project, question.release)
    proofs = {record.id: _proof(question, record) for record in records}
    judged = [_judged(question, record, proofs[record.id]) for record in records]
    signed = frozenset(id for id, one in proofs.items() if one and one.proof is Proof.GOOD)
    return tuple(_once(judged, signed, question.trust.people))


def _words(project: Project, release: Record) -> list[Record]:
    return sorted(pointing(project.catalog, release, "approval"), key=lambda one: (moment(one) or _NEVER, one.id))


def _judged(question: Question, record: Record, proof: Verdict | None) -> Approved:
    told = doubt(question, record, proof)
    if told is not None:
        return Approved(record, *told)
    return _stale(question, record) or Approved(record, *_spoken(question, record, proof))


def _spoken(question: Question, record: Record, proof: Verdict | None) -> tuple[Standing, str]:
    """What an approval comes to against which nothing speaks."""
    person = question.trust.people.get(str(record.data["person"]))
    if record.data["decision"] == "refused":
        return Standing.REFUSED, f"{_who(person)} refused the release{_said(record, proof)}"
    if proof is None:
        return Standing.UNSIGNED, f"there is no {record.path}{SUFFIX}"
    if proof.proof is Proof.UNCHECKED:
        return Standing.UNCHECKED, f"the signature was not checked: {proof.reason}"
    return Standing.VALID, f"signed by {_who(person)} with {proof.fingerprint}{_conditions(record)}"


def _proof(question: Question, record: Record) -> Verdict | None:
    """What the signature beside an approval comes to, at its time and when it is judged; None: none."""
    path, when = f"{record.path}{SUFFIX}", moment(record)
    tree = question.project.tree
    if when is None or all(entry.path != path for entry in tree.walk(path)):
        return None
    signature, message = tree.read(path, largest=LARGEST_SIGNATURE), tree.read(record.path)
    if isinstance(signature, Unreadable) or isinstance(message, Unreadable):
        why = signature if isinstance(signature, Unreadable) else message
        assert isinstance(why, Unreadable)
        return Verdict(Proof.BAD, f"the signature cannot be read: {why.message}")
    if question.trust.fault:
        return Verdict(Proof.UNCHECKED, question.trust.fault)
    first = "".join(sign for sign in when.isoformat()[:19] if sign.isdigit())
    times = (first, max(first, f"{question.today.replace('-', '')}000000"))
    return verify(message.replace(b"\r\n", b"\n"), signature, question.trust.trusted, namespace=NAMESPACE, times=times)


def _stale(question: Question, record: Record) -> Approved | None:
    seal, manifest = question.seal, str(record.data["manifest"])
    if seal is None:
        return Approved(record, Standing.STALE, "the release has no seal that could be compared with what was signed")
    if seal.manifest == manifest:
        return None
    before = former_seal(question.project, question.release.id, manifest, base=question.base)
    if before is None:
        why = f"no seal with the manifest {manifest[:12]}… is known, so what changed since cannot be told"
        return Approved(record, Standing.STALE, why)
    since = changed_between(question.project, before, seal)
    count = f"{len(since):,} change{'' if len(since) == 1 else 's'}" if since else "another seal"
    return Approved(record, Standing.STALE, f"{count} since it was signed", since)


def _once(judged: Sequence[Approved], signed: frozenset[str], people: People) -> Iterable[Approved]:
    """No person counts twice, nor under two ids: the last word in a role replaces the earlier ones, one role counts.

    An approval without a good signature never stands in the way of a word that has it; a refusal does, for its
    signature can be taken away.
    """
    same = people.alike()
    who = {one.record.id: min(same.get(_person(one), {_person(one)})) for one in judged}
    speaking = [one for one in judged if one.standing in _SPEAKING]
    speaking.sort(key=lambda one: one.record.id in signed or one.standing is Standing.REFUSED)  # in time, these last
    last = {(who[one.record.id], str(one.record.data["role"])): one for one in speaking}
    counted: dict[str, Approved] = {}
    for one in sorted(last.values(), key=lambda one: one.record.id not in signed):
        if one.standing is not Standing.REFUSED:
            counted.setdefault(who[one.record.id], one)
    for one in judged:
        key, role = who[one.record.id], str(one.record.data["role"])
        if one.standing in _SPEAKING and (other := last[key, role]) is not one:
            words = f"{_also(one, other)} speaks as {role} in {other.record.address}, which counts instead"
            yield replace(one, standing=Standing.TWICE, reason=words)
        elif one.standing in _SPEAKING - {Standing.REFUSED} and (first := counted[key]) is not one:
            words = f"{_also(one, first)} counts already, as {first.record.data['role']} in {first.record.address}"
            yield replace(one, standing=Standing.TWICE, reason=words)
        else:
            yield one


def _also(one: Approved, other: Approved) -> str:
    """Who speaks in both, where one person may have two ids."""
    if _person(one) == _person(other):
        return _person(one)
    return f"{_person(one)} is {_person(other)} by another id (they share a name, a name of git or a key), who"


_SPEAKING = frozenset({Standing.VALID, Standing.UNSIGNED, Standing.UNCHECKED, Standing.REFUSED})


def _person(one: Approved) -> str:
    return str(one.record.data["person"])


def _who(person: Person | None) -> str:
    return (person.name or person.id) if person is not None else "somebody"


def _said(record: Record, proof: Verdict | None) -> str:
    statement = " ".join(str(record.get("statement", "")).split())
    unsigned = "" if proof is not None and proof.proof is Proof.GOOD else " (without a signature that was checked)"
    return unsigned + (f": {statement}" if statement else "")


def _conditions(record: Record) -> str:
    said = [str(entry.get("text") or entry.get("id")) for entry in record.get("conditions", ())]
    return f"; on condition: {'; '.join(said)}" if said else ""


def former_seal(project: Project, id: str, manifest: str, *, base: Tree) -> Seal | None:
    """The seal of a release that had this manifest, wherever it can still be read."""
    there = read_seal(base, id)
    if isinstance(there, Seal) and there.manifest == manifest:
        return there
    return next((seal for seal in _history(project, id, manifest) if seal.manifest == manifest), None)


def _history(project: Project, id: str, manifest: str) -> Iterator[Seal]:
    if project.root is None or project.head is None:
        return
    path = path_of(id)
    told = [touch for where, touch in touches(project.root, SEALED, project.head.commit) if where == path]
    for blob in list(dict.fromkeys(blob for touch in told for blob in (touch.new, touch.old) if blob))[:SEALS]:
        try:
            raw = run(project.root, "cat-file", "blob", blob)
        except GitFailed:
            continue
        if manifest.encode() in raw[:1000] and isinstance(seal := parse_seal(raw), Seal):
            yield seal


def changed_between(project: Project, old: Seal, new: Seal) -> tuple[Change, ...]:
    """What two seals of one release say differently, field by field for records."""
    from underhood.judge.compare import compare  # noqa: PLC0415  (imports every weighing)

    before, after = (_project(project, seal) for seal in (old, new))
    others = [_told(name, new) for name in _names(old, new, project.catalog.kinds)]
    return tuple(sorted([*compare(bare(before), bare(after)), *others], key=lambda change: change.order))


def _project(project: Project, seal: Seal) -> Project:
    known = project.catalog.kinds
    named = [(address, lasting(seal, f"{RECORD}{address}", known)) for address, _ in seal.records()]
    records = [Record(address.kind, address.id, "", data) for address, data in named if address.kind in known]
    return replace(project, loaded=Loaded(make_catalog(known, records), ()))


def _names(old: Seal, new: Seal, kinds: Mapping[str, RecordKind]) -> Iterator[str]:
    """The entries that are no records and are not the same."""
    for name in sorted(old.by_name.keys() | new.by_name.keys()):
        if name == HEAD or name.startswith((RECORD, VIEW)):
            continue
        if lasting(old, name, kinds) != lasting(new, name, kinds):
            yield name


def _told(name: str, seal: Seal) -> Change:
    prefix, _, rest = name.partition("/")
    words = WORDS.get(prefix, f"the {prefix} {{}}").format(rest).strip()
    address = parse_address(rest.partition("/")[2] if prefix == "translation" else name)
    place = SETTINGS if name == GATES else address or parse_address(seal.release)
    return Change(CODE, Weight.ROUTINE, Kind.CHANGED, place, place, None, None, f"{words}: not as it was signed")


__all__ = [
    "NAMESPACE",
    "SUFFIX",
    "Approved",
    "Standing",
    "approvals_of",
    "changed_between",
    "former_seal",
    "known_approvals",
]
