"""Why an approval does not count: each doubt by itself, without the seal and without other approvals."""

from __future__ import annotations

import datetime as dt

from underhood.doors.signing import Proof, Verdict
from underhood.judge.standings import Question, Standing, moment
from underhood.records.people import Person
from underhood.records.record import Record

EARLIEST_ZONE = dt.timezone(dt.timedelta(hours=-12))
"""Where on earth a day comes last: what lies ahead there lies ahead everywhere."""

Told = tuple[Standing, str]


def doubt(question: Question, record: Record, proof: Verdict | None) -> Told | None:
    """Why an approval does not count, the gravest first; None where nothing speaks against it."""
    when = moment(record)
    if when is None:
        return Standing.NOT_YET, "its time is none that a calendar has"
    person = question.trust.people.get(str(record.data["person"]))
    found = (
        _broken(proof),
        _too_early(question, when),
        _not_the_person(question, record, person, when),
        _not_the_key(question, proof, person),
        _own_work(question, record, person),
        _over(question, record),
    )
    return next((told for told in found if told is not None), None)


def _broken(proof: Verdict | None) -> Told | None:
    return (Standing.BAD_SIGNATURE, proof.reason) if proof is not None and proof.proof is Proof.BAD else None


def _too_early(question: Question, when: dt.datetime) -> Told | None:
    day = when.astimezone(EARLIEST_ZONE).date().isoformat() if when.year > 1 else ""
    return (Standing.NOT_YET, f"it is dated {when.date()}, which lies ahead") if day > question.today else None


def _not_the_person(question: Question, record: Record, person: Person | None, when: dt.datetime) -> Told | None:
    id, role, people = str(record.data["person"]), str(record.data["role"]), question.trust.people
    if person is None:
        why = "several people have this id" if people.twice(id) else "no organisation lists them under `people`"
        return Standing.WRONG_ROLE, f"{id}: {why}"
    if role not in person.roles:
        known = ", ".join(person.roles) or "none"
        return Standing.WRONG_ROLE, f"{person.id} does not have the role '{role}' (roles: {known})"
    for day, words in ((when.date().isoformat(), f"on {when.date()}"), (question.today, "any more")):
        if not person.acts(day):
            return Standing.WRONG_ROLE, f"{person.id} does not have the role '{role}' {words}"
    return None


def _not_the_key(question: Question, proof: Verdict | None, person: Person | None) -> Told | None:
    if proof is None or proof.proof is Proof.UNCHECKED or person is None:
        return None
    key = proof.fingerprint or "its key"
    if proof.proof is Proof.GOOD:
        return _not_theirs(question, proof, person)
    if proof.proof is Proof.REVOKED:
        return Standing.REVOKED, f"{key} is revoked"
    if proof.proof is Proof.OUT_OF_TIME:
        return Standing.EXPIRED, f"{key} was not valid at its time, or is not any more"
    refused = question.trust.refused.get(proof.fingerprint, "")
    return Standing.NO_KEY, f"{key} is no key of {person.id} for approvals{f': {refused}' if refused else ''}"


def _not_theirs(question: Question, proof: Verdict, person: Person) -> Told | None:
    """A good signature, of somebody else."""
    key = proof.fingerprint
    owners = question.trust.people.called(proof.principals)
    if [one.id for one in owners] != [person.id]:
        whose = ", ".join(one.id for one in owners) or "nobody"
        return Standing.NO_KEY, f"{key} is the key of {whose}, not of {person.id}"
    if person.keys and proof.fingerprint not in person.keys:
        return Standing.NO_KEY, f"{key} is not among the keys that the record of {person.id} lists"
    return None


def _own_work(question: Question, record: Record, person: Person | None) -> Told | None:
    apart, role = question.trust.separated, str(record.data["role"])
    if person is None or (apart is not None and role not in apart):
        return None
    same = sorted(question.trust.people.alike()[person.id], key=lambda id: (id != person.id, id))
    who = next((id for id in same if id in question.preparers.people), None)
    if who is None:
        return None
    name = person.id if who == person.id else f"{person.id} is {who}, who"
    return Standing.OWN_WORK, f"{name} {question.preparers.people[who]}, and cannot approve it as {role}"


def _over(question: Question, record: Record) -> Told | None:
    end = str(record.get("expires", ""))
    return (Standing.EXPIRED, f"it held until {end}") if end and end < question.today else None
