"""What a kind's schema says about its fields: references, texts, weights, titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cached_property
from typing import Any

from underhood.doors.schemas import Schema, Schemas, unusable
from underhood.values.finding import DataPath


@dataclass(frozen=True)
class Field:
    """One field as its schema describes it, with the fields below it; what branches of a schema say is merged."""

    schemas: Schemas
    nodes: tuple[tuple[Schema, str], ...]

    def _first(self, keyword: str, default: Any = None) -> Any:
        return next((node[keyword] for node, _ in self.nodes if keyword in node), default)

    @cached_property
    def title(self) -> str:
        """The field's name as readers see it, in English."""
        return str(self._first("title", ""))

    @cached_property
    def description(self) -> str:
        """What belongs into the field."""
        return str(self._first("description", ""))

    @cached_property
    def references(self) -> tuple[str, ...]:
        """The kinds that a value of this field names; `*` for any."""
        return tuple(self._first("x-references", ()))

    @cached_property
    def may_reference(self) -> tuple[str, ...]:
        """The kinds that a value of this field may name instead of being plain words (`organisation/x`, or a name)."""
        return tuple(self._first("x-may-reference", ()))

    @cached_property
    def translatable(self) -> bool:
        """Whether the field holds text for readers."""
        return bool(self._first("x-translatable", False))

    @cached_property
    def lists(self) -> bool:
        """Whether the field names a list file under `governance/_lists/`."""
        return bool(self._first("x-list", False))

    @cached_property
    def closure(self) -> bool | None:
        """Whether a closure follows (True), leaves out (False) or simply holds (None) this field."""
        value = self._first("x-closure")
        return None if value is None else bool(value)

    @cached_property
    def weight(self) -> str | Mapping[str, str]:
        """What a change of this field means: a word, or a word for each of added, removed, changed."""
        found: str | Mapping[str, str] = self._first("x-weight", "")
        return found

    @cached_property
    def words(self) -> tuple[Any, ...]:
        """The words that the field allows, in their order."""
        return tuple(self._first("enum", ()))

    @cached_property
    def ordered(self) -> bool:
        """Whether the order of the words is one of degree."""
        return bool(self._first("x-ordered", False))

    @cached_property
    def properties(self) -> Mapping[str, Field]:
        """The fields below this one."""
        merged: dict[str, list[tuple[Schema, str]]] = {}
        for node, base in self.nodes:
            for name, below in node.get("properties", {}).items():
                merged.setdefault(name, []).extend(self.schemas.parts(below, base))
        return {name: Field(self.schemas, tuple(nodes)) for name, nodes in merged.items()}

    @cached_property
    def items(self) -> Field | None:
        """What each entry is, if the field is a list."""
        nodes = [
            part
            for node, base in self.nodes
            if isinstance(node.get("items"), dict)
            for part in self.schemas.parts(node["items"], base)
        ]
        return Field(self.schemas, tuple(nodes)) if nodes else None

    @cached_property
    def values(self) -> Field | None:
        """What each value is, if the field is an open group of fields."""
        nodes = [
            part
            for node, base in self.nodes
            if isinstance(node.get("additionalProperties"), dict)
            for part in self.schemas.parts(node["additionalProperties"], base)
        ]
        return Field(self.schemas, tuple(nodes)) if nodes else None

    @cached_property
    def refers(self) -> bool:
        """Whether a text of this field may name records."""
        return bool(self.references or self.may_reference or self.translatable)

    @cached_property
    def leads(self) -> bool:
        """Whether this field, or any below it, may name records."""
        return _leads(self, set())

    def below(self, step: str | int) -> Field | None:
        """The field that a step of a data path leads to."""
        return self.items if isinstance(step, int) else self.properties.get(step) or self.values


Step = tuple[DataPath, Any, Field | None]
"""A value of a record: its place, itself, and what its schema says of it."""

NO_FIELDS: Mapping[str, Field] = {}


@dataclass(frozen=True)
class Kind:
    """A kind of record: a folder under `governance/`, and a schema."""

    name: str
    root: Field
    schema: Schema
    _last: list[tuple[Any, list[Step], list[Step] | None]] = dataclass_field(
        default_factory=list, repr=False, compare=False
    )

    @property
    def title(self) -> str:
        """What one such record is called."""
        return str(self.schema.get("title", self.name))

    @property
    def plural(self) -> str:
        """What a register of them is called."""
        return str(self.schema.get("x-plural", f"{self.title}s"))

    @property
    def description(self) -> str:
        """What the kind is for."""
        return str(self.schema.get("description", ""))

    @property
    def parts(self) -> str:
        """The list whose entries an address may name without naming the list; may be empty."""
        return str(self.schema.get("x-parts", ""))

    @property
    def register(self) -> bool:
        """Whether readers get a register of these records."""
        return bool(self.schema.get("x-register", False))

    def field(self, path: DataPath) -> Field | None:
        """The field at a data path."""
        found: Field | None = self.root
        for step in path:
            found = found.below(step) if found else None
        return found

    def walk(self, data: Any) -> Sequence[Step]:
        """Every value of a record with its place and its field, parents before children.

        The last walk is kept: one rule after another looks at the same record.
        """
        if not self._last or self._last[0][0] is not data:
            found: list[Step] = [((), data, self.root)]
            _walk(data, (), self.root, found)
            self._last[:] = [(data, found, None)]
        return self._last[0][1]

    def groups(self, data: Any) -> Sequence[Step]:
        """Every group of fields and every list of a record, with its place and its field, parents before children."""
        walked = self.walk(data)
        if self._last[0][2] is None:
            self._last[0] = (data, walked, [step for step in walked if isinstance(step[1], (dict, list))])
        return self._last[0][2] or ()

    def texts_that_refer(self, data: Any) -> Sequence[tuple[DataPath, str, Field]]:
        """The texts of a record that name records, or may."""
        found: list[tuple[DataPath, str, Field]] = []
        if isinstance(data, (dict, list)):
            _referring(data, (), self.root, found)
        return found


def _leads(field: Field, seen: set[frozenset[int]]) -> bool:
    """Look at a field and all below it, at each part of the schema once: a schema may go round in circles."""
    nodes = frozenset(id(node) for node, _ in field.nodes)
    if nodes in seen:
        return False
    seen.add(nodes)
    below = (*field.properties.values(), field.items, field.values)
    return field.refers or any(_leads(one, seen) for one in below if one is not None)


def _referring(data: Any, path: DataPath, field: Field, found: list[tuple[DataPath, str, Field]]) -> None:
    entries: Iterable[tuple[str | int, Any]]
    if isinstance(data, dict):
        entries, known, rest = data.items(), field.properties, field.values
    else:
        entries, known, rest = enumerate(data), NO_FIELDS, field.items
    for step, value in entries:
        below = known.get(step, rest)  # type: ignore[call-overload]
        if below is None:
            continue
        if isinstance(value, str):
            if below.refers:
                found.append(((*path, step), value, below))
        elif isinstance(value, (dict, list)) and below.leads:
            _referring(value, (*path, step), below, found)


def _walk(data: Any, path: DataPath, field: Field | None, found: list[Step]) -> None:
    if isinstance(data, dict):
        known, rest = (field.properties, field.values) if field else (NO_FIELDS, None)
        for name, value in data.items():
            here, below = (*path, name), known.get(name, rest)
            found.append((here, value, below))
            if isinstance(value, (dict, list)):
                _walk(value, here, below, found)
    elif isinstance(data, list):
        below = field.items if field else None
        for index, value in enumerate(data):
            place = (*path, index)
            found.append((place, value, below))
            if isinstance(value, (dict, list)):
                _walk(value, place, below, found)


def read_kinds(schemas: Schemas) -> Mapping[str, Kind]:
    """The kinds that the schemas describe, by name."""
    return {name: _kind(schemas, name) for name in schemas.kinds}


def _kind(schemas: Schemas, name: str) -> Kind:
    schema = schemas.documents[name]
    try:
        return Kind(name, Field(schemas, tuple(schemas.parts(schema, name))), schema)
    except (LookupError, TypeError, AttributeError, RecursionError) as error:  # a schema of the repository's own
        raise unusable(name, error) from error
