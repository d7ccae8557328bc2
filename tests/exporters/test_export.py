"""`underhood export`: what every format has in common, on one that loses nothing and one that loses all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tests.cli.conftest import Call, call
from underhood import exporters
from underhood.doors import assets
from underhood.exporters import Asked
from underhood.meaning.audience import Views
from underhood.meaning.facts import Facts, leaves, look
from underhood.records.project import open_project

__all__ = ["call"]

LAB = Path(__file__).resolve().parents[2] / "examples" / "lab"
RELEASE = "release/reedheron-2"


def _schema(name: str) -> Any:
    return jsonschema_rs.validator_for(json.loads((assets.directory("schemas") / f"formats/{name}").read_text("utf-8")))


@pytest.fixture
def facts() -> Facts:
    """The facts of a release of the laboratory."""
    view = Views(open_project(LAB)).view()
    record = view.get("release", "reedheron-2")
    assert record is not None
    return Facts(view, record)


def test_a_bundle_holds_every_fact(call: Call, tmp_path: Path, facts: Facts) -> None:
    said = call("export", "json", RELEASE, "-C", LAB, "-o", tmp_path / "out")
    assert said.code == 0
    told = json.loads((tmp_path / "out/reedheron-2.json").read_text("utf-8"))
    _schema("bundle-1.schema.json").validate(told)
    losses = json.loads((tmp_path / "out/losses.json").read_text("utf-8"))
    _schema("losses-1.schema.json").validate(losses)
    assert losses["lost"] == []
    assert losses["held"] == len(list(facts.every())) > 500
    written = {(f"{one['kind']}/{one['id']}", path) for one in told["records"] for path, _ in leaves(one["data"])}
    assert written == {(str(one.address), one.path) for one in facts.every()}
    assert "all " in said.err
    assert told["notice"]


def test_what_is_not_told_is_lost_and_named(
    call: Call, tmp_path: Path, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def only_the_title(asked: Asked) -> dict[str, bytes]:
        return {"title.txt": asked.facts.tell(asked.release, "title").encode()}

    chosen = exporters.Exporter("json", "Titles", (), only_the_title)
    monkeypatch.setattr(exporters, "load", lambda _: chosen)
    assert call("export", "json", RELEASE, "-C", LAB, "-o", tmp_path / "out").code == 0
    losses = json.loads((tmp_path / "out/losses.json").read_text("utf-8"))
    _schema("losses-1.schema.json").validate(losses)
    assert losses["held"] == 1
    assert len(losses["lost"]) == len(list(facts.every())) - 1
    text = (tmp_path / "out/losses.md").read_text("utf-8")
    assert text.count("\n- `") == len(losses["lost"])
    assert "- `version`: " in text


def test_to_look_is_not_to_tell(facts: Facts) -> None:
    before = len(facts.left())
    assert look(facts.release.data, ("title",)) == facts.release.title
    assert len(facts.left()) == before
    facts.tell(facts.release, "variants", 0)
    assert len(facts.left()) < before
    assert facts.tell(facts.release, "variants", 10_000) is None
    assert facts.tell(facts.release, "no", "such", "place") is None


def test_an_earlier_export_makes_room_and_nothing_else_does(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert call("export", "json", RELEASE, "-C", LAB, "-o", out).code == 0
    (out / "stale.txt").write_text("x")
    assert call("export", "json", RELEASE, "-C", LAB, "-o", out).code == 0
    assert sorted(path.name for path in out.iterdir()) == ["losses.json", "losses.md", "reedheron-2.json"]
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    said = call("export", "json", RELEASE, "-C", LAB, "-o", mine)
    assert said.code == 2
    assert "not overwritten" in said.err
    assert (mine / "thesis.txt").read_text() == "years of work"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["jso", RELEASE], "did you mean json?"),
        (["json", "release/reedheron-22"], "did you mean"),
        (["json", "risk/false-statements"], "no"),
        (["json", RELEASE, "--edition", "9"], "has no edition '9'"),
        (["json", RELEASE, "--lang", "xx"], "not kept in 'xx'"),
        ([], "are needed"),
    ],
)
def test_what_cannot_be_asked(call: Call, tmp_path: Path, words: list[str], said: str) -> None:
    answer = call("export", *words, "-C", LAB, "-o", tmp_path / "out")
    assert answer.code == 2
    assert said in answer.err
    assert not (tmp_path / "out").exists()


def test_formats_are_listed(call: Call) -> None:
    said = call("export", "--list")
    assert said.code == 0
    assert [line.split(":")[0] for line in said.out.splitlines()] == list(exporters.formats())
