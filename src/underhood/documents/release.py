"""The overview of a release: what a reader wants to know first, worse things before better, and where to read on."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document, offered
from underhood.judge.compare import compare_releases
from underhood.meaning.audience import View
from underhood.meaning.claims import examine
from underhood.meaning.localise import Text
from underhood.meaning.release import model_of, pointing, predecessor
from underhood.passages.absences import State, absences
from underhood.passages.around import Around, read_around
from underhood.passages.comparison import Comparison, arranged
from underhood.passages.concerns import Concern, concerns
from underhood.passages.descent import Kin, kin
from underhood.passages.events import Since, since
from underhood.passages.glance import Glance, glance
from underhood.passages.making import Making, making
from underhood.passages.offers import Offers, ordered
from underhood.passages.since import Moves, Story, moves, story
from underhood.passages.status import result_words, status
from underhood.records.record import Record
from underhood.values.page import Badge

MOST = 7
"""So many limitations and risks stand on the overview; the card has them all."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A public statement about the release, with its result."""

    claim: Record
    result: Badge


@dataclass(frozen=True, slots=True)
class Overview:
    """What the template lays out.

    `first` are the concerns shown, `more` counts the others; `offers` are its documents.
    """

    title: str
    summary: Text | str
    status: tuple[Badge, ...]
    release: Record
    model: Record | None
    glance: Glance
    first: tuple[Concern, ...]
    more: int
    comparison: Comparison | None
    making: Making
    absences: tuple[State, ...]
    since: Since
    claims: tuple[Checked, ...]
    offers: Offers
    kin: Kin
    around: Around
    moves: Moves | None
    story: Story | None


@document("release", "Overview")
def overview(view: View, release: Record) -> Overview:
    """Gather the overview of a release."""
    before = predecessor(view.catalog, release)
    found = concerns(view, release)
    first = found.first(MOST)
    return Overview(
        title=release.title,
        summary=release.get("summary", ""),
        status=status(view, release),
        release=release,
        model=view.get("model", model_of(release)),
        glance=glance(view, release),
        first=first,
        more=found.count - len(first),
        comparison=arranged(view, compare_releases(view, before, release), old=before, new=release) if before else None,
        making=making(view, release),
        absences=absences(view, release),
        since=since(view, release),
        claims=tuple(_checked(view, release)),
        offers=ordered(
            (one.name, view.messages.gettext(one.title)) for one in offered(view, release) if one.name != release.kind
        ),
        kin=kin(view, release),
        around=read_around(view, release),
        moves=moves(view, release),
        story=story(view, release),
    )


def _checked(view: View, release: Record) -> list[Checked]:
    claims = sorted(
        pointing(view.catalog, release, "claim"), key=lambda claim: (claim.get("article_order", 1_000), claim.id)
    )
    return [Checked(claim, result_words(view, examine(view.catalog, claim).result)) for claim in claims]
