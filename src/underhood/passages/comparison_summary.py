"""A comparison in a few sentences: how many figures are worse, which one most, what was weakened besides."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from underhood.doors.languages import number
from underhood.meaning.audience import View
from underhood.passages.comparison import Comparison, Figure

POINTS = "percent"


def in_short(view: View, comparison: Comparison, *, equal: int) -> str:
    """What readers of a comparison want to know first; `equal`: so many figures are the same."""
    return " ".join(_sentences(view, comparison, equal))


def largest(comparison: Comparison) -> Figure | None:
    """The figure that got worse by the most points; None where none in points is worse."""
    found = [figure for figure in comparison.worse if figure.unit == POINTS]
    return max(found, key=lambda figure: abs(figure.delta), default=None)


def _sentences(view: View, comparison: Comparison, equal: int) -> Iterator[str]:
    _, ngettext = view.messages.gettext, view.messages.ngettext

    def shown(count: int) -> str:
        return number(Decimal(count), view.language)

    worse, total = len(comparison.worse), comparison.compared + equal
    if total:
        words = {"worse": shown(worse), "better": shown(len(comparison.better)), "total": shown(total)}
        said = ngettext(
            "%(worse)s figure is worse, %(better)s better, of %(total)s that can be compared.",
            "%(worse)s figures are worse, %(better)s better, of %(total)s that can be compared.",
            worse,
        )
        yield said % words
    else:
        yield _("No figure is recorded for both releases under one protocol.")
    top = largest(comparison)
    if top is not None and worse > 1:
        yield _("Largest worsening in points: %(what)s, %(difference)s.") % {
            "what": _named(top),
            "difference": top.difference,
        }
    withheld = sum(figure.withheld for figure in comparison.worse)
    if withheld:
        said = ngettext(
            "%s of the worse figures is of a size that was not released.",
            "%s of the worse figures are of a size that was not released.",
            withheld,
        )
        yield said % shown(withheld)
    weakened = len(comparison.weakened)
    if weakened:
        yield ngettext("%s other change weakens.", "%s other changes weaken.", weakened) % shown(weakened)


def _named(figure: Figure) -> str:
    where = [str(figure.benchmark.title)] if figure.benchmark is not None else []
    return ", ".join([*where, figure.metric, *([figure.slice] if figure.slice else []), figure.pair])
