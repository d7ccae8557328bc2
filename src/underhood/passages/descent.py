"""Where releases come from: what each takes the place of, what it was made from, and the picture of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from underhood.doors import languages
from underhood.meaning.audience import View
from underhood.meaning.release import model_of, predecessor, released_on, status
from underhood.passages.coded import word
from underhood.records.record import Record, is_absence
from underhood.values.chart import ChartText, LineageChart, Node, Origin
from underhood.values.ids import Address, parse_address


@dataclass(frozen=True, slots=True)
class Kin:
    """What stands next to a release: the ones that take its place, what it was made from, what was made from it."""

    successors: tuple[Record, ...]
    bases: tuple[Record, ...]
    derived: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Descent:
    """The lineage of some releases: the picture, and for each release with an origin what it comes from."""

    chart: LineageChart
    steps: tuple[tuple[Record, Record | None, tuple[Record, ...]], ...]


def kin(view: View, release: Record) -> Kin:
    """The releases next to a release in its lineage."""
    others = [one for one in view.of("release") if one.address != release.address]
    return Kin(
        successors=tuple(_by_date(one for one in others if predecessor(view.catalog, one) == release)),
        bases=tuple(bases(view, release)),
        derived=tuple(_by_date(one for one in others if release in bases(view, one))),
    )


def bases(view: View, release: Record) -> list[Record]:
    """The releases that a release was made from, each once."""
    named = release.get("base_models", ())
    made_from = () if is_absence(named) else named
    addresses = (parse_address(str(base.get("release", "")), kind="release") for base in made_from)
    found = {address.record: view.at(address.record) for address in addresses if address is not None}
    return [record for record in found.values() if record is not None]


def derived(view: View, releases: Iterable[Record]) -> list[Record]:
    """Releases of other families that were made from one of these."""
    own = {release.address: release for release in releases}
    return _by_date(
        one
        for one in view.of("release")
        if one.address not in own and any(base.address in own for base in bases(view, one))
    )


def descent(view: View, releases: Iterable[Record], *, title: str, of: Record | None = None) -> Descent | None:
    """The lineage of releases, oldest first; None for fewer than two. `of`: the release that the picture is about."""
    found = _by_date(releases)
    if len(found) < 2:
        return None
    _ = view.messages.gettext
    places = {release.address: number for number, release in enumerate(found)}
    lanes = {model: number for number, model in enumerate(dict.fromkeys(model_of(one) for one in found))}
    nodes = [
        Node(
            name=release.title,
            words=_words(view, release),
            lane=lanes[model_of(release)],
            origins=tuple(_origins(view, release, places)),
            emphasis=of is not None and of.address == release.address,
        )
        for release in found
    ]
    text = ChartText(
        id="chart-lineage",
        title=title,
        description="; ".join(_spoken(view, node, found) for node in nodes) + ".",
        reading=_("Oldest at the top. A full line: follows. A dashed line: made from it."),
    )
    steps = ((one, predecessor(view.catalog, one), tuple(bases(view, one))) for one in found)
    return Descent(LineageChart(text, tuple(nodes)), tuple(step for step in steps if step[1] or step[2]))


def _by_date(releases: Iterable[Record]) -> list[Record]:
    """Oldest first, those without a date last."""
    return sorted(releases, key=lambda one: (released_on(one) or "9999", one.id))


def _origins(view: View, release: Record, places: Mapping[Address, int]) -> Iterator[Origin]:
    """What a release comes from, among those that stand above it."""
    before = predecessor(view.catalog, release)
    own = places[release.address]
    if before is not None and places.get(before.address, own) < own:
        yield Origin(places[before.address])
    for base in bases(view, release):
        if places.get(base.address, own) < own and base != before:
            yield Origin(places[base.address], made=True)


def _words(view: View, release: Record) -> str:
    date = languages.date(released_on(release), view.language) if released_on(release) else ""
    return " · ".join(part for part in (date, word(view, status(release)).capitalize()) if part)


def _spoken(view: View, node: Node, found: list[Record]) -> str:
    _ = view.messages.gettext
    from_ = (
        (_("made from %s") if origin.made else _("follows %s")) % found[origin.node].title for origin in node.origins
    )
    return ", ".join((f"{node.name} ({node.words})", *from_))
