"""What a release was made of and how: data sources, what was left out and kept, human work, training stages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from underhood.meaning.audience import View
from underhood.meaning.release import WITHHELD, part_kind
from underhood.passages.around import Figure, figures
from underhood.passages.audited import Audited, audited
from underhood.passages.evaluations import mixture_chart
from underhood.passages.fields import FRAME, read_fields
from underhood.passages.shares import share_charts
from underhood.passages.shown import Line, Section
from underhood.passages.tables import subject_title
from underhood.records.record import Record, is_absence
from underhood.values.chart import MixtureChart
from underhood.values.ids import Address, Spot, parse_address

RUN_FIELDS = (
    ("tokens", "Tokens"),
    ("hours", "GPU hours"),
    ("hardware", "Hardware"),
    ("power", "Power of a GPU"),
    ("flop", "FLOP"),
    ("energy", "Energy"),
    ("emissions", "Emissions before offset"),
    ("learning_rate", "Learning rate"),
    ("batch", "Batch"),
)
"""The figures of a training run that a card shows, in their order."""

SETTINGS = ("hardware", "power", "learning_rate", "batch")
"""Those of them that a card says once where they are the same for all runs."""

ELSEWHERE = frozenset(
    {"order", "succeeds", "applies_to", "emissions_method", "emissions_boundary", "energy_method", "offset", "mixture"}
)
"""Fields that a card shows in places of their own, or leaves to the page of the record."""

SECTIONS = frozenset({"modalities", "selection", "quality", "personal_data", "hyperparameters", "instructions"})
"""Fields with entries or long texts that a card shows too; the page of the record shows them all."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A record in short: its lines, sections worth a card, what is missing, figures, tables; `charts` draw these."""

    record: Record
    lines: tuple[Line, ...]
    sections: tuple[Section, ...]
    missing: tuple[str, ...]
    figures: tuple[Figure, ...]
    tables: tuple[tuple[Address, str], ...]
    charts: tuple[MixtureChart, ...] = ()
    audits: tuple[Audited, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """Content kept by decision: the record, and the decision that gives the reasons."""

    record: Record
    decision: Record | None


@dataclass(frozen=True, slots=True)
class Run:
    """A training run of one variant; a value and its place for each heading of its stage, None: none is recorded."""

    title: str
    withheld: bool
    values: tuple[Any, ...]
    note: str
    places: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """A total as it was printed, and which of the runs in it belong to variants that were not released."""

    field: str
    name: str
    value: Mapping[str, Any]
    disputed: str
    withheld: tuple[str, ...]
    evidence: tuple[Mapping[str, Any], ...]
    at: Spot


@dataclass(frozen=True, slots=True)
class Part:
    """A share of the data mixture."""

    source: Record | None
    entry: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of training with its runs; `same` is what all runs have alike, `mixture` the published shares."""

    record: Record
    brief: Brief
    headings: tuple[str, ...]
    same: tuple[tuple[str, Any], ...]
    runs: tuple[Run, ...]
    totals: tuple[Total, ...]
    mixture: tuple[Part, ...]
    chart: MixtureChart | None
    energy: bool
    emissions: bool


@dataclass(frozen=True, slots=True)
class Making:
    """Everything that went into a release."""

    sources: tuple[Brief, ...]
    processing: tuple[Record, ...]
    exclusions: tuple[Brief, ...]
    kept: tuple[Kept, ...]
    labour: tuple[Brief, ...]
    stages: tuple[Stage, ...]


def making(view: View, release: Record) -> Making:
    """What went into a release, by the order of its stages and by id."""
    catalog = view.catalog
    stages = sorted(part_kind(catalog, release, "training"), key=lambda record: (record.data["order"], record.id))
    return Making(
        sources=tuple(brief(view, one) for one in part_kind(catalog, release, "data-source")),
        processing=tuple(part_kind(catalog, release, "data-processing")),
        exclusions=tuple(brief(view, one) for one in part_kind(catalog, release, "exclusion")),
        kept=tuple(_kept(view, one) for one in part_kind(catalog, release, "retention")),
        labour=tuple(brief(view, one) for one in part_kind(catalog, release, "data-labour")),
        stages=tuple(_stage(view, one) for one in stages),
    )


def brief(view: View, record: Record) -> Brief:
    """A record in short."""
    fields = read_fields(view, record, leave=FRAME | ELSEWHERE)
    tables = tuple(
        (record.address.at("tables", str(table["id"])), table["title"]) for table in record.get("tables", ())
    )
    missing = tuple(label for gap in fields.gaps for label in gap.labels)
    if is_absence(record.get("mixture")):
        missing = (view.messages.gettext("Mixture"), *missing)
    sections = tuple(section for section in fields.sections if section.name in SECTIONS)
    charts, audits = share_charts(view, record), audited(view, record) if record.kind == "exclusion" else ()
    return Brief(record, fields.lines, sections, missing, figures(record), tables, charts, audits)


def _kept(view: View, record: Record) -> Kept:
    address = parse_address(str(record.data["decision"]), kind="decision")
    return Kept(record, view.at(address) if address else None)


def _stage(view: View, record: Record) -> Stage:
    runs: list[Mapping[str, Any]] = record.get("runs", [])
    present = [(name, label) for name, label in RUN_FIELDS if any(name in run for run in runs)]
    alike = {name for name in SETTINGS if len(runs) > 1 and all(run.get(name) == runs[0].get(name) for run in runs)}
    names = [(name, label) for name, label in present if name not in alike]
    mixture = record.get("mixture")
    parts = () if not mixture or is_absence(mixture) else tuple(_part(view, entry) for entry in mixture)
    shown = tuple(
        replace(_run(view, run, [name for name, _ in names]), places=tuple(_places(record, index, names)))
        for index, run in enumerate(runs)
    )
    return Stage(
        record=record,
        brief=brief(view, record),
        headings=tuple(view.messages.gettext(label) for _, label in names),
        same=tuple((view.messages.gettext(label), runs[0][name]) for name, label in present if name in alike),
        runs=shown,
        totals=tuple(_totals(view, record, tuple(run.title for run in shown if run.withheld))),
        mixture=parts,
        chart=mixture_chart(view, record),
        energy=any("energy" in run for run in runs),
        emissions=any("emissions" in run for run in runs),
    )


def _run(view: View, run: Mapping[str, Any], names: list[str]) -> Run:
    address = parse_address(str(run["variant"]), kind="release")
    place = view.resolve(address) if address else None
    withheld = place is not None and isinstance(place.value, Mapping) and place.value.get("status") == WITHHELD
    title = subject_title(view, address) if address else str(run["id"])
    return Run(title or str(run["id"]), withheld, tuple(run.get(name) for name in names), run.get("note", ""))


def _places(record: Record, index: int, names: Iterable[tuple[str, str]]) -> Iterator[Spot]:
    """Where the values of a run stand."""
    yield from ((record.address, ("runs", index, name)) for name, _ in names)


def _totals(view: View, record: Record, withheld: tuple[str, ...]) -> Iterator[Total]:
    labels = dict(RUN_FIELDS)
    for index, entry in enumerate(record.get("totals", ())):
        name = view.messages.gettext(labels.get(entry["field"], str(entry["field"])))
        evidence = tuple(entry.get("evidence", record.get("evidence", ())))
        spot = (record.address, ("totals", index, "value"))
        yield Total(str(entry["field"]), name, entry["value"], entry.get("disputed", ""), withheld, evidence, spot)


def _part(view: View, entry: Mapping[str, Any]) -> Part:
    address = parse_address(str(entry["data_source"]), kind="data-source")
    return Part(view.at(address) if address else None, entry)
