"""Whether a release is ready to enter a status, in words for readers: what a gate said, requirement by requirement.

What the tool says of single places exists in English only, and is marked as such; what is asked, what became of it and
who can act is said in the language of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from underhood.judge.gates import around, values
from underhood.judge.gates.values import PASSING, Because, Gate, Requirement, State
from underhood.judge.own_at_gate import CODE
from underhood.judge.selection import address_of
from underhood.judge.standings import Approved, Standing
from underhood.meaning.audience import View
from underhood.records.record import Record
from underhood.rules import STATES as BETWEEN
from underhood.rules import rules
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
    (values.RULE, False): "%(fault)s (%(name)s)",
    (values.OWN, True): "The rule %(name)s of the organisation's own holds.",
    (values.OWN, False): "The rule %(name)s of the organisation's own does not hold:",
    (values.APPROVALS, True): "Approvals as %(name)s: %(given)s of %(asked)s.",
    (values.APPROVALS, False): "Approvals as %(name)s: %(given)s of %(asked)s.",
    (values.MINIMUM, True): "Approvals in all: %(given)s of %(asked)s.",
    (values.MINIMUM, False): "Approvals in all: %(given)s of %(asked)s.",
    (values.WAIVER, False): "A waiver from the rule %(name)s has expired.",
}
"""What each requirement says, by topic and whether it passes."""

STANDINGS: Mapping[Standing, str] = {
    Standing.VALID: "signed",
    Standing.STALE: "out of date: it is about an earlier seal",
    Standing.UNSIGNED: "not signed",
    Standing.BAD_SIGNATURE: "the signature does not hold",
    Standing.WRONG_ROLE: "not in this role",
    Standing.EXPIRED: "its time is over",
    Standing.REVOKED: "the key was taken back",
    Standing.NOT_YET: "dated ahead",
    Standing.NO_KEY: "no key of this person is known",
    Standing.OWN_WORK: "prepared the release",
    Standing.TWICE: "counts already",
    Standing.REFUSED: "refused",
    Standing.UNCHECKED: "the signature was not checked",
}
"""What became of an approval."""

WHO: tuple[str, ...] = (around.NOBODY, around.NOBODY_APART, around.NOT_NOW, values.LAST_CHANGED, values.RUNNING)
"""What stands where a name would, were there somebody to name."""

ENGLISH = "en"


def faults() -> Iterator[str]:
    """What each rule that a gate may name finds, in a sentence."""
    for rule in rules().values():
        if rule.check is not None or rule.scope == BETWEEN:
            yield fault(rule.code)


def fault(code: str) -> str:
    """What a rule finds: the first sentence of its page."""
    return rules()[code].page.strip().partition("\n")[0].rstrip(".")


@dataclass(frozen=True, slots=True)
class Reason:
    """What stands behind a requirement: the record (None: not for this audience), and what is said of it.

    `lead` is in the language of the page, `words` in `language` (empty: the organisation's own words).
    """

    record: Record | None
    words: str
    hidden: bool = False
    lead: str = ""
    language: str = ENGLISH


@dataclass(frozen=True, slots=True)
class Excuse:
    """A waiver: until when, who answers for it, and what is done instead; over: it has expired."""

    waiver: Record | None
    until: str
    over: bool
    owner: str = ""
    instead: object = ""


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
    """What stands in the way and what does not; `told` says how it was judged, in the tool's words.

    `english`: words of the tool stand here that are in another language than the page.
    """

    standing: tuple[Point, ...]
    waived: tuple[Point, ...]
    held: tuple[Point, ...]
    told: tuple[str, ...]
    remarks: tuple[Reason, ...]
    english: bool = False


def readiness(view: View, gate: Gate) -> Readiness:
    """What a gate said, without what this audience may not see."""
    points = [(one.state, _point(view, gate, one)) for one in gate.requirements]
    remarks = tuple(_reason(view, gate, one) for one in gate.warnings)
    said = (*(reason for _, point in points for reason in point.reasons), *remarks)
    foreign = view.language != ENGLISH and (bool(gate.told) or any(one.language == ENGLISH for one in said))
    return Readiness(
        tuple(point for state, point in points if state not in PASSING),
        tuple(point for state, point in points if state is State.WAIVED),
        tuple(point for state, point in points if state is State.HOLDS),
        tuple(_discreet(view, line) for line in gate.told),
        remarks,
        foreign,
    )


def _point(view: View, gate: Gate, one: Requirement) -> Point:
    say = view.messages.gettext
    word, tone = STATES[one.state]
    passes = one.state is State.HOLDS
    sentence = say(SENTENCES[one.topic, passes])
    what = say(fault(one.name)) if one.topic == values.RULE and not passes else ""
    words = {"name": one.name, "given": one.given, "asked": one.asked, "fault": what}
    return Point(
        Badge(say(word), tone),
        sentence % words if "%(" in sentence else sentence,
        () if passes else tuple(_reason(view, gate, because) for because in one.because),
        tuple(_excuses(view, gate, one)),
        () if one.state in PASSING else tuple(_who(view, words) for words in one.who),
    )


def _who(view: View, words: str) -> str:
    """Who can act, of what is no name in the language of the page."""
    role, colon, rest = words.rpartition(": ")
    for phrase in WHO:
        rest = rest.replace(phrase, view.messages.gettext(phrase))
    return _discreet(view, f"{role}{': ' if colon else ''}{rest}")


def _reason(view: View, gate: Gate, because: Because) -> Reason:
    if isinstance(because, Approved):
        record = view.at(because.record.address)
        who = gate.called(str(because.record.data["person"]))
        lead = f"{who}, {view.messages.gettext(STANDINGS[because.standing])}"
        return Reason(record, _discreet(view, because.reason), record is None, _discreet(view, lead))
    address = parse_address(address_of(because.location.path))
    record = view.at(address) if address is not None else None
    hidden = record is None and address is not None
    return Reason(record, _discreet(view, because.message), hidden, "", "" if because.code == CODE else ENGLISH)


def _discreet(view: View, words: str) -> str:
    """The tool's words without the names of records that this audience may not see."""
    assert view.whole is not None  # or there is no such page
    for record in view.whole.project.catalog:
        if view.at(record.address) is None:
            for name in (str(record.address), record.title):
                words = words.replace(name, "…") if name else words
    return words


def _excuses(view: View, gate: Gate, one: Requirement) -> Iterator[Excuse]:
    for waiver in one.waivers:
        end, owner = str(waiver.data["expires"]), gate.called(str(waiver.data["owner"]))
        shown = view.at(waiver.address)
        instead = shown.get("compensating_measure", "") if shown is not None else ""
        yield Excuse(shown, end, end < view.as_of, _discreet(view, owner), instead)
