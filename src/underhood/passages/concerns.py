"""Limitations and risks of a release, each with its rating, its measures, and what was found about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from underhood.meaning.audience import View
from underhood.meaning.release import part_kind, pointing, variants
from underhood.records.record import Catalog, Record
from underhood.values.ids import Address, parse_address

SEVERITIES = ("critical", "high", "moderate", "low")
"""Gravest first."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What a risk was rated for a release or a variant; words are empty where they were not rated."""

    subjects: tuple[str, ...]
    likelihood: str
    severity: str
    residual: str
    rated_by: str
    method: str
    evidence: tuple[Mapping[str, Any], ...]

    @property
    def rated(self) -> bool:
        """Whether likelihood and severity are given; if not, the risk is not rated, which does not mean low."""
        return bool(self.likelihood and self.severity)


@dataclass(frozen=True, slots=True)
class Concern:
    """A limitation or a risk, with its measures, what bears on it, and how many records refer to it.

    `risks` are those that a limitation is linked with.
    """

    record: Record
    ratings: tuple[Rating, ...]
    mitigations: tuple[Record, ...]
    findings: tuple[Record, ...]
    cited: int
    risks: tuple[Record, ...] = ()

    @property
    def rank(self) -> tuple[int, int, str]:
        """Gravest first, then those that most other records refer to."""
        grave = [SEVERITIES.index(rating.severity) for rating in self.ratings if rating.severity in SEVERITIES]
        return (min(grave, default=len(SEVERITIES)), -self.cited, self.record.id)


@dataclass(frozen=True, slots=True)
class Concerns:
    """All limitations and risks of a release, those to be read first at the top of each list."""

    limitations: tuple[Concern, ...]
    risks: tuple[Concern, ...]

    def first(self, most: int) -> tuple[Concern, ...]:
        """At most so many: limitations first, then risks, with room for both."""
        limitations = self.limitations[: most - min(len(self.risks), most // 2)]
        return (*limitations, *self.risks[: most - len(limitations)])

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.limitations) + len(self.risks)


def concerns(view: View, release: Record) -> Concerns:
    """The limitations and risks of a release."""
    risks = sorted((_risk(view, release, record) for record in risks_of(view, release)), key=lambda one: one.rank)
    limits = sorted(
        (_limitation(view, release, record) for record in limitations_of(view, release)), key=lambda one: one.rank
    )
    return Concerns(tuple(limits), tuple(risks))


def risks_of(view: View, release: Record) -> list[Record]:
    """The risks that belong to a release, or were rated for it."""
    found = {record.address: record for record in part_kind(view.catalog, release, "risk")}
    for address in view.catalog.indexed(rated_for, release.address) or ():
        found.setdefault(address, view.catalog.records[address])
    return [found[address] for address in sorted(found)]


def rated_for(catalog: Catalog) -> Mapping[Address, tuple[Address, ...]]:
    """The risks that were rated for each release, as an index."""
    return _speaking(
        catalog, "risk", lambda risk: [one for rating in risk.get("ratings", ()) for one in rating.get("for", ())]
    )


def applying_to(catalog: Catalog) -> Mapping[Address, tuple[Address, ...]]:
    """The capabilities and limitations that apply to each release, as an index."""
    return _speaking(catalog, "capability", lambda one: one.get("applies_to", ()))


def _speaking(
    catalog: Catalog, kind: str, subjects: Callable[[Record], Iterable[str]]
) -> Mapping[Address, tuple[Address, ...]]:
    found: dict[Address, dict[Address, None]] = {}
    for record in catalog.of(kind):
        for written in subjects(record):
            address = parse_address(written, kind="release")
            if address is not None:
                found.setdefault(address.record, {})[record.address] = None
    return {release: tuple(records) for release, records in found.items()}


def capabilities_of(view: View, release: Record, *, type_: str) -> list[Record]:
    """The capabilities (or limitations) that belong to a release, or apply to it."""
    found = {record.address: record for record in part_kind(view.catalog, release, "capability")}
    for address in view.catalog.indexed(applying_to, release.address) or ():
        found.setdefault(address, view.catalog.records[address])
    return [found[address] for address in sorted(found) if found[address].data["type"] == type_]


def limitations_of(view: View, release: Record) -> list[Record]:
    """The limitations of a release."""
    return capabilities_of(view, release, type_="limitation")


def shown_on_card(view: View, release: Record) -> list[Record]:
    """What a model card may never leave out: the risks and limitations of its release."""
    return [*limitations_of(view, release), *risks_of(view, release)]


def _risk(view: View, release: Record, record: Record) -> Concern:
    entries = [entry for entry in record.get("ratings", ()) if _speaks_of(entry.get("for", ()), release)]
    measures = [written for entry in entries for written in entry.get("mitigations", ())]
    ratings = tuple(_rating(entry, release) for entry in entries)
    findings = _about(view, release, {record.address})
    return Concern(
        record, ratings, _records(view, measures, "mitigation"), findings, len(view.cited_by(record.address))
    )


def _limitation(view: View, release: Record, record: Record) -> Concern:
    risks = _records(view, record.get("risks", ()), "risk")
    entries = [
        entry for risk in risks for entry in risk.get("ratings", ()) if _speaks_of(entry.get("for", ()), release)
    ]
    measures = [written for entry in entries for written in entry.get("mitigations", ())]
    findings = _about(view, release, {risk.address for risk in risks})
    cited = sum(len(view.cited_by(risk.address)) for risk in risks)
    return Concern(record, (), _records(view, measures, "mitigation"), findings, cited, risks)


def _rating(entry: Mapping[str, Any], release: Record) -> Rating:
    return Rating(
        subjects=tuple(_variants_named(entry, release)),
        likelihood=entry.get("likelihood", ""),
        severity=entry.get("severity", ""),
        residual=entry.get("residual", ""),
        rated_by=entry.get("rated_by", ""),
        method=entry.get("method", ""),
        evidence=tuple(entry.get("evidence", ())),
    )


def _variants_named(entry: Mapping[str, Any], release: Record) -> Iterator[str]:
    for written in entry.get("for", ()):
        address = parse_address(written, kind="release")
        if address is not None and address.steps and address.record == release.address:
            title = next((one.get("title") for one in variants(release) if one["id"] == address.steps[-1]), None)
            yield str(title or address.steps[-1])


def _about(view: View, release: Record, risks: set[Any]) -> tuple[Record, ...]:
    """The studies and events of a release that name one of these risks."""
    later = (*pointing(view.catalog, release, "assessment"), *pointing(view.catalog, release, "incident"))
    found = []
    for record in later:
        named = [
            *record.get("risks", ()),
            *(risk for finding in record.get("findings", ()) for risk in finding.get("risks", ())),
        ]
        if any(
            address and address.record in risks
            for address in (parse_address(written, kind="risk") for written in named)
        ):
            found.append(record)
    return tuple(found)


def _speaks_of(subjects: Iterable[str], release: Record) -> bool:
    addresses = (parse_address(written, kind="release") for written in subjects)
    return any(address is not None and address.record == release.address for address in addresses)


def _records(view: View, written: Iterable[str], kind: str) -> tuple[Record, ...]:
    addresses = dict.fromkeys(parse_address(one, kind=kind) for one in written)
    found = (view.at(address) for address in addresses if address)
    return tuple(record for record in found if record is not None)
