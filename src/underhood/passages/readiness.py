"""Whether a release is ready to enter a status, in words for readers: what a gate said, requirement by requirement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from underhood.judge.gates import values
from underhood.judge.gates.values import PASSING, Because, Gate, Requirement, State
from underhood.judge.selection import address_of
from underhood.judge.standings import Approved
from underhood.meaning.audience import View
from underhood.records.record import Record
from underhood.values.ids import parse_address
from underhood.values.page import Badge

STATES: Mapping[State, tuple[str, str]] = {
    State.BLOCKS: ("in the way", "bad"),
    State.STALE: ("out of date", "warn"),
    State.WAIVED: ("waived", "neutral"),
    State.HOLDS: ("done", "good"),
}
"""The word for what became of a requirement, and the tone of its badge."""

SENTENCES: Mapping[tuple[str, bool], str] = {
    (values.FILES, True): "Every file can be read.",
    (values.FILES, False): "Some files cannot be read.",
    (values.SEAL, True): "The records say what was sealed.",
    (values.SEAL, False): "The records are not as they were sealed, or the release is not sealed.",
    (values.SINCE, True): "Nothing was weakened without a written reason.",
    (
        values.SINCE,
        False,
    ): "It was not compared with an earlier state, or something was weakened without a written reason.",
    (values.RULE, True): "The rule %(name)s finds nothing.",
    (values.RULE, False): "The rule %(name)s finds something:",
    (values.OWN, True): "The rule %(name)s of the organisation's own holds.",
    (values.OWN, False): "The rule %(name)s of the organisation's own does not hold:",
    (values.APPROVALS, True): "Approvals as %(name)s: %(given)s of %(asked)s.",
    (values.APPROVALS, False): "Approvals as %(name)s: %(given)s of %(asked)s.",
    (values.MINIMUM, True): "Approvals in all: %(given)s of %(asked)s.",
    (values.MINIMUM, False): "Approvals in all: %(given)s of %(asked)s.",
    (values.WAIVER, False): "A waiver from the rule %(name)s has expired.",
}
"""What each requirement says, by topic and whether it passes."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What stands behind a requirement: the record (None: not for this audience), and the tool's words in English."""

    record: Record | None
    words: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Excuse:
    """A waiver: until when, by whom, and what is done instead; over: it has expired."""

    waiver: Record | None
    until: str
    over: bool


@dataclass(frozen=True, slots=True)
class Point:
    """One requirement as readers see it."""

    state: Badge
    sentence: str
    reasons: tuple[Reason, ...]
    excuses: tuple[Excuse, ...]
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """What stands in the way and what does not; `told` says how it was judged, in the tool's words."""

    standing: tuple[Point, ...]
    waived: tuple[Point, ...]
    held: tuple[Point, ...]
    told: tuple[str, ...]
    remarks: tuple[Reason, ...]


def readiness(view: View, gate: Gate) -> Readiness:
    """What a gate said, without what this audience may not see."""
    points = [(one.state, _point(view, one)) for one in gate.requirements]
    return Readiness(
        tuple(point for state, point in points if state not in PASSING),
        tuple(point for state, point in points if state is State.WAIVED),
        tuple(point for state, point in points if state is State.HOLDS),
        gate.told,
        tuple(_reason(view, one) for one in gate.warnings),
    )


def _point(view: View, one: Requirement) -> Point:
    word, tone = STATES[one.state]
    passes = one.state is State.HOLDS
    sentence = view.messages.gettext(SENTENCES[one.topic, passes])
    words = {"name": one.name, "given": one.given, "asked": one.asked}
    return Point(
        Badge(view.messages.gettext(word), tone),
        sentence % words if "%(" in sentence else sentence,
        () if passes else tuple(_reason(view, because) for because in one.because),
        tuple(_excuses(view, one)),
        () if one.state in PASSING else one.who,
    )


def _reason(view: View, because: Because) -> Reason:
    if isinstance(because, Approved):
        record = view.at(because.record.address)
        words = f"{because.record.data['person']}: {because.standing.value} ({because.reason})"
        return Reason(record, _discreet(view, words), record is None)
    address = parse_address(address_of(because.location.path))
    record = view.at(address) if address is not None else None
    return Reason(record, _discreet(view, because.message), record is None and address is not None)


def _discreet(view: View, words: str) -> str:
    """The tool's words without the names of records that this audience may not see."""
    assert view.whole is not None  # or there is no such page
    for record in view.whole.project.catalog:
        if view.at(record.address) is None:
            for name in (str(record.address), record.title):
                words = words.replace(name, "…") if name else words
    return words


def _excuses(view: View, one: Requirement) -> Iterator[Excuse]:
    for waiver in one.waivers:
        end = str(waiver.data["expires"])
        yield Excuse(view.at(waiver.address), end, end < view.as_of)
