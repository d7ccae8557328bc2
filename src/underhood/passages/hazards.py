"""Risks sorted by a taxonomy: which of its hazards have a risk on record, a measure, an evaluation, and which none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from underhood.meaning.audience import View
from underhood.meaning.release import parts
from underhood.passages.concerns import Concern, concerns
from underhood.records.record import Record
from underhood.values.framework import Framework, Item
from underhood.values.ids import Address

TESTS = frozenset({"evaluation", "assessment"})
"""Kinds of records that say what was measured."""

JUDGING = frozenset({"index"})
"""Assessments of what is disclosed; they measure no risk."""


@dataclass(frozen=True, slots=True)
class Hazard:
    """An item of a taxonomy with the risks that are sorted under it, their measures, and what was measured of them."""

    item: Item
    risks: tuple[Record, ...]
    measures: tuple[Record, ...]
    tests: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Sorted:
    """A risk with its places in taxonomies."""

    risk: Record
    places: tuple[tuple[Framework, tuple[Item, ...]], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The hazards of a taxonomy for one release.

    `without_*`: the hazards for which there is none; `unsorted`: risks of the release that this taxonomy does not have.
    """

    framework: Framework
    release: Record
    hazards: tuple[Hazard, ...]
    unsorted: tuple[Record, ...]

    @property
    def without_risk(self) -> tuple[Item, ...]:
        """Hazards under which no risk is recorded."""
        return tuple(one.item for one in self.hazards if not one.risks)

    @property
    def without_measure(self) -> tuple[Item, ...]:
        """Hazards with a risk, and no measure against it."""
        return tuple(one.item for one in self.hazards if one.risks and not one.measures)

    @property
    def without_test(self) -> tuple[Item, ...]:
        """Hazards with a risk of which nothing was measured."""
        return tuple(one.item for one in self.hazards if one.risks and not one.tests)

    @property
    def with_risk(self) -> tuple[Hazard, ...]:
        """Hazards under which a risk is recorded."""
        return tuple(one for one in self.hazards if one.risks)


def whose(view: View) -> str:
    """Who sorted the risks under hazards."""
    say = view.messages.gettext
    if view.settings.compiled:
        return say("Risks were sorted under hazards by the compilers, from the definitions of both; nobody else did.")
    return say("Risks were sorted under hazards by those who keep these records.")


def matrix(view: View, release: Record, framework: Framework) -> Matrix:
    """The risks of a release by the hazards of a taxonomy."""
    found = concerns(view, release).risks
    near = _near(view, release)
    hazards = tuple(_hazard(view, item, framework, found=found, near=near) for item in framework.items)
    unsorted = sorted((one.record for one in found if not _items(one.record, framework)), key=lambda one: one.id)
    return Matrix(framework, release, hazards, tuple(unsorted))


def sorted_risks(view: View, release: Record, frameworks: Iterable[Framework]) -> tuple[Sorted, ...]:
    """The risks of a release that stand in some taxonomy, with all their places."""
    known, found = tuple(frameworks), []
    for one in sorted(concerns(view, release).risks, key=lambda concern: concern.record.id):
        places = tuple((framework, items) for framework in known if (items := _items(one.record, framework)))
        if places:
            found.append(Sorted(one.record, places))
    return tuple(found)


def _hazard(
    view: View, item: Item, framework: Framework, *, found: Iterable[Concern], near: frozenset[Address]
) -> Hazard:
    here = [one for one in found if item in _items(one.record, framework)]
    measures = {record.address: record for one in here for record in one.mitigations}
    tests = {record.address: record for one in here for record in _tests(view, one, near)}
    return Hazard(
        item,
        tuple(sorted((one.record for one in here), key=lambda one: one.id)),
        tuple(measures[address] for address in sorted(measures)),
        tuple(tests[address] for address in sorted(tests)),
    )


def _items(risk: Record, framework: Framework) -> tuple[Item, ...]:
    named = [entry["item"] for entry in risk.get("taxonomies", ()) if entry["framework"] == framework.id]
    return tuple(item for item in framework.items if item.id in named)


def _tests(view: View, concern: Concern, near: frozenset[Address]) -> Iterable[Record]:
    """What the risk's record names, and what names the risk, as far as it measures this release."""
    catalog = view.catalog
    named = {link.target.record for link in catalog.links(concern.record)}
    naming = {link.source for link in catalog.cited_by(concern.record.address)}
    wanted = sorted(one for one in named | naming if one.kind in TESTS and one in near)
    found = (catalog.records[one] for one in wanted if one in catalog.records)
    return [record for record in found if record.get("type") not in JUDGING]


def _near(view: View, release: Record) -> frozenset[Address]:
    """The tests that belong to a release, or speak of it in a field."""
    own = {record.address for record in parts(view.catalog, release) if record.kind in TESTS}
    speaking = {
        link.source for link in view.catalog.cited_by(release.address) if link.source.kind in TESTS and not link.prose
    }
    return frozenset(own | speaking)
