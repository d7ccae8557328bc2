"""What became of what a framework asks of a release: nine answers, and what stands behind each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from underhood.meaning.answering import NEAREST, VALUE, Found
from underhood.values.framework import Item


class Answer(StrEnum):
    """What became of an item, those that answer it first."""

    ANSWERED = "answered"
    NONE = "answered-none"
    OUTSIDE = "needs-outside-evidence"
    NOT_APPLICABLE = "not-applicable"
    PENDING = "pending"
    WITHHELD = "withheld"
    UNKNOWN = "unknown"
    NOT_FOUND = "not-found"
    NOT_RECORDED = "not-recorded"


class Remark(StrEnum):
    """Why what was found is no answer, or not a whole one."""

    NO_NONE = "none-does-not-count"
    TOO_FEW = "too-few"
    NOT_ALL = "not-all"
    IN_PART = "in-part"


STATES: Mapping[str, Answer] = {
    "not-applicable": Answer.NOT_APPLICABLE,
    "pending": Answer.PENDING,
    "withheld": Answer.WITHHELD,
    "unknown": Answer.UNKNOWN,
    "not-found": Answer.NOT_FOUND,
}
IS_ANSWER = frozenset({Answer.ANSWERED, Answer.NONE, Answer.OUTSIDE})
"""The answers behind which something that the records say stands."""


@dataclass(frozen=True, slots=True)
class Covered:
    """What became of one item.

    `differing`: a statement and another record answer it differently. `condition`: the condition in words, if there is
    one; `undecided`: why the records do not decide it. `hidden`: it is answered, by records that this audience may not
    see; `visibility`: the widest circle that sees an answer, empty where there is none.
    """

    item: Item
    answer: Answer
    found: tuple[Found, ...] = ()
    differing: bool = False
    condition: str = ""
    undecided: str = ""
    hidden: bool = False
    visibility: str = ""
    remark: Remark | None = None


def counts(covered: Iterable[Covered]) -> Mapping[Answer, int]:
    """How many items there are of each answer, those that do not occur left out."""
    told = [one.answer for one in covered]
    return {answer: told.count(answer) for answer in Answer if answer in told}


def behind(one: Covered) -> tuple[Found, ...]:
    """What stands behind an answer: the values, the places that say there are none, the absences of that state."""
    if one.answer in STATES.values():
        return tuple(found for found in one.found if STATES.get(found.state) is one.answer)
    return tuple(found for found in one.found if answers(found, one.item)) if one.answer in IS_ANSWER else ()


def answers(one: Found, item: Item) -> bool:
    """Whether a place answers an item: with a value, or with the word that there is none, where that counts."""
    return one.state == VALUE or (one.state == "none" and item.none_counts)


def lacking(one: Covered) -> tuple[Found, ...]:
    """What records say is not there at places that the answer to an item could have come from, too."""
    if one.answer is not Answer.ANSWERED:
        return ()
    return tuple(found for found in one.found if found.state in STATES and found.state != "not-applicable")


def nearest(found: Sequence[Found]) -> Answer:
    """The state that is nearest to an answer."""
    states = [one.state for one in found if one.state in STATES]
    return STATES[min(states, key=NEAREST.index)] if states else Answer.NOT_RECORDED
