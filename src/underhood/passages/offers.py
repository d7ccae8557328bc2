"""The documents of a release in the order of their use: what people read first, then the official forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

READ = (
    "model-card",
    "changes",
    "responsible-use-guide",
    "not-published",
    "statements",
    "release-notes",
    "coverage",
)
"""What is read first; documents that are neither here nor a form follow."""

FORMS = ("data-summary", "documentation-form", "annex-xi-xii", "training-data-transparency", "transparency-report")
"""What laws and codes ask for."""


@dataclass(frozen=True, slots=True)
class Offers:
    """Names and titles of documents: those to read, and official forms."""

    read: tuple[tuple[str, str], ...]
    forms: tuple[tuple[str, str], ...]


def ordered(found: Iterable[tuple[str, str]]) -> Offers:
    """Documents, given as names and titles, in the order of their use."""
    offers = list(found)
    read = [one for one in offers if one[0] not in FORMS]
    return Offers(
        tuple(sorted(read, key=lambda one: READ.index(one[0]) if one[0] in READ else len(READ))),
        tuple(sorted((one for one in offers if one[0] in FORMS), key=lambda one: FORMS.index(one[0]))),
    )
