"""What another wording of a text does: a word respelt, words taken out, a hedge or a number changed, or other words.

Only English is known here: it is the language that records are written in. Nobody weighs what words mean; what could
soften a text is told by a short list of words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from underhood.meaning.word_diff import edited

_NEGATIONS = """
no not never none nor neither nobody nothing nowhere cannot without unless except excluding refuses fails
dont doesnt didnt isnt arent wasnt werent cant couldnt wont wouldnt shouldnt mustnt neednt hasnt havent hadnt mightnt
"""
_HEDGES = """
may might can could should would must shall will rarely seldom sometimes occasionally often usually typically generally
mostly mainly likely unlikely possibly probably perhaps potentially theoretically only merely just most many much some
few several any all always every each entirely fully partly largely slightly somewhat minor less more fewer least nearly
almost approximately roughly
"""
_NUMBERS = """
zero two three four five six seven eight nine ten eleven twelve dozen hundred thousand million billion half third
quarter twice double percent
"""
SOFTENING, NUMBERS = frozenset(f"{_NEGATIONS} {_HEDGES}".split()), frozenset(_NUMBERS.split())
"""Words that negate, hedge or count. One of them that comes, goes or moves may soften what a text says."""

PREFIXES = ("un", "in", "im", "il", "ir", "non", "dis", "a")
"""What makes a word its opposite."""
SHORTEST = 5
"""A word of fewer letters is too near to others to be taken for a misspelling."""
STEM = 5
"""So many letters of a word tell it from others, whatever its ending."""

_DAYED = re.compile(
    r"\s*\((?:[0-9]{1,2}\s)?(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"\s[0-9]{4}\)"
)
"""A month or a day in brackets: it says when exactly what stands before it is."""

_WORD = re.compile(
    r"(?:(?<![^\s(])[-+\N{MINUS SIGN}])?[<>≤≥±~]?\d[^\W_]*(?:[.,:/]\d+)*|[^\W\d_][^\W_]*(?:['’][^\W_]+)*|[%‰<>≤≥±]"
)


class Rewording(StrEnum):
    """What another wording does; the values are the words shown."""

    RESPELT = "respelt"
    SHORTENED = "words taken out"  # or next to nothing put in their place
    HEDGED = "a word that can soften it changed"
    NUMBERED = "a number changed"
    REPLACED = "other words in their place"
    REWORDED = "reworded"

    @property
    def softens(self) -> bool:
        """Whether the newer text may say less than the older one did."""
        return self in {Rewording.SHORTENED, Rewording.HEDGED, Rewording.NUMBERED, Rewording.REPLACED}


def rewording(old: str, new: str) -> Rewording:
    """What became of a text. Spaces, punctuation, quotes and case are layout; a month in brackets makes it exact."""
    if old != new and (not _DAYED.search(old)) and _DAYED.sub("", new) == old:
        return Rewording.REWORDED
    before, after = _words(old), _words(new)
    gone, come = edited(before, after)
    touched = {*gone, *come}
    if any(any(sign.isnumeric() for sign in word) or word in NUMBERS or not word[0].isalnum() for word in touched):
        return Rewording.NUMBERED
    if touched & SOFTENING or _opposed(gone, come) or _opposed(come, gone):
        return Rewording.HEDGED
    if "".join(before) == "".join(after) or _misspelt(gone, come):
        return Rewording.RESPELT
    if len(gone) > 2 * len(come) + 2 or not come:
        return Rewording.SHORTENED
    return Rewording.REPLACED if _replaced(before, after) else Rewording.REWORDED


def _replaced(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether fewer than half of the words that carry meaning are left, whatever their endings."""
    carried = {word[:STEM] for word in before if len(word) >= SHORTEST - 1}
    left = carried & {word[:STEM] for word in after}
    return 2 * len(left) < len(carried)


def _words(text: str) -> list[str]:
    return [word.replace("'", "").replace("’", "") for word in _WORD.findall(text.casefold())]


def _opposed(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether a word of one side is the opposite of one of the other."""
    return any(f"{prefix}{word}" in others for word in set(some) if len(word) > 2 for prefix in PREFIXES)


def _misspelt(gone: Sequence[str], come: Sequence[str]) -> bool:
    """Whether one word stands for another that differs in one letter, or in two that changed places."""
    if len(gone) != 1 or len(come) != 1 or min(len(gone[0]), len(come[0])) < SHORTEST:
        return False
    one, other = sorted((gone[0], come[0]), key=len)
    start = next((index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    rest, left = one[start:], other[start:]
    if len(one) < len(other):
        return rest == left[1:]
    return rest[1:] == left[1:] or (rest[:2] == left[1::-1] and rest[2:] == left[2:])
