"""Formats of what a gate says: one file each, with a function marked by `@verdict(...)`; its name is the format's name.

None leaves out a requirement. There are no scores: a gate holds, or it does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from underhood.doors import members
from underhood.judge.gates.values import Because, Gate, Requirement, State
from underhood.judge.standings import Approved
from underhood.values.change import Change
from underhood.values.finding import Location
from underhood.values.printable import clean

__all__ = [
    "Frame",
    "Write",
    "clean",
    "count",
    "excuses",
    "formats",
    "headline",
    "load",
    "place",
    "since",
    "subject",
    "verdict",
    "words",
]

TOLD = 5
"""So many changes since a signature are named."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a format may need besides: whether to colour, the program, the way to the records' folder, the day."""

    colour: bool = False
    tool: str = "underhood"
    folder: str = ""
    today: str = ""

    def path(self, path: str) -> str:
        """A path as a forge knows it."""
        return f"{self.folder}/{path}" if self.folder else path


Write = Callable[[Gate, Frame], str]


def verdict(summary: str) -> Callable[[Write], Write]:
    """Mark the function that writes a format; `summary` says for whom."""

    def mark(write: Write) -> Write:
        write.verdict = summary  # type: ignore[attr-defined]
        return write

    return mark


def formats() -> tuple[str, ...]:
    """The names of all formats; none is imported."""
    return members.names(__name__)


def load(name: str) -> Write:
    """What writes a format."""
    found: Write = members.marked(members.member(__name__, name), "verdict")
    return found


def headline(gate: Gate) -> str:
    """What the gate comes to, in a line."""
    step = f"{gate.status_from} → {gate.status_to}"
    return f"{subject(gate)}: {step}: {'holds' if gate.holds else 'blocked'} ({count(gate)})"


def subject(gate: Gate) -> str:
    """The release by title, with its address."""
    return f"{gate.release.title} ({gate.release.address})"


def count(gate: Gate) -> str:
    """How many requirements are in each state: "2 block, 1 stale, 9 hold"."""
    numbers = ((state, len(gate.of(state))) for state in (State.BLOCKS, State.STALE, State.WAIVED, State.HOLDS))
    return ", ".join(f"{number} {_several(state, number)}" for state, number in numbers if number)


def _several(state: State, number: int) -> str:
    return state.value.removesuffix("s") if state in {State.BLOCKS, State.HOLDS} and number != 1 else state.value


def place(one: Because) -> Location:
    """Where something stands."""
    return Location(one.record.path) if isinstance(one, Approved) else one.location


def words(one: Because, gate: Gate) -> str:
    """What stands behind a requirement, in a line: of whom or what it speaks, and what is said."""
    if isinstance(one, Approved):
        who = f"{gate.called(str(one.record.data['person']))} as {one.record.data['role']}"
        return clean(f"{who}: {one.standing.value}: {one.reason}")
    title = gate.names.get(one.location.path, "")
    return clean(f"{title}: {one.message}" if title else one.message)


def since(one: Because) -> Iterator[str]:
    """What changed since somebody signed."""
    changes: tuple[Change, ...] = one.since if isinstance(one, Approved) else ()
    for change in changes[:TOLD]:
        yield clean(f"{change.address}: {' '.join(change.message.split())}")
    if len(changes) > TOLD:
        yield f"and {len(changes) - TOLD:,} more"


def excuses(one: Requirement, gate: Gate, today: str) -> Iterator[str]:
    """The waivers that excuse a requirement, or did: until when, who answers for them, and what is done instead."""
    for waiver in one.waivers:
        end, owner = str(waiver.data["expires"]), gate.called(str(waiver.data["owner"]))
        measure = " ".join(str(waiver.data["compensating_measure"]).split())
        named = f"{waiver.title} ({waiver.address})"
        if end < today:
            yield clean(f"waiver: {named}: expired on {end}; owner: {owner}")
        else:
            yield clean(f"waiver: {named}: until {end}; owner: {owner}; instead: {measure}")
