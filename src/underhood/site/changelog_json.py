"""A changelog for programs: JSON with a version of its own, which says what its fields mean.

The schema is `schemas/formats/changelog-1.schema.json`. The number in its name is the `version`, and grows when a field
changes its meaning or goes; a program should accept fields that it does not know. Headings and their order are those
of the page; values are given as the records hold them, texts for readers in the language of the
file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from underhood import __version__
from underhood.judge.compare import compare_releases
from underhood.meaning.audience import View
from underhood.meaning.prose import Writer
from underhood.passages.events import Correction, Event
from underhood.passages.places import left_out
from underhood.passages.sections import EARLIER_ONLY, Part, Section, family_corrections, sections
from underhood.records.record import Record
from underhood.site.digest import Digest
from underhood.site.links import document_path, in_language, record_path
from underhood.values.change import Change, Measured, Weight
from underhood.values.ids import Address

VERSION = 1
"""Grows when a field changes its meaning or goes; a new field alone does not change it."""


def json_path(view: View, model: Record) -> str:
    """Where the file lies."""
    return in_language(document_path("changelog", model.address).replace(".html", ".json"), view.language)


def write(view: View, model: Record, found: Sequence[Section] | None = None) -> str:
    """The changelog of a family; `found` are its sections, where they are at hand."""
    writer = _Writer(view, Digest(view, Writer(view)))
    made = sections(view, model, compare=compare_releases) if found is None else found
    settings = view.settings
    whole = {
        "version": VERSION,
        "tool": f"underhood {__version__}",
        "language": view.language,
        "notice": settings.notice_in(view.language),
        "fiction": settings.fiction,
        "model": str(model.address),
        "title": writer.text(model.title),
        "page": writer.page(document_path("changelog", model.address)),
        "releases": [writer.release(section) for section in made],
        "corrections": [writer.correction(one) for one in family_corrections(view, model)],
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


@dataclass(frozen=True, slots=True)
class _Writer:
    view: View
    digest: Digest
    stated: Mapping[Address, str] = field(default_factory=dict)

    def text(self, text: Any) -> str:
        """A record's text as plain words, what it refers to in words too."""
        return self.digest.plain(str(text) if not isinstance(text, str) else text) if text else ""

    def page(self, path: str) -> str:
        """A page's address, or its path on the site where that has none."""
        place, site = in_language(path, self.view.language), self.view.settings.site_url
        return f"{site.rstrip('/')}/{place}" if site else place

    def release(self, section: Section) -> Mapping[str, Any]:
        release, comparison = section.release, section.comparison
        return {
            "release": str(release.address),
            "title": self.text(release.title),
            "release_version": str(release.get("version", "")),
            "date": section.date or None,
            "unreleased": section.status or None,
            "withdrawn": section.ended or None,
            "summary": self.text(release.get("summary", "")),
            "page": self.page(record_path(release.address)),
            "compared_with": str(comparison.old.address) if comparison else None,
            "parts": [replace(self, stated=left_out(release)).part(part) for part in section.parts],
        }

    def part(self, part: Part) -> Mapping[str, Any]:
        gettext = self.view.messages.gettext
        return {
            "heading": part.heading.code,
            "title": gettext(part.heading.value),
            "note": gettext(EARLIER_ONLY) if part.earlier_only else "",
            "entries": list(self.entries(part)),
        }

    def entries(self, part: Part) -> Iterator[Mapping[str, Any]]:
        """Everything under a heading."""
        yield from map(self.event, part.events)
        for record in part.undated:
            yield self.event(Event("", "study", "", record))
        yield from ({"type": "variant", "title": self.text(name)} for name in part.first)
        yield from map(self.change, part.changes)
        for record in part.said:
            words = record.get("text") or record.get("summary", "")
            answer = str(record.data["answer"])
            yield {"type": "statement", "record": str(record.address), "answer": answer, "text": self.text(words)}
        yield from map(self.correction, part.corrections)

    def event(self, event: Event) -> Mapping[str, Any]:
        words = event.text or event.record.get("summary", "")
        return {
            "type": "event",
            "what": event.kind,
            "date": event.date or None,
            "record": str(event.record.address),
            "title": self.text(event.record.title),
            "text": self.text(words),
        }

    def correction(self, one: Correction) -> Mapping[str, Any]:
        return {
            "type": "correction",
            "date": one.date,
            "record": str(one.record.address),
            "target": str(one.target),
            "was": _plain(one.was),
            "is": _plain(one.is_),
            "reason": self.text(one.reason),
        }

    def change(self, change: Change) -> Mapping[str, Any]:
        weakens = change.weight is Weight.WEAKENING
        common: dict[str, Any] = {
            "weight": change.weight.value,
            "address": str(change.address),
            "before": str(change.old_address) if change.old_address else None,
            "pair": change.pair,
            "message": change.message,
            "because": [str(address) for address in self.reasons(change)] if weakens else [],
        }
        if change.address in self.stated:
            common["stated"] = self.text(self.stated[change.address])
        if change.measured is not None:
            return {"type": "figure", **common, **_figure(change.measured)}
        values = {"old": _plain(change.old), "new": _plain(change.new)}
        return {"type": "change", "change": change.kind.value, **common, **values}

    def reasons(self, change: Change) -> Iterator[Address]:
        """The decisions that give the written reason for a weakening."""
        places = {str(address) for address in (change.old_address, change.new_address) if address}
        for decision in self.view.of("decision"):
            if any(entry["what"] in places for entry in decision.get("weakens", ())):
                yield decision.address


def _figure(measured: Measured) -> Mapping[str, Any]:
    return {
        "benchmark": str(measured.benchmark),
        "metric": measured.metric,
        "protocol": measured.protocol,
        "slice": measured.slice,
        "unit": measured.unit,
        "decimals": measured.decimals,
        "better": measured.direction if measured.direction in {"higher", "lower"} else None,
        "old": _plain(measured.old),
        "new": _plain(measured.new),
        "difference": _plain(measured.delta),
        "worse": measured.worse,
    }


def _plain(value: Any) -> Any:
    """A value as JSON has it; numbers that JSON cannot hold exactly are close to those printed."""
    if isinstance(value, Mapping):
        return {str(name): _plain(below) for name, below in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if value is None or isinstance(value, bool | int | float) else str(value)
