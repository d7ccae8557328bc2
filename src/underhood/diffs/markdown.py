"""What changed, for a comment in a pull request: what was weakened first, the rest folded.

The text stays under 60,000 characters, since forges refuse longer comments; what does not fit is counted, with the way
to see it all. The first line is a hidden marker by which a comment is found again. Words of records cannot call people,
name issues, load pictures or bring markup of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from underhood.diffs import CHANGES, HEADINGS, IDLE, Frame, Said, Told, headline, of_whom, said, view, whole_framework
from underhood.judge.reasons import NOWHERE, Reasoned
from underhood.meaning.word_diff import Fate
from underhood.values.change import Weight
from underhood.values.finding import Finding, Location
from underhood.values.printable import clean

MARKER = "<!-- underhood-diff -->"
MOST = 60_000
"""GitHub refuses comments of more than 65,536 characters."""
RESERVE = 1_000
"""Room for what closes the tables, and for the count of what is left out."""
LONGEST = 600
"""So many characters of one value are shown."""
NOTES = 10
"""So many remarks are shown."""

WITHOUT = "Weakened without a written reason"
CURE = (
    "Each needs a decision, in this change, whose `weakens` names the address and the new value. "
    "`{} --write-reasons` drafts it."
)
TAGS = {Fate.SAME: ("", ""), Fate.GONE: ("<del>", "</del>"), Fate.COME: ("<ins>", "</ins>")}
JOINER = "\N{WORD JOINER}"
"""Invisible, and no part of a name: it keeps forges from seeing mentions, references and links in words of records."""

_CALLS = re.compile(r"[@#!~&%$^*](?=[\w\"({\[])|\bGH-(?=\d)|\b[a-z][a-z0-9+.-]*(?=://)|\bwww(?=\.)", re.IGNORECASE)
_SIGNS = re.compile(r"[\\`*_{}\[\]<>#!|~$&\"]|:(?=\S)")


@view("for a comment in a pull request", ending=".md")
def write(told: Told, frame: Frame) -> str:
    """The counts, what was weakened, then the rest in tables that unfold."""
    page = _Page()
    page.put([MARKER, f"### Governance: {harmless(headline(told))}", "", _states(told), ""])
    _notes(told, page)
    weakened = told.of(Weight.WEAKENING)
    _list(WITHOUT, [one for one in weakened if one.unreasoned], frame, page)
    _unread(told, frame, page)
    _found("Must be kept", told.lost, frame, page)
    _found("Reasons for nothing", [one for one in told.findings if one.code == IDLE], frame, page)
    _list("Weakened, with a reason", [one for one in weakened if not one.unreasoned], frame, page)
    for weight in (Weight.NOTABLE, Weight.ROUTINE):
        _table(weight, told.of(weight), frame, page)
    _shifted(told, page)
    if page.left:
        changes = f"{page.left:,} more {'entry does' if page.left == 1 else 'entries do'} not fit into this comment"
        page.lines += [f"**{changes}.** {_whole(frame)}", ""]
    return "\n".join(page.lines).rstrip("\n") + "\n"


class _Page:
    """Lines, as long as there is room; what finds none is counted."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.size = 0
        self.left = 0

    def put(self, lines: Sequence[str]) -> None:
        """Add lines that are always there."""
        self.lines += lines
        self.size += sum(len(line) + 1 for line in lines)

    def fits(self, lines: Sequence[str]) -> bool:
        """Add lines if there is room for them; else they count as left out, and so does all that follows."""
        if self.left or self.size + sum(len(line) + 1 for line in lines) > MOST - RESERVE:
            self.left += 1
            return False
        self.put(lines)
        return True


def _states(told: Told) -> str:
    states = " → ".join(harmless(_short(name)) for name in (told.old_name, told.new_name))
    return states if told.entries or told.unread else f"{states}: what the records mean is the same."


def _notes(told: Told, page: _Page) -> None:
    """What a reader must know besides: the first of many."""
    rest = len(told.notes) - NOTES
    page.put([f"- {harmless(_short(note))}" for note in told.notes[:NOTES]])
    page.put([f"- and {rest:,} more remarks"] * (rest > 0) + [""] * bool(told.notes))


def _list(title: str, entries: Sequence[Reasoned], frame: Frame, page: _Page) -> None:
    """A heading and a bullet for each change, shown at once."""
    blocks = [_bullet(entry, frame) for entry in entries]
    opening = [f"#### {title} ({len(entries):,})", "", *([CURE.format(frame.command), ""] if title == WITHOUT else [])]
    for index, block in enumerate(blocks):
        page.fits(block if index else [*opening, *block])
    page.put([""] * bool(blocks))


def _bullet(entry: Reasoned, frame: Frame) -> list[str]:
    words = said(entry.change)
    label = f"**{harmless(words.label)}**: " if words.label else ""
    return [f"- {label}{_change(words)}<br>{_at(entry, frame)}{_because(entry, frame)}"]


def _table(weight: Weight, entries: Sequence[Reasoned], frame: Frame, page: _Page) -> None:
    """A table that unfolds."""
    if not entries:
        return
    title = HEADINGS[weight].capitalize()
    opening = [
        f"<details><summary><b>{title}</b> ({len(entries):,})</summary>",
        "",
        "| Where | What changed |",
        "|:--|:--|",
    ]
    inside = False
    for entry in entries:
        row = _row(entry, frame)
        inside = page.fits([row] if inside else [*opening, row]) or inside
    if inside:
        page.put(["", "</details>", ""])


def _row(entry: Reasoned, frame: Frame) -> str:
    words = said(entry.change)
    label = f"{harmless(words.label)}<br>" if words.label else ""
    return f"| {label}{_at(entry, frame)} | {_change(words)}{_because(entry, frame)} |"


def _change(words: Said) -> str:
    if not words.pieces:
        old, arrow, new = _short(words.detail).partition(" → ")
        return f"{harmless(old)} → {harmless(new)}" if arrow else harmless(old)
    word = "" if len(words.pieces) > 1 else "removed: " if words.pieces[0].kind is Fate.GONE else "added: "
    found = []
    for piece in words.pieces:
        before, after = TAGS[piece.kind]
        space = " " if piece.text.startswith(" ") else ""
        found.append(f"{space}{before}{harmless(_short(piece.text.strip()))}{after}")
    return word + "".join(found)


def _at(entry: Reasoned, frame: Frame) -> str:
    """The address, which leads to the line where it is known."""
    name = f"<code>{verbatim(str(entry.change.address))}</code>"
    link = frame.link(entry.at, gone=entry.gone)
    if link:
        return f'<a href="{link}">{name}</a>'
    return f"{name} {_line(entry.at, frame)}"


def _line(place: Location, frame: Frame, *, gone: bool = False) -> str:
    shown = f"<code>{verbatim(f'{place.path}:{place.line}')}</code>"
    link = frame.link(place, gone=gone)
    return f'<a href="{link}">{shown}</a>' if link else shown


def _because(entry: Reasoned, frame: Frame) -> str:
    """The decisions that give the reason, in their words, each with a link to its line where that is known."""
    found = []
    places, said = entry.places or [NOWHERE] * len(entry.because), entry.said or [""] * len(entry.because)
    for address, place, words in zip(entry.because, places, said, strict=True):
        link, name = frame.link(place), f"<code>{verbatim(str(address))}</code>"
        linked = f'<a href="{link}">{name}</a>' if link else name
        found.append(f"<br>because of {linked} {harmless(words)}".rstrip())
    return "".join(found)


def _unread(told: Told, frame: Frame, page: _Page) -> None:
    if not told.unread:
        return
    page.put([f"#### Could not be read ({len(told.unread):,})", "", "What changed in these files nobody can say.", ""])
    for one in told.unread:
        where = _line(one.location, frame, gone=one.side == "old")
        state = "newer" if one.side == "new" else "older"
        page.fits([f"- {where} in the {state} state: {harmless(_short(one.message))}"])
    page.put([""])


def _found(title: str, findings: Sequence[Finding], frame: Frame, page: _Page) -> None:
    for index, finding in enumerate(findings):
        heading = [f"#### {title} ({len(findings):,})", ""] if not index else []
        words = f"{finding.message} ({finding.hint})" if finding.hint else finding.message
        gone = finding.code not in CHANGES
        page.fits([*heading, f"- {harmless(_short(words))} {_line(finding.location, frame, gone=gone)}"])
    page.put([""] * bool(findings))


def _shifted(told: Told, page: _Page) -> None:
    """The items of frameworks that are answered otherwise than before, folded."""
    if not told.shifts:
        return
    opening = [
        f"<details><summary>Answered otherwise ({len(told.shifts):,})</summary>",
        "",
        "| Release and framework | Item | Before | Now |",
        "|---|---|---|---|",
    ]
    opened = False
    for shifts in told.shifted.values():
        asked, counted = whole_framework(shifts)
        rows = [
            f"| {harmless(of_whom(shifts))} | {harmless(f'{one.item.id}: {one.item.title}')} | {one.old} | {one.new} |"
            for one in shifts
        ]
        cells = f" | {harmless(counted)}" if shifts[0].new else f"{harmless(counted)} | "
        whole = f"| {harmless(of_whom(shifts))} | {asked} | {cells} |"
        for row in [whole] if counted else rows:
            opened = page.fits([row] if opened else [*opening, row]) or opened
    page.put(["", "</details>", ""] if opened else [])


def _whole(frame: Frame) -> str:
    if frame.whole.startswith("https://"):
        return f"[The job's log]({frame.whole}) has all of it."
    return f"`{frame.command}` shows all of it."


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text) - LONGEST:,} more characters)"


def verbatim(text: str) -> str:
    """An address or a line inside `<code>`, where forges make nothing of signs: what is copied is exactly that."""
    return _SIGNS.sub(lambda found: f"&#{ord(found[0])};", clean(" ".join(text.split())))


def harmless(text: str) -> str:
    """Words of a record for Markdown that a forge renders: they look the same, and nothing in them works."""
    line = clean(" ".join(text.split()))
    line = _CALLS.sub(lambda found: f"{found[0]}{JOINER}", line)
    return _SIGNS.sub(lambda found: f"&#{ord(found[0])};", line)
