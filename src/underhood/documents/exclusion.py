"""The page of something left out of training: what, in whose words, why, what is published about it, and checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.meaning.localise import Text
from underhood.passages.around import Around, Figure, figures, read_around, within
from underhood.passages.audited import Audited, audited
from underhood.passages.coverage import Answering, answering
from underhood.passages.fields import read_fields, read_value
from underhood.passages.gaps import OPEN, Gap, gaps
from underhood.passages.shown import Citation, Value
from underhood.passages.since import Story, story
from underhood.passages.status import status
from underhood.passages.wordings import Wording, wordings
from underhood.records.record import Record, is_absence
from underhood.values.ids import Address, parse_address
from underhood.values.page import Badge

ITEMS = (
    "criterion",
    "criteria_detail",
    "sites",
    "list",
    "count",
    "decided_by",
    "date",
    "protocol",
    "retroactive",
    "legal_basis",
    "remaining",
)
"""What readers ask about something that was left out, in the order of the page."""

ASKED = frozenset({"criterion", "criteria_detail", "sites", "list", "count", "decided_by", "date", "remaining"})
"""Those that the page answers even where nothing is recorded."""

LISTED = frozenset({"criteria_detail", "sites", "list", "count"})
"""What would tell readers exactly what was left out; where it is not published, a reason is asked."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is published, or not yet recorded (then without a value)."""

    label: str
    value: Value | None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What the page of an exclusion shows.

    `gaps` hold what is said not to be published, `searched` where it was looked for, `explain` the labels of those for
    which a reason is asked.
    """

    title: str
    summary: Text | str
    status: tuple[Badge, ...]
    record: Record
    category: str
    reason: Value
    wordings: tuple[Wording, ...]
    items: tuple[Item, ...]
    gaps: tuple[Gap, ...]
    searched: tuple[Citation, ...]
    explain: tuple[str, ...]
    checked: Value | None
    audits: tuple[Audited, ...]
    applies_to: tuple[Address, ...]
    figures: tuple[Figure, ...]
    around: Around
    answers: tuple[Answering, ...]
    story: Story | None


@document("exclusion", "Left out of training")
def exclusion(view: View, record: Record) -> Exclusion:
    """The page of an exclusion."""
    title = view.messages.gettext("Left out of training: %s") % within(record)
    absent = [(label, record.data[name]) for name, label in _labels(view, record) if _open(record.get(name))]
    found = gaps(absent)
    searched = [citation for gap in found for citation in gap.searched]
    checked = record.get("checked")
    return Exclusion(
        title=title,
        summary=record.get("summary", ""),
        status=status(view, record),
        record=record,
        category=str(read_fields(view, record, only=("category",)).lines[0].value.data),
        reason=read_value(view, record, ("reason",), value=record.data["reason"]),
        wordings=wordings(view, record),
        items=tuple(_items(view, record)),
        gaps=found,
        searched=tuple(citation for index, citation in enumerate(searched) if citation not in searched[:index]),
        explain=tuple(label for name, label in _labels(view, record) if name in LISTED),
        checked=read_value(view, record, ("checked",), value=checked) if checked else None,
        audits=audited(view, record),
        applies_to=tuple(address for written in record.get("applies_to", ()) if (address := parse_address(written))),
        figures=figures(record),
        around=read_around(view, record, title=title),
        answers=answering(view, record),
        story=story(view, record),
    )


def _labels(view: View, record: Record) -> Iterator[tuple[str, str]]:
    fields = view.catalog.kinds[record.kind].root.properties
    return ((name, view.messages.gettext(fields[name].title)) for name in ITEMS)


def _items(view: View, record: Record) -> Iterator[Item]:
    for name, label in _labels(view, record):
        value = record.get(name)
        if value is None and name in ASKED:
            yield Item(label, None)
        elif value is not None and not _open(value):
            yield Item(label, read_value(view, record, (name,), value=value))


def _open(value: object) -> bool:
    """Whether a value says that something is not published; `none` and `not-applicable` are answers."""
    return isinstance(value, Mapping) and is_absence(value) and value["absent"] in OPEN
