"""Which words of a text went, came and stayed: a word diff whose cost is bounded, whatever the texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 20_000
"""Texts of more words are replaced as a whole."""

STEPS = 1_000_000
"""So many words are compared, less than a second; what is not aligned by then is replaced as a whole."""

_WORDS = re.compile(r"\s*(?:[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+|[^\w\s])")
"""A word or a sign with the space before it; scripts without spaces go sign by sign."""


class Fate(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    COME = "come"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand together. Without what is gone, pieces give the newer text; without what came, the older."""

    kind: Fate
    text: str


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """The way from one text to another. Line ends and spaces are layout: both texts are taken on one line."""
    old, new = " ".join(old.split()), " ".join(new.split())
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(before), len(after)) > LONGEST:
        return tuple(_joined([(Fate.GONE, [old]), (Fate.COME, [new])]))
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    ends = len(before) - tail, len(after) - tail
    middle = _aligned(before[head : ends[0]], after[head : ends[1]])
    runs = [(Fate.SAME, before[:head]), *_whole_phrases(middle), (Fate.SAME, before[ends[0] :])]
    return tuple(_joined(runs))


Run = tuple[Fate, list[str]]


def edited(before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    """The words that went and those that came on the shortest way; all of them where the texts are too different."""
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    runs = _aligned(before[head : len(before) - tail], after[head : len(after) - tail])
    gone, come = ([word for fate, words in runs if fate is asked for word in words] for asked in (Fate.GONE, Fate.COME))
    return gone, come


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words two texts begin with alike."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _aligned(old: list[str], new: list[str]) -> list[Run]:
    """The runs of two texts that begin and end differently, by the shortest way (Myers 1986), if it is not too long."""
    trace = _trace(old, new)
    if trace is None:
        return [(Fate.GONE, old), (Fate.COME, new)]
    moves: list[tuple[Fate, str]] = []
    x, y = len(old), len(new)
    for depth in range(len(trace) - 1, -1, -1):
        reach, diagonal = trace[depth], x - y
        down = diagonal == -depth or (diagonal != depth and reach.get(diagonal - 1, -1) < reach.get(diagonal + 1, -1))
        start = (reach.get(diagonal + 1, 0), -1) if down else (reach.get(diagonal - 1, 0), 1)
        before_x = start[0] if depth else 0
        before_y = before_x - (diagonal + 1 if down else diagonal - 1) if depth else 0
        while x > before_x and y > before_y:
            x, y = x - 1, y - 1
            moves.append((Fate.SAME, old[x]))
        if depth:
            moves.append((Fate.COME, new[y - 1]) if down else (Fate.GONE, old[x - 1]))
        x, y = before_x, before_y
    return _runs(reversed(moves))


def _trace(old: list[str], new: list[str]) -> list[dict[int, int]] | None:
    """How far each number of edits leads on each diagonal; None where the texts are too different to find out."""
    reach: dict[int, int] = {1: 0}
    trace: list[dict[int, int]] = []
    steps = STEPS
    for depth in range(len(old) + len(new) + 1):
        trace.append(reach)
        reach = dict(reach)
        for diagonal in range(-depth, depth + 1, 2):
            down = diagonal == -depth or (
                diagonal != depth and reach.get(diagonal - 1, -1) < reach.get(diagonal + 1, -1)
            )
            x = reach[diagonal + 1] if down else reach[diagonal - 1] + 1
            y = start = x - diagonal
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            reach[diagonal] = x
            steps -= 1 + y - start
            if x >= len(old) and y >= len(new):
                return trace
        steps -= depth  # what is kept of each depth
        if steps < 0:
            return None
    return None


def _runs(moves: Iterator[tuple[Fate, str]]) -> list[Run]:
    """The words of each stretch; between two stretches that stay, what went stands before what came."""
    found: list[Run] = []
    gone: list[str] = []
    come: list[str] = []
    for fate, word in moves:
        if fate is not Fate.SAME:
            (gone if fate is Fate.GONE else come).append(word)
            continue
        found += [run for run in ((Fate.GONE, gone), (Fate.COME, come)) if run[1]]
        gone, come = [], []
        if found and found[-1][0] is Fate.SAME:
            found[-1][1].append(word)
        else:
            found.append((Fate.SAME, [word]))
    return found + [run for run in ((Fate.GONE, gone), (Fate.COME, come)) if run[1]]


def _whole_phrases(runs: list[Run]) -> list[Run]:
    """The runs without short words that stay by chance between longer ones that do not: phrases are read as wholes."""
    found: list[Run] = []
    for index, (fate, words) in enumerate(runs):
        if fate is Fate.SAME and 0 < index < len(runs) - 1:
            sides = (_edited(found[::-1]), _edited(runs[index + 1 :]))
            if len(words) <= 2 and all(len(words) < side for side in sides):
                found += [(Fate.GONE, list(words)), (Fate.COME, list(words))]
                continue
        found.append((fate, words))
    return _runs((fate, word) for fate, words in found for word in words)


def _edited(runs: Sequence[Run]) -> int:
    """How many words went or came before the next that stay."""
    count = 0
    for fate, words in runs:
        if fate is Fate.SAME:
            break
        count = max(count, len(words))
    return count


def _joined(runs: Sequence[Run]) -> Iterator[Piece]:
    merged: list[Run] = []
    for fate, words in runs:
        if merged and merged[-1][0] is fate:
            merged[-1] = (fate, merged[-1][1] + words)
        elif words:
            merged.append((fate, words))
    yield from (Piece(fate, text) for fate, words in merged if (text := "".join(words)))
