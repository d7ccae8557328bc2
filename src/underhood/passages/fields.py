"""A record's fields as readers see them: labelled by its kind's schema, in its order, each with the way it is shown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from underhood.doors import languages
from underhood.meaning.audience import View
from underhood.meaning.dates import is_date
from underhood.meaning.localise import Text
from underhood.meaning.restricting import NOT_PUBLIC
from underhood.passages.coded import word
from underhood.passages.gaps import OPEN, gaps
from underhood.passages.shown import Citation, Column, Entry, Fields, Form, Line, Section, Value
from underhood.records.kinds import Field
from underhood.records.record import Record, is_absence
from underhood.values.finding import DataPath
from underhood.values.ids import Address, parse_address
from underhood.values.quantity import is_quantity

FRAME = frozenset(
    {
        "title",
        "summary",
        "evidence",
        "note",
        "response",
        "visibility",
        "visibility_of",
        "tags",
        "formerly",
        "figures",
        "tables",
    }
)
"""Fields that a page shows in places of their own, whatever the kind."""


_WEB = re.compile(r"https?://\S+")
_NOT_DATES = frozenset({"version", "sha256", "item"})
_SHORT = 90
"""A text up to so many characters may stand in a line of the overview."""


def read_fields(view: View, record: Record, *, only: Sequence[str] = (), leave: Collection[str] = FRAME) -> Fields:
    """The fields of a record in its schema's order; `only` names those wanted, `leave` those shown elsewhere."""
    reader = _Reader(view, record)
    lines: list[Line] = []
    sections: list[Section] = []
    absent: list[tuple[str, Mapping[str, Any]]] = []
    for name, field in reader.fields(only, leave):
        value = record.data[name]
        if is_absence(value) and value["absent"] in OPEN:
            absent.append((reader.label(name, field), value))
        elif section := reader.section(value, field, (name,)):
            sections.append(section)
        elif value not in ([], {}):
            lines.append(reader.line(value, field, (name,)))
    absent += [] if only else reader.hidden()
    return Fields(tuple(lines), tuple(sections), gaps(absent))


def read_value(view: View, record: Record, path: tuple[str | int, ...], *, value: Any) -> Value:
    """One value of a record, as its schema describes it."""
    return _Reader(view, record).value(value, view.catalog.kinds[record.kind].field(path), path)


@dataclass(frozen=True, slots=True)
class _Reader:
    view: View
    record: Record

    def fields(self, only: Sequence[str], leave: Collection[str]) -> Iterator[tuple[str, Field | None]]:
        known = self.view.catalog.kinds[self.record.kind].root.properties
        data = self.record.data
        names = only or [*(n for n in _own_first(known) if n in data), *(n for n in data if n not in known)]
        for name in names:
            if name in data and (only or name not in leave):
                yield name, known.get(name)

    def hidden(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The fields of which these readers are told no more than that they are recorded."""
        known = self.view.catalog.kinds[self.record.kind].root.properties
        whole: dict[str, bool] = {}
        for path in self.view.hidden.get(self.record.address, ()):
            name = str(path[0])
            if not is_absence(self.record.get(name)):
                whole[name] = whole.get(name, False) or len(path) == 1
        for name, all_of_it in whole.items():
            label = self.label(name, known.get(name))
            words = label if all_of_it else self.view.messages.gettext("%s (in part)") % label
            yield words, {"absent": NOT_PUBLIC}

    def label(self, name: str, field: Field | None) -> str:
        if name == "text" and field is self.view.catalog.kinds[self.record.kind].root.properties.get(name):
            return self.view.messages.gettext("Description")
        title = field.title if field and field.title else name.removeprefix("x_").replace("_", " ").capitalize()
        return self.view.messages.gettext(title)

    def line(self, value: Any, field: Field | None, at: DataPath) -> Line:
        name = _name(at)
        return Line(name, self.label(name, field), self.value(value, field, at), tuple(_evidence(value)))

    def section(self, value: Any, field: Field | None, at: DataPath) -> Section | None:
        name, label = _name(at), self.label(_name(at), field)
        if isinstance(value, Text) and (len(value) > _SHORT or "\n" in value):
            return Section(name, label, text=value, at=(self.record.address, at))
        if isinstance(value, Mapping) and not is_quantity(value) and not is_absence(value):
            return Section(
                name, label, lines=tuple(self._lines(value, field, at)), evidence=tuple(value.get("evidence", ()))
            )
        if isinstance(value, list) and value and all(isinstance(entry, Mapping) for entry in value):
            return self._entries(label, value, field, at=at)
        return None

    def value(self, value: Any, field: Field | None, at: DataPath) -> Value:
        """A value with its place."""
        return replace(self._shaped(value, field, at), at=(self.record.address, at))

    def _shaped(self, value: Any, field: Field | None, at: DataPath) -> Value:  # noqa: PLR0911  (one line a type)
        if is_quantity(value):
            return Value(Form.QUANTITY, value, value.get("note"))
        if is_absence(value):
            return Value(Form.ABSENCE, value)
        if isinstance(value, Mapping):
            return Value(Form.GROUP, tuple(self._lines(value, field, at)))
        if isinstance(value, list):
            below = field.items if field else None
            return Value(Form.LIST, tuple(self.value(entry, below, (*at, i)) for i, entry in enumerate(value)))
        if isinstance(value, Text):
            return Value(Form.TEXT, value)
        if isinstance(value, str):
            called = self._of_framework(value, _name(at))
            return Value(Form.TEXT, Text(called, "en")) if called else self._words(value, field, _name(at))
        return Value(Form.WORDS, value)

    def _of_framework(self, value: str, name: str) -> str:
        """What a framework, or an item of one, is called in it; empty where nothing is known by that id, or several."""
        frameworks = self.view.frameworks
        if name == "framework":
            return frameworks[value].short if value in frameworks else ""
        found = [one.by_id[value] for one in frameworks.values() if value in one.by_id] if name == "item" else []
        if len(found) != 1:
            return ""
        item = found[0]
        numbered = bool(item.number) and not item.number.endswith(item.title)
        return f"{item.number} {item.title}" if numbered else item.number or item.title

    def _words(self, value: str, field: Field | None, name: str) -> Value:
        address = self._target(value, field)
        if address is not None:
            return Value(Form.FIGURE if self._is_figure(address) else Form.LINK, address)
        if field is not None and field.words:
            return Value(Form.WORDS, word(self.view, value))
        if _WEB.fullmatch(value) and self.record.get("link", True):
            return Value(Form.WEB, value)
        if name in {"language", "languages"}:
            return Value(Form.WORDS, languages.name(value, self.view.language))
        if is_date(value) and name not in _NOT_DATES:
            return Value(Form.DATE, value)
        return Value(Form.WORDS, value)

    def _target(self, value: str, field: Field | None) -> Address | None:
        """The record that a reference names, shown or not; None for plain words."""
        if field is None:
            return None
        wanted = field.references or field.may_reference
        if not field.references and not value.startswith(tuple(f"{kind}/" for kind in wanted)):
            return None
        kind = wanted[0] if len(wanted) == 1 and wanted[0] != "*" else ""
        return parse_address(value, kind=kind, here=self.record.address)

    def _is_figure(self, address: Address) -> bool:
        """Whether a number stands at an address, so that readers want to see it."""
        place = self.view.resolve(address) if len(address.steps) > 1 else None
        return place is not None and (is_quantity(place.value) or type(place.value) in {int, float})

    def _lines(self, value: Mapping[str, Any], field: Field | None, at: DataPath) -> Iterator[Line]:
        for name in _ordered(value, field):
            below = field.below(name) if field else None
            yield self.line(value[name], below, (*at, name))

    def _entries(
        self, label: str, entries: Sequence[Mapping[str, Any]], field: Field | None, *, at: DataPath
    ) -> Section:
        name, below = _name(at), field.items if field else None
        names = [n for n in _ordered(below.properties if below else {}, below) if any(n in entry for entry in entries)]
        names += [n for entry in entries for n in _ordered(entry, None) if n not in names]
        prefix = "" if name == self.view.catalog.kinds[self.record.kind].parts else f"{name}/"
        columns = tuple(self._column(n, below, entries) for n in dict.fromkeys(names))
        rows = []
        for index, entry in enumerate(entries):
            cells = tuple(
                self.value(_short(entry[n]), below.below(n) if below else None, (*at, index, n)) if n in entry else None
                for n in dict.fromkeys(names)
            )
            rows.append(Entry(f"{prefix}{entry['id']}" if "id" in entry else "", cells, tuple(_evidence(entry))))
        return Section(name, label, columns=columns, entries=tuple(rows), searched=tuple(_searched(entries)))

    def _column(self, name: str, below: Field | None, entries: Sequence[Mapping[str, Any]]) -> Column:
        values = [entry[name] for entry in entries if name in entry]
        numeric = all(
            is_quantity(value) or (isinstance(value, int | float) and not isinstance(value, bool)) for value in values
        )
        return Column(self.label(name, below.below(name) if below else None), numeric)


def _name(at: DataPath) -> str:
    """The name of the field that a value stands in."""
    return next((step for step in reversed(at) if isinstance(step, str)), "")


def _own_first(known: Mapping[str, Field]) -> list[str]:
    """The fields of a schema in order, those of the kind itself before those that every record has."""
    common = {*FRAME, "steward", "owner", "review_by", "reviewed", "succeeds"}
    return [n for n in known if n not in common] + [n for n in known if n in common]


def _ordered(data: Mapping[str, Any], field: Field | None) -> list[str]:
    known = list(field.properties) if field else []
    names = sorted(data, key=lambda name: known.index(name) if name in known else len(known))
    return [name for name in names if name not in {"id", "evidence"}]


def _evidence(value: Any) -> list[Citation]:
    """The citations of a value and of what lies below it, each once."""
    found: list[Citation] = []
    if isinstance(value, Mapping):
        found += value.get("evidence", ())
        for name, below in value.items():
            if name not in {"evidence", "searched", "disputed"}:
                found += _evidence(below)
    elif isinstance(value, list):
        for below in value:
            found += _evidence(below)
    return [citation for index, citation in enumerate(found) if citation not in found[:index]]


def _short(value: Any) -> Any:
    """An absence without what was searched: in a table that stands below, once."""
    return {name: found for name, found in value.items() if name != "searched"} if is_absence(value) else value


def _searched(entries: Sequence[Mapping[str, Any]]) -> list[Citation]:
    """Everything that was searched for what the entries lack, each once."""
    absent = [value for entry in entries for value in entry.values() if is_absence(value)]
    found = [citation for value in absent for citation in value.get("searched", ())]
    return [citation for index, citation in enumerate(found) if citation not in found[:index]]
