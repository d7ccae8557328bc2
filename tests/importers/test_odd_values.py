"""Values that no record can hold, or that somebody wrote to crash a reader: named, and the rest goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call, call
from tests.importers.imported import codes, drafts, reads
from tests.making import SETTINGS
from underhood.doors.dump import plain_yaml
from underhood.doors.foreign import Unusable, exact_number, read_json
from underhood.doors.marked import read as read_yaml
from underhood.importers._prose import Prose

__all__ = ["call"]
BEYOND = "1e99999999999999999999"
"""A power of ten beyond what the library of decimals takes at all."""


@pytest.mark.parametrize("text", [BEYOND, f"-{BEYOND}", "1e-99999999999999999999", "1e61", "1" * 61])
def test_numbers_beyond_all_measure(text: str) -> None:
    assert isinstance(exact_number(text), Unusable)
    assert isinstance(read_json(f'{{"a": {text}}}'.encode())["a"], Unusable)


def test_a_number_beyond_all_measure_stops_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "results_1.json").write_text(f'{{"results": {{"a": {{"acc,none": {BEYOND}}}}}, "model_name": "m"}}')
    (tmp_path / "results_2.json").write_text('{"results": {"a": {"acc,none": 0.5}}, "model_name": "m"}')
    files = reads("lm-eval", tmp_path)
    assert any(BEYOND in one.message for one in files[0].drawn.troubles)
    assert any(address.startswith("evaluation/") for address in drafts(files))


@pytest.mark.parametrize("version", [["0.0.2"], {"a": 1}, None, 2])
def test_a_version_of_another_type_is_named(tmp_path: Path, version: object) -> None:
    card = tmp_path / "card.json"
    card.write_text(json.dumps({"schema_version": version, "model_details": {"name": "A"}}))
    (file,) = reads("mct", card)
    assert "schema_version" in file.error


@pytest.mark.parametrize("text", ["1e99999", "1e999999", ".inf", ".NaN", "0o17", "0x1F", "+1.5e3", "1_000", "true"])
def test_texts_that_look_like_numbers_stay_texts(text: str) -> None:
    data = {"a": text, "b": {"c": [text]}}
    assert read_yaml(plain_yaml(data).encode()).data == data


@pytest.mark.parametrize("text", ["a\tb", "a\x85b", "a\u2028b", "a\n\u2029\nb", "\x85", "12\x85"])
@pytest.mark.parametrize("kind", [str, Prose])
def test_line_breaks_that_nobody_sees_are_escaped(text: str, kind: type[str]) -> None:
    data = {"a": kind(text), "b": {"c": [kind(text)]}}
    read = read_yaml(plain_yaml(data).encode())
    assert read.problems == ()
    assert read.data == data


def test_what_stands_twice_is_taken_once(tmp_path: Path) -> None:
    card = tmp_path / "card.json"
    data = {"name": "d", "sensitive": {"sensitive_data": ["gender", "gender"]}}
    card.write_text(json.dumps({"model_details": {"name": "A"}, "model_parameters": {"data": [data]}}))
    files = reads("mct", card)
    assert any("gender" in json.dumps(one, default=str) for one in drafts(files).values())
    assert "schema-violation" not in codes(files)


def test_a_report_that_cannot_be_written_stops_the_import(call: Call, tmp_path: Path) -> None:
    (tmp_path / "repo/governance").mkdir(parents=True)
    (tmp_path / "repo/governance/settings.yaml").write_text(SETTINGS)
    table = tmp_path / "table.csv"
    table.write_text("model,benchmark,metric,value\nA,B,c,0.5\n")
    (tmp_path / "blocked").write_text("")
    said = call("import", "csv", table, "--report", tmp_path / "blocked" / "report.md", "-C", tmp_path / "repo")
    assert said.code == 3, said
    assert "nothing was changed" in said.err
    assert [path.name for path in (tmp_path / "repo/governance").iterdir()] == ["settings.yaml"]
