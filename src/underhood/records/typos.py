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
