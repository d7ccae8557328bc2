"""Audits of a training corpus for what an exclusion left out: what was compared, found, and not judged, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from underhood.doors.languages import number
from underhood.meaning.audience import View
from underhood.meaning.audits import Counts, outcome
from underhood.records.record import Record
from underhood.values.ids import Address, parse_address

SHOWN = 5
"""So many entries with documents are named; the record of the audit has more."""


@dataclass(frozen=True, slots=True)
class Audited:
    """An audit as readers see it: the source that tells it, the sentence, and its three parts."""

    address: Address
    said: str
    compared: str
    found: str
    unjudged: str


def audited(view: View, exclusion: Record) -> tuple[Audited, ...]:
    """The audits for an exclusion, the newest first."""
    found = [one for one in view.of("evidence") if _about(one, exclusion)]
    found.sort(key=lambda one: (str(one.get("date", "")), one.id), reverse=True)
    return tuple(_told(view, one.address, one.data["audit"]) for one in found)


def _about(source: Record, exclusion: Record) -> bool:
    audit = source.get("audit")
    address = parse_address(str(audit["exclusion"]), kind="exclusion") if audit else None
    return address is not None and address.record == exclusion.address


def _told(view: View, address: Address, audit: Mapping[str, Any]) -> Audited:
    said = outcome(
        Counts(audit["judged"], audit["unjudged"], audit["documents"]), view.messages, lambda count: _n(view, count)
    )
    words = view.messages.gettext("%(rows)s rows of %(shards)s files with %(entries)s entries")
    told = {name: _n(view, audit[name]) for name in ("rows", "shards", "entries")}
    return Audited(address, said, words % told, _found(view, audit), "; ".join(_unjudged(view, audit)))


def _found(view: View, audit: Mapping[str, Any]) -> str:
    if not audit["documents"]:
        return view.messages.gettext("nothing")
    named = [f"{one['entry']} ({_n(view, one['documents'])})" for one in audit.get("found", ())[:SHOWN]]
    return ", ".join(named)


def _unjudged(view: View, audit: Mapping[str, Any]) -> Iterator[str]:
    """What could not be judged, and always what no audit of addresses can."""
    gettext = view.messages.gettext
    for name, words in (
        ("unjudged", gettext("rows without a usable address: %s")),
        ("missing_count", gettext("files that could not be read: %s")),
        ("invalid", gettext("entries that could not be looked for: %s")),
    ):
        if audit.get(name):
            yield words % _n(view, audit[name])
    yield from audit.get("changed", ())
    yield gettext("copies elsewhere are not detected")


def _n(view: View, count: int) -> str:
    return number(Decimal(count), view.language)
