"""`underhood audit scan`: every format, every fault, and going on after an end at any time."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from underhood.cli.main import run
from underhood.cli.parts import auditing_scan
from underhood.corpus import again
from underhood.corpus import ledger as ledgers
from underhood.corpus.ledger import Ledger, open_ledger
from underhood.doors import duck

ROWS = [
    {"url": "https://www.Example.org/a", "text": "four", "token_count": 3, "metadata": {"url": "https://m.example/1"}},
    {"url": "https://www.example.org:8080/b", "text": "seven77", "token_count": 4, "metadata": {"url": None}},
    {"url": "http://192.0.2.1/", "text": "", "token_count": None, "metadata": {"url": "mailto:a@b.example"}},
    {"url": None, "text": "ab", "token_count": 5, "metadata": {"url": "https://m.example/2"}},
    {"url": "mailto:somebody@example.org", "text": "c", "token_count": -1, "metadata": {"url": "x.example/3"}},
]
HOSTS = [("192.0.2.1", 1, 0), ("www.example.org", 2, 7)]


def query(statement: str, folder: Path) -> list[tuple[object, ...]]:
    with duck.opened(folder, reads=[folder]) as db:
        return db.run(statement)


def write(path: Path, rows: Sequence[object] = ROWS, *, shape: str = "*", options: str = "") -> Path:
    """Rows as a shard of the format that its name tells, packed as it tells."""
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = "".join(f"{json.dumps(row)}\n" for row in rows).encode()
    plain = path.parent / f".{path.name}.rows"
    name = path.name.removesuffix(".gz").removesuffix(".zst")
    packing = {".gz": "gzip", ".zst": "zstd"}.get(path.suffix, "uncompressed")
    plain.write_bytes(raw)
    form = {"parquet": f"FORMAT parquet{options}"}.get(name.rpartition(".")[2], f"FORMAT json, COMPRESSION {packing}")
    if ".csv" in name or ".tsv" in name:
        mark = "\t" if ".tsv" in name else ","
        form = f"FORMAT csv, HEADER, DELIMITER '{mark}', COMPRESSION {packing}"
    source = f"read_json({duck.text(str(plain))}, format = 'newline_delimited')"
    query(f"COPY (SELECT {shape} FROM {source}) TO {duck.text(str(path))} ({form})", path.parent)
    plain.unlink()
    return path


def table(ledger: Ledger, number: int = 0) -> list[tuple[object, ...]]:
    return query(f"FROM read_parquet('{ledger.table(ledger.shards[number])}')", ledger.folder)


def scan(folder: Path, *words: object) -> int:
    return run(["audit", "scan", *map(str, words), "-o", str(folder), "-q"])


@pytest.mark.parametrize(
    "name", ["a.parquet", "a.jsonl", "a.json.gz", "a.jsonl.zst", "a.csv", "a.csv.gz", "a.tsv", "it's [1] a.parquet"]
)
def test_every_format_gives_the_same(tmp_path: Path, name: str) -> None:
    shard = write(tmp_path / "corpus" / name, shape="url, token_count, text")
    assert scan(tmp_path / "ledger", shard.parent) == 0
    ledger = open_ledger(tmp_path / "ledger")
    assert table(ledger) == HOSTS
    assert (ledger.rows, ledger.documents, ledger.nulls, ledger.unjudged, ledger.weight) == (5, 3, 1, 1, 7)
    assert [one.name for one in ledger.shards] == [f"corpus/{name}"]
    assert ledger.shards[0].unweighed == 2
    assert ledger.asked.unit == "tokens"
    assert ledger.shards[0].sha256 == hashlib.sha256(shard.read_bytes()).hexdigest()
    assert ledger.shards[0].bytes == shard.stat().st_size


@pytest.mark.parametrize("name", ["a.parquet", "a.jsonl"])
def test_an_address_inside_another_column(tmp_path: Path, name: str) -> None:
    shard = write(tmp_path / name, shape="metadata, text")
    assert scan(tmp_path / "ledger", shard, "--weight", "text") == 0
    ledger = open_ledger(tmp_path / "ledger")
    assert ledger.asked.column == "metadata.url"
    assert table(ledger) == [("m.example", 2, 6), ("x.example", 1, 1)] if name == "a.parquet" else True
    assert (ledger.nulls, ledger.unjudged) == (1, 1)


def test_text_is_measured_in_characters(tmp_path: Path) -> None:
    write(tmp_path / "c" / "a.jsonl", shape="url, text")
    assert scan(tmp_path / "found", tmp_path / "c") == 0
    write(tmp_path / "d" / "a.parquet", shape="url, text")
    assert scan(tmp_path / "named", tmp_path / "d", "--weight", "text") == 0
    for name in ("found", "named"):
        ledger = open_ledger(tmp_path / name)
        assert (ledger.asked.weight, ledger.asked.unit, ledger.weight) == ("length(text)", "characters", 11)


def test_an_index_of_hosts(tmp_path: Path) -> None:
    rows = [{"url_host_name": one, "url": "https://other.example/"} for one in ("a.example", "A.example.", "::", None)]
    write(tmp_path / "cdx.parquet", rows)
    assert scan(tmp_path / "ledger", tmp_path / "cdx.parquet") == 0
    ledger = open_ledger(tmp_path / "ledger")
    assert ledger.asked.hosts
    assert table(ledger) == [("a.example", 2, 0)]
    assert (ledger.nulls, ledger.unjudged) == (1, 1)


def test_names_do_not_depend_on_the_place(tmp_path: Path) -> None:
    digests = set()
    for place in ("here", "there"):
        write(tmp_path / place / "corpus" / "deep" / "a.jsonl")
        write(tmp_path / place / "corpus" / "b.parquet", shape="url, token_count")
        (tmp_path / place / "corpus" / "notes.md").write_text("no shard")
        corpus = tmp_path / place / "corpus"
        assert scan(tmp_path / f"{place}-ledger", corpus if place == "here" else f"{corpus}/**") == 0
        ledger = open_ledger(tmp_path / f"{place}-ledger")
        assert [one.name for one in ledger.shards] == ["corpus/b.parquet", "corpus/deep/a.jsonl"]
        digests.add(ledger.digest)
    assert len(digests) == 1


def damage(path: Path, kind: str) -> Path:
    raw = bytearray(path.read_bytes())
    match kind:
        case "cut":
            del raw[len(raw) * 2 // 3 :]
        case "sum":  # the checksum of gzip, which readers that do not look at it pass over
            raw[-6] ^= 0xFF
        case "empty":
            raw.clear()
    path.write_bytes(bytes(raw))
    return path


@pytest.mark.parametrize(
    ("name", "kind", "says"),
    [
        ("x.parquet", "cut", "No magic bytes"),
        ("x.parquet", "empty", "too small"),
        ("x.json.gz", "cut", "ends too early"),
        ("x.json.gz", "sum", "gzip, and damaged"),
        ("x.json.zst", "cut", "ends too early"),
        ("x.jsonl", "cut", "in line"),
    ],
)
def test_a_damaged_shard_is_named_and_the_others_go_on(tmp_path: Path, name: str, kind: str, says: str) -> None:
    write(tmp_path / "corpus" / "a.jsonl", shape="url, token_count")
    damage(write(tmp_path / "corpus" / name, ROWS * 500, shape="url, token_count"), kind)
    assert scan(tmp_path / "ledger", tmp_path / "corpus") == 1
    ledger = open_ledger(tmp_path / "ledger")
    assert [one.name for one in ledger.shards] == ["corpus/a.jsonl"]
    assert [one.name for one in ledger.faults] == [f"corpus/{name}"]
    assert says in ledger.faults[0].message
    assert str(tmp_path) not in str(ledger.faults[0])
    write(tmp_path / "corpus" / name, shape="url, token_count")  # mended: only that shard is read again
    assert scan(tmp_path / "ledger", tmp_path / "corpus") == 0
    assert open_ledger(tmp_path / "ledger").whole


def test_a_damaged_row_group_is_named(tmp_path: Path) -> None:
    rows = [{"url": f"https://site-{n * 7919 % 6007}.example/{n}"} for n in range(6_000)]
    shard = write(tmp_path / "a.parquet", rows, options=", ROW_GROUP_SIZE 2048")
    where = query(
        f"SELECT data_page_offset, total_compressed_size FROM parquet_metadata('{shard}') ORDER BY 1", tmp_path
    )
    offset, size = where[1]
    raw = bytearray(shard.read_bytes())
    assert isinstance(offset, int)
    assert isinstance(size, int)
    raw[offset + size // 2 : offset + size // 2 + 64] = b"\xff" * 64
    shard.write_bytes(bytes(raw))
    assert scan(tmp_path / "ledger", shard) == 1
    (fault,) = open_ledger(tmp_path / "ledger").faults
    assert str(fault).startswith("a.parquet, row group 1: ")


def test_mixed_schemas_and_a_missing_column(tmp_path: Path) -> None:
    write(tmp_path / "corpus" / "a.jsonl", shape="url, token_count")
    write(tmp_path / "corpus" / "b.jsonl", [{"link": "https://example.org/"}])
    write(tmp_path / "corpus" / "c.parquet", [{"url": 5, "token_count": 1}])
    assert scan(tmp_path / "ledger", tmp_path / "corpus") == 1
    faults = open_ledger(tmp_path / "ledger").faults
    assert [str(one) for one in faults] == [
        "corpus/b.jsonl: there is no column 'url'; it has: link",
        "corpus/c.parquet: the column 'url' holds BIGINT, not text",
    ]


@pytest.mark.parametrize("line", ['{"url": nope}', "[1, 2]", '{"url": "http://a.example/'])
def test_a_line_that_is_no_json_is_named(tmp_path: Path, line: str) -> None:
    path = write(tmp_path / "corpus" / "a.jsonl", ROWS * 50, shape="url, token_count")
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:200], line, *lines[200:]]))
    assert scan(tmp_path / "ledger", tmp_path / "corpus") == 1
    assert "line 20" in open_ledger(tmp_path / "ledger").faults[0].message


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    row = b'{"url": "https://example.org/", "text": "' + b"a" * 1_000_000 + b'"}\n'
    for name, packed in (("bomb.json.gz", gzip.compress(row * 100)), ("fair.json.gz", gzip.compress(row * 2))):
        (tmp_path / name).write_bytes(packed)
    assert scan(tmp_path / "ledger", f"{tmp_path}/*.gz") == 1
    (fault,) = open_ledger(tmp_path / "ledger").faults
    assert "unpacks to far more" in str(fault)


def test_what_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shard = write(tmp_path / "a.jsonl")
    assert scan(tmp_path / "ledger", shard, tmp_path / "gone.parquet", tmp_path / "a.jsonl.old") == 1
    assert [one.name for one in open_ledger(tmp_path / "ledger").faults] == ["a.jsonl.old", "gone.parquet"]
    assert scan(tmp_path / "other", tmp_path / "*.parquet") == 2
    assert "no shards in" in capsys.readouterr().err


def test_an_unreadable_path_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No permissions bind the superuser, as whom tests may run: the refusal is played."""
    refused = write(tmp_path / "corpus" / "b.jsonl")
    write(tmp_path / "corpus" / "a.jsonl")
    opened = Path.open

    def refuse(path: Path, *words: Any, **named: Any) -> Any:
        if path == refused:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *words, **named)

    monkeypatch.setattr(Path, "open", refuse)
    assert scan(tmp_path / "ledger", tmp_path / "corpus") == 1
    ledger = open_ledger(tmp_path / "ledger")
    assert [str(one) for one in ledger.faults] == ["corpus/b.jsonl: it cannot be read: permission denied"]
    assert ledger.rows == 5


def test_too_little_memory_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing_scan, "LEAST", 0)
    rows = [{"url": f"https://site-{n}.example/"} for n in range(200_000)]
    shard = write(tmp_path / "a.parquet", rows)
    assert scan(tmp_path / "ledger", shard, "--memory", "4MiB") == 1
    assert "--memory" in open_ledger(tmp_path / "ledger").faults[0].hint


def test_a_full_disk_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    shard = write(tmp_path / "a.jsonl")
    monkeypatch.setattr(ledgers, "keep", full)
    assert scan(tmp_path / "ledger", shard) == 3
    assert "no space left" in capsys.readouterr().err
    monkeypatch.undo()
    assert scan(tmp_path / "ledger", shard) == 0


def test_a_finished_shard_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = tmp_path / "corpus"
    write(corpus / "a.jsonl")
    assert scan(tmp_path / "ledger", corpus) == 0
    before = open_ledger(tmp_path / "ledger")
    monkeypatch.setattr("underhood.corpus.engines.local.read_shard", lambda *_: pytest.fail("it was read again"))
    assert scan(tmp_path / "ledger", corpus) == 0
    assert open_ledger(tmp_path / "ledger") == before


def test_a_shard_that_changed_is_read_again_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shard = write(tmp_path / "corpus" / "a.jsonl")
    assert scan(tmp_path / "ledger", shard.parent) == 0
    before = open_ledger(tmp_path / "ledger").digest
    write(shard, ROWS[:2])
    assert run(["audit", "scan", str(shard.parent), "-o", str(tmp_path / "ledger")]) == 0
    assert "corpus/a.jsonl: it has changed since it was read" in capsys.readouterr().err
    ledger = open_ledger(tmp_path / "ledger")
    assert (ledger.rows, ledger.digest != before, len(list((tmp_path / "ledger" / "shards").iterdir()))) == (2, True, 2)


def test_other_columns_need_another_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shard = write(tmp_path / "a.jsonl")
    assert scan(tmp_path / "ledger", shard) == 0
    assert scan(tmp_path / "ledger", shard, "--column", "metadata.url") == 2
    assert "other columns" in capsys.readouterr().err


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    shard = write(tmp_path / "a.jsonl")
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "letter.txt").write_text("mine")
    assert scan(tmp_path / "kept", shard) == 2
    assert [one.name for one in (tmp_path / "kept").iterdir()] == ["letter.txt"]


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_a_killed_scan_goes_on_where_it_was(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    many = write(corpus / "00.parquet", [{"url": f"https://s{n % 999}.example/{n}"} for n in range(30_000)])
    for number in range(1, 60):
        shutil.copy(many, corpus / f"{number:02}.parquet")
    command = [sys.executable, "-m", "underhood", "audit", "scan", str(corpus), "-o", str(tmp_path / "ledger"), "-q"]
    program = subprocess.Popen(command)
    limit = time.monotonic() + 60
    while len(list((tmp_path / "ledger").glob("shards/*.json"))) < 5 and time.monotonic() < limit:
        time.sleep(0.01)
    program.send_signal(signal.SIGKILL)
    program.wait()
    done = open_ledger(tmp_path / "ledger")
    assert 5 <= len(done.shards) < 60
    assert scan(tmp_path / "ledger", corpus) == 0
    assert scan(tmp_path / "whole", corpus) == 0
    assert open_ledger(tmp_path / "ledger").digest == open_ledger(tmp_path / "whole").digest
    assert not list((tmp_path / "ledger").glob(".scratch-*"))


def test_a_missing_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shard = write(tmp_path / "a.jsonl")
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert scan(tmp_path / "ledger", shard) == 2
    assert "pip install 'underhood[audit]'" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["a.parquet", "a.jsonl.gz", "a.json.zst", "a.tsv"])
@pytest.mark.parametrize("column", ["url", "url_host_name"])
def test_a_second_pass_reads_what_the_scan_read(tmp_path: Path, name: str, column: str) -> None:
    rows = [{"url": f"https://{host}/x", "url_host_name": host, "text": "five5"} for host in ("a.example", "b.example")]
    shard = write(tmp_path / name, rows)
    measured = "none" if name == "a.tsv" else "length(text)"
    assert scan(tmp_path / "ledger", shard, "--column", column, "--weight", measured) == 0
    ledger = open_ledger(tmp_path / "ledger")
    with duck.opened(tmp_path, reads=[tmp_path]) as db:
        found = list(again.addresses(db, ledger, again.places(ledger))(ledger.shards[0], frozenset({"b.example"})))
    assert found == [("https://b.example/x", 0 if name == "a.tsv" else 5)]
