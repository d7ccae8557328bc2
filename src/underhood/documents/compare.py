"""Which releases are compared with which: every release with its predecessor, and any two of a line."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.judge.compare import compare_releases
from underhood.meaning.audience import View
from underhood.meaning.lineage import Two, comparisons, page_of
from underhood.meaning.release import line, model_of, pairs, predecessor, released_on
from underhood.records.record import Record
from underhood.values.change import Weight


@dataclass(frozen=True, slots=True)
class Row:
    """Two releases and their page: how many sizes are paired, how many changes there are, how many of them weaken."""

    two: Two
    page: str
    neighbours: bool
    pairs: int
    changes: int
    weakenings: int


@dataclass(frozen=True, slots=True)
class Family:
    """A model with the comparisons of its releases; `releases` are those that can be chosen, oldest first."""

    model: Record
    releases: tuple[Record, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """What the page of comparisons shows. `alone` are releases that stand beside no other."""

    summary: str
    families: tuple[Family, ...]
    alone: tuple[Record, ...]


@document("repository", "Compare two releases")
def compare(view: View, _: None = None) -> Compare:
    """The list of comparisons by model, the one with the newest release first."""
    found: dict[str, list[Two]] = {}
    for two in comparisons(view.catalog):
        found.setdefault(model_of(two.new), []).append(two)
    models = {id: model for id in found if (model := view.get("model", id)) is not None}
    families = tuple(
        sorted((_family(view, model, found[id]) for id, model in models.items()), key=_latest, reverse=True)
    )
    shown = {record.address for family in families for record in family.releases}
    return Compare(
        summary=view.messages.gettext(
            "Any two releases of a line beside each other: worse figures and weaker conditions first."
        ),
        families=families,
        alone=tuple(release for release in view.of("release") if release.address not in shown),
    )


def _family(view: View, model: Record, twos: list[Two]) -> Family:
    named = {record.address: record for two in twos for record in (two.old, two.new)}
    own = [release for release in line(view.catalog, model.id) if release.address in named]
    others = [record for record in named.values() if model_of(record) != model.id]
    releases = sorted((*reversed(others), *own), key=released_on)
    return Family(model, tuple(releases), tuple(_row(view, two) for two in twos))


def _latest(family: Family) -> str:
    return max(map(released_on, family.releases), default="")


def _row(view: View, two: Two) -> Row:
    changes = compare_releases(view, two.old, two.new)
    before = predecessor(view.catalog, two.new)
    return Row(
        two=two,
        page=page_of(view.catalog, two),
        neighbours=before is not None and before.address == two.old.address,
        pairs=sum(pair.old is not None for pair in pairs(two.old, two.new, view.catalog)),
        changes=len(changes),
        weakenings=sum(change.weight is Weight.WEAKENING for change in changes),
    )
