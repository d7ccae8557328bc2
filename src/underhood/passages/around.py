"""What stands around the fields of a record: sources, who refers to it, remarks, reply, how to cite and correct."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from underhood.doors import languages
from underhood.meaning.audience import View
from underhood.meaning.localise import Text
from underhood.meaning.locators import located
from underhood.meaning.prose import READINGS
from underhood.meaning.release import having
from underhood.passages.citing import Citing, citing
from underhood.passages.coded import word
from underhood.passages.shown import Citation, Form, Value
from underhood.records.record import Record, value_at
from underhood.records.references import Link
from underhood.values.ids import Address, parse_address
from underhood.values.quantity import is_quantity

NEUTRAL = frozenset({"benchmark", "evidence", "system"})
"""Kinds that describe things which nobody answers for here; their pages ask for no reply."""

_PLAIN = re.compile(r"(?:s\.|p\.|Table |Figure )[A-Z]?[0-9.]*[0-9]")
"""A place that stands for itself, without the words before or after it."""

_UNCOUNTED = frozenset({"searched", "disputed"})


@dataclass(frozen=True, slots=True)
class Source:
    """A source of a record: where in it, how it was read, what kind of document it is, remarks."""

    source: Address
    places: tuple[str, ...]
    readings: tuple[str, ...]
    kind: str
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Referrer:
    """A record that refers to this one, and the places that it cites (for a source)."""

    record: Record
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Referrers:
    """The records of one kind that refer to this one."""

    kind: str
    label: str
    records: tuple[Referrer, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply of the organisation described, unedited."""

    text: Text
    date: str
    by: Value


@dataclass(frozen=True, slots=True)
class Figure:
    """A named figure of a record: its place in the page, value, place in the source, remark, sources."""

    anchor: str
    title: str
    value: Value
    at: str
    note: Text | None
    evidence: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the fields of a record on its page; `succeeded_by`: what took its place, above them."""

    sources: tuple[Source, ...]
    referrers: tuple[Referrers, ...]
    note: Text | None
    reply: Reply | None
    asks_reply: bool
    citing: Citing
    succeeded_by: tuple[Record, ...] = ()


def read_around(view: View, record: Record, *, title: str = "", document: str = "") -> Around:
    """What stands below the fields of a record; `title` and `document` are those of a page that is not its own."""
    return Around(
        sources=sources(view, citations(record.data)),
        referrers=referrers(view, record),
        note=record.get("note"),
        reply=_reply(record),
        asks_reply=view.settings.compiled and record.kind not in NEUTRAL,
        citing=citing(view, record, title=title, document=document),
        succeeded_by=successors_of(view, record),
    )


def citations(data: Any) -> list[Citation]:
    """Every citation in a record that shows something, first those of the record as a whole."""
    found = list(_citations(data))
    return [citation for index, citation in enumerate(found) if citation not in found[:index]]


def sources(view: View, cited: Sequence[Citation]) -> tuple[Source, ...]:
    """Citations by source, in the order in which the sources first come up."""
    by_source: dict[Address, list[Citation]] = {}
    for citation in cited:
        address = parse_address(str(citation["source"]), kind="evidence")
        if address is not None and view.at(address) is not None:
            by_source.setdefault(address.record, []).append(citation)
    return tuple(_source(view, address, found) for address, found in by_source.items())


def referrers(view: View, record: Record) -> tuple[Referrers, ...]:
    """The records that refer to a record, by kind in the order of the kinds; of sources, with the places cited."""
    links: dict[Address, list[Link]] = {}
    for link in view.catalog.cited_by(record.address):
        if link.source != record.address:
            links.setdefault(link.source, []).append(link)
    if record.kind != "release":  # a part may be inherited, and then no link says so
        for release in view.catalog.indexed(having, record.address) or ():
            links.setdefault(release, [])
    groups: dict[str, list[Referrer]] = {}
    for address in sorted(links):
        source = view.catalog.records[address]
        named = dict.fromkeys(_places(source, links[address])) if record.kind == "evidence" else ()
        places = tuple(located(place, view.messages) for place in _widest(named))
        groups.setdefault(source.kind, []).append(Referrer(source, places))
    names = view.catalog.kinds
    return tuple(
        Referrers(kind, view.messages.gettext(names[kind].plural), tuple(found)) for kind, found in groups.items()
    )


def successors_of(view: View, record: Record) -> tuple[Record, ...]:
    """The records that say they take the place of one, so that who reads the old one finds the new."""
    found = {link.source for link in view.catalog.cited_by(record.address) if link.data_path[:1] == ("succeeds",)}
    return tuple(view.catalog.records[address] for address in sorted(found - {record.address}))


def within(record: Record) -> str:
    """The title of a record as it stands within a sentence: a word that the record itself writes small is small."""
    title = str(record.title)
    first = re.match(r"\w+", title)
    texts = " ".join(str(record.get(name, "")) for name in ("summary", "what", "content_class"))
    small = first is not None and re.search(rf"\b{first[0][:1].lower()}{first[0][1:]}\b", texts)
    return title[:1].lower() + title[1:] if small else title


def figures(record: Record) -> tuple[Figure, ...]:
    """The named figures of a record."""
    return tuple(
        Figure(
            anchor=f"figures/{entry['id']}",
            title=entry["title"],
            value=Value(
                Form.QUANTITY if is_quantity(entry["value"]) else Form.ABSENCE,
                entry["value"],
                entry["value"].get("note"),
                (record.address, ("figures", index, "value")),
            ),
            at=str(entry.get("at", "")),
            note=entry.get("note"),
            evidence=tuple(entry.get("evidence") or entry["value"].get("evidence") or record.get("evidence", ())),
        )
        for index, entry in enumerate(record.get("figures", ()))
    )


def _citations(data: Any) -> Iterator[Citation]:
    if isinstance(data, Mapping):
        if "source" in data:
            yield data
            return
        yield from _citations(data.get("evidence", []))
        for name, below in data.items():
            if name not in _UNCOUNTED | {"evidence"}:
                yield from _citations(below)
    elif isinstance(data, list):
        for below in data:
            yield from _citations(below)


def _source(view: View, address: Address, cited: Sequence[Citation]) -> Source:
    _ = view.messages.gettext
    record = view.catalog.records[address]
    read = record.data["read"]
    return Source(
        source=address,
        places=tuple(
            located(at, view.messages) for at in _widest(dict.fromkeys(str(c["at"]) for c in cited if c.get("at")))
        ),
        readings=tuple(dict.fromkeys(_(READINGS[c.get("read") or read]) for c in cited)),
        kind=", ".join(_kind(view, record)),
        notes=tuple(dict.fromkeys(c["note"] for c in cited if c.get("note"))),
    )


def _widest(places: Iterable[str]) -> tuple[str, ...]:
    """Places without those that lie in another of them, or stand in an earlier one: `s.1` beside `s.1, s.2`."""
    named = {place: frozenset(re.split(r"[,;] | and ", place)) for place in places}
    kept = [place for place, names in named.items() if not any(names < other for other in named.values())]
    told: set[str] = set()
    found = []
    for place in kept:
        parts = place.split(", ")
        listed = len(parts) > 1 and not told.isdisjoint(parts) and all(_PLAIN.fullmatch(part) for part in parts)
        found.append(", ".join(part for part in parts if part not in told) if listed else place)
        told.update(parts)
    return tuple(place for place in found if place)


def _kind(view: View, source: Record) -> Iterator[str]:
    """What kind of source it is: whose, what, and of when."""
    issuer = parse_address(str(source.get("issued_by", "")), kind="organisation")
    organisation = view.at(issuer) if issuer else None
    if organisation is not None:
        provider = "provider" in organisation.get("role", ())
        yield view.messages.gettext("developer") if provider else str(organisation.title)
    if source.data["type"] != "other":
        yield word(view, source.data["type"])
    if source.data["standing"] == "secondary":
        yield view.messages.gettext("secondary source")
    if date := source.get("date"):
        yield languages.date(str(date), view.language)


def _places(record: Record, links: Sequence[Link]) -> Iterator[str]:
    for link in links:
        citation = value_at(record.data, link.data_path[:-1]) if link.data_path else {}
        if isinstance(citation, Mapping) and citation.get("at"):
            yield str(citation["at"])


def _reply(record: Record) -> Reply | None:
    response = record.get("response")
    if response is None:
        return None
    by = parse_address(str(response["by"]))
    return Reply(
        response["text"], str(response["date"]), Value(Form.LINK, by) if by else Value(Form.WORDS, response["by"])
    )
