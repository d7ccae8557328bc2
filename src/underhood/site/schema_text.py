"""What a schema says of a kind, in words: tables of fields for the reference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from underhood.doors.markup import escape
from underhood.doors.schemas import COMMON, Schema, Schemas
from underhood.site.reference_words import Words

SHAPES = "doc:about/tool/kinds/common"
SIMPLE = "Simple values"
TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a group of fields",
}
HEAD = ("Field", "Required", "Value", "What belongs there", "A change counts as")


@dataclass(frozen=True, slots=True)
class Told:
    """What is told, and in which words."""

    schemas: Schemas
    words: Words


@dataclass(frozen=True, slots=True)
class Group:
    """A group of fields: its name as a path (`variants / artefacts`; `` for the record itself) and its schema.

    `at` is its place as catalogues of translations name it: `kind/release#variants/artefacts`.
    """

    path: str
    schema: Schema
    base: str
    at: str

    def below(self, name: str) -> str:
        """The path of a field."""
        return f"{self.path} / {name}" if self.path else name

    def place(self, name: str) -> str:
        """The place of a field."""
        return f"{self.at}{'' if self.at.endswith('#') else '/'}{name}"


def anchor(heading: str) -> str:
    """The anchor that a heading with these words gets."""
    return re.sub(r"[^\w]+", "-", heading.lower()).strip("-")


def shape_name(told: Told, name: str) -> str:
    """What a shape that many kinds share is called."""
    title = str(told.schemas.documents[COMMON]["$defs"][name].get("title", name))
    return told.words.term(title, f"common#{name}/title")


def is_group(schema: Schema) -> bool:
    """Whether a shape has fields of its own."""
    return "properties" in schema


def is_simple(schema: Schema) -> bool:
    """Whether a shape is a single value."""
    return not {"properties", "then", "items", "additionalProperties"} & set(schema)


def field_table(told: Told, group: Group) -> str:
    """The fields of a group as a Markdown table."""
    required = set(group.schema.get("required", ()))
    say = told.words.say
    lines = [f"| {' | '.join(map(say, HEAD))} |", "|---|---|---|---|---|"]
    for name, schema in group.schema["properties"].items():
        node, _ = told.schemas.resolve(schema, group.base)
        cells = (
            f"`{name}`",
            say("yes") if name in required else "",
            value_words(told, schema, base=group.base, path=group.below(name)),
            _meaning(told, group, name),
            _weight({**node, **schema}, told.words),
        )
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines)


def _meaning(told: Told, group: Group, name: str) -> str:
    """The title and the description of a field: its own, else those of the shape that it has."""
    schema = group.schema["properties"][name]
    node, _ = told.schemas.resolve(schema, group.base)
    shape = str(schema.get("$ref", "")).partition("$defs/")[2].replace("/properties/", "/")
    at = {
        key: f"{group.place(name) if key in schema or not shape else f'common#{shape}'}/{key}"
        for key in ("title", "description")
    }
    both = {**node, **schema}
    title = told.words.cell(both["title"], at["title"]) if "title" in both else escape(name)
    return f"{told.words.say('%s:') % title} {told.words.cell(both.get('description', ''), at['description'])}"


def either_or(schema: Schema, words: Words) -> str:
    """The sentence on fields of which one must stand, if the schema has such a rule."""
    first, second = schema.get("if", {}).get("required"), schema.get("else", {}).get("required")
    if not (first and second):
        return ""
    return words.say("One of %s must stand.") % _any((f"`{name}`" for name in (*first, *second)), words)


def groups(schemas: Schemas, group: Group) -> Iterator[Group]:
    """A group and all groups below it that no other kind shares."""
    yield group
    for name, schema in group.schema["properties"].items():
        for inner, base in _inside(schemas, schema, group.base):
            yield from groups(schemas, Group(group.below(name), inner, base, group.place(name)))


def value_words(told: Told, schema: Schema, *, base: str, path: str) -> str:
    """What a value may be, as Markdown with links to the kinds and shapes that it names."""
    say = told.words.say
    if "x-references" in schema:
        kinds = schema["x-references"]
        if "*" in kinds:
            return say("address of any record")
        return say("reference to %s") % _any((_kind_link(kind) for kind in kinds), told.words)
    if "$ref" in schema:
        return _reference_words(told, schema, base=base, path=path)
    if "enum" in schema:
        return _any((f"`{word}`" for word in schema["enum"]), told.words)
    if "then" in schema and "else" in schema and "properties" not in schema:
        branches = (schema["else"], schema["then"])
        said = dict.fromkeys(value_words(told, branch, base=base, path=path) for branch in branches)
        return _any(said, told.words)
    return _plain_words(told, schema, base=base, path=path)


def _plain_words(told: Told, schema: Schema, *, base: str, path: str) -> str:
    say = told.words.say
    if "items" in schema:
        return say("list: %s") % value_words(told, schema["items"], base=base, path=path)
    if is_group(schema):
        return f"[{say('fields below')}](#{anchor(path)})"
    if isinstance(schema.get("additionalProperties"), dict):
        return say("by name: %s") % value_words(told, schema["additionalProperties"], base=base, path=path)
    kind = schema.get("type", "object")
    return _any((say(TYPES[name]) for name in ([kind] if isinstance(kind, str) else kind)), told.words)


def _reference_words(told: Told, schema: Schema, *, base: str, path: str) -> str:
    """Words for a shape by name: a link, or what it says itself where it only combines others."""
    node, where = told.schemas.resolve(schema, base)
    if where != COMMON:
        return value_words(told, node, base=where, path=path)
    shape = str(schema["$ref"]).partition("$defs/")[2].replace("/properties/", "/")
    if "enum" in node:
        return _any((f"`{word}`" for word in node["enum"]), told.words)
    if not is_group(node) and not is_simple(node):
        return value_words(told, node, base=where, path=path)
    title = told.words.term(str(node.get("title", "")), f"common#{shape}/title").lower()
    target = anchor(title) if is_group(node) else anchor(told.words.say(SIMPLE))
    return f"[{title}]({SHAPES}#{target})"


def _inside(schemas: Schemas, schema: Schema, base: str) -> Iterator[tuple[Schema, str]]:
    """The groups of fields that a value of this schema may be, without the shared shapes."""
    if "$ref" in schema:
        schema, base = schemas.resolve(schema, base)
        if base == COMMON:
            return
    if is_group(schema):
        yield schema, base
        return
    for keyword in ("items", "then", "else", "additionalProperties"):
        if isinstance(schema.get(keyword), dict):
            yield from _inside(schemas, schema[keyword], base)


def _weight(schema: Mapping[str, Any], words: Words) -> str:
    weight, say = schema.get("x-weight", ""), words.say
    if isinstance(weight, str):
        return say(weight or "routine")
    return ", ".join(f"{say('%s:') % say(kind)} {say(word)}" for kind, word in weight.items())


def _kind_link(kind: str) -> str:
    return f"[{kind}](doc:about/tool/kinds/{kind})"


def _any(choices: Iterable[str], words: Words) -> str:
    return f" {words.say('or')} ".join(choices)
