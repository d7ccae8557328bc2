"""Texts that say nothing: marks, single letters, invisible characters, "to be written". Texts without their layout."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from unicodedata import normalize

FEWEST = 3
"""A reason has so many different words; fewer are a label."""

_FILLER = re.compile("[\u00ad\u115f\u1160\u200b-\u200f\u2028-\u202e\u2060-\u2064\u3164\ufeff\uffa0]")
"""Letters and marks that nobody sees."""
_LATER = re.compile(
    r"\b(?:(?:still|yet) )?(?:to be|will be|not yet) "
    r"(?:written|decided|done|added|determined|defined|filled(?: in)?|given)(?: later| soon)?\b"
    r"|\b(?:see (?:above|below)|as (?:above|discussed|agreed)|no reason|none|n/a|reasons? (?:here|follows?))\b",
    re.IGNORECASE,
)
"""Words that put a reason off, or only look like one."""
_WORD = re.compile(r"[\u2e80-\ud7ff\uf900-\ufaff]|[^\W\d_]{2,}")  # in scripts without spaces, each sign is a word


def has_words(text: str) -> bool:
    """Whether a text holds a word at all."""
    return bool(_words(text))


def tells(texts: Iterable[str]) -> bool:
    """Whether texts together say something that can be a reason: at least three different words."""
    return len({word for text in texts for word in _words(_LATER.sub(" ", _FILLER.sub("", text)))}) >= FEWEST


def in_words(value: Any) -> Any:
    """A value whose texts are the words that they say: layout, case, marks and the ids of entries are left out."""
    if isinstance(value, Mapping):
        return {name: in_words(inner) for name, inner in value.items() if name in {"text", "absent", "reason"}}
    if isinstance(value, list):
        return [in_words(inner) for inner in value]
    if isinstance(value, str):
        return " ".join(re.findall(r"[\w/#\[\]]+", normalize("NFC", _FILLER.sub("", value)).casefold()))
    return value


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(_FILLER.sub("", text))]
