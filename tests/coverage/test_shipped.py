"""The frameworks that ship: they fit their schema, and name fields, values, items and conditions that are there."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from tests.coverage.questions import TEN

from underhood.doors import assets, marked
from underhood.doors.tree import MemoryTree
from underhood.meaning import conditions
from underhood.records.framework_fields import faults
from underhood.records.frameworks import SCHEMA, framework, schema, shipped
from underhood.records.project import memory_project

FOLDER = assets.directory("frameworks")
IDS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
KINDS = memory_project(MemoryTree({})).catalog.kinds


@pytest.mark.parametrize("id", IDS)
def test_it_fits_its_schema(id: str) -> None:
    read = marked.read((FOLDER / f"{id}.yaml").read_bytes())
    assert read.problems == ()
    assert schema().accepts(SCHEMA, read.data), schema().explain(SCHEMA, read.data)[:3]


@pytest.mark.parametrize("id", IDS)
def test_what_it_names_is_there(id: str) -> None:
    one = shipped()[id]
    assert list(faults(one, KINDS, shipped())) == []
    assert list(conditions.faults(one, KINDS)) == []


@pytest.mark.parametrize("id", IDS)
def test_editors_find_its_schema(id: str) -> None:
    first = (FOLDER / f"{id}.yaml").read_text("utf-8").partition("\n")[0]
    assert first == "# yaml-language-server: $schema=../schemas/formats/framework.schema.json"


def test_there_are_as_many_as_are_promised() -> None:
    assert len(IDS) >= 18
    assert sum(not one.taxonomy for one in shipped().values()) >= 15


def test_the_schema_of_frameworks_is_closed_and_explains_itself() -> None:
    document: dict[str, Any] = json.loads((assets.directory("schemas") / "formats/framework.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(document)
    for example in document["examples"]:
        assert schema().accepts(SCHEMA, example)
        assert not schema().accepts(SCHEMA, {**example, "surprise": 1})
        assert framework("example", example).items
    stack, silent = [document], []
    while stack:
        node = stack.pop()
        for name, below in node.get("properties", {}).items():
            if isinstance(below, dict) and "$ref" not in below:
                silent += [f"{name}: {word}" for word in ("title", "description", "examples") if word not in below]
        stack += [below for below in _below(node) if isinstance(below, dict)]
    assert silent == []


def _below(node: dict[str, Any]) -> list[Any]:
    return [*node.get("properties", {}).values(), node.get("items"), node.get("additionalProperties")]


@pytest.mark.parametrize(
    "wrong",
    [
        TEN.replace("schema: 1", "schema: 2"),
        TEN.replace("type: index", "type: score"),
        TEN.replace("title: Watermark", "titel: Watermark"),
        TEN.replace("    condition: a chat variant is released\n", ""),
        TEN.replace("{field: training#runs/energy}", "{field: training/runs}"),
        TEN.replace("{item: energy}", "{item: energy, field: training#regime}"),
        TEN.replace("{field: training#regime}", "{field: training#regime, where: {}}"),
        TEN.partition("items:")[0] + "items: []\n",
    ],
)
def test_what_a_framework_may_not_be(wrong: str) -> None:
    assert wrong != TEN
    assert not schema().accepts(SCHEMA, marked.read(wrong.encode()).data)
    assert schema().accepts(SCHEMA, marked.read(TEN.encode()).data)
