"""What stands at the top of every document of a release: that it ended, and who signed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from underhood.meaning.audience import View
from underhood.meaning.release import pointing, state, status
from underhood.records.record import Record
from underhood.values.ids import Address, parse_address

ENDED = frozenset({"deprecated", "withdrawn"})
"""States of which a reader must know before anything else."""


@dataclass(frozen=True, slots=True)
class Ended:
    """That a release is deprecated or withdrawn: since when, why, the event that led to it; `notice`: what follows."""

    status: str
    date: str
    reason: Any
    event: Address | None
    evidence: tuple[Mapping[str, Any], ...]
    notice: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Word:
    """What one person said of a release in one role, last.

    `signed`: a signature lies beside it; `outdated`: it is about another seal than the release has.
    """

    record: Record
    who: str
    role: str
    decision: str
    date: str
    signed: bool
    outdated: bool


@dataclass(frozen=True, slots=True)
class Above:
    """`ended` is None while the release stands; `asks`: whoever recorded the release is who signs it."""

    ended: Ended | None
    words: tuple[Word, ...]
    asks: bool


def above(view: View, release: Record) -> Above:
    """What a reader of any document of a release must know first."""
    live = release.get("recorded") == "live" and not view.settings.compiled
    return Above(_ended(release), _words(view, release), live)


def _ended(release: Record) -> Ended | None:
    if status(release) not in ENDED:
        return None
    last = state(release)
    return Ended(
        status=str(last["status"]),
        date=str(last["date"]),
        reason=last.get("reason", ""),
        event=parse_address(str(last.get("incident", "")), kind="incident"),
        evidence=tuple(last.get("evidence", ())),
        notice=release.get("deprecation", {}),
    )


def _words(view: View, release: Record) -> tuple[Word, ...]:
    """The last word of each person in each role; one without a signature never stands for one that has it."""
    names = _names(view)
    found: dict[tuple[str, str], Word] = {}
    approvals = pointing(view.catalog, release, "approval")
    for one in sorted(approvals, key=lambda one: (one.address not in view.unsigned, str(one.data["date"]), one.id)):
        person, role = str(one.data["person"]), str(one.data["role"])
        decision, date = str(one.data["decision"]), str(one.data["date"])
        signed = one.address not in view.unsigned
        outdated = one.address in view.outdated
        found[person, role] = Word(one, names.get(person) or person, role, decision, date[:10], signed, outdated)
    return tuple(sorted(found.values(), key=lambda word: (word.date, word.role, word.who)))


def _names(view: View) -> Mapping[str, str]:
    """The names of people by their ids; an id that two entries have stands for nobody."""
    people = [person for one in view.of("organisation") for person in one.get("people", ())]
    ids = [str(person["id"]) for person in people]
    return {id: str(person.get("name", "")) for id, person in zip(ids, people, strict=True) if ids.count(id) == 1}
