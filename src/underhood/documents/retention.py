"""The page of content kept by decision: what, how much, why, with which benefits, harms and conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.meaning.localise import Text
from underhood.passages.around import Around, Figure, figures, read_around, within
from underhood.passages.coverage import Answering, answering
from underhood.passages.fields import read_value
from underhood.passages.shown import Citation, Entry, Form, Value
from underhood.passages.since import Story, story
from underhood.passages.status import status
from underhood.records.record import Record, is_absence
from underhood.values.ids import Address, parse_address
from underhood.values.page import Badge
from underhood.values.quantity import is_quantity


@dataclass(frozen=True, slots=True)
class Retention:
    """What the page of a retention shows; the reasons are those of its decision."""

    title: str
    summary: Text | str
    status: tuple[Badge, ...]
    record: Record
    amounts: tuple[Figure, ...]
    figures: tuple[Figure, ...]
    decision: Record | None
    reasons: tuple[Entry, ...]
    no_reasons: Value | None
    reasons_evidence: tuple[Citation, ...]
    benefits: tuple[Entry, ...]
    harms: tuple[Entry, ...]
    conditions: tuple[Entry, ...]
    measures: tuple[Record, ...]
    applies_to: tuple[Address, ...]
    around: Around
    answers: tuple[Answering, ...]
    story: Story | None


@document("retention", "Content kept by decision")
def retention(view: View, record: Record) -> Retention:
    """The page of a retention."""
    title = view.messages.gettext("Kept by decision: %s") % within(record)
    address = parse_address(str(record.data["decision"]), kind="decision")
    decision = view.at(address) if address else None
    reasons = decision.data["reasons"] if decision else ()
    return Retention(
        title=title,
        summary=record.get("summary", ""),
        status=status(view, record),
        record=record,
        amounts=tuple(_amount(record, entry) for entry in record.get("amounts", ())),
        figures=figures(record),
        decision=decision,
        reasons=() if is_absence(reasons) else _points(reasons),
        no_reasons=read_value(view, decision, ("reasons",), value=reasons)
        if decision and is_absence(reasons)
        else None,
        reasons_evidence=tuple(decision.get("evidence", ())) if decision else (),
        benefits=_points(record.get("benefits", ()), "benefits/"),
        harms=_points(record.get("harms", ()), "harms/"),
        conditions=_points(record.get("conditions", ()), "conditions/"),
        measures=tuple(source for source in _around(view, record, decision) if source.kind == "mitigation"),
        applies_to=tuple(address for written in record.get("applies_to", ()) if (address := parse_address(written))),
        around=read_around(view, record, title=title),
        answers=answering(view, record),
        story=story(view, record),
    )


def _around(view: View, record: Record, decision: Record | None) -> list[Record]:
    """The records that refer to the retention or to its decision."""
    return view.cited_by(record.address) + (view.cited_by(decision.address) if decision else [])


def _points(entries: tuple[Mapping[str, Any], ...], prefix: str = "") -> tuple[Entry, ...]:
    """Texts as points; an empty prefix leaves them without a place of their own in the page."""
    return tuple(
        Entry(
            anchor=f"{prefix}{entry['id']}" if prefix else "",
            cells=(Value(Form.TEXT, entry["text"]),),
            evidence=tuple(entry.get("evidence", ())),
        )
        for entry in entries
    )


def _amount(record: Record, entry: Mapping[str, Any]) -> Figure:
    value = entry["value"]
    return Figure(
        anchor=f"amounts/{entry['id']}",
        title=entry["title"],
        value=Value(Form.QUANTITY if is_quantity(value) else Form.ABSENCE, value, value.get("note")),
        at=str(entry.get("at", "")),
        note=entry.get("note"),
        evidence=tuple(entry.get("evidence") or record.get("evidence", ())),
    )
