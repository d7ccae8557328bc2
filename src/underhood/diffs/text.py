"""What changed, for people at a terminal: the count first, then what was weakened, then the rest.

Each change has its place in words, old → new with units, its address and its line, and the decision that gives the
reason, in its own words. Of texts the words that went and came are shown: `[-gone-]{+come+}` without colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from underhood.diffs import (
    HEADINGS,
    IDLE,
    NEVER_BEFORE,
    NO_LONGER,
    Frame,
    Said,
    Told,
    headline,
    of_whom,
    said,
    unseen,
    view,
    whole_framework,
)
from underhood.judge.answers_compared import Shift
from underhood.judge.reasons import Reasoned
from underhood.meaning.word_diff import Fate
from underhood.values.change import Weight
from underhood.values.finding import Finding
from underhood.values.printable import clean

STYLES = {"bold": "1", "dim": "2", "gone": "31;9", "come": "32", "bad": "31;1", "good": "32", "warn": "33;1"}
SIGNS = {Fate.GONE: ("[-", "-]"), Fate.COME: ("{+", "+}")}
CURE = (
    "hint: a decision whose `weakens` names the place and the new value gives the reason; "
    "`{} --write-reasons` drafts it"
)
COLOURS = {Weight.WEAKENING: "bad", Weight.NOTABLE: "warn", Weight.ROUTINE: "bold"}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; `tight`: no space stands before it."""

    text: str
    style: str = ""
    tight: bool = False


@view("for people at a terminal")
def write(told: Told, frame: Frame) -> str:
    """The count, then the changes by weight."""
    style = "bad" if told.unreasoned or told.unread or told.lost else "warn" if told.of(Weight.WEAKENING) else "good"
    first, states = headline(told), f"{told.old_name} → {told.new_name}"
    if frame.width and len(first) + len(states) + 2 > frame.width:
        lines = [*_flow([Run(first, style)], frame, 0), *_flow([Run(states)], frame, 0)]
    else:
        lines = [*_flow([Run(first, style), Run(f"; {states}", tight=True)], frame, 0)]
    for note in told.notes:
        lines += _flow([Run(note, "dim")], frame, 2)
    for weight in Weight:
        entries = told.of(weight)
        if entries and weight.rank <= frame.show.rank:
            lines += ["", _painted(HEADINGS[weight], COLOURS[weight], frame)]
            for entry in entries:
                lines += _entry(entry, frame)
        if weight is Weight.WEAKENING:
            lines += _unread(told, frame)
    lines += _found("must be kept", "bad", told.lost, frame)
    lines += _found("reasons for nothing", "warn", [one for one in told.findings if one.code == IDLE], frame)
    lines += _shifted(told, frame)
    if told.unreasoned:
        lines += ["", *_flow([Run(CURE.format(frame.command))], frame, 0)]
    if hidden := unseen(told, frame):
        rest = f"{hidden:,} that matter less are not listed (--show routine lists all)"
        lines += ["", *_flow([Run(rest)], frame, 0)]
    return "\n".join(lines) + "\n"


def _shifted(told: Told, frame: Frame) -> Iterator[str]:
    """The items of frameworks that are answered otherwise than before."""
    if told.shifts:
        yield from ("", _painted("answered otherwise", "bold", frame))
    for shifts in told.shifted.values():
        yield from _flow([Run(f"{of_whom(shifts)}:", "bold")], frame, 2)
        asked, counted = whole_framework(shifts)
        if counted:
            yield from _flow([Run(f"{asked}:"), Run(counted)], frame, 6)
            continue
        for one in shifts:
            yield from _flow([Run(f"{one.item.id}:"), Run(one.item.title), Run(_became(one))], frame, 6)


def _became(one: Shift) -> str:
    if not one.new:
        return f"{NO_LONGER}: {one.old}"
    return f"{one.old} → {one.new}" if one.old else f"{NEVER_BEFORE}: {one.new}"


def _entry(entry: Reasoned, frame: Frame) -> Iterator[str]:
    change = entry.change
    yield from _flow(list(_words(said(change), frame)), frame, 2)
    place = f"{entry.at.path}:{entry.at.line}" if entry.at.path else ""
    yield from _flow([Run(str(change.address), "dim"), Run(place, "dim")], frame, 6)
    if entry.because:
        for address, words in zip(entry.because, entry.said or [""] * len(entry.because), strict=True):
            yield from _flow([Run("because of"), Run(str(address), "good"), Run(words)], frame, 6)
    elif entry.unreasoned:
        yield from _flow([Run("no written reason", "bad")], frame, 6)


def _words(words: Said, frame: Frame) -> Iterator[Run]:
    if words.label:
        yield Run(f"{words.label}:", "bold")
    if not words.pieces:
        old, arrow, new = words.detail.partition(" → ")
        yield Run(old)
        if arrow:
            yield Run(f"→ {new}")
        return
    if len(words.pieces) == 1:
        yield Run("removed" if words.pieces[0].kind is Fate.GONE else "added")
    for index, piece in enumerate(words.pieces):
        before, after = ("", "") if frame.colour else SIGNS.get(piece.kind, ("", ""))
        style = "" if piece.kind is Fate.SAME else piece.kind.value
        yield Run(f"{before}{piece.text.strip()}{after}", style, index > 0 and not piece.text.startswith(" "))


def _unread(told: Told, frame: Frame) -> Iterator[str]:
    if told.unread:
        yield from ("", _painted("could not be read, so that nobody can say what changed there", "bad", frame))
    for one in told.unread:
        state = "newer" if one.side == "new" else "older"
        yield from _flow([Run(f"{one.location}", "bold"), Run(f"in the {state} state: {one.message}")], frame, 2)
        yield from _flow([Run(f"hint: {one.hint}")], frame, 6) if one.hint else ()


def _found(title: str, style: str, findings: Sequence[Finding], frame: Frame) -> Iterator[str]:
    if findings:
        yield from ("", _painted(title, style, frame))
    for finding in findings:
        yield from _flow([Run(finding.message)], frame, 2)
        yield from _flow([Run(f"{finding.location.path}:{finding.location.line}", "dim")], frame, 6)
        yield from _flow([Run(f"hint: {finding.hint}")], frame, 6)


def _flow(runs: Iterable[Run], frame: Frame, indent: int) -> Iterator[str]:
    """The runs in lines of the terminal's width; what follows the first line is set in."""
    line, size, deeper = " " * indent, indent, " " * (indent + 4)
    begun = False
    for run in runs:
        for index, raw in enumerate(clean(" ".join(run.text.split())).split(" ")):
            word = _no_command(raw)
            space = begun and not (run.tight and index == 0)
            if frame.width and begun and size + len(word) + space > frame.width:
                yield line
                line, size, space = deeper, len(deeper), False
            line += (" " if space else "") + _painted(word, run.style, frame)
            size += len(word) + space
            begun = True
    if begun:
        yield line


def _no_command(word: str) -> str:
    r"""A word that a job's log would take for a command at the start of a line is shown with an escape."""
    return f"\\u003a{word[1:]}" if word.startswith("::") else word


def _painted(text: str, style: str, frame: Frame) -> str:
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if frame.colour and style else text
