"""Two engines of JSON Schema, one verdict; and whoever is refused is told why, at a place that is there."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from tests.fuzz.mutating import ROOT, bent, data_of, records, samples

from underhood.doors import schemas as door
from underhood.doors.schemas import SETTINGS, Schemas, read_schemas
from underhood.values.finding import DataPath

SCHEMAS = read_schemas(ROOT / "schemas")
SLOW = Schemas(SCHEMAS.documents)
"""The same schemas, judged by the slower engine alone."""

pytestmark = pytest.mark.skipif(door.jsonschema_rs is None, reason="there is one engine only on this platform")


@pytest.fixture(autouse=True, scope="module")
def _slow() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(door, "jsonschema_rs", None)
        for name in (*SLOW.kinds, SETTINGS):
            SLOW.accepts(name, {})


def agree(name: str, data: Any) -> bool:
    """The verdict, which must be the same twice; a refusal must be explained."""
    verdict = SCHEMAS.accepts(name, data)
    assert SLOW.accepts(name, data) == verdict, data
    if not verdict:
        found = SCHEMAS.explain(name, data)
        assert found, data
        for violation in found:
            assert violation.message.strip() != ""
            assert exists(data, violation.data_path), (violation, data)
            assert violation.message != "the schema refuses this file", data
    return verdict


def exists(data: Any, path: DataPath) -> bool:
    """Whether something stands at a data path."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def kind_of(path: Any) -> str:
    """The schema that a file is judged by."""
    parts = path.parts[path.parts.index("governance") + 1 :]
    return SETTINGS if len(parts) == 1 else str(parts[0])


@pytest.mark.parametrize("kind", SCHEMAS.kinds)
def test_examples(kind: str) -> None:
    for example in SCHEMAS.documents[kind]["examples"]:
        assert agree(kind, example)


def test_records() -> None:
    for path in records()[::4]:
        if "_locale" not in path.parts:
            assert agree(kind_of(path), data_of(path)), path


@pytest.mark.parametrize("seed", range(8))
def test_bent_data(seed: int) -> None:
    random = Random(seed)
    verdicts = [agree(kind_of(path), bent(data_of(path), random)) for path in samples()]
    assert verdicts.count(False) > 10
