"""The register of a kind: all its records in one table; risks also by likelihood and severity."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.passages.ratings import Rated, matrix, rated_risks
from underhood.passages.registers import Register, register_of
from underhood.values.chart import MatrixChart


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of a register shows; `rated` is None for any kind but risk, `matrix` where nothing is rated."""

    title: str
    summary: str
    register: Register
    facets: str
    lacking: bool
    rated: Rated | None
    matrix: MatrixChart | None


@document("kind", "Register")
def register(view: View, kind: str) -> Page:
    """The register of a kind."""
    found = register_of(view, kind)
    rated = rated_risks(view) if kind == "risk" else None
    return Page(
        title=found.title,
        summary=found.description,
        register=found,
        facets=" ".join(str(place) for place in found.facets),
        lacking=kind in view.lacking,
        rated=rated,
        matrix=matrix(view, rated) if rated else None,
    )
