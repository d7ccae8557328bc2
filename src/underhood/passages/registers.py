"""Registers: all records of a kind in one table, with the columns that its readers need; long ones in parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import combining, normalize

from underhood.meaning.audience import View
from underhood.meaning.claims import examine
from underhood.meaning.release import released_on
from underhood.passages.fields import read_value
from underhood.passages.shown import Form, Value
from underhood.passages.status import result_words, severity, status
from underhood.records.record import Record, is_absence
from underhood.values.ids import parse_address

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "approval": ("release", "role", "person", "decision", "date"),
    "assessment": ("type", "independence", "date", "about", "summary"),
    "benchmark": ("aim", "summary"),
    "capability": ("type", "summary", "applies_to"),
    "claim": ("@result", "attributed_to", "about", "summary"),
    "data-source": ("category", "roles", "licence", "summary"),
    "data-labour": ("phase", "summary"),
    "decision": ("chosen", "date", "who", "about"),
    "distribution": ("access", "mode", "@status", "summary"),
    "erratum": ("target", "type", "date", "reason"),
    "evaluation": ("evaluator", "relationship", "date", "summary"),
    "evidence": ("type", "publisher", "date", "standing", "read"),
    "exclusion": ("category", "what", "@status", "applies_to"),
    "incident": ("date", "type", "releases", "status", "summary"),
    "mitigation": ("layer", "stage", "status", "summary"),
    "policy": ("type", "effective", "summary"),
    "release": ("@status", "@released", "model", "predecessor"),
    "retention": ("summary", "decision", "applies_to"),
    "risk": ("@status", "@releases", "@mitigations", "summary"),
    "training": ("stage", "summary"),
    "waiver": ("rule", "subjects", "owner", "expires"),
}
"""The columns of the register of a kind after the title: fields by name, and with an at sign what is computed."""

FACETS = frozenset(
    {
        "@status",
        "@result",
        "@releases",
        "type",
        "category",
        "about",
        "applies_to",
        "releases",
        "layer",
        "stage",
        "status",
        "standing",
        "read",
    }
    | {"aim", "access", "mode", "relationship", "independence", "model", "roles", "decision", "rule", "role"}
)
"""Columns in which readers may choose a word."""

COMPUTED = {
    "@status": "State",
    "@result": "Result",
    "@releases": "Releases",
    "@mitigations": "Measures",
    "@released": "Released on",
}
PART = 500
"""So many records stand on one page of a register; a page of 3,000 rows would weigh a megabyte."""
_SEVERITIES = ("critical", "high", "moderate", "low", "")
_NEWEST_FIRST = {"incident": "date", "evidence": "date", "release": "", "erratum": "date", "approval": "date"}


@dataclass(frozen=True, slots=True)
class Line:
    """A record of a register, with a value for each column (None: not recorded)."""

    record: Record
    cells: tuple[Value | None, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """A column in which readers may choose a word: its name in addresses, its place (from 0) and its title."""

    name: str
    place: int
    label: str


@dataclass(frozen=True, slots=True)
class Register:
    """A register: the kind, its title, its columns, and lines: those of one part, or all.

    `names` are those of the columns in addresses. `total`: how many records there are; `parts`: how many pages they
    take.
    """

    kind: str
    title: str
    description: str
    columns: tuple[str, ...]
    names: tuple[str, ...]
    facets: tuple[Facet, ...]
    lines: tuple[Line, ...]
    total: int
    parts: int


def registers(view: View) -> tuple[tuple[str, str, str, int], ...]:
    """The registers there are: kind, title, what it holds, how many records."""
    _ = view.messages.gettext
    kinds = [kind for kind in view.catalog.kinds.values() if kind.register]
    return tuple((kind.name, _(kind.plural), _(kind.description), len(view.of(kind.name))) for kind in kinds)


def register_of(view: View, kind: str, part: int = 0) -> Register:
    """The register of a kind: one part of it, or with 0 the whole."""
    _ = view.messages.gettext
    described = view.catalog.kinds[kind]
    records = _sorted(view, kind)
    names = columns_of(view, kind, records)
    titles = [_title(view, kind, name) for name in names]
    shown = records[(part - 1) * PART : part * PART] if part else records
    return Register(
        kind=kind,
        title=_(described.plural),
        description=_(described.description),
        columns=(_("Title"), *titles),
        names=("title", *map(_named, names)),
        facets=tuple(
            Facet(_named(name), place, title)
            for place, (name, title) in enumerate(zip(names, titles, strict=True), 1)
            if name in FACETS
        ),
        lines=tuple(Line(record, tuple(_cell(view, record, name) for name in names)) for record in shown),
        total=len(records),
        parts=max(1, -(-len(records) // PART)),
    )


def columns_of(view: View, kind: str, records: Sequence[Record]) -> list[str]:
    """The columns of a register that have something to show; all where none has."""
    asked = COLUMNS.get(kind, ("summary",))
    return [name for name in asked if any(_cell(view, record, name) for record in records)] or list(asked)


def parts_of(view: View, kind: str) -> int:
    """How many pages the register of a kind takes."""
    return max(1, -(-len(view.of(kind)) // PART))


def _named(column: str) -> str:
    """A column as addresses have it."""
    return column.lstrip("@").replace("_", "-")


def _title(view: View, kind: str, name: str) -> str:
    fields = view.catalog.kinds[kind].root.properties
    return view.messages.gettext(COMPUTED[name] if name in COMPUTED else fields[name].title)


@dataclass(frozen=True, slots=True)
class Group:
    """The records of a register that have one value; None: those for which none is recorded."""

    value: Value | None
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """A register by one of its columns; each record stands under each of its values."""

    name: str
    label: str
    groups: tuple[Group, ...]


def groupings(view: View, kind: str) -> Iterator[Grouping]:
    """The columns by which the records of a kind fall into several groups."""
    records = _sorted(view, kind)
    for name in columns_of(view, kind, records):
        if name in FACETS and len(records) > 1:
            groups = _groups(view, records, name)
            if 1 < len(groups) < len(records):
                yield Grouping(_named(name), _title(view, kind, name), groups)


def grouping_of(view: View, kind: str, name: str) -> Grouping | None:
    """A register by the column of a name; None where it does not fall into groups by it."""
    return next((found for found in groupings(view, kind) if found.name == name), None)


def _groups(view: View, records: Sequence[Record], name: str) -> tuple[Group, ...]:
    """The groups in the order in which the register first has them, those without a value last."""
    found: dict[str, tuple[Value | None, list[Record]]] = {}
    for record in records:
        cell = _cell(view, record, name)
        values = cell.data if cell is not None and cell.form is Form.LIST else (cell,)
        for value in values or (None,):
            key = f"{value.form}:{value.data}" if value is not None else ""
            found.setdefault(key, (value, []))[1].append(record)
    last = found.pop("", None)
    ordered = [*found.values(), *([last] if last else [])]
    return tuple(Group(value, tuple({one.address: one for one in members}.values())) for value, members in ordered)


def _sorted(view: View, kind: str) -> list[Record]:
    """Records by title; events, sources and releases newest first; the gravest risks first, those not rated last.

    Statements stand as the article has them.
    """
    records = sorted(view.of(kind), key=lambda record: (_bare(str(record.title)), record.id))
    if kind == "claim":
        return sorted(records, key=lambda record: (record.get("article_order", 1 << 20), record.id))
    if kind == "risk":
        return sorted(records, key=lambda record: _SEVERITIES.index(severity(record)))
    if kind == "release":
        return sorted(records, key=released_on, reverse=True)
    if kind in _NEWEST_FIRST:
        return sorted(records, key=lambda record: str(record.get(_NEWEST_FIRST[kind], "")), reverse=True)
    return records


def _bare(title: str) -> str:
    """A title as it is put in order: É stands with E."""
    return "".join(sign for sign in normalize("NFKD", title.casefold()) if not combining(sign))


def _cell(view: View, record: Record, name: str) -> Value | None:
    if name.startswith("@"):
        return _computed(view, record, name)
    value = record.get(name)
    if value is None or value == []:
        return None
    if is_absence(value):  # the record's own page says where it was looked for
        return Value(Form.ABSENCE, {"absent": value["absent"]})
    return read_value(view, record, (name,), value=value)


def _computed(view: View, record: Record, name: str) -> Value | None:
    if name == "@result":
        return Value(Form.WORDS, result_words(view, examine(view.catalog, record).result).text)
    if name == "@status":
        badges = status(view, record)
        return Value(Form.WORDS, badges[0].text) if badges else None
    if name == "@released":
        date = released_on(record)
        return Value(Form.DATE, date) if date else None
    fields = {"@releases": ("for", "release"), "@mitigations": ("mitigations", "mitigation")}
    field, kind = fields[name]
    written = [entry for rating in record.get("ratings", ()) for entry in rating.get(field, ())]
    addresses = dict.fromkeys(address.record for one in written if (address := parse_address(one, kind=kind)))
    return Value(Form.LIST, tuple(Value(Form.LINK, address) for address in addresses)) if addresses else None
