"""Risks by likelihood and severity, in words; those without a rating apart, for not rated never means low."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from underhood.meaning.audience import View
from underhood.passages.coded import word
from underhood.passages.tables import subject_title
from underhood.records.record import Record
from underhood.values.chart import ChartText, Mark, MatrixChart
from underhood.values.ids import Address, parse_address

LIKELIHOODS = ("frequent", "likely", "possible", "rare")
SEVERITIES = ("low", "moderate", "high", "critical")


@dataclass(frozen=True, slots=True)
class Rating:
    """A risk as rated for something; `residual` is empty where it was not rated after measures."""

    record: Record
    subjects: tuple[Address, ...]
    residual: str


@dataclass(frozen=True, slots=True)
class Row:
    """The ratings of one likelihood, a tuple for each severity."""

    likelihood: str
    cells: tuple[tuple[Rating, ...], ...]


@dataclass(frozen=True, slots=True)
class Rated:
    """The ratings in a grid, most likely first (no rows where nothing is rated), and the risks without a rating."""

    severities: tuple[str, ...]
    rows: tuple[Row, ...]
    unrated: tuple[Record, ...]


def rated_risks(view: View) -> Rated:
    """All risks that may be seen, by their ratings."""
    risks = view.of("risk")
    found = [
        (rating["likelihood"], rating["severity"], _rating(view, risk, rating))
        for risk in risks
        for rating in _complete(risk)
    ]
    rows = tuple(
        Row(
            word(view, likelihood),
            tuple(
                tuple(rating for one, other, rating in found if (one, other) == (likelihood, severity))
                for severity in SEVERITIES
            ),
        )
        for likelihood in LIKELIHOODS
    )
    unrated = tuple(risk for risk in risks if not is_rated(risk))
    return Rated(tuple(word(view, severity) for severity in SEVERITIES), rows if found else (), unrated)


def matrix(view: View, rated: Rated) -> MatrixChart | None:
    """The ratings as a matrix of words whose cells link to the risks; None where nothing is rated."""
    if not rated.rows:
        return None
    _ = view.messages.gettext
    text = ChartText(
        "risk-matrix",
        _("Risks by likelihood and severity"),
        _("Each risk stands where its likelihood and its severity meet; the table below says the same in words."),
        reading=_("Words as those who rated gave them; no products, no scores."),
    )
    cells = tuple(tuple(_marks(view, cell) for cell in row.cells) for row in rated.rows)
    likelihoods = tuple(row.likelihood for row in rated.rows)
    return MatrixChart(text, _("Likelihood"), _("Severity"), likelihoods, rated.severities, cells)


def _marks(view: View, cell: tuple[Rating, ...]) -> tuple[Mark, ...]:
    """The risks of a cell, each once; the title says for what they were rated."""
    found: dict[Address, list[str]] = {}
    records = {rating.record.address: rating.record for rating in cell}
    for rating in cell:
        found.setdefault(rating.record.address, []).extend(
            subject_title(view, one) or str(one) for one in rating.subjects
        )
    return tuple(
        Mark(str(records[address].title), f"record:{address}", ", ".join(subjects))
        for address, subjects in found.items()
    )


def is_rated(risk: Record) -> bool:
    """Whether a risk has a rating with likelihood and severity."""
    return any(True for _ in _complete(risk))


def _complete(risk: Record) -> Iterator[dict[str, str]]:
    return (rating for rating in risk.get("ratings", ()) if rating.get("likelihood") and rating.get("severity"))


def _rating(view: View, risk: Record, rating: dict[str, str]) -> Rating:
    subjects = tuple(address for one in rating["for"] if (address := parse_address(one, kind="release")))
    return Rating(risk, subjects, word(view, rating["residual"]) if rating.get("residual") else "")
