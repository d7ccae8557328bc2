"""Schemas: the verdict, and a sentence with a cure on what was refused, as (before, after)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from underhood.doors import assets
from underhood.doors.schemas import Schemas, read_schemas
from underhood.doors.tree import LARGEST_SCHEMA
from underhood.values.errors import Stop

RISK = {"title": "Toxic output", "text": "Users may meet insults."}


@pytest.fixture(scope="module")
def schemas() -> Schemas:
    return read_schemas(assets.directory("schemas"))


ACCEPTED: list[tuple[str, Mapping[str, Any]]] = [
    ("risk", RISK),
    ("risk", {**RISK, "x_ticket": "A-17"}),
    ("system", {"title": "Other", "publisher": "Somebody", "version": "1.10"}),
    ("system", {"title": "Other", "publisher": "Somebody", "parameters": {"absent": "not-found"}}),
    ("training", {"title": "T", "stage": "pretraining", "order": 1, "runs": [], "period": "2023-01/2023-07"}),
]


@pytest.mark.parametrize(("kind", "data"), ACCEPTED)
def test_accepted(schemas: Schemas, kind: str, data: Mapping[str, Any]) -> None:
    assert schemas.accepts(kind, data)


REFUSED: list[tuple[str, Any, list[tuple[str, tuple[str | int, ...], str, str]]]] = [
    ("risk", {"title": "A"}, [("schema-violation", (), "the field 'text' is missing", "Who may be harmed")]),
    (
        "risk",
        {**RISK, "intents": "both"},
        [("unknown-field", ("intents",), "'intents' is not a field of this place", "did you mean 'intent'?")],
    ),
    ("risk", {**RISK, "zzz": 1}, [("unknown-field", ("zzz",), "'zzz' is not a field", "the fields here are: ")]),
    ("risk", {**RISK, "with, comma": None}, [("unknown-field", ("with, comma",), "is not a field", "needs quotes")]),
    (
        "risk",
        {**RISK, "text": 3},
        [("schema-violation", ("text",), "3 is a number; it must be text", "put quotes around it")],
    ),
    (
        "risk",
        {**RISK, "text": True},
        [("schema-violation", ("text",), "true is true or false; it must be text", '"true"')],
    ),
    (
        "risk",
        {**RISK, "text": None},
        [("schema-violation", ("text",), "nothing stands here; it must be text", "fill it in: Who may be harmed")],
    ),
    (
        "system",
        {"title": None, "publisher": "Somebody", "formerly": [None], "parameters": {"value": "3,4 %", "unit": "x"}},
        [
            ("schema-violation", ("formerly", 0), "nothing stands here", "fill it in, or delete the entry"),
            ("schema-violation", ("parameters", "value"), '"3,4 %" is text', "no quotes, no percent sign"),
            ("schema-violation", ("title",), "nothing stands here; it must be text", "fill it in: The name under"),
        ],
    ),
    (
        "exclusion",
        {"title": "A", "what": "B", "reason": "C", "category": None, "sites": None, "summary": None},
        [
            ("schema-violation", ("category",), "nothing stands here", "with one of: personal-data, opt-out"),
            (
                "schema-violation",
                ("sites",),
                "nothing stands here; it must be a list",
                "fill it in, leave the field out, or record an absence: {absent: not-found}",
            ),
            ("schema-violation", ("summary",), "nothing stands here", "fill it in, or leave the field out"),
        ],
    ),
    (
        "system",
        {"title": "Other", "publisher": "Somebody", "parameters": {"value": 3, "4": None, "unit": "x"}},
        [("unknown-field", ("parameters", "4"), "'4' is not a field", "a number has a decimal point")],
    ),
    ("risk", {**RISK, "text": ""}, [("schema-violation", ("text",), "the text is empty", "")]),
    (
        "risk",
        {**RISK, "intent": "unintentionel"},
        [("schema-violation", ("intent",), "not one of the words", "did you mean 'unintentional'?")],
    ),
    (
        "risk",
        {**RISK, "intent": "zzz"},
        [("schema-violation", ("intent",), "not one of the words", "the words are: intentional")],
    ),
    (
        "risk",
        {**RISK, "review_by": "2025-13-01"},
        [("schema-violation", ("review_by",), "is not written as this field wants it", "")],
    ),
    (
        "risk",
        {**RISK, "ratings": "high"},
        [("schema-violation", ("ratings",), '"high" is text; it must be a list', "")],
    ),
    (
        "risk",
        {**RISK, "ratings": [{"id": "a", "for": ["lynx"], "mitigatons": []}]},
        [("unknown-field", ("ratings", 0, "mitigatons"), "'mitigatons' is not a field", "did you mean 'mitigations'?")],
    ),
    ("risk", [], [("schema-violation", (), "this value is a list; it must be a group of fields", "")] * 2),
    ("risk", None, [("schema-violation", (), "nothing stands here", "")]),
    (
        "risk",
        {"title": "A", "text": 3, "intents": "both"},
        [
            ("unknown-field", ("intents",), "'intents' is not a field", "did you mean 'intent'?"),
            ("schema-violation", ("text",), "3 is a number", ""),
        ],
    ),
    (
        "system",
        {"title": "Other", "publisher": "Somebody", "parameters": {"value": "7B", "unit": "parameter"}},
        [("schema-violation", ("parameters", "value"), '"7B" is text; it must be a number', "")],
    ),
    (
        "system",
        {"title": "Other", "publisher": "Somebody", "parameters": {"absent": "unpublished"}},
        [("schema-violation", ("parameters", "absent"), "not one of the words", "the words are: none, not-applicable")],
    ),
    (
        "release",
        {
            "title": "A",
            "model": "lynx",
            "version": "1",
            "recorded": "live",
            "parts": ["web"],
            "history": [{"status": "draft", "date": "2025-01-01"}],
            "variants": [{"id": "a", "status": "released"}],
        },
        [("schema-violation", ("parts", 0), "is not written as this field wants", "write <kind>/web, such as")],
    ),
    (
        "training",
        {"title": "T", "stage": "pretraining", "order": 1, "runs": [], "period": "spring"},
        [("schema-violation", ("period",), "is not written as this field wants it", "")],
    ),
    (
        "system",
        {"title": "Other", "publisher": "Somebody", "parameters": {"value": 1.0e101, "unit": "parameter"}},
        [("schema-violation", ("parameters", "value"), "is more than 1e+100", "")],
    ),
]


@pytest.mark.parametrize(("kind", "data", "expected"), REFUSED)
def test_refused(
    schemas: Schemas, kind: str, data: Any, expected: list[tuple[str, tuple[str | int, ...], str, str]]
) -> None:
    assert not schemas.accepts(kind, data)
    found = schemas.explain(kind, data)
    assert [(violation.code, violation.data_path) for violation in found] == [entry[:2] for entry in expected]
    for violation, (_, _, words, hint) in zip(found, expected, strict=True):
        assert words in violation.message
        assert hint in violation.hint


def test_the_two_engines_agree(schemas: Schemas) -> None:
    for kind, data in [*ACCEPTED, *((kind, data) for kind, data, _ in REFUSED)]:
        assert schemas.accepts(kind, data) == schemas._explainer(kind).is_valid(data), data


def test_something_is_always_said(schemas: Schemas) -> None:
    assert schemas.explain("risk", {}) != []
    assert all(violation.message for violation in schemas.explain("risk", {}))


def test_the_examples_of_every_schema_are_valid(schemas: Schemas) -> None:
    for kind in schemas.kinds:
        examples = schemas.documents[kind].get("examples", [])
        assert examples, kind
        for example in examples:
            assert schemas.accepts(kind, example), schemas.explain(kind, example)


def test_a_broken_schema_stops(tmp_path: Path) -> None:
    (tmp_path / "common.schema.json").write_text("{")
    with pytest.raises(Stop, match=r"common\.schema\.json cannot be read"):
        read_schemas(tmp_path)


@pytest.mark.parametrize("bad", [{"$ref": "nothing.schema.json"}, {"$schema": "https://x"}, {"type": 3}])
@pytest.mark.parametrize("asked", ["settings", "risk"])
def test_the_schema_at_fault_is_named(schemas: Schemas, bad: dict[str, Any], asked: str) -> None:
    broken = Schemas({**schemas.documents, "risk": bad})
    if asked == "settings" and "type" in bad:
        assert not broken.accepts(asked, {})
    else:
        with pytest.raises(Stop, match=r"the schema risk\.schema\.json cannot be used"):
            broken.accepts(asked, {})


def test_no_schemas_stop(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="no schemas were found"):
        read_schemas(tmp_path)


ODD: dict[str, Callable[[Path], object]] = {
    "a link": lambda path: path.symlink_to("/etc/hostname"),
    "a link without end": lambda path: path.symlink_to("/dev/zero"),
    "a pipe": os.mkfifo,
    "a huge file": lambda path: os.truncate(os.open(path, os.O_RDWR | os.O_CREAT), LARGEST_SCHEMA + 1),
    "a folder": lambda path: path.mkdir(),
}


@pytest.mark.parametrize("odd", ODD)
def test_a_schema_that_is_no_ordinary_file_is_refused_unread(tmp_path: Path, odd: str) -> None:
    ODD[odd](tmp_path / "risk.schema.json")
    with pytest.raises(Stop, match=r"risk\.schema\.json cannot be read") as stopped:
        read_schemas(assets.directory("schemas"), tmp_path)
    assert stopped.value.code == 2
    assert "ordinary file" in stopped.value.hint


@pytest.mark.parametrize(
    ("keyword", "value"),
    [
        ("x-weight", {"removed": 5}),
        ("x-weight", {"gone": "weakening"}),
        ("x-weight", "light"),
        ("x-weight", ["weakening"]),
        ("x-references", "risk"),
        ("x-references", 5),
        ("x-ordered", "yes"),
        ("x-closure", None),
    ],
)
def test_a_keyword_that_nobody_can_read_stops(tmp_path: Path, keyword: str, value: object) -> None:
    below = {"type": "object", "properties": {"text": {"type": "string", keyword: value}}}
    (tmp_path / "risk.schema.json").write_text(json.dumps({"type": "object", "$defs": {"a": {"anyOf": [below]}}}))
    with pytest.raises(Stop) as raised:
        read_schemas(assets.directory("schemas"), tmp_path)
    assert f"risk.schema.json cannot be used: nobody can read $defs/a/anyOf/0/properties/text/{keyword}" in str(
        raised.value
    )
    assert raised.value.hint.startswith("write ")


def test_a_field_or_an_example_may_be_called_like_a_keyword(tmp_path: Path) -> None:
    field = {"type": "string", "examples": [{"x-weight": 5}], "default": {"x-ordered": "yes"}}
    (tmp_path / "gizmo.schema.json").write_text(json.dumps({"type": "object", "properties": {"x-weight": field}}))
    assert "gizmo" in read_schemas(assets.directory("schemas"), tmp_path).kinds
