"""The register of a kind: its records in a table, long registers in parts; risks also by likelihood and severity."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.passages.ratings import Rated, matrix, rated_risks
from underhood.passages.registers import Grouping, Register, groupings, register_of
from underhood.values.chart import MatrixChart
from underhood.values.errors import USAGE, Stop


@dataclass(frozen=True, slots=True)
class Page:
    """What a page of a register shows; `rated` is None for any kind but risk, `matrix` where nothing is rated.

    `part` counts from 1. `facets` names the columns in which readers may choose, as the page's script reads it.
    """

    title: str
    summary: str
    register: Register
    part: int
    facets: str
    groupings: tuple[Grouping, ...]
    lacking: bool
    rated: Rated | None
    matrix: MatrixChart | None


@document("kind", "Register")
def register(view: View, named: str) -> Page:
    """A part of the register of a kind: `risk` is the first, `risk/2` the second."""
    kind, _slash, number = named.partition("/")
    part = int(number) if number.isdecimal() else 1
    found = register_of(view, kind, part)
    if not 1 <= part <= found.parts:
        raise Stop(f"the register of {kind} has no part {part}", f"it has {found.parts}", code=USAGE)
    rated = rated_risks(view) if kind == "risk" and part == 1 else None
    title = view.messages.gettext("%(title)s, part %(part)s of %(parts)s")
    return Page(
        title=title % {"title": found.title, "part": part, "parts": found.parts} if found.parts > 1 else found.title,
        summary=found.description,
        register=found,
        part=part,
        facets=" ".join(f"{facet.place}:{facet.name}" for facet in found.facets),
        groupings=tuple(groupings(view, kind)) if part == 1 else (),
        lacking=kind in view.lacking,
        rated=rated,
        matrix=matrix(view, rated) if rated else None,
    )
