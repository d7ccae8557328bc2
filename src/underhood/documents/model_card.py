"""The model card of a release: what it is for, where it fails, how it was measured and made, what is not known.

Weaknesses come first in every section. The card covers the slots of the usual model-card templates and adds what
they leave out: data left out and kept by decision, events since, and everything that is not published.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from underhood.documents import document
from underhood.judge.compare import compare_releases
from underhood.meaning.audience import View
from underhood.meaning.localise import Text
from underhood.meaning.release import part_kind, pointing, predecessor
from underhood.passages.absences import State, absences, concerned
from underhood.passages.around import Around, Source, citations, read_around, sources
from underhood.passages.comparison import Comparison, arranged
from underhood.passages.concerns import Concerns, capabilities_of, concerns, shown_on_card
from underhood.passages.evaluations import Evaluations, evaluations
from underhood.passages.events import Since, since
from underhood.passages.glance import Glance, glance, title_of
from underhood.passages.making import Making, making
from underhood.passages.status import status
from underhood.records.record import Record
from underhood.values.ids import Address
from underhood.values.page import Badge


@dataclass(frozen=True, slots=True)
class Statements:
    """What the developer said by itself, with its source; and what was looked for and has none."""

    made: tuple[Record, ...]
    sought: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What the template lays out. `comparison` is None for a release without predecessor."""

    title: str
    summary: Text | str
    status: tuple[Badge, ...]
    release: Record
    glance: Glance
    comparison: Comparison | None
    concerns: Concerns
    capabilities: tuple[Record, ...]
    mitigations: tuple[Record, ...]
    evaluations: Evaluations
    making: Making
    policies: tuple[Record, ...]
    inference: tuple[Record, ...]
    decisions: tuple[Record, ...]
    approvals: tuple[Record, ...]
    unsigned: frozenset[Address]
    outdated: frozenset[Address]
    waivers: tuple[Record, ...]
    assessments: tuple[Record, ...]
    impacts: tuple[Record, ...]
    statements: Statements
    since: Since
    absences: tuple[State, ...]
    sources: tuple[Source, ...]
    around: Around


@document("release", "Model card", must_show=shown_on_card)
def model_card(view: View, release: Record) -> ModelCard:
    """Gather what the card shows."""
    catalog = view.catalog
    before = predecessor(catalog, release)
    title = title_of(view, release, document="Model card")
    return ModelCard(
        title=title,
        summary=release.get("summary", ""),
        status=status(view, release),
        release=release,
        glance=glance(view, release),
        comparison=arranged(view, compare_releases(view, before, release), old=before, new=release) if before else None,
        concerns=concerns(view, release),
        capabilities=tuple(capabilities_of(view, release, type_="capability")),
        mitigations=tuple(sorted(part_kind(catalog, release, "mitigation"), key=_order)),
        evaluations=evaluations(view, release),
        making=making(view, release),
        policies=tuple(part_kind(catalog, release, "policy")),
        inference=tuple(part_kind(catalog, release, "inference")),
        decisions=tuple(_with(part_kind(catalog, release, "decision"), pointing(catalog, release, "decision"))),
        approvals=tuple(pointing(catalog, release, "approval")),
        unsigned=view.unsigned,
        outdated=view.outdated,
        waivers=tuple(pointing(catalog, release, "waiver")),
        assessments=tuple(_with(part_kind(catalog, release, "assessment"), _own_tests(view, release))),
        impacts=tuple(pointing(catalog, release, "impact")),
        statements=_statements(pointing(catalog, release, "statement")),
        since=since(view, release),
        absences=absences(view, release),
        sources=sources(view, [one for record in concerned(view, release) for one in citations(record.data)]),
        around=read_around(view, release, title=title, document="model-card"),
    )


def _statements(found: Iterable[Record]) -> Statements:
    """Whoever made a statement left something to cite; what has no source is what was looked for."""
    every = tuple(found)
    return Statements(
        tuple(one for one in every if one.get("evidence")), tuple(one for one in every if not one.get("evidence"))
    )


def _order(record: Record) -> tuple[int, str]:
    return record.get("order", 1_000), record.id


def _own_tests(view: View, release: Record) -> list[Record]:
    return [one for one in pointing(view.catalog, release, "assessment") if one.data["independence"] == "developer"]


def _with(first: list[Record], more: list[Record]) -> list[Record]:
    return sorted({record.address: record for record in (*first, *more)}.values(), key=lambda record: record.id)
