"""What records say in a field of an official form: their values as a table by record, and why something is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from underhood.meaning.answering import VALUE, Found
from underhood.meaning.audience import View
from underhood.meaning.concerned import STATEMENT
from underhood.meaning.localise import Text
from underhood.meaning.release import WITHHELD
from underhood.passages.coded import word
from underhood.passages.fields import read_value
from underhood.passages.shown import Citation, Form, Line, Value
from underhood.records.kinds import Kind
from underhood.records.record import Record, is_absence, value_at
from underhood.values.finding import DataPath
from underhood.values.ids import Address, parse_address

NAME = ("title",)
"""The field that the link to a record shows already."""


@dataclass(frozen=True, slots=True)
class Said:
    """A value, and the entry of a list that it stands in; empty where it stands in none.

    `named`: the value is no more than what the entry is called.
    """

    entry: str
    value: Value
    named: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """What one record says: for each column the values, none where it says nothing there."""

    record: Record
    cells: tuple[tuple[Said, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """What the records of one kind say: the fields, and a row for each record."""

    kind: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def names(self) -> bool:
        """Whether it does no more than name the records."""
        return not self.columns

    @property
    def single(self) -> bool:
        """Whether it is one value of one record."""
        return len(self.rows) == 1 and len(self.columns) == 1 and len(self.rows[0].cells[0]) == 1

    @property
    def records(self) -> tuple[Record, ...]:
        """The records of all rows."""
        return tuple(row.record for row in self.rows)

    @property
    def alike(self) -> tuple[tuple[tuple[Said, ...], tuple[Record, ...]], ...]:
        """Where one field is told, and several records say the same: what they say, and the records."""
        found: dict[str, tuple[tuple[Said, ...], list[Record]]] = {}
        for row in self.rows if len(self.columns) == 1 else ():
            said = repr([(one.entry, one.value.form, one.value.data) for one in row.cells[0]])
            found.setdefault(said, (row.cells[0], []))[1].append(row.record)
        if len(found) == len(self.rows) or not all(row.cells[0] for row in self.rows if row.cells):
            return ()
        return tuple((cells, tuple(records)) for cells, records in found.values())


@dataclass(frozen=True, slots=True)
class Place:
    """A place that says why nothing is there: its address, and what it is called."""

    address: Address
    label: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Absences that have one state, reason, holder and search; `held_by`: an address, or words."""

    state: str
    places: tuple[Place, ...]
    reason: Text | str | None
    held_by: Address | str
    until: str
    searched: tuple[Citation, ...]


def blocks(view: View, found: Sequence[Found]) -> tuple[Block, ...]:
    """The values among what was found, by kind in the order in which kinds first come up."""
    by_kind: dict[str, list[Found]] = {}
    for one in found:
        if one.state == VALUE:
            by_kind.setdefault(one.record.kind, []).append(one)
    return tuple(_block(view, view.catalog.kinds[kind], group) for kind, group in by_kind.items())


def missing(view: View, found: Sequence[Found]) -> tuple[Missing, ...]:
    """The absences among what was found; those alike stand together."""
    alike: dict[str, list[Found]] = {}
    for one in found:
        if one.state != VALUE:
            told = (one.state, one.reason or _reason(one), one.held_by, _until(one), one.searched)
            alike.setdefault(repr(told), []).append(one)
    return tuple(_missing(view, group) for group in alike.values())


def field_names(view: View, record: Record, path: DataPath, *, whole: bool = False) -> str:
    """What a field is called: its title, below those of the groups that it stands in; `whole`: and of the lists."""
    kind = view.catalog.kinds[record.kind]
    names = []
    for end, step in enumerate(path, 1):
        inside = end < len(path) and isinstance(path[end], int)
        if isinstance(step, str) and not (inside and not whole and any(isinstance(one, str) for one in path[end:])):
            field = kind.field(path[:end])
            names.append(view.messages.gettext(field.title) if field and field.title else step.replace("_", " "))
    return ": ".join(names)


def entry_name(view: View, record: Record, path: DataPath) -> str:
    """What the innermost entry of a list is called that a place lies in; a variant that was not released says so."""
    end = next((end for end in range(len(path) - 1, 0, -1) if isinstance(path[end - 1], int)), 0)
    entry = value_at(record.data, path[:end]) if end else None
    if not isinstance(entry, Mapping):
        return ""
    kind = word(view, entry["modality"]) if entry.get("modality") else ""
    name = str(entry.get("title") or entry.get("name") or kind or entry.get("id", ""))
    if entry.get("status") == WITHHELD:
        return view.messages.gettext("%s (not released)") % name
    return name


def _block(view: View, kind: Kind, found: Sequence[Found]) -> Block:
    columns: dict[tuple[str, ...], tuple[str, str]] = {}
    rows: dict[Address, dict[tuple[str, ...], list[Said]]] = {}
    records: dict[Address, Record] = {}
    for one in found:
        records[one.record.address] = one.record
        row = rows.setdefault(one.record.address, {})
        for path, value in _values(one):
            steps = tuple(step for step in path if isinstance(step, str))
            if steps == NAME and kind.name != STATEMENT:
                continue
            names = (field_names(view, one.record, path), field_names(view, one.record, path, whole=True))
            columns.setdefault(steps, names)
            said = _said(view, one.record, path, value)
            if said not in row.setdefault(steps, []):
                row[steps].append(said)
    return Block(
        view.messages.gettext(kind.title),
        tuple(_told_apart(list(columns.values()))),
        tuple(
            Row(records[address], tuple(tuple(row.get(steps, ())) for steps in columns))
            for address, row in rows.items()
        ),
    )


def _told_apart(names: list[tuple[str, str]]) -> Iterator[str]:
    """The short names of fields, and the whole one where two are called alike."""
    short = [one for one, _ in names]
    yield from (one if short.count(one) == 1 else whole for one, whole in names)


def _said(view: View, record: Record, path: DataPath, value: Any) -> Said:
    entry = entry_name(view, record, path)
    own = path[-1] in {"title", "name", "modality"} and bool(entry)
    named = own and (path[-1] == "modality" or entry.startswith(str(value)))
    told = {"value": value, "unit": "percent"} if path[-1] == "share" and type(value) in {int, float} else value
    return Said(entry, _short(read_value(view, record, path, value=told)), named)


def _short(value: Value) -> Value:
    """A value without labels that say nothing: a group of one text is that text, one of name and value is named so."""
    if value.form is Form.LIST:
        return replace(value, data=tuple(_short(one) for one in value.data))
    lines: tuple[Line, ...] = value.data if value.form is Form.GROUP else ()
    if len(lines) == 1 and lines[0].name == "text":
        return lines[0].value
    if [line.name for line in lines] == ["name", "value"]:
        return replace(value, data=(replace(lines[1], label=str(lines[0].value.data)),))
    return value


def _values(one: Found) -> Iterator[tuple[DataPath, Any]]:
    """The places of a value: of a statement its text as well, of what several entries say those that say something."""
    if one.record.kind == STATEMENT:
        yield one.path, one.value
        for name in ("text", "reason"):
            if name in one.record.data:
                yield (name,), one.record.data[name]
    elif isinstance(one.value, list):
        told = [entry for entry in one.value if not is_absence(entry)]
        if told:
            yield one.path, told
    else:
        yield one.path, one.value


def _missing(view: View, group: Sequence[Found]) -> Missing:
    first = group[0]
    held = parse_address(first.held_by, kind="organisation") if first.held_by else None
    return Missing(
        state=first.state,
        places=tuple(Place(one.address, _label(view, one)) for one in group),
        reason=_reason(first),
        held_by=held or first.held_by,
        until=_until(first),
        searched=first.searched,
    )


def _label(view: View, one: Found) -> str:
    if one.record.kind == STATEMENT:
        return str(one.record.title)
    name = entry_name(view, one.record, one.path)
    field = field_names(view, one.record, one.path)
    return ", ".join(part for part in (str(one.record.title), name, field) if part)


def _reason(one: Found) -> Text | str | None:
    """The reason in the words of the record, which know their language."""
    data = one.value if is_absence(one.value) else one.record.data
    said = data.get("reason") or (data.get("text") if one.record.kind == STATEMENT else None)
    return said if isinstance(said, str) and said else None


def _until(one: Found) -> str:
    data = one.value if is_absence(one.value) else one.record.data
    return str(data.get("until", ""))
