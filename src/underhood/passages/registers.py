"""Registers: all records of a kind in one table, with the columns that its readers need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from underhood.meaning.audience import View
from underhood.meaning.claims import examine
from underhood.meaning.release import released_on
from underhood.passages.fields import read_value
from underhood.passages.shown import Form, Value
from underhood.passages.status import result_words, status
from underhood.records.record import Record, is_absence
from underhood.values.ids import parse_address

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "approval": ("release", "role", "person", "decision", "date"),
    "assessment": ("type", "independence", "date", "about"),
    "benchmark": ("aim", "summary"),
    "capability": ("type", "summary", "applies_to"),
    "claim": ("@result", "attributed_to", "about", "summary"),
    "data-source": ("category", "roles", "licence", "summary"),
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
_NEWEST_FIRST = {"incident": "date", "evidence": "date", "release": "", "erratum": "date", "approval": "date"}


@dataclass(frozen=True, slots=True)
class Line:
    """A record of a register, with a value for each column (None: not recorded)."""

    record: Record
    cells: tuple[Value | None, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """A register: the kind, its title, its columns; `facets` are the places (from 0) of columns to choose from."""

    kind: str
    title: str
    description: str
    columns: tuple[str, ...]
    facets: tuple[int, ...]
    lines: tuple[Line, ...]


def registers(view: View) -> tuple[tuple[str, str, str, int], ...]:
    """The registers there are: kind, title, what it holds, how many records."""
    _ = view.messages.gettext
    kinds = [kind for kind in view.catalog.kinds.values() if kind.register]
    return tuple((kind.name, _(kind.plural), _(kind.description), len(view.of(kind.name))) for kind in kinds)


def register_of(view: View, kind: str) -> Register:
    """The register of a kind."""
    _ = view.messages.gettext
    described = view.catalog.kinds[kind]
    records = _sorted(view, kind)
    fields = described.root.properties
    asked = COLUMNS.get(kind, ("summary",))
    names = [name for name in asked if any(_cell(view, record, name) for record in records)] or list(asked)
    titles = [_(COMPUTED[name]) if name in COMPUTED else _(fields[name].title) for name in names]
    return Register(
        kind=kind,
        title=_(described.plural),
        description=_(described.description),
        columns=(_("Title"), *titles),
        facets=tuple(index for index, name in enumerate(names, 1) if name in FACETS),
        lines=tuple(Line(record, tuple(_cell(view, record, name) for name in names)) for record in records),
    )


def _sorted(view: View, kind: str) -> list[Record]:
    """Records by title; events, sources and releases newest first; statements as the article has them."""
    records = sorted(view.of(kind), key=lambda record: (str(record.title).casefold(), record.id))
    if kind == "claim":
        return sorted(records, key=lambda record: (record.get("article_order", 1 << 20), record.id))
    if kind == "release":
        return sorted(records, key=released_on, reverse=True)
    if kind in _NEWEST_FIRST:
        return sorted(records, key=lambda record: str(record.get(_NEWEST_FIRST[kind], "")), reverse=True)
    return records


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
