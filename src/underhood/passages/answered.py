"""One framework asked of one release, item by item: the answer, the places behind it, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from underhood.meaning.answering import VALUE, Found
from underhood.meaning.audience import View
from underhood.meaning.concerned import STATEMENT
from underhood.meaning.coverage import IS_ANSWER, Answer, Covered, Remark, behind, lacking
from underhood.meaning.localise import Text
from underhood.passages.coded import word
from underhood.passages.coverage import Asked, badge, state
from underhood.passages.places import label
from underhood.records.record import Record, is_absence
from underhood.values.framework import Item
from underhood.values.ids import Address, parse_address
from underhood.values.page import Badge
from underhood.values.quantity import is_quantity

REMARKS: Mapping[Remark, str] = {
    Remark.NO_NONE: "The records say that there is none, which this item does not take for an answer.",
    Remark.TOO_FEW: "Fewer values are recorded than are asked for.",
    Remark.NOT_ALL: "A part of what is asked is recorded.",
    Remark.IN_PART: "Answered in part: other places that bear on it say that something is not there.",
}
"""Why what was found is no answer, or not a whole one."""

PART = "Answered in part"
"""What stands for the word that an item is answered, where a part of it is not."""

AUDIENCES: Mapping[str, str] = {
    "public": "For the public",
    "downstream": "For firms that build on the model",
    "authority": "For authorities",
    "internal": "Internal",
}
"""For whom an answer is meant."""

MOST = 6
"""So many places of one record are named; the rest is counted, and stands on the record's page."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: its address and what it is called; `value`: what stands there, if it is short."""

    address: Address
    label: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Behind:
    """The places of one record; `more` counts those that are not named."""

    record: Record
    places: tuple[Place, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
    """Why there is no answer: where that is said, the reason, who holds it (address or words), and the sources.

    `looked`: the sources were searched, and do not give it; else they say why.
    """

    behind: tuple[Behind, ...]
    reason: Text | str | None
    held_by: Address | str
    sources: tuple[Mapping[str, Any], ...]
    looked: bool


@dataclass(frozen=True, slots=True)
class Side:
    """What one record says where records answer differently."""

    behind: Behind
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one item.

    `condition`: when it is asked; `met`: whether it is, empty where nothing decides it. `differing`: what each record
    says, where they say different things. `seen_by`: for whom an answer is that these readers do not see.
    """

    item: Item
    badge: Badge
    behind: tuple[Behind, ...]
    gaps: tuple[Gap, ...]
    differing: tuple[Side, ...]
    condition: str
    met: str
    remark: str
    audience: str
    seen_by: str


@dataclass(frozen=True, slots=True)
class Section:
    """The items of one section of a framework; the title is empty where it has no sections."""

    title: str
    rows: tuple[Row, ...]


def sections(view: View, asked: Asked) -> tuple[Section, ...]:
    """Every item in the framework's own order."""
    mixed = several_audiences(asked)
    return tuple(
        Section(title, tuple(_row(view, asked, one, mixed=mixed) for one in group))
        for title, group in groupby(asked.covered, key=lambda one: one.item.section)
    )


def several_audiences(asked: Asked) -> bool:
    """Whether the answers to a framework are meant for different readers."""
    return len({item.audience for item in asked.framework.items}) > 1


def by_audience(view: View, asked: Asked) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    """The items for each kind of readers, where there are several."""
    if not several_audiences(asked):
        return ()
    items = asked.framework.items
    return tuple(
        (view.messages.gettext(words), found)
        for name, words in AUDIENCES.items()
        if (found := tuple(item for item in items if item.audience == name))
    )


def _row(view: View, asked: Asked, one: Covered, *, mixed: bool) -> Row:
    say = view.messages.gettext
    found, answered = behind(one), one.answer in IS_ANSWER
    in_part = one.remark is Remark.IN_PART
    own = one.condition if one.condition != asked.framework.condition else ""
    met = "undecided" if one.undecided else "no" if one.answer is Answer.NOT_APPLICABLE else "yes"
    return Row(
        item=one.item,
        badge=Badge(say(PART), "good") if in_part and not one.hidden else badge(view, state(one)),
        behind=_behind(view, found) if answered and not one.differing else (),
        gaps=tuple(_gaps(view, lacking(one) if in_part else found))
        if in_part or not (answered or one.differing)
        else (),
        differing=tuple(_sides(view, one.found)) if one.differing else (),
        condition=own,
        met=met,
        remark=say(REMARKS[one.remark]) if one.remark is not None and not in_part else "",
        audience=say(AUDIENCES[one.item.audience]) if mixed else "",
        seen_by=say(AUDIENCES.get(one.visibility, "")) if one.hidden and one.visibility else "",
    )


def _behind(view: View, found: Iterable[Found]) -> tuple[Behind, ...]:
    """The places by record, in the order in which they were found."""
    by_record: dict[Address, list[Found]] = {}
    for one in found:
        by_record.setdefault(one.record.address, []).append(one)
    return tuple(
        Behind(group[0].record, tuple(_place(view, one) for one in group[:MOST]), max(len(group) - MOST, 0))
        for group in by_record.values()
    )


def _place(view: View, one: Found) -> Place:
    if one.record.kind == STATEMENT:
        return Place(one.address, "", None)
    short = is_quantity(one.value) or isinstance(one.value, bool)
    return Place(one.address, label(view, one.address), one.value if short and one.state == VALUE else None)


def _gaps(view: View, found: Sequence[Found]) -> Iterator[Gap]:
    """Absences that have one reason, one holder and one search stand together."""
    alike: dict[str, list[Found]] = {}
    for one in found:
        alike.setdefault(repr((one.reason, one.held_by, one.searched)), []).append(one)
    for group in alike.values():
        first = group[0]
        held = parse_address(first.held_by, kind="organisation") if first.held_by else None
        looked = first.state == Answer.NOT_FOUND
        yield Gap(_behind(view, group), _reason(first), held or first.held_by, first.searched, looked)


def _reason(one: Found) -> Text | str | None:
    """The reason in the words of the record, which know their language."""
    said = one.value.get("reason") if is_absence(one.value) else one.record.get("reason")
    return said if isinstance(said, str) and one.reason else None


def _sides(view: View, found: Sequence[Found]) -> Iterator[Side]:
    for one in found:
        answer = str(one.value) if one.record.kind == STATEMENT else "recorded" if one.state == VALUE else one.state
        yield Side(_behind(view, [one])[0], word(view, answer))
