"""A ledger of which something is damaged: it is named, and mended by scanning again."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from underhood.cli.main import run
from underhood.corpus.ledger import HOSTS, open_ledger

EXCLUSION = """title: Directories of people
what: Sites with addresses of people.
category: personal-data
criterion: Sites about people.
reason: To protect people.
sites: [people.example]
"""
SETTINGS = "schema: 1\ntitle: Records\nlanguages: [en]\npublication: {mode: provider}\n"


@pytest.fixture
def scanned(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("a", "b"):
        (corpus / f"{name}.jsonl").write_text(f'{{"url": "https://{name}.example/", "tokens": 3}}\n')
    records = tmp_path / "records" / "governance"
    (records / "exclusion").mkdir(parents=True)
    (records / "settings.yaml").write_text(SETTINGS)
    (records / "exclusion" / "people.yaml").write_text(EXCLUSION)
    assert scan(tmp_path) == 0
    return tmp_path


def scan(folder: Path) -> int:
    return run(["audit", "scan", str(folder / "corpus"), "-o", str(folder / "ledger")])


def check(folder: Path) -> int:
    return run(
        ["audit", "check", "exclusion/people", "-C", str(folder / "records"), "--ledger", str(folder / "ledger")]
    )


def domains(folder: Path) -> int:
    return run(["audit", "domains", "--ledger", str(folder / "ledger")])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("rows", None), ("rows", True), ("number", "x"), ("number", -9), ("nulls", None), ("unjudged", None)),
        *(("documents", None), ("documents", 7), ("name", None), ("sha256", ["x"]), ("digest", None)),
    ],
)
def test_a_shard_with_wrong_values_is_named_and_read_again(
    scanned: Path, capsys: pytest.CaptureFixture[str], name: str, value: object
) -> None:
    before = open_ledger(scanned / "ledger").digest
    path = min((scanned / "ledger" / "shards").glob("*.json"))
    path.write_text(json.dumps({**json.loads(path.read_text()), name: value}))
    capsys.readouterr()
    assert check(scanned) == 1
    said = capsys.readouterr()
    assert f"shards/{path.name} is damaged" in said.out
    assert "is read again" in said.err
    assert domains(scanned) == 1
    assert f"shards/{path.name} is damaged" in capsys.readouterr().err
    assert scan(scanned) == 0
    assert "2 of 2 shards read, 1 of them before" in capsys.readouterr().out
    assert open_ledger(scanned / "ledger").digest == before
    assert check(scanned) == 0


def test_what_is_damaged_does_not_stay_when_its_shard_has_changed(scanned: Path) -> None:
    path = min((scanned / "ledger" / "shards").glob("*.json"))
    path.write_text("{")
    (scanned / "corpus" / "a.jsonl").write_text('{"url": "https://c.example/", "tokens": 3}\n')
    assert open_ledger(scanned / "ledger").damaged == (f"shards/{path.name}",)
    assert scan(scanned) == 0
    assert open_ledger(scanned / "ledger").damaged == ()
    assert len(list((scanned / "ledger" / "shards").iterdir())) == 4


@pytest.mark.parametrize("damage", [b"", b"PAR1", b"\xff" * 400])
def test_a_damaged_table_is_named_and_read_again(
    scanned: Path, capsys: pytest.CaptureFixture[str], damage: bytes
) -> None:
    before = open_ledger(scanned / "ledger")
    assert domains(scanned) == 0, "the hosts are put together, and kept"
    before.table(before.shards[1]).write_bytes(damage)
    for step in (check, domains):
        capsys.readouterr()
        assert step(scanned) == 3
        said = capsys.readouterr().err
        assert f"{before.table(before.shards[1]).name} is damaged" in said
        assert "underhood audit scan" in said
    assert scan(scanned) == 0
    assert "2 of 2 shards read, 1 of them before" in capsys.readouterr().out
    assert open_ledger(scanned / "ledger") == before
    assert domains(scanned) == 0


def test_damaged_hosts_are_put_together_again(scanned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert domains(scanned) == 0
    told = capsys.readouterr().out.splitlines()[-2:]
    (kept,) = (scanned / "ledger").glob(HOSTS.format("*"))
    kept.write_bytes(b"PAR1")
    assert domains(scanned) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == told


def test_a_ledger_from_before_tables_had_digests_is_kept(scanned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (scanned / "ledger" / "shards").glob("*.json"):
        found = json.loads(path.read_text())
        assert len(found.pop("table")) == 64
        path.write_text(json.dumps(found))
    assert scan(scanned) == 0
    assert "2 of 2 shards read, 2 of them before" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["{", '{"edition": 1, "asked": {"corpus": ["a"], "column": null}, "shards": []}'])
def test_a_damaged_head_is_named(scanned: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    (scanned / "ledger" / "ledger.json").write_text(text)
    assert check(scanned) == 3
    assert "ledger.json is damaged" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such files")
def test_a_pipe_in_the_corpus_is_named(scanned: Path) -> None:
    os.mkfifo(scanned / "corpus" / "c.jsonl")
    assert scan(scanned) == 1
    ledger = open_ledger(scanned / "ledger")
    assert [str(one) for one in ledger.faults] == ["corpus/c.jsonl: it is not an ordinary file"]
    assert len(ledger.shards) == 2
