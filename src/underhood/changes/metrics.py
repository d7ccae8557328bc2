"""A figure got worse, or better.

**What:** the figure of one benchmark and metric, under one protocol (setting, slice, unit, evaluation program), for one
variant and for the one that takes its place. Worse is a weakening, better is notable; where no direction is better, the
change is routine. A figure that worsened by no more than every gate tolerates for its metric is notable. Figures across
protocols or programs, and disputed ones, are never compared. Two tables are compared only where both name the same
program.

**Why:** a release that reports its best figures first hides what got worse.

**Example:** toxic answers 23.08 % → 26.10 % for the same size.

**Instead:** explain it in a decision whose `weakens` names the cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from underhood.changes import Comparison, Difference, between_releases, change, weighing
from underhood.doors.languages import SOURCE_LANGUAGE, Messages
from underhood.meaning import figures, units
from underhood.meaning.audience import View
from underhood.meaning.figures import Cell, Figure
from underhood.values.change import Change, Kind, Weight

ENGLISH = Messages(SOURCE_LANGUAGE)


@weighing("evaluation/rows/values")
def corrected(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """A figure that differs in the same cell of two states."""
    cells = _cells(difference) if difference.kind is Kind.CHANGED else None
    if cells is None:
        yield change(difference, comparison)
    else:
        views = (comparison.new, comparison.old)  # nobody turns a direction round and a figure with it
        both = [figures.measure(view.catalog, *cells) for view in views]
        measured = next((one for one in both if one.worse), both[0])
        found = _change(comparison.new, Figure(*cells, measured), "")
        allowed = comparison.tolerance.get(measured.metric)
        tolerated = allowed is not None and abs(measured.delta) <= allowed
        yield replace(found, weight=Weight.NOTABLE) if tolerated and measured.worse else found


@between_releases
def moved(comparison: Comparison) -> Iterator[Change]:
    """The figures of each variant and of the one that takes its place."""
    assert comparison.releases is not None
    for found in figures.figures(comparison.new.catalog, comparison.releases, comparison.names):
        if found.measured.delta:
            yield _change(comparison.new, found, comparison.pairing(found.old.subject, found.new.subject))


def _cells(difference: Difference) -> tuple[Cell, Cell] | None:
    """The two figures, if they may be compared."""
    found = []
    for spot in (difference.old, difference.new):
        if spot is not None and isinstance(spot.path[1], int):
            column = figures.columns(spot.record).get(str(spot.path[-1]), {})
            found.append(figures.cell(spot.record, spot.path[1], column))
    if len(found) != 2 or found[0] is None or found[1] is None:
        return None
    same = (found[0].protocol(), found[0].program) == (found[1].protocol(), found[1].program)
    return (found[0], found[1]) if same else None


def _change(view: View, figure: Figure, pair: str) -> Change:
    worse = figure.measured.worse
    return Change(
        code="",
        weight=Weight.ROUTINE if worse is None else Weight.WEAKENING if worse else Weight.NOTABLE,
        kind=Kind.CHANGED,
        old_address=figure.old.place,
        new_address=figure.new.place,
        old=figure.old.value,
        new=figure.new.value,
        message=_sentence(view, figure, pair),
        pair=pair,
        measured=figure.measured,
    )


def _sentence(view: View, figure: Figure, pair: str) -> str:
    """ToxiGen, Toxic answers (temperature 0.1), 13B → 13B: 23.08 % → 26.10 %, +3.02 points, worse."""
    measured = figure.measured
    benchmark = view.at(measured.benchmark)
    said = figures.metric(view.catalog, measured.benchmark, measured.metric)
    metric = said.get("title", measured.metric.replace("-", " "))
    names = (benchmark.title if benchmark else str(measured.benchmark), str(metric), measured.slice)
    name = ", ".join(dict.fromkeys(part for part in names if part))
    protocol = f" ({measured.protocol})" if measured.protocol else ""
    old, new = (
        units.measure(value, measured.unit, ENGLISH, decimals=cell.decimals)
        for value, cell in ((measured.old, figure.old), (measured.new, figure.new))
    )
    moved = units.difference(measured.delta, measured.unit, ENGLISH, decimals=measured.decimals)
    verdict = {True: ", worse", False: ", better", None: ", no direction is better"}[measured.worse]
    return f"{name}{protocol}, {pair or measured.new_subject}: {old} → {new}, {moved}{verdict}"
