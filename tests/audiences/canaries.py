"""Records made from the schemas, with a canary in every field: a new field is covered by itself."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from underhood.doors.assets import directory
from underhood.doors.schemas import Schemas, read_schemas

WORDS = ("zorvik", "quelba", "drimox", "fanuth", "wepsol", "gyrtak", "moxelu", "brindo", "karvez", "lyptum")
FIXED = {"schema", "visibility", "visibility_of", "absent"}
"""Fields whose value is not for the canary to choose."""


class Nest:
    """Makes values, each said once; `told` has what to look for, by the place it stands at."""

    def __init__(self, schemas: Schemas, name: str, references: Mapping[str, str]) -> None:
        self.schemas, self.name, self.references = schemas, name, references
        self.count = itertools.count(1)
        self.told: dict[tuple[str | int, ...], str] = {}

    def record(self) -> dict[str, Any]:
        """A record of a kind with every field that its schema knows."""
        found = self.value(self.schemas.documents[self.name], self.name, ())
        assert isinstance(found, dict)
        return found

    def value(self, schema: Mapping[str, Any], base: str, path: tuple[str | int, ...]) -> Any:  # noqa: PLR0911
        node, base = self._whole(schema, base)
        if "properties" not in node and "else" in node:
            return self.value({**_beside(node), **node["else"], "$base": base}, base, path)
        if "x-references" in node or node.get("x-may-reference"):
            return self._reference(node)
        if "enum" in node:
            return "released" if "released" in node["enum"] else node["enum"][0]
        kind = node.get("type")
        kind = kind[0] if isinstance(kind, list) else kind
        if kind == "object" or "properties" in node or ("additionalProperties" in node and "properties" not in node):
            return dict(self._fields(node, base, path))
        if kind == "array":
            return [self.value(node["items"], base, (*path, n)) for n in range(max(1, node.get("minItems", 1)))]
        if kind == "boolean":
            return True
        if kind in {"integer", "number"}:
            return self._number(node, path)
        return self._text(node, path)

    def _whole(self, schema: Mapping[str, Any], base: str) -> tuple[dict[str, Any], str]:
        """A node with what it points at, and all that it joins; each of its fields knows the schema it stands in."""
        base = schema.get("$base", base)
        merged: dict[str, Any] = {}
        fields = {name: _based(one, base) for name, one in schema.get("properties", {}).items()}
        parts = [*schema.get("allOf", ())]
        if "$ref" in schema:
            found, under = self.schemas.resolve({"$ref": schema["$ref"]}, base)
            parts.append(_based(found, under))
        for part in parts:
            below, base = self._whole(part, base)
            fields = {**below.pop("properties", {}), **fields}
            merged = {**below, **merged}
        merged |= {name: value for name, value in schema.items() if name not in {"properties", "$ref", "allOf"}}
        return ({**merged, "properties": fields} if fields else merged), base

    def _fields(self, node: Mapping[str, Any], base: str, path: tuple[str | int, ...]) -> Iterator[tuple[str, Any]]:
        for name, below in node.get("properties", {}).items():
            if name in FIXED or below is False:
                continue
            yield name, self.value(below, base, (*path, name))
        if not node.get("properties") and isinstance(node.get("additionalProperties"), dict):
            key = self._slug() if path[-1] != "values" else "first"
            yield key, self.value(node["additionalProperties"], base, (*path, key))

    def _reference(self, node: Mapping[str, Any]) -> str:
        kinds = node.get("x-references") or node["x-may-reference"]
        return self.references.get(kinds[0], self.references["release"] if kinds[0] == "*" else f"{kinds[0]}/none")

    def _number(self, node: Mapping[str, Any], path: tuple[str | int, ...]) -> float | int:
        number = next(self.count)
        if node.get("maximum", 1e99) <= 100:
            return min(7, node["maximum"]) if node.get("type") == "integer" else 50 + number / 1000
        made = 830_000_000 + 1117 * number
        self.told[path] = str(made)
        return made

    def _slug(self) -> str:
        number = next(self.count)
        return f"{WORDS[number % 10]}-{self.name}-{number}x"

    def _text(self, node: Mapping[str, Any], path: tuple[str | int, ...]) -> str:
        number, pattern = next(self.count), str(node.get("pattern", ""))
        if path[-1] == "country":
            return "TF"
        if "LicenseRef" in pattern or path[-1] == "spdx":
            made = f"LicenseRef-{WORDS[number % 10]}-{self.name}-{number}x"
        elif pattern.startswith("^[0-9]{4}"):
            return f"{1203 + number % 700}-0{1 + number % 9}-1{number % 9}"
        elif pattern == "^[0-9a-f]{64}$":
            made = f"{number:064x}".replace("0" * 9, "c0ffee123")
        elif pattern.startswith("^https?"):
            made = f"https://{WORDS[number % 10]}.example/{self.name}/{number}x"
        elif pattern.startswith(("^[a-z0-9]", "^[A-Za-z]", "^([a-z]", "^_lists", "^[a-z]{2,3}")) or path[-1] == "id":
            return self._patterned(pattern, number, path)
        else:
            made = f"{WORDS[number % 10].capitalize()} {WORDS[number // 10 % 10]} of {self.name} {number} stands here"
        self.told[path] = made
        return made

    def _patterned(self, pattern: str, number: int, path: tuple[str | int, ...]) -> str:
        if pattern.startswith("^[a-z]{2,3}"):
            return "eo"
        if pattern.startswith("^([a-z]"):
            return self.references["release"]
        if pattern.startswith("^[A-Za-z]"):
            return "token"
        made = f"{WORDS[number % 10]}-{self.name}-{number}x"
        self.told[path] = made
        return made


def _beside(node: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if name.startswith("x-")}


def _based(node: Any, base: str) -> Any:
    return {**node, "$base": base} if isinstance(node, dict) and "$base" not in node else node


def shipped() -> Schemas:
    """The schemas of the tool."""
    return read_schemas(directory("schemas"))
