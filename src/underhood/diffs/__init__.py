"""Views of what changed between two states: one file each, with a function marked by `@view(...)`.

The file's name is the view's name. A view returns text and writes nothing. Each carries every change, or says in its
own words how many it left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from underhood.doors import members
from underhood.judge.answers_compared import Shift
from underhood.judge.reasons import Reasoned
from underhood.meaning.word_diff import Fate, Piece, word_diff
from underhood.meaning.wording import arrow
from underhood.values.change import Change, Kind, Weight
from underhood.values.finding import Finding, Location

if TYPE_CHECKING:
    from underhood.records.sides import Unread

HEADINGS: Mapping[Weight, str] = {
    Weight.WEAKENING: "weakened",
    Weight.NOTABLE: "notable",
    Weight.ROUTINE: "routine",
}
IDLE = "idle-reason"
CHANGES = frozenset({"unreasoned-weakening", IDLE, "not-compared"})
"""Findings that stand with the changes, reasons and files that they speak of; others are of what had to be kept."""
AROUND = 6
"""So many words on each side of what changed are shown; the rest of a long text is left out."""
LONGEST = 60
"""So many words that came or went in one place are shown."""
TEXTS = ("text", "title")
"""Where the words of an entry stand."""
_WORDS = re.compile(r"\s*\S{1,24}")
"""A word with the space before it; what has no spaces is taken in stretches."""


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to tell: the two states as people call them, the changes in their order, what could not be read.

    `findings` are what a person must act on; `notes` is what a reader must know besides; `shifts` are the items of
    frameworks that are answered otherwise than before.
    """

    old_name: str
    new_name: str
    entries: tuple[Reasoned, ...] = ()
    findings: tuple[Finding, ...] = ()
    unread: tuple[Unread, ...] = ()
    notes: tuple[str, ...] = ()
    merge_base: str = ""
    shifts: tuple[Shift, ...] = ()

    @property
    def shifted(self) -> Mapping[tuple[str, str], tuple[Shift, ...]]:
        """The items that are answered otherwise, by release and framework, in their order."""
        found: dict[tuple[str, str], tuple[Shift, ...]] = {}
        for one in self.shifts:
            key = (str(one.release.address), one.framework.id)
            found[key] = (*found.get(key, ()), one)
        return found

    def of(self, weight: Weight) -> tuple[Reasoned, ...]:
        """The changes of one weight."""
        return tuple(entry for entry in self.entries if entry.change.weight is weight)

    @property
    def lost(self) -> tuple[Finding, ...]:
        """What had to be kept, and is not there any more."""
        return tuple(finding for finding in self.findings if finding.code not in CHANGES)

    @property
    def unreasoned(self) -> int:
        """How many weaken and have no written reason."""
        return sum(entry.unreasoned for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Frame:
    """How a view may speak.

    `width`: of a terminal, 0: lines are as long as they are; `show`: the least weight that is listed for people;
    `newer` and `older`: where a forge shows the files of the two states, `folder` the way from there to the records;
    `whole`: the page on which everything is to be seen; `command`: how a person compares the same two states.
    """

    colour: bool = False
    width: int = 0
    show: Weight = Weight.ROUTINE
    tool: str = "underhood"
    newer: str = ""
    older: str = ""
    folder: str = ""
    whole: str = ""
    command: str = "underhood diff"

    def link(self, place: Location, *, gone: bool = False) -> str:
        """The address of a line of a file on the forge; empty: not known. `gone`: only the older state has the file."""
        path = f"{self.folder}/{place.path}" if self.folder else place.path
        top = self.older if gone else self.newer
        return f"{top}/{quote(path, errors='surrogateescape')}#L{place.line}" if top and place.path else ""


class Write(Protocol):
    """Lays out what changed."""

    def __call__(self, told: Told, frame: Frame) -> str:
        """The whole view, ending with a line break."""


@dataclass(frozen=True, slots=True)
class View:
    """One view: its name, for whom it is, its page, how its files end (empty: as one likes), and who writes it."""

    name: str
    summary: str
    page: str
    ending: str
    write: Write


def view(summary: str, *, ending: str = "") -> Callable[[Write], Write]:
    """Mark the function that writes a view; `summary` says for whom. Its module's docstring is its page."""

    def mark(write: Write) -> Write:
        write.view = (summary, ending)  # type: ignore[attr-defined]
        return write

    return mark


def formats() -> tuple[str, ...]:
    """The names of all views; none is imported."""
    return members.names(__name__)


@cache
def load(name: str) -> View:
    """One view; nothing else is imported."""
    module = members.member(__name__, name)
    write: Write = members.marked(module, "view")
    about, ending = write.view  # type: ignore[attr-defined]
    return View(name, about, module.__doc__ or "", ending, write)


@dataclass(frozen=True, slots=True)
class Said:
    """A change in words: the place, and what became of it; of texts, piece by piece."""

    label: str
    detail: str
    pieces: tuple[Piece, ...] = ()


def said(change: Change) -> Said:
    """A change as people read it. Texts are compared word by word; everything else is old → new."""
    words = " ".join(change.message.split())
    suffix = " ".join(arrow(change.kind, change.old, change.new).split())
    if suffix and words.endswith(suffix):
        label, detail = words.removesuffix(suffix).rstrip(), suffix.removeprefix(":").strip()
    else:
        label, colon, detail = words.partition(": ")
        if not colon:
            return Said("", words)
    return Said(label, detail, _pieces(change))


def _pieces(change: Change) -> tuple[Piece, ...]:
    old, new = (_words(value) for value in (change.old, change.new))
    if change.kind is Kind.CHANGED and isinstance(change.old, str) and isinstance(change.new, str):
        return condensed(word_diff(old, new)) if " " in old and " " in new else ()
    if change.kind is Kind.REMOVED and " " in old:
        return condensed((Piece(Fate.GONE, old),))
    if change.kind is Kind.ADDED and " " in new:
        return condensed((Piece(Fate.COME, new),))
    return ()


def _words(value: object) -> str:
    """The words of a text, or of an entry that has a text."""
    if isinstance(value, Mapping):
        value = next((value[name] for name in TEXTS if isinstance(value.get(name), str)), "")
    return " ".join(value.split()) if isinstance(value, str) else ""


def condensed(pieces: Collection[Piece]) -> tuple[Piece, ...]:
    """The pieces with long stretches of what stayed left out, and very long ones of what came or went cut."""
    found = []
    last = len(pieces) - 1
    for index, piece in enumerate(pieces):
        words = _WORDS.findall(piece.text)
        if piece.kind is not Fate.SAME:
            if len(words) > LONGEST:
                words = [*words[:LONGEST], f" … ({len(words) - LONGEST:,} more words)"]
        else:
            before, after = AROUND if index else 0, AROUND if index < last else 0
            if len(words) > before + after + 1:
                words = [*words[:before], " …", *words[len(words) - after :]]
        found.append(Piece(piece.kind, "".join(words)))
    return tuple(found)


def headline(told: Told) -> str:
    """How much changed: "3 weakened (1 without a written reason), 5 notable, 2 routine in 6 records"."""
    unread = len({one.path for one in told.unread})
    files = f"{unread:,} file{'' if unread == 1 else 's'} could not be read"
    if not told.entries:
        return f"no governance change in what could be read; {files}" if unread else "no governance change"
    numbers = Counter(entry.change.weight for entry in told.entries)
    words = []
    for weight in Weight:
        if numbers[weight]:
            words.append(f"{numbers[weight]:,} {HEADINGS[weight]}")
        if weight is Weight.WEAKENING and told.unreasoned:
            words[-1] += f" ({told.unreasoned:,} without a written reason)"
    records = len({entry.change.address.record for entry in told.entries})
    text = f"{', '.join(words)} in {records:,} record{'' if records == 1 else 's'}"
    return f"{text}; {files}" if unread else text


def of_whom(shifts: Sequence[Shift]) -> str:
    """The release and the framework that shifts are about."""
    first = shifts[0]
    return f"{first.release.title} ({first.release.address}): {first.framework.short}"


NEVER_BEFORE, NO_LONGER = "asked for the first time", "no longer asked"


def whole_framework(shifts: Sequence[Shift]) -> tuple[str, str]:
    """Of a framework that was not asked before, or is not any more: which, and its answers counted; empty for others.

    The answers: "answered 3, not-recorded 7".
    """
    if len({(bool(one.old), bool(one.new)) for one in shifts}) > 1 or (shifts[0].old and shifts[0].new):
        return "", ""
    if {one.item.id for one in shifts} != shifts[0].framework.by_id.keys():
        return "", ""
    told = NO_LONGER if shifts[0].old else NEVER_BEFORE
    counted = Counter(one.old or one.new for one in shifts)
    return told, ", ".join(f"{answer} {number:,}" for answer, number in counted.items())


def unseen(told: Told, frame: Frame) -> int:
    """How many changes matter too little to be listed."""
    return sum(entry.change.weight.rank > frame.show.rank for entry in told.entries)
