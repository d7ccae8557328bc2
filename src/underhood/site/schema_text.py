"""What a schema says of a kind, in words: tables of fields for the reference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from underhood.doors.markup import escape
from underhood.doors.schemas import COMMON, Schema, Schemas

SHAPES = "doc:about/tool/kinds/common"
SIMPLE = "simple-values"
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
class Group:
    """A group of fields: its name as a path (`variants / artefacts`; `` for the record itself) and its schema."""

    path: str
    schema: Schema
    base: str


def anchor(heading: str) -> str:
    """The anchor that a heading with these words gets."""
    return re.sub(r"[^\w]+", "-", heading.lower()).strip("-")


def shape_name(schemas: Schemas, name: str) -> str:
    """What a shape that many kinds share is called."""
    return str(schemas.documents[COMMON]["$defs"][name].get("title", name))


def is_group(schema: Schema) -> bool:
    """Whether a shape has fields of its own."""
    return "properties" in schema


def is_simple(schema: Schema) -> bool:
    """Whether a shape is a single value."""
    return not {"properties", "then", "items", "additionalProperties"} & set(schema)


def field_table(schemas: Schemas, group: Group) -> str:
    """The fields of a group as a Markdown table."""
    required = set(group.schema.get("required", ()))
    lines = [f"| {' | '.join(HEAD)} |", "|---|---|---|---|---|"]
    for name, schema in group.schema["properties"].items():
        node, _ = schemas.resolve(schema, group.base)
        told = {**node, **schema}
        below = f"{group.path} / {name}" if group.path else name
        cells = (
            f"`{name}`",
            "yes" if name in required else "",
            value_words(schemas, schema, base=group.base, path=below),
            f"{escape(told.get('title', name))}: {escape(told.get('description', ''))}",
            _weight(told),
        )
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines)


def either_or(schema: Schema) -> str:
    """The sentence on fields of which one must stand, if the schema has such a rule."""
    first, second = schema.get("if", {}).get("required"), schema.get("else", {}).get("required")
    if not (first and second):
        return ""
    names = " or ".join(f"`{name}`" for name in (*first, *second))
    return f"One of {names} must stand."


def groups(schemas: Schemas, group: Group) -> Iterator[Group]:
    """A group and all groups below it that no other kind shares."""
    yield group
    for name, schema in group.schema["properties"].items():
        below = f"{group.path} / {name}" if group.path else name
        for inner, base in _inside(schemas, schema, group.base):
            yield from groups(schemas, Group(below, inner, base))


def value_words(schemas: Schemas, schema: Schema, *, base: str, path: str) -> str:
    """What a value may be, as Markdown with links to the kinds and shapes that it names."""
    if "x-references" in schema:
        kinds = schema["x-references"]
        return "address of any record" if "*" in kinds else f"reference to {_any(_kind_link(kind) for kind in kinds)}"
    if "$ref" in schema:
        return _reference_words(schemas, schema, base=base, path=path)
    if "enum" in schema:
        return _any(f"`{word}`" for word in schema["enum"])
    if "then" in schema and "else" in schema and "properties" not in schema:
        branches = (schema["else"], schema["then"])
        return _any(dict.fromkeys(value_words(schemas, branch, base=base, path=path) for branch in branches))
    return _plain_words(schemas, schema, base=base, path=path)


def _plain_words(schemas: Schemas, schema: Schema, *, base: str, path: str) -> str:
    if "items" in schema:
        return f"list: {value_words(schemas, schema['items'], base=base, path=path)}"
    if is_group(schema):
        return f"[fields below](#{anchor(path)})"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"by name: {value_words(schemas, schema['additionalProperties'], base=base, path=path)}"
    kind = schema.get("type", "object")
    return _any(TYPES[name] for name in ([kind] if isinstance(kind, str) else kind))


def _reference_words(schemas: Schemas, schema: Schema, *, base: str, path: str) -> str:
    """Words for a shape by name: a link, or what it says itself where it only combines others."""
    node, where = schemas.resolve(schema, base)
    if where != COMMON:
        return value_words(schemas, node, base=where, path=path)
    title = str(node.get("title", "")).lower()
    if is_group(node):
        return f"[{title}]({SHAPES}#{anchor(title)})"
    if "enum" in node:
        return _any(f"`{word}`" for word in node["enum"])
    if not is_simple(node):
        return value_words(schemas, node, base=where, path=path)
    return f"[{title}]({SHAPES}#{SIMPLE})"


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


def _weight(schema: Mapping[str, Any]) -> str:
    weight = schema.get("x-weight", "")
    if isinstance(weight, str):
        return weight or "routine"
    return ", ".join(f"{kind}: {word}" for kind, word in weight.items())


def _kind_link(kind: str) -> str:
    return f"[{kind}](doc:about/tool/kinds/{kind})"


def _any(words: Any) -> str:
    return " or ".join(words)
