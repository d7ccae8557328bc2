"""What an audit of a training corpus comes to, in words; the same on pages and on the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Messages(Protocol):
    """Words in the language of the reader."""

    def gettext(self, message: str, /) -> str:
        """A sentence."""

    def ngettext(self, one: str, many: str, count: int, /) -> str:
        """A sentence for a number of things."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted: rows whose address was compared, rows that could not be, documents at listed addresses."""

    judged: int
    unjudged: int
    documents: int


def outcome(counts: Counts, messages: Messages, number: Callable[[int], str]) -> str:
    """What was found, in a sentence without its dot; never without what it does not say."""
    told = {"judged": number(counts.judged), "unjudged": number(counts.unjudged)}
    if counts.documents:
        words = messages.ngettext(
            "%(count)s document at listed addresses", "%(count)s documents at listed addresses", counts.documents
        ) % {"count": number(counts.documents)}
    elif counts.unjudged:
        words = messages.gettext("no listed address found in %(judged)s rows judged, except %(unjudged)s unjudged")
        words %= told
    else:
        words = messages.gettext("no listed address found in %(judged)s rows judged") % told
    return f"{words}; {messages.gettext('copies elsewhere are not detected')}"
