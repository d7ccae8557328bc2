"""What a kind's schema says about its fields: references, texts, weights, titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cached_property
from typing import Any

from underhood.doors.schemas import Schema, Schemas, unusable
from underhood.records.walking import Step, Text, Walk, referring, walked
from underhood.values.finding import DataPath

MOST_WALKS = 4


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

    @property
    def lives_on(self) -> bool:
        """Whether a closure leaves out this field."""
        return self.closure is False

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
    def types(self) -> frozenset[str]:
        """The types that a value may have, of all branches; none where the schema says nothing of it."""
        said = (node.get("type", ()) for node, _ in self.nodes)
        return frozenset(word for one in said for word in ((one,) if isinstance(one, str) else one))

    @cached_property
    def closed_words(self) -> tuple[str, ...]:
        """The words that a text of this field can only be; none where a branch takes other texts too."""
        free = any(node.get("type") == "string" and "enum" not in node for node, _ in self.nodes)
        return () if free else tuple(word for node, _ in self.nodes for word in node.get("enum", ()))

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
    def _places(self) -> Mapping[str, int]:
        return {name: place for place, name in enumerate(self.properties)}

    def rank(self, name: str) -> tuple[int, str]:
        """Where a field stands in the order of the schema; others come after them, by alphabet."""
        return self._places.get(name, len(self._places)), name

    def in_order(self, names: Iterable[str]) -> list[str]:
        """The names of fields in the order of the schema, others after them by alphabet."""
        return sorted(names, key=self.rank)

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
        return _anywhere(self, "refers")

    @cached_property
    def leading(self) -> tuple[Mapping[Any, Field | None], Field | None]:
        """The fields below by name, and that of all others; None for those under which no text names records."""
        known = {name: field if field.leads else None for name, field in self.properties.items()}
        return known, self.values if self.values is not None and self.values.leads else None

    @cached_property
    def may_list(self) -> bool:
        """Whether this field, or any below it, names a list file."""
        return _anywhere(self, "lists")

    @cached_property
    def living(self) -> bool:
        """Whether this field, or any below it, is left out of a closure: it may change after a release was signed."""
        return _anywhere(self, "lives_on")

    def below(self, step: str | int) -> Field | None:
        """The field that a step of a data path leads to."""
        return self.items if isinstance(step, int) else self.properties.get(step) or self.values


@dataclass(frozen=True)
class Kind:
    """A kind of record: a folder under `governance/`, and a schema."""

    name: str
    root: Field
    schema: Schema
    _last: list[Walk[Field]] = dataclass_field(default_factory=list, repr=False, compare=False)
    _ranks: dict[DataPath, tuple[tuple[int, str], ...]] = dataclass_field(
        default_factory=dict, repr=False, compare=False
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

    def place(self, path: DataPath) -> tuple[tuple[int, str], ...]:
        """Where a data path stands among all, by the order of the schema; what was worked out is kept."""
        found = self._ranks.get(path)
        if found is None:
            ranks: list[tuple[int, str]] = []
            field: Field | None = self.root
            for step in path:
                ranks.append((step, "") if isinstance(step, int) else field.rank(step) if field else (0, step))
                field = field.below(step) if field else None
            found = self._ranks[path] = tuple(ranks)
        return found

    def walked(self, data: Any) -> Walk[Field]:
        """A walk over a record. The last walks are kept: one rule after another looks at the same record."""
        for one in self._last:
            if one.data is data:
                return one
        found = walked(data, self.root)
        self._last[MOST_WALKS - 1 :] = []
        self._last.insert(0, found)
        return found

    def walk(self, data: Any) -> Sequence[Step[Field]]:
        """Every value of a record with its place and its field, parents before children."""
        return self.walked(data).steps

    def groups(self, data: Any) -> Sequence[Step[Field]]:
        """Every group of fields and every list of a record, with its place and its field, parents before children."""
        return self.walked(data).groups

    def texts_that_refer(self, data: Any) -> Sequence[Text[Field]]:
        """The texts of a record that name records, or may."""
        return referring(data, self.root)


def _anywhere(field: Field, what: str) -> bool:
    """Whether something can be said of a field or any below it.

    Each part of the schemas is looked at once: they share parts, and may go round in circles.
    """
    seen: set[frozenset[int]] = set()
    without = field.schemas.without.setdefault(what, set())
    found = _below(field, what, seen)
    if not found:
        without |= seen
    return found


def _below(field: Field, what: str, seen: set[frozenset[int]]) -> bool:
    nodes = frozenset(id(node) for node, _ in field.nodes)
    if nodes in seen or nodes in field.schemas.without[what]:
        return False
    seen.add(nodes)
    below = (*field.properties.values(), field.items, field.values)
    return bool(getattr(field, what)) or any(_below(one, what, seen) for one in below if one is not None)


def read_kinds(schemas: Schemas) -> Mapping[str, Kind]:
    """The kinds that the schemas describe, by name."""
    return {name: _kind(schemas, name) for name in schemas.kinds}


def _kind(schemas: Schemas, name: str) -> Kind:
    schema = schemas.documents[name]
    try:
        return Kind(name, Field(schemas, tuple(schemas.parts(schema, name))), schema)
    except (LookupError, TypeError, AttributeError, RecursionError) as error:  # a schema of the repository's own
        raise unusable(name, error) from error
