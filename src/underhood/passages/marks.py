"""What lets readers judge a page: when it last changed, how many sources of what sort, how much of it is translated.

A source is counted once, and by the weakest way in which the page's records say that it was read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from underhood.doors import languages
from underhood.doors.languages import SOURCE_LANGUAGE
from underhood.meaning.audience import View
from underhood.meaning.prose import READINGS
from underhood.meaning.translations import share
from underhood.passages.around import citations
from underhood.records.record import Record
from underhood.values.ids import Address, parse_address

SOURCE = "evidence"
NOT_COMMITTED = "Not committed yet"
STANDINGS = ("primary", "secondary")
Reading = tuple[Address, str]
"""A source, and how it was read."""


@dataclass(frozen=True, slots=True)
class LastChange:
    """The last change of what a page was made from: its day (empty: not committed yet), and what changed on it."""

    day: str
    records: tuple[Record, ...]

    def words(self, view: View) -> str:
        """The day as readers see it."""
        return languages.date(self.day, view.language) if self.day else view.messages.gettext(NOT_COMMITTED)


def last_change(view: View, behind: Iterable[Address]) -> LastChange | None:
    """When these records last changed; None where git tells nothing, or may not be shown."""
    if view.past is None:
        return None
    found: dict[str, list[Record]] = {}
    for address in sorted(behind):
        record = view.at(address)
        touches = view.past.touches(address) if record is not None else ()
        if record is not None and touches:
            found.setdefault(touches[0].day, []).append(record)
    if not found:
        return None
    day = "" if "" in found else max(found)
    return LastChange(day, tuple(found[day]))


def read_by(view: View, record: Record) -> Iterator[Reading]:
    """The sources of a record, each with the ways in which it says that they were read."""
    for citation in citations(record.data):
        address = parse_address(str(citation["source"]), kind=SOURCE)
        source = view.at(address) if address is not None else None
        if address is not None and source is not None:
            yield address.record, str(citation.get("read") or source.data["read"])


def searched_in(record: Record) -> set[Address]:
    """The sources in which something that the record lacks was looked for."""
    read = (parse_address(str(one["source"]), kind=SOURCE) for one in _searched(record.data))
    return {address.record for address in read if address is not None}


def _searched(data: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, Mapping):
        for name, below in data.items():
            if name == "searched" and isinstance(below, Sequence):
                yield from (one for one in below if isinstance(one, Mapping) and "source" in one)
            else:
                yield from _searched(below)
    elif isinstance(data, list):
        for below in data:
            yield from _searched(below)


def sources(view: View, found: Collection[Reading]) -> tuple[str, str]:
    """How many sources there are, by their standing, and how they were read; both empty without any."""
    rank = {word: number for number, word in enumerate(READINGS)}
    weakest: dict[Address, str] = {}
    for address, reading in sorted(found):
        if address not in weakest or rank[reading] > rank[weakest[address]]:
            weakest[address] = reading
    if not weakest:
        return "", ""
    standings = Counter(str(view.catalog.records[address].data["standing"]) for address in weakest)
    counted = ", ".join(_standing(view, word, standings[word]) for word in STANDINGS if standings[word])
    read = Counter(weakest.values())
    colon = view.messages.gettext("%s:")
    ways = (
        f"{colon % view.messages.gettext(READINGS[word])} {_number(view, read[word])}"
        for word in READINGS
        if read[word]
    )
    return counted, ", ".join(ways)


def _standing(view: View, word: str, count: int) -> str:
    ngettext, number = view.messages.ngettext, _number(view, count)
    if word == "primary":
        return ngettext("%s primary source", "%s primary sources", count) % number
    return ngettext("%s secondary source", "%s secondary sources", count) % number


def translated(view: View, texts: Mapping[str, str]) -> str:
    """How much of a page is in its readers' language; `texts` are those of records on it, each with its language.

    Empty in the language of the records, and where the page has no text of a record.
    """
    if view.language == SOURCE_LANGUAGE or not texts:
        return ""
    _, ngettext, found = view.messages.gettext, view.messages.ngettext, share(texts, view.language)
    percent = (Decimal(100) * found.translated / found.total).to_integral_value(ROUND_FLOOR)
    words = {
        "done": _number(view, found.translated),
        "all": _number(view, found.total),
        "share": languages.number(percent, view.language),
        "language": languages.name(view.language, view.language),
        "original": languages.name(SOURCE_LANGUAGE, view.language),
    }
    whole = ngettext(
        "%(all)s translatable text of records is on this page, and it is in %(language)s;"
        " short words of records and the words of frameworks are not counted.",
        "%(all)s translatable texts of records are on this page, and they are in %(language)s;"
        " short words of records and the words of frameworks are not counted.",
        found.total,
    )
    part = _(
        "%(done)s of the %(all)s texts of records on this page are in %(language)s (%(share)s %%);"
        " the others stand in %(original)s."
    )
    said = whole if found.whole else part
    return f"{said % words} {_('The text in %(original)s is the authoritative one.') % words}"


def _number(view: View, count: int) -> str:
    return languages.number(Decimal(count), view.language)
