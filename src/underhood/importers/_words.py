"""Words of others in records: ids out of names, texts that act on nothing, numbers that a record can keep."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container
from decimal import Decimal
from functools import lru_cache
from typing import Any

from underhood.values.ids import id_problem, parse_address
from underhood.values.quantity import LIMIT

LONGEST_ID, LONGEST = 80, 200
MARK = 8
"""So many characters of a digest tell names apart that had to be cut."""
EXACT = 15
"""So many digits of any number are told apart by a float."""
_ACTING = re.compile(r"[\\`*<>\[\]]")
_OUTSIDE = re.compile(r"[^a-z0-9.]+")


@lru_cache(1 << 12)
def slug(text: str, fallback: str = "unnamed") -> str:
    """An id out of a name: lower case, hyphens for what an id cannot hold; a long one is cut and marked."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"\.{2,}", ".", _OUTSIDE.sub("-", plain)).strip("-.")
    made = re.sub(r"-?\.-|-\.|\.-", "-", made)
    if len(made) > LONGEST_ID:
        made = f"{made[: LONGEST_ID - MARK - 1].rstrip('-.')}-{mark(text)}"
    if not made:
        made = f"{fallback}-{mark(text)}"
    return f"{made.replace('.', '-', 1)}-{fallback}" if id_problem(made) else made


def mark(text: str) -> str:
    """A few characters that stand for a text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:MARK]


def free(id: str, taken: Container[str]) -> str:
    """The id, or the same with the first number that tells it apart."""
    made, number = id, 1
    while made in taken:
        number += 1
        made = f"{id[: LONGEST_ID - len(str(number)) - 1].rstrip('-.')}-{number}"
    return made


def line(value: Any) -> str:
    """A text of somebody else as a short line in which nothing is a reference, a link or a tag."""
    return _ACTING.sub(lambda found: f"\\{found[0]}", name(value))


def name(value: Any) -> str:
    """A name of somebody else, as it stands, on one line, for fields that are never read as a text."""
    return _shown(str(value))


@lru_cache(1 << 12)
def _shown(said: str) -> str:
    if not said.isprintable():
        said = "".join(one if one.isprintable() else " " for one in said)
    text = " ".join(said.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def party(value: Any) -> str:
    """The name of a person or an organisation, which is never taken for a record."""
    text = name(value)
    return text.replace("/", " / ") if parse_address(text) is not None else text


def number(value: Any) -> Decimal | None:
    """A number that a record can keep to the last digit; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    found = value if isinstance(value, Decimal) else Decimal(value)
    if not found.is_finite() or abs(found) > LIMIT:
        return None
    return found if len(found.as_tuple().digits) <= EXACT or Decimal(repr(float(found))) == found else None
