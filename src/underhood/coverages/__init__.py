"""Formats of coverage: one file each, with a function marked by `@layout(...)`; its name is the format's name.

None leaves out an item. There are no scores: what is answered and what is open is told item by item, or counted answer
by answer, and never added up to one number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from underhood.doors import members
from underhood.meaning.answering import VALUE, Found
from underhood.meaning.conditions import NO_EXPRESSION
from underhood.meaning.coverage import Answer, Covered, Remark, behind, counts
from underhood.meaning.discretion import NOT_SHOWN
from underhood.records.record import Record
from underhood.records.references import PROSE_REFERENCE
from underhood.values.framework import Framework, Item
from underhood.values.ids import Address

__all__ = ["Answer", "Asked", "Covered", "Found", "Frame", "Told", "Write", "behind", "counts", "layout"]

NEVER = "These are facts about records: no score, and no index's judgement."
LONGEST = 60
"""So many characters of a value are shown, where answers differ."""
REMARKS = {
    Remark.NO_NONE: "the records say that there is none, which this item does not take for an answer",
    Remark.TOO_FEW: "fewer values are recorded than are asked for",
    Remark.NOT_ALL: "a part of what is asked is recorded",
    Remark.IN_PART: "answered in part: other places that bear on it say that something is not there",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of the items of one framework for one release."""

    framework: Framework
    release: Record
    covered: tuple[Covered, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """All that was asked, for an audience. `whole`: one framework, item by item; else answers are counted."""

    asked: tuple[Asked, ...]
    audience: str
    as_of: str
    whole: bool = True

    @property
    def frameworks(self) -> tuple[Framework, ...]:
        """The frameworks, each once."""
        return tuple({one.framework.id: one.framework for one in self.asked}.values())

    @property
    def releases(self) -> tuple[Record, ...]:
        """The releases, each once."""
        return tuple({one.release.address: one.release for one in self.asked}.values())

    def of(self, framework: Framework) -> tuple[Asked, ...]:
        """What was asked of one framework, release by release."""
        return tuple(one for one in self.asked if one.framework is framework)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a format may need besides: whether to colour, and the program."""

    colour: bool = False
    tool: str = "underhood"


Write = Callable[[Told, Frame], str]


def layout(summary: str) -> Callable[[Write], Write]:
    """Mark the function that writes a format; `summary` says for whom."""

    def mark(write: Write) -> Write:
        write.layout = summary  # type: ignore[attr-defined]
        return write

    return mark


def formats() -> tuple[str, ...]:
    """The names of all formats; none is imported."""
    return members.names(__name__)


def load(name: str) -> Write:
    """What writes a format."""
    found: Write = members.marked(members.member(__name__, name), "layout")
    return found


def name(item: Item) -> str:
    """An item as readers know it: its number, if it has one, and its title."""
    return f"{item.number}  {item.title}" if item.number else item.title


def edition(framework: Framework) -> str:
    """A framework with its edition: "FMTI 2023, edition 1.0"."""
    return f"{framework.title}, edition {framework.edition}"


def condition(asked: Asked) -> str:
    """When the framework as a whole is asked, where there is a condition; empty where it holds, or there is none."""
    framework = asked.framework
    first = next((one for one in asked.covered if one.condition == framework.condition != ""), None)
    return _when(first) if first is not None else ""


def remarks(one: Covered, framework: Framework) -> Iterator[str]:
    """What must be known besides the answer: conditions, differing answers, what the audience may not see.

    The condition of the framework as a whole is told once, above its items.
    """
    if one.condition != framework.condition and (words := _when(one)):
        yield words
    if one.remark is not None:
        yield REMARKS[one.remark]
    if one.differing:
        yield "records answer differently"
    if one.hidden:
        yield f"answered, and not public: for {one.visibility}"


def _when(one: Covered) -> str:
    if one.answer is Answer.NOT_APPLICABLE and one.condition:
        return f"asked only where: {one.condition}"
    if one.undecided == NO_EXPRESSION:
        return f"asked only where: {one.condition}; {NO_EXPRESSION}"
    return f"asked only where: {one.condition}; the records do not decide it: {one.undecided}" if one.undecided else ""


def held(found: Sequence[Found]) -> Iterator[str]:
    """Who has what is absent, and why it is, as far as the records say."""
    said = dict.fromkeys((one.held_by, one.reason) for one in found if one.held_by or one.reason)
    for holder, reason in said:
        yield "; ".join([*([f"held by {holder}"] if holder else []), *([plain(reason)] if reason else [])])


def plain(text: str) -> str:
    """A text of a record with the addresses that it names, and without their brackets."""
    return PROSE_REFERENCE.sub(lambda name: "a record that is not public" if name[1] == NOT_SHOWN else name[1], text)


def side_by_side(one: Covered) -> tuple[str, ...]:
    """Each place that answers, with what it says, where they answer differently; else none."""
    return tuple(f"{found.address}: {_said(found)}" for found in one.found) if one.differing else ()


def places(found: Sequence[Found]) -> tuple[Address, ...]:
    """Where it stands."""
    return tuple(one.address for one in found)


def _said(found: Found) -> str:
    if found.state != VALUE:
        return found.state
    return plain(str(found.value))[:LONGEST] if isinstance(found.value, str | int | float) else "a value"
