"""Shards on other machines: fetched through fsspec, and never opened by DuckDB there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from tests.corpus.test_scan import scan, table, write

from underhood.corpus.ledger import open_ledger
from underhood.doors import duck


@pytest.fixture
def far() -> Iterator[fsspec.AbstractFileSystem]:
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


def test_the_same_as_on_this_machine(tmp_path: Path, far: fsspec.AbstractFileSystem) -> None:
    for name in ("a.parquet", "deep/b.jsonl.gz", "deep/c.jsonl.zst"):
        shard = write(tmp_path / "corpus" / name, shape="url, token_count")
        far.pipe_file(f"/bucket/corpus/{name}", shard.read_bytes())
    far.pipe_file("/bucket/corpus/readme.md", b"no shard")
    assert scan(tmp_path / "near", tmp_path / "corpus") == 0
    assert scan(tmp_path / "far", "memory://bucket/corpus") == 0
    assert scan(tmp_path / "pattern", "memory://bucket/corpus/**") == 0
    near, *others = [open_ledger(tmp_path / name) for name in ("near", "far", "pattern")]
    assert [one.name for one in near.shards] == [
        "corpus/a.parquet",
        "corpus/deep/b.jsonl.gz",
        "corpus/deep/c.jsonl.zst",
    ]
    assert {one.digest for one in others} == {near.digest}
    assert scan(tmp_path / "far", "memory://bucket/corpus") == 0
    assert not list((tmp_path / "far").glob(".scratch-*"))


def test_a_damaged_shard_there_is_named(tmp_path: Path, far: fsspec.AbstractFileSystem) -> None:
    whole = write(tmp_path / "a.jsonl.zst").read_bytes()
    far.pipe_file("/b/a.jsonl.zst", whole)
    far.pipe_file("/b/cut.jsonl.zst", whole[:-9])
    assert scan(tmp_path / "ledger", "memory://b/*.zst") == 1
    ledger = open_ledger(tmp_path / "ledger")
    assert len(table(ledger)) == 2
    assert [str(one) for one in ledger.faults] == ["b/cut.jsonl.zst: it is packed with Zstandard, and ends too early"]


def test_credentials_that_are_missing_are_said(
    tmp_path: Path, far: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    far.pipe_file("/b/a.jsonl", write(tmp_path / "a.jsonl").read_bytes())
    far.pipe_file("/b/b.jsonl", b"{}\n")
    opened = type(far).open

    def refuse(system: fsspec.AbstractFileSystem, path: str, *words: object, **named: object) -> object:
        if path.endswith("b.jsonl"):
            raise RuntimeError("Unable to locate credentials")
        return opened(system, path, *words, **named)

    monkeypatch.setattr(type(far), "open", refuse)
    assert scan(tmp_path / "ledger", "memory://b") == 1
    (fault,) = open_ledger(tmp_path / "ledger").faults
    assert str(fault) == "b/b.jsonl: it cannot be read: Unable to locate credentials"
    assert "credentials in the environment" in fault.hint


def test_a_driver_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    assert scan(tmp_path / "ledger", "gs://bucket/corpus", "--column", "url") == 1
    (fault,) = open_ledger(tmp_path / "ledger").faults
    assert "gs:// needs another package" in fault.message
    assert "gcsfs" in fault.hint


def test_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    assert scan(tmp_path / "ledger", "s3://bucket/corpus") == 2
    assert "pip install 'underhood[remote]'" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["s3://bucket/a.parquet", "https://example.org/a.parquet", "/etc/hostname"])
def test_the_database_opens_nothing_else(tmp_path: Path, address: str) -> None:
    with duck.opened(tmp_path) as db, pytest.raises(duck.Trouble, match=r"Cannot access|disabled"):
        db.run(f"SELECT * FROM read_text({duck.text(address)})")
    with duck.opened(tmp_path) as db, pytest.raises(duck.Trouble):
        db.run("INSTALL httpfs")
