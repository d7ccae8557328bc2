"""Approvals of a release: which of them count, and why the others do not.

People, signers, revoked keys and gates come from the tree that is given (in a pull request: the base's), so that no
change can vouch for itself. The words, the signatures and the release come from the project.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from underhood.doors.signing import LARGEST_SIGNATURE, Proof, Verdict, verify
from underhood.doors.tree import Tree, Unreadable
from underhood.judge.doubts import doubt
from underhood.judge.preparers import preparers_of
from underhood.judge.standings import Approved, Question, Standing, moment
from underhood.meaning.release import pointing
from underhood.records.people import Person
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.records.seal_values import Seal
from underhood.records.trust import trust_of

NAMESPACE = "underhood-approval"
SUFFIX = ".sig"
_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


def approvals_of(
    project: Project, release: Record, seal: Seal | None, *, signers: Tree, today: str
) -> tuple[Approved, ...]:
    """Each approval of a release, judged on a day, in the order of their times.

    `signers`: the tree whose people, keys and gates are believed; in a pull request, the base's.
    """
    return judged_approvals(project, release, seal, signers=signers, today=today, history=True)


def judged_approvals(  # noqa: PLR0913  (the same, and one more)
    project: Project, release: Record, seal: Seal | None, *, signers: Tree, today: str, history: bool
) -> tuple[Approved, ...]:
    """The same; without `history`, git is not asked who wrote the release."""
    records = sorted(pointing(project.catalog, release, "approval"), key=lambda one: (moment(one) or _NEVER, one.id))
    if not records:
        return ()
    trust = trust_of(signers)
    preparers = preparers_of(project, release, trust.people, base=signers, history=history)
    question = Question(project, release, seal, signers, trust, today, preparers)
    proofs = {record.id: _proof(question, record) for record in records}
    judged = [_judged(question, record, proofs[record.id]) for record in records]
    return tuple(_once(judged, frozenset(id for id, one in proofs.items() if one and one.proof is Proof.GOOD)))


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
    from underhood.judge.signed_since import (  # noqa: PLC0415  (imports every weighing)
        changed_between,
        former_seal,
    )

    before = former_seal(question.project, question.release.id, manifest, base=question.base)
    if before is None:
        why = f"no seal with the manifest {manifest[:12]}… is known, so what changed since cannot be told"
        return Approved(record, Standing.STALE, why)
    since = changed_between(question.project, before, seal)
    count = f"{len(since):,} change{'' if len(since) == 1 else 's'}" if since else "another seal"
    return Approved(record, Standing.STALE, f"{count} since it was signed", since)


def _once(judged: Sequence[Approved], signed: frozenset[str]) -> Iterable[Approved]:
    """No person counts twice: the last word in a role replaces the earlier ones, and one role counts.

    A word without a good signature never stands in the way of one that has it.
    """
    speaking = [one for one in judged if one.standing in _SPEAKING]
    speaking.sort(key=lambda one: one.record.id in signed)  # the signed ones last; their order in time stays
    last = {(_person(one), str(one.record.data["role"])): one for one in speaking}
    counted: dict[str, Approved] = {}
    for one in sorted(last.values(), key=lambda one: one.record.id not in signed):
        if one.standing is not Standing.REFUSED:
            counted.setdefault(_person(one), one)
    for one in judged:
        who, role = _person(one), str(one.record.data["role"])
        if one.standing in _SPEAKING and last[who, role] is not one:
            other = last[who, role].record.address
            words = f"{who} speaks as {role} in {other}, which counts instead"
            yield replace(one, standing=Standing.TWICE, reason=words)
        elif one.standing in _SPEAKING - {Standing.REFUSED} and counted[who] is not one:
            first = counted[who].record
            words = f"{who} counts already, as {first.data['role']} in {first.address}"
            yield replace(one, standing=Standing.TWICE, reason=words)
        else:
            yield one


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


__all__ = ["NAMESPACE", "SUFFIX", "Approved", "Standing", "approvals_of", "judged_approvals"]
