"""The corrections of published values, and the mark that stands beside each value that was corrected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from underhood.doors.markup import Markdown, Pieces
from underhood.meaning.audience import View
from underhood.meaning.dates import is_date
from underhood.meaning.localise import Text
from underhood.records.record import Record
from underhood.values.ids import Address, Spot, parse_address

WHOLE = frozenset({"value", "absent"})
"""What of a quantity or an absence stands for all of it."""

LONGEST = 60
"""A longer text is not repeated in the mark beside it; the correction has it."""


class Writes(Protocol):
    """What writes the words of a mark."""

    pieces: Pieces

    def link(self, target: Record, label: Markdown) -> Markdown:
        """A link to a record."""

    def inline(self, text: str) -> Markdown:
        """A record's text in a line."""

    def date(self, text: str) -> Markdown:
        """A date in words."""

    def value(self, value: Any) -> Markdown:
        """Any value of a record."""


@dataclass(frozen=True)
class Errata:
    """The errata that an audience may see."""

    view: View

    @cached_property
    def by_spot(self) -> Mapping[Spot, tuple[Record, ...]]:
        """The errata by the values that they correct, each in the order of their dates."""
        found: dict[Spot, tuple[Record, ...]] = {}
        for record in sorted(self.view.of("erratum"), key=lambda one: (str(one.data["date"]), one.id)):
            spot = self._spot(str(record.data["target"]))
            if spot is not None and spot[1]:
                spot = (spot[0], spot[1][:-1] if spot[1][-1] in WHOLE else spot[1])
                found[spot] = (*found.get(spot, ()), record)
        return found

    def of(self, where: Spot | Address | str | None) -> tuple[Record, ...]:
        """The errata of the value at a place, however it is named."""
        if where is None or not self.by_spot:
            return ()
        spot = self._spot(where) if isinstance(where, Address | str) else where
        if spot is not None and spot[1] and spot[1][-1] in WHOLE:
            spot = (spot[0], spot[1][:-1])
        return self.by_spot.get(spot, ()) if spot is not None else ()

    def mark(self, where: Spot | Address | str | None, writer: Writes) -> Markdown:
        """What stands beside a value that was corrected: what it was, what it is, when; nothing beside all others."""
        found = self.of(where)
        before, after = ('<small class="corrected">', "</small>") if found else ("", "")
        words = (writer.link(one, self._words(one, writer)) for one in found)
        return Markdown(
            "".join(f" {writer.pieces.put(before, '')}({link}){writer.pieces.put(after, '')}" for link in words)
        )

    def _words(self, erratum: Record, writer: Writes) -> Markdown:
        _ = self.view.messages.gettext
        told = {name: _told(erratum.data[name], writer) for name in ("was", "is")}
        told["date"] = writer.date(str(erratum.data["date"]))
        if any(len(text) > LONGEST for text in told.values()):
            words = _("corrected: %(date)s") if erratum.data["type"] == "correction" else _("amended: %(date)s")
        elif erratum.data["type"] == "correction":
            words = _("corrected: was %(was)s, is %(is)s, %(date)s")
        else:
            words = _("amended: was %(was)s, is %(is)s, %(date)s")
        return Markdown(words % told)

    def _spot(self, named: Address | str) -> Spot | None:
        address = named if isinstance(named, Address) else parse_address(named)
        place = self.view.resolve(address) if address is not None else None
        return (place.record.address, place.data_path) if place is not None else None


def _told(value: Any, writer: Writes) -> Markdown:
    """What an erratum says that stood somewhere, or stands there."""
    if isinstance(value, str) and not isinstance(value, Text) and is_date(value):
        return writer.date(value)
    return writer.value(value)
