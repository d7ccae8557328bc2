"""The page of a model family: its lineage, its releases with their documents, and figures over the releases."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document, offered
from underhood.meaning.audience import View
from underhood.meaning.localise import Text
from underhood.meaning.release import line, pointing
from underhood.passages.around import Around, read_around
from underhood.passages.descent import Descent, bases, derived, descent
from underhood.passages.fields import FRAME, read_fields
from underhood.passages.glance import Glance, glance
from underhood.passages.offers import Offers, ordered
from underhood.passages.shown import Fields
from underhood.passages.since import Moves, Story, moves_of_model, story
from underhood.passages.trends import Trend, trends
from underhood.records.record import Record
from underhood.values.ids import parse_address


@dataclass(frozen=True, slots=True)
class Listed:
    """A release of the family with the documents that are made of it, and how many events there were."""

    glance: Glance
    documents: Offers
    events: int


@dataclass(frozen=True, slots=True)
class Model:
    """What the template lays out; releases stand oldest first."""

    title: str
    summary: Text | str
    model: Record
    fields_of: Fields
    releases: tuple[Listed, ...]
    trends: tuple[Trend, ...]
    decisions: tuple[Record, ...]
    derived: tuple[Record, ...]
    lineage: Descent | None
    around: Around
    moves: Moves | None
    story: Story | None


@document("model", "Model family")
def model_page(view: View, model: Record) -> Model:
    """Gather the page of a model family."""
    releases = line(view.catalog, model.id)
    made_from = derived(view, releases)
    origins = {base.address: base for one in releases for base in bases(view, one)}
    shown = {one.address: one for one in (*releases, *made_from, *origins.values())}
    return Model(
        title=model.title,
        summary=model.get("summary", ""),
        model=model,
        fields_of=read_fields(view, model, leave=FRAME | {"decisions"}),
        releases=tuple(_listed(view, release) for release in releases),
        trends=trends(view, releases),
        decisions=tuple(_decisions(view, model)),
        derived=tuple(made_from),
        lineage=descent(view, shown.values(), title=view.messages.gettext("%s: lineage") % model.title),
        around=read_around(view, model),
        moves=moves_of_model(view, model),
        story=story(view, model),
    )


def _listed(view: View, release: Record) -> Listed:
    names = ordered(
        (one.name, view.messages.gettext(one.title)) for one in offered(view, release) if one.name != release.kind
    )
    return Listed(glance(view, release), names, len(pointing(view.catalog, release, "incident")))


def _decisions(view: View, model: Record) -> list[Record]:
    addresses = (parse_address(written, kind="decision") for written in model.get("decisions", ()))
    return [record for address in addresses if address and (record := view.at(address)) is not None]
