"""The first page: what this is, the releases, where to go as whom, and what changed and happened last."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.meaning.release import part_kind, parts, predecessor, released_on
from underhood.passages.events import studies
from underhood.passages.latest import Event, Shown, latest, releases
from underhood.passages.since import Moves, lately
from underhood.records.record import Record, is_absence


@dataclass(frozen=True, slots=True)
class Way:
    """The release that the ways in lead to: the one with the most records, so that most questions have an answer.

    `licences`, `kept` and `left_out` are its records of these kinds; `training` is the stage with the most figures of
    what it took; `tested`: somebody independent looked at it. `others` are the other releases, newest first.
    """

    release: Record
    records: int
    compared: bool
    licences: tuple[Record, ...]
    kept: tuple[Record, ...]
    left_out: tuple[Record, ...]
    training: Record | None
    tested: bool
    others: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """What the first page shows; `way` is None where there is no release, `lately` where git tells nothing."""

    title: str
    summary: str
    described: tuple[Record, ...]
    releases: tuple[Shown, ...]
    events: tuple[Event, ...]
    way: Way | None
    lately: Moves | None
    records: int
    sources: int
    statements: int
    compiled: bool
    fiction: bool


@document("repository", "Home")
def home(view: View, _: None = None) -> Home:
    """The first page."""
    found = releases(view)
    return Home(
        title=view.settings.title,
        summary=view.messages.gettext(
            "What is known about each release, with the source of every statement, and what is not published."
        ),
        described=tuple(record for record in view.of("organisation") if "provider" in record.get("role", ())),
        releases=found,
        events=latest(view, 8),
        way=_way(view, [shown.record for shown in found]),
        lately=lately(view, 8),
        records=sum(1 for _record in view),
        sources=len(view.of("evidence")),
        statements=len(view.of("claim")),
        compiled=view.settings.compiled,
        fiction=view.settings.fiction,
    )


def _way(view: View, releases: list[Record]) -> Way | None:
    counted = {release.address: len(parts(view.catalog, release)) for release in releases}
    best = max(releases, key=lambda one: (counted[one.address], released_on(one)), default=None)
    if best is None:
        return None
    return Way(
        release=best,
        records=counted[best.address],
        compared=predecessor(view.catalog, best) is not None,
        licences=tuple(one for one in part_kind(view.catalog, best, "policy") if one.data["type"] == "licence"),
        kept=tuple(part_kind(view.catalog, best, "retention")),
        left_out=tuple(part_kind(view.catalog, best, "exclusion")),
        training=max(part_kind(view.catalog, best, "training"), key=_told, default=None),
        tested=any(one.get("independence") == "independent" for one in studies(view, best)),
        others=tuple(one for one in releases if one is not best),
    )


def _told(stage: Record) -> int:
    """How many figures of emissions, energy and time a stage of training has."""
    cost = ("emissions", "energy", "hours")
    return sum(name in run and not is_absence(run[name]) for run in stage.get("runs", ()) for name in cost)
