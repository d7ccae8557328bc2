"""All releases, family by family, newest first."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.passages.descent import Descent, descent
from underhood.passages.latest import Line, lines


@dataclass(frozen=True, slots=True)
class Releases:
    """What the list of releases shows."""

    title: str
    summary: str
    lines: tuple[Line, ...]
    lineage: Descent | None


@document("repository", "Releases")
def releases(view: View, _: None = None) -> Releases:
    """All releases."""
    return Releases(
        title=view.messages.gettext("Releases"),
        summary=view.messages.gettext("Every release that is recorded, family by family, newest first."),
        lines=lines(view),
        lineage=descent(view, view.of("release"), title=view.messages.gettext("Lineage of the releases")),
    )
