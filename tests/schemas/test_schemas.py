"""Schemas are read by people in their editors, and frameworks point at their fields: both are held here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from underhood.doors.schemas import COMMON, SUFFIX, Schemas, read_schemas
from underhood.records.frameworks import shipped

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "schemas"
NAMES = sorted(path.name.removesuffix(SUFFIX) for path in FOLDER.glob(f"*{SUFFIX}"))
WEIGHTS = {"weakening", "notable", "routine"}


@pytest.fixture(scope="module")
def schemas() -> Schemas:
    """All schemas that ship."""
    return read_schemas(FOLDER)


def properties(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every property of a schema, at any depth, with its path."""
    if isinstance(node, dict):
        for name, below in node.get("properties", {}).items() if isinstance(node.get("properties"), dict) else ():
            yield f"{path}/{name}", below
        for key, below in node.items():
            if key not in {"examples", "enum", "const", "default"}:
                yield from properties(below, f"{path}/{key}")
    elif isinstance(node, list):
        for index, below in enumerate(node):
            yield from properties(below, f"{path}/{index}")


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_schema_and_its_example_fits(name: str, schemas: Schemas) -> None:
    document = schemas.documents[name]
    jsonschema.Draft202012Validator.check_schema(document)
    assert document["$id"] == f"{name}{SUFFIX}"
    if name == COMMON:
        return
    assert document["title"]
    assert document["description"]
    assert document["examples"]
    for example in document["examples"]:
        assert schemas.accepts(name, example), schemas.explain(name, example)
        assert not schemas.accepts(name, {**example, "surprise": 1})
        assert schemas.accepts(name, {**example, "x_own": 1}) or name == "settings"


@pytest.mark.parametrize("name", NAMES)
def test_every_field_explains_itself(name: str, schemas: Schemas) -> None:
    silent = []
    for path, node in properties(schemas.documents[name]):
        target, base = node, name
        while "$ref" in target:
            found, base = schemas.resolve(target, base)
            target = {**found, **{key: target[key] for key in target if key != "$ref"}}
        silent += [f"{path}: {word}" for word in ("title", "description", "examples") if word not in target]
    assert silent == []


@pytest.mark.parametrize("name", NAMES)
def test_keywords_of_ours_are_spelt_right(name: str, schemas: Schemas) -> None:
    known = {
        "x-plural",
        "x-register",
        "x-parts",
        "x-references",
        "x-may-reference",
        "x-translatable",
        "x-closure",
        "x-kinds",
        "x-list",
        "x-weight",
        "x-ordered",
    }

    def walk(node: Any, *, example: bool = False) -> Iterator[str]:
        if isinstance(node, dict):
            for key, below in node.items():
                if key.startswith("x-") and not example:
                    assert key in known, key
                    if key == "x-weight":
                        assert set(below.values() if isinstance(below, dict) else [below]) <= WEIGHTS
                    if key in {"x-references", "x-may-reference"}:
                        assert set(below) <= {*schemas.kinds, "*"}, below
                yield from walk(below, example=example or key == "examples")
        elif isinstance(node, list):
            for below in node:
                yield from walk(below, example=example)

    assert list(walk(schemas.documents[name])) == []


def test_no_item_of_the_frameworks_is_lost() -> None:
    lines = (Path(__file__).parent / "framework-items.txt").read_text("utf-8").splitlines()
    items = {line for line in lines if line and not line.startswith("#")}
    assert len(items) > 500
    assert items - {item.id for one in shipped().values() for item in one.items} == set()
