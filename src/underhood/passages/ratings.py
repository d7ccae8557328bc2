"""Risks by likelihood and severity, in words; those without a rating apart, for not rated never means low."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from underhood.meaning.audience import View
from underhood.passages.fields import word
from underhood.records.record import Record
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


def is_rated(risk: Record) -> bool:
    """Whether a risk has a rating with likelihood and severity."""
    return any(True for _ in _complete(risk))


def _complete(risk: Record) -> Iterator[dict[str, str]]:
    return (rating for rating in risk.get("ratings", ()) if rating.get("likelihood") and rating.get("severity"))


def _rating(view: View, risk: Record, rating: dict[str, str]) -> Rating:
    subjects = tuple(address for one in rating["for"] if (address := parse_address(one, kind="release")))
    return Rating(risk, subjects, word(view, rating["residual"]) if rating.get("residual") else "")
