"""Schemas that change: which keyword asks for less, and records that change together with their schema."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from tests.changes.states import States, states
from tests.changes.test_changes import BASE

from underhood.doors import assets
from underhood.judge.compare import compare_states
from underhood.judge.schema_changes import softened

LESS: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    ({"x-weight": "weakening"}, {"x-weight": "notable"}, ["x-weight"]),
    ({"x-weight": "weakening"}, {"x-weight": {"removed": "weakening"}}, ["x-weight"]),
    ({"x-weight": {"removed": "weakening"}}, {"x-weight": "weakening"}, []),
    ({}, {"x-weight": "routine"}, []),
    ({"x-weight": "notable"}, {}, ["x-weight"]),
    ({"enum": ["a", "b"], "x-ordered": True}, {"enum": ["b", "a"], "x-ordered": True}, ["enum"]),
    ({"enum": ["a", "b"], "x-ordered": True}, {"enum": ["b", "a"]}, ["enum", "x-ordered"]),
    ({"enum": ["a", "b"]}, {"enum": ["b", "a"]}, []),
    ({"enum": ["a", "b"], "x-ordered": True}, {"enum": ["a", "m", "b"], "x-ordered": True}, []),
    ({"enum": ["a"]}, {}, ["enum"]),
    ({"required": ["a", "b"]}, {"required": ["b"]}, ["required"]),
    ({"required": ["a"]}, {"required": ["b", "a"]}, []),
    ({"required": ["a"]}, {}, ["required"]),
    ({}, {"required": ["a"]}, []),
    ({"type": "string"}, {"type": ["string", "number"]}, ["type"]),
    ({"type": ["string", "number"]}, {"type": "string"}, []),
    ({"type": "string"}, {}, ["type"]),
    ({"additionalProperties": False}, {}, ["additionalProperties"]),
    ({"additionalProperties": False}, {"additionalProperties": {"type": "string"}}, ["additionalProperties"]),
    ({"additionalProperties": True}, {"additionalProperties": False}, []),
    ({"minItems": 2}, {"minItems": 1}, ["minItems"]),
    ({"minItems": 2}, {"minItems": 3, "maxItems": 9}, []),
    ({"maxItems": 2}, {"maxItems": 3}, ["maxItems"]),
    ({"maxItems": 2}, {}, ["maxItems"]),
    ({"pattern": "a"}, {"pattern": "b"}, ["pattern"]),
    ({}, {"pattern": "b"}, []),
    ({"x-references": ["risk"]}, {"x-references": ["risk", "model"]}, ["x-references"]),
    ({"x-references": ["*"]}, {"x-references": ["risk"]}, []),
    ({"x-references": ["risk"]}, {}, ["x-references"]),
    ({}, {"x-closure": False}, ["x-closure"]),
    ({"x-closure": True}, {}, ["x-closure"]),
    ({"x-closure": False}, {}, []),
    ({"x-translatable": True}, {}, ["x-translatable"]),
    ({"$ref": "a"}, {"$ref": "b"}, ["$ref"]),
    ({"properties": {"a": {}, "b": {}}}, {"properties": {"b": {}, "c": {}}}, ["properties/a"]),
    ({"items": {"minLength": 3}}, {"items": {"minLength": 1}}, ["items/minLength"]),
    ({"allOf": [{"minLength": 3}]}, {"allOf": [{"minLength": 3}, {"maxLength": 9}]}, []),
    ({"anyOf": [{"minLength": 3}]}, {"anyOf": [{"minLength": 3}, {"maxLength": 9}]}, ["anyOf"]),
    ({"anyOf": [{"minLength": 3}, {"maxLength": 9}]}, {"anyOf": [{"minLength": 3}]}, []),
    ({"title": "A", "examples": [1]}, {"title": "B", "description": "C"}, []),
    ({"not": {"enum": [1]}}, {}, ["not"]),
]


@pytest.mark.parametrize(("old", "new", "less"), LESS)
def test_what_asks_for_less(old: dict[str, Any], new: dict[str, Any], less: list[str]) -> None:
    assert ["/".join(path) for path in softened(old, new)] == less
    assert list(softened(old, old)) == []


def with_schema(schema: dict[str, Any] | None, severity: str) -> dict[str, str]:
    risk = yaml.safe_load(BASE["governance/risk/rudeness.yaml"])
    risk["ratings"][0]["severity"] = severity
    files = {**BASE, "governance/risk/rudeness.yaml": yaml.safe_dump(risk)}
    return files if schema is None else {**files, "schemas/risk.schema.json": json.dumps(schema)}


def shipped() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((assets.directory("schemas") / "risk.schema.json").read_text("utf-8"))
    return schema


def turned(common: bool) -> States:
    """The scale of severity is turned round, and a severity lowered, in one change."""
    schema = shipped()
    level = schema["properties"]["ratings"]["items"]["properties"]["severity"]
    words = ["critical", "high", "moderate", "low", "negligible"]
    schema["properties"]["ratings"]["items"]["properties"]["severity"] = {
        **({} if common else level),
        "type": "string",
        "enum": words,
        "x-ordered": True,
        "x-weight": "routine",
    }
    return states(with_schema(None, "high"), with_schema(schema, "low"))


@pytest.mark.parametrize("common", [True, False])
def test_both_schemas_weigh_a_level(common: bool) -> None:
    found = {str(change.address): (change.weight.value, change.code) for change in compare_states(turned(common))}
    assert found["risk/rudeness#ratings/owl-1/severity"] == ("weakening", "risks")
    assert found["schema/risk"] == ("weakening", "schemas")


def test_no_level_is_called_higher_without_an_order() -> None:
    schema = shipped()
    schema["properties"]["ratings"]["items"]["properties"]["severity"] = {"type": "string"}
    found = compare_states(states(with_schema(None, "high"), with_schema(schema, "nothing")))
    weights = {str(change.address): change.weight.value for change in found}
    assert weights["risk/rudeness#ratings/owl-1/severity"] == "weakening"
