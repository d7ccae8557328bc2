"""Public statements in a list: who said what about which release, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from underhood.meaning.audience import View
from underhood.meaning.claims import Result, examine
from underhood.meaning.localise import Text
from underhood.passages.status import result_words
from underhood.passages.wordings import Wording, claim_wording
from underhood.records.record import Record
from underhood.values.ids import Address, parse_address
from underhood.values.page import Badge


@dataclass(frozen=True, slots=True)
class Stated:
    """A public statement with its result; `says` is the main thing that the records say about it."""

    record: Record
    wording: Wording
    attributed_to: Text
    date: str
    about: Address | None
    says: Text | None
    result: Badge


@dataclass(frozen=True, slots=True)
class Tally:
    """How many statements have a result."""

    result: Badge
    count: int


@dataclass(frozen=True, slots=True)
class StatementList:
    """Statements in their order, and how many have each result."""

    statements: tuple[Stated, ...]
    tallies: tuple[Tally, ...]


def statement_list(view: View, claims: Iterable[Record]) -> StatementList:
    """These statements with their results, in the order of the article that they come from."""
    ordered = sorted(claims, key=lambda claim: (claim.get("article_order", 1 << 20), claim.id))
    results = [examine(view.catalog, claim).result for claim in ordered]
    return StatementList(
        statements=tuple(_stated(view, claim, result) for claim, result in zip(ordered, results, strict=True)),
        tallies=tuple(Tally(result_words(view, one), results.count(one)) for one in Result if one in results),
    )


def _stated(view: View, claim: Record, result: Result) -> Stated:
    return Stated(
        record=claim,
        wording=claim_wording(view, claim),
        attributed_to=claim.data["attributed_to"],
        date=str(claim.get("date", "")),
        about=parse_address(str(claim.data["about"]), kind="release"),
        says=claim.get("summary") or claim.get("in_one_sentence"),
        result=result_words(view, result),
    )
