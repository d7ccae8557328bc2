"""`underhood import`: what every format has in common, on one whose files are a few plain fields."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tests.cli.conftest import Call, call
from tests.making import SETTINGS
from underhood import importers
from underhood.doors import assets
from underhood.doors.foreign import read_json
from underhood.importers import Draft, Drawn, Given, Importer, Trouble, Wanted
from underhood.values.ids import Address

__all__ = ["call"]


def draw(given: Given, _: Wanted) -> Drawn:
    """A risk for each file, and an organisation that many files speak of."""
    if given.look("kind") == "none":
        raise ValueError("there is nothing to draw")
    name = str(given.take("name") or "nameless")
    data: dict[str, Any] = {"title": name, "text": given.take("text") or "TODO: what may go wrong."}
    found = [Draft(Address("risk", name), data)]
    if (lab := given.take("lab")) is not None:
        found.append(Draft(Address("organisation", "lab"), {"title": lab, "role": ["provider"], **_site(given)}))
    if (rate := given.take("rate")) is not None:
        data["ratings"] = [{"id": "all", "likelihood": "TODO: how likely", "share": rate}]
    odd = (Trouble(("odd",), "this is odd", "look at it"),) if given.look("odd") else ()
    for path, one in given.beside.items():
        data["summary"] = f"{path} says {one.take('note')}"
    return Drawn(tuple(found), odd)


def _site(given: Given) -> dict[str, Any]:
    site = given.take("site")
    return {"website": site} if site else {}


@pytest.fixture(autouse=True)
def plain_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """The only format is `plain`."""
    chosen = Importer("plain", "Plain fields", ("*.json",), read_json, draw, {"notes/*.txt.json": read_json})
    monkeypatch.setattr(importers, "formats", lambda: ("plain",))
    monkeypatch.setattr(importers, "load", lambda _: chosen)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository without records."""
    folder = tmp_path / "repository"
    (folder / "governance").mkdir(parents=True)
    (folder / "governance/settings.yaml").write_text(SETTINGS)
    return folder


def put(folder: Path, where: str, /, **data: Any) -> Path:
    path = folder / where
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data))
    return path


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_files_become_records_with_their_digits(call: Call, tmp_path: Path, root: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.json").write_text('{"name": "a", "text": "First.", "rate": 0.450, "rest": [1, 2]}')
    put(tmp_path / "in", "deep/b.json", name="b")
    said = call("import", "plain", tmp_path / "in", "-C", root)
    assert said.code == 0
    assert said.out.splitlines() == ["governance/risk/a.yaml", "governance/risk/b.yaml"]
    assert "share: 0.450\n" in (root / "governance/risk/a.yaml").read_text()
    assert (root / "governance/risk/b.yaml").read_text() == (
        "# yaml-language-server: $schema=../../.schemas/risk.schema.json\ntitle: b\ntext: 'TODO: what may go wrong.'\n"
    )
    assert "2 files of 2 made 2 records; 4 of 6 values were used" in said.err
    assert "2 texts begin with TODO" in said.err
    assert [path.name for path in root.iterdir()] == ["governance"]


def test_one_bad_file_is_named_and_the_others_go_on(call: Call, tmp_path: Path, root: Path) -> None:
    put(tmp_path / "in", "a.json", name="a")
    (tmp_path / "in/b.json").write_text('{"name": "b"')
    put(tmp_path / "in", "c.json", kind="none")
    put(tmp_path / "in", "d.json", name="d")
    (tmp_path / "in/e.json").symlink_to(tmp_path / "in/a.json")
    said = call("import", "plain", tmp_path / "in", "-C", root)
    assert said.code == 1
    assert said.out.splitlines() == ["governance/risk/a.yaml", "governance/risk/d.yaml"]
    assert "b.json: line 1: the file ends in the middle of a value" in said.err
    assert "c.json: there is nothing to draw" in said.err
    assert "e.json: symbolic links are not followed" in said.err
    assert "3 files could not be used" in said.err


def test_what_is_there_is_never_overwritten(call: Call, tmp_path: Path, root: Path) -> None:
    put(tmp_path / "in", "a.json", name="a", text="First.")
    put(tmp_path / "in", "b.json", name="b", text="Second.")
    assert call("import", "plain", tmp_path / "in", "-C", root).code == 0
    mine = root / "governance/risk/b.yaml"
    mine.write_text(mine.read_text().replace("Second.", "What I know better."))
    before = tree(root)
    put(tmp_path / "in", "c.json", name="c")
    said = call("import", "plain", tmp_path / "in", "-C", root)
    assert said.code == 0
    assert said.out.splitlines() == ["governance/risk/c.yaml"]
    assert "risk/b stays as it is: governance/risk/b.yaml says something else" in said.err
    assert "1 record there already, with the same words" in said.err
    assert {path: content for path, content in tree(root).items() if path in before} == before


def test_a_broken_record_and_an_old_id_are_in_the_way_too(call: Call, tmp_path: Path, root: Path) -> None:
    (root / "governance/risk/mine").mkdir(parents=True)
    (root / "governance/risk/mine/a.yaml").write_text("title: [\n")
    (root / "governance/risk/new.yaml").write_text("title: New\ntext: Said.\nformerly: [b]\n")
    put(tmp_path / "in", "a.json", name="a")
    put(tmp_path / "in", "b.json", name="b")
    before = tree(root)
    said = call("import", "plain", tmp_path / "in", "-C", root)
    assert (said.code, said.out) == (0, "")
    assert "risk/a stays as it is" in said.err
    assert "risk/b stays as it is: governance/risk/new.yaml, which had this id before" in said.err
    assert tree(root) == before


def test_a_file_in_the_place_of_a_new_record_stops_all(call: Call, tmp_path: Path, root: Path) -> None:
    """No record, since its name is none, but somebody's file."""
    (root / "governance/risk").mkdir()
    (root / "governance/risk/z.yaml").mkdir()
    (root / "governance/risk/z.yaml/notes.txt").write_text("years of work")
    put(tmp_path / "in", "a.json", name="a", lab="Lab")
    put(tmp_path / "in", "z.json", name="z")
    before = tree(root)
    said = call("import", "plain", tmp_path / "in", "-C", root)
    assert said.code == 3
    assert "it is there already" in said.err
    assert "nothing was changed" in said.err
    assert tree(root) == before
    assert sorted(path.name for path in (root / "governance").iterdir()) == ["risk", "settings.yaml"]


def test_a_disk_that_is_full_leaves_nothing(
    call: Call, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        put(tmp_path / "in", f"{name}.json", name=name)
    before, real, left = tree(root), os.open, iter([True, True, False])

    def full(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if flags & os.O_CREAT and str(path).endswith(".yaml") and not next(left, False):
            raise OSError(28, "No space left on device", path)
        return real(path, flags, *rest, **named)

    monkeypatch.setattr(os, "open", full)
    said = call("import", "plain", tmp_path / "in", "-C", root)
    monkeypatch.undo()
    assert said.code == 3
    assert "no space left" in said.err
    assert tree(root) == before
    assert [path.name for path in root.iterdir()] == ["governance"]


def test_what_many_files_say_of_one_record_is_put_together(call: Call, tmp_path: Path, root: Path) -> None:
    put(tmp_path / "in", "a.json", name="a", lab="Lab")
    put(tmp_path / "in", "b.json", name="b", lab="Lab", site="https://lab.example/")
    put(tmp_path / "in", "c.json", name="c", lab="Another")
    said = call("import", "plain", tmp_path / "in", "-C", root)
    assert said.code == 0
    text = (root / "governance/organisation/lab.yaml").read_text()
    assert "title: Lab\n" in text
    assert "website: https://lab.example/\n" in text
    assert "c.json: title: organisation/lab: 'Another' here, 'Lab' in" in said.err


def test_two_ways_to_make_a_record_of_ones_own_are_told(call: Call, tmp_path: Path, root: Path) -> None:
    put(tmp_path / "in", "a.json", name="same", text="One.")
    put(tmp_path / "in", "b.json", name="same", text="Two.")
    put(tmp_path / "in", "c.json", name="same", text="One.")
    said = call("import", "plain", tmp_path / "in", "-C", root)
    assert said.code == 1
    assert "b.json: risk/same was made in another way by" in said.err
    assert "text: One.\n" in (root / "governance/risk/same.yaml").read_text()


def test_a_dry_run_writes_nothing(call: Call, tmp_path: Path, root: Path) -> None:
    put(tmp_path / "in", "a.json", name="a")
    before = tree(root)
    said = call("import", "plain", tmp_path / "in", "-C", root, "--dry-run")
    assert said.code == 0
    assert said.out.splitlines() == ["governance/risk/a.yaml"]
    assert "would make 1 record" in said.err
    assert tree(root) == before


def test_the_report_names_every_value(call: Call, tmp_path: Path, root: Path) -> None:
    (tmp_path / "in/notes").mkdir(parents=True)
    (tmp_path / "in/a.json").write_text(
        '{"name": "a", "odd": true, "rest": {"x": [0.10, "`<b>`"], "n": NaN, "e": 1e999}, "text": "Said."}'
    )
    (tmp_path / "in/notes/n.txt.json").write_text('{"note": "hello", "more": 3}')
    (tmp_path / "in/b.json").write_text("[")
    paths = [tmp_path / "in/a.json", tmp_path / "in/b.json"]
    said = call("import", "plain", *paths, "-C", root, "--dry-run", "--report", tmp_path / "r.json")
    assert said.code == 1
    told = json.loads((tmp_path / "r.json").read_text())
    schema = json.loads((assets.directory("schemas") / "formats/imported-1.schema.json").read_text())
    jsonschema_rs.validator_for(schema).validate(told)
    first, second = told["files"]
    assert first["not_used"] == [
        {"path": ["odd"], "value": True},
        {"path": ["rest", "x", 0], "value": "0.10"},
        {"path": ["rest", "x", 1], "value": "`<b>`"},
        {"path": ["more"], "value": 3},
    ]
    assert first["used"] == 3
    assert second["error"] == "line 1: the file ends in the middle of a value"
    assert [(one["path"], one["message"]) for one in told["troubles"]] == [
        (["rest", "n"], "NaN is no figure"),
        (["rest", "e"], "1e999 is no figure"),
        (["odd"], "this is odd"),
    ]
    assert call("import", "plain", *paths, "-C", root, "--report", tmp_path / "r.md").code == 1
    text = (tmp_path / "r.md").read_text()
    assert "- `rest/x/0`: `0.10`\n" in text
    assert "- `rest/x/1`: `` `<b>` ``\n" in text
    assert "## Files that could not be used" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["plian", "x"], "did you mean plain?"),
        (["plain"], "are needed"),
        (["plain", "nowhere.json"], "there is no file nowhere.json"),
        (["plain", ".", "--release", "A b"], "cannot be the id of a release"),
    ],
)
def test_what_cannot_be_asked(call: Call, root: Path, words: list[str], said: str) -> None:
    answer = call("import", *words, "-C", root)
    assert answer.code == 2
    assert said in answer.err


def test_a_folder_without_such_files_is_said(call: Call, tmp_path: Path, root: Path) -> None:
    (tmp_path / "in").mkdir()
    said = call("import", "plain", tmp_path / "in", "-C", root)
    assert said.code == 2
    assert "is called *.json" in said.err


def test_formats_are_listed(call: Call) -> None:
    said = call("import", "--list")
    assert (said.code, said.out) == (0, "plain: Plain fields\n")


def hostile() -> Iterator[tuple[bytes, str]]:
    """Files that are no JSON, or bend it."""
    yield b"", "the file is empty"
    yield b'{"a": 1', "ends in the middle"
    yield b'{"a": "x', "ends in the middle"
    yield b'{"a": 1}{', "line 1, column 9: this is not JSON (extra data)"
    yield b'{"a": 1,\n "b": {"c": 1, "c": 2}}', "line 2, column 16: the field 'c' stands here a second time"
    yield b"[" * 500 + b"]" * 500, "nested deeper than 128 levels"
    yield b"[" * 200_000, "nested deeper than 128 levels"
    yield '{"a": "é"}'.encode("latin-1"), "line 1, column 8: the file is not UTF-8 (byte 0xe9)"
    yield '{"a": 1}'.encode("utf-16"), "the file is UTF-16"
    yield b"NaN", "a single value is all that stands in this file"


@pytest.mark.parametrize(("raw", "said"), list(hostile()), ids=range(10))
def test_hostile_json_is_said(raw: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=r".") as told:
        read_json(raw)
    assert said in str(told.value)


def test_json_keeps_digits_and_loses_what_no_text_may_hold() -> None:
    data = read_json(b'\xef\xbb\xbf{"a": 0.4500, "b": 1.0e3, "c": 123456789012345678901, "d": "x\\ud83dy\\u0000"}')
    assert [str(data["a"]), str(data["b"]), data["c"]] == ["0.4500", "1.0E+3", 123456789012345678901]
    assert isinstance(data["a"], Decimal)
    assert data["d"] == "x\ufffdy\ufffd"
    assert read_json(b'{"pair": "\\ud83d\\ude00"}') == {"pair": "\U0001f600"}


def test_a_huge_file_is_refused_unread(call: Call, tmp_path: Path, root: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as stream:
        stream.truncate((64 << 20) + 1)
    said = call("import", "plain", path, "-C", root)
    assert said.code == 1
    assert "the file is over 65,536 KiB" in said.err
