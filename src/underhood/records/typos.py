"""What somebody meant who wrote a name one slip away from another."""

from __future__ import annotations

import re
from collections.abc import Iterable

_DIGITS = re.compile(r"\d")


def meant(word: str, known: Iterable[str]) -> str:
    """The one known name that is a slip away; empty where there is none or more than one.

    A slip is a letter too many, too few, wrong or swapped, or other capitals and separators. A digit is never a slip:
    `lynx-1` and `lynx-2` are two things.
    """
    found = [name for name in known if name != word and _is_slip(word, name)]
    return found[0] if len(found) == 1 else ""


def _is_slip(word: str, name: str) -> bool:
    if abs(len(word) - len(name)) > 1 or _DIGITS.findall(word) != _DIGITS.findall(name):
        return False
    if len(word) == len(name) and _plain(word) == _plain(name):
        return True
    return min(len(word), len(name)) > 3 and _one_edit(word, name)


def _plain(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")


def _one_edit(one: str, other: str) -> bool:
    """Whether one letter added, removed, changed or swapped with its neighbour makes the other."""
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    one, other = one[start:], other[start:]
    if len(one) != len(other):
        longer, shorter = sorted((one, other), key=len, reverse=True)
        return longer[1:] == shorter
    return one[1:] == other[1:] or (one[1::-1] == other[:2] and one[2:] == other[2:])


def nearest(word: str, known: Iterable[str]) -> str:
    """The known name that is most like a word, by the letters to change; empty where none is like it.

    A third of the letters may differ. A name that goes on where the word ends, or stops before it does, is like it too,
    and so are the same words in another order.
    """
    best, found = _most(word) + 1.0, ""
    for name in sorted(known):
        if name != word and (far := _far(word, name, best)) < best:
            best, found = far, name
    return found


def _most(word: str) -> int:
    return max(1, len(word) // 3)


def _far(word: str, name: str, best: float) -> float:
    """How far a name is from a word; `best` or more where it is no better than that."""
    if _plain(word) == _plain(name):
        return 0.5
    if sorted(_plain(word).split("-")) == sorted(_plain(name).split("-")):
        return 1.0
    far: float = distance(word, name, most=int(best))
    if far >= best and min(len(word), len(name)) > 3 and (name.startswith(word) or word.startswith(name)):
        return _most(word) + 0.5 + min(len(name), 400) / 1000
    return far


def distance(one: str, other: str, *, most: int) -> int:
    """How many letters are added, removed, changed or swapped; a number above `most` where there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    older: list[int] = []
    before = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        older, before = before, row
    return before[-1]
