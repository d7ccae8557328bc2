"""What is said of shards and lists that are not what their names say."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest
from tests.corpus.making import ledger_of
from tests.corpus.test_damaged_ledger import EXCLUSION, SETTINGS

from underhood.cli.main import run
from underhood.corpus.ledger import open_ledger

ROW = b'{"url": "https://a.example/", "tokens": 3}\n'
RANDOM = random.Random(7).randbytes(3000)
TABLE = b"url,tokens\n" + b"https://a.example/,1\n" * 5000


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("x.jsonl", RANDOM, "it holds no JSON lines"),
        ("x.jsonl", b"", "it is empty"),
        ("x.csv", b"", "it is empty"),
        ("x.jsonl", b"\xef\xbb\xbf" + ROW * 3, "it begins with a byte order mark"),
        ("x.json.gz", gzip.compress(b"\xef\xbb\xbf" + ROW, mtime=0), "it begins with a byte order mark"),
        ("x.json.gz", gzip.compress(b"", mtime=0), "it is empty"),
        ("x.json.gz", b"a letter\n", "it is not packed with gzip, as its name says"),
        ("x.jsonl.zst", b"a letter\n", "it is not packed with Zstandard, as its name says"),
        ("x.jsonl", ROW.decode().encode("utf-16"), "it is written in UTF-16"),
        ("x.csv", TABLE.decode().encode("utf-16"), "it is written in UTF-16"),
        ("x.csv", RANDOM, "it is not text"),
        ("x.csv", b'url,tokens\n"https://a.example/,1\nhttps://b.example/,2\n', "a quotation mark may be left open"),
        ("x.csv", TABLE + b'"https://a.example/,1\n', "in line 5002"),
    ],
)
def test_a_shard_is_refused_in_words(tmp_path: Path, name: str, raw: bytes, says: str) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.jsonl").write_bytes(ROW)
    (corpus / name).write_bytes(raw)
    assert run(["audit", "scan", str(corpus), "-o", str(tmp_path / "ledger"), "-q"]) == 1
    ledger = open_ledger(tmp_path / "ledger")
    assert [one.name for one in ledger.shards] == ["corpus/a.jsonl"]
    message = ledger.faults[0].message
    assert says in message
    assert "Error" not in message


def test_a_byte_order_mark_of_a_table_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbfurl,tokens\nhttps://a.example/,3\n")
    assert run(["audit", "scan", str(tmp_path / "a.csv"), "-o", str(tmp_path / "ledger"), "-q"]) == 0
    assert (open_ledger(tmp_path / "ledger").documents, open_ledger(tmp_path / "ledger").weight) == (1, 3)


def test_too_little_memory_is_refused_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.jsonl").write_bytes(ROW)
    words = ["audit", "scan", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "ledger"), "--memory"]
    assert run([*words, "1KiB"]) == 2
    assert "--memory 1KiB is too little" in capsys.readouterr().err
    assert not (tmp_path / "ledger").exists()
    assert run([*words, "64MiB", "--jobs", "8"]) == 0


def check(folder: Path, elsewhere: Path) -> int:
    records = folder / "records" / "governance"
    (records / "exclusion").mkdir(parents=True, exist_ok=True)
    (records / "settings.yaml").write_text(SETTINGS)
    (records / "exclusion" / "people.yaml").write_text(EXCLUSION.partition("sites:")[0] + "list: {absent: withheld}\n")
    words = ["audit", "check", "exclusion/people", "-C", str(folder / "records"), "--list", str(elsewhere)]
    return run([*words, "--ledger", str(folder / "ledger")])


@pytest.mark.parametrize("raw", [RANDOM, RANDOM[:60], gzip.compress(RANDOM, mtime=0), "a.example\n".encode("utf-16")])
@pytest.mark.parametrize("inside", [True, False])
def test_a_list_that_is_no_text_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], raw: bytes, inside: bool
) -> None:
    ledger_of(tmp_path, {"1.jsonl": ["https://a.example/"]})
    path = tmp_path / "lists" / "people"
    path.parent.mkdir()
    path.write_bytes(raw)
    assert check(tmp_path, path.parent if inside else path) == 3
    assert "people is not text" in capsys.readouterr().err


def test_entries_that_were_not_looked_for_are_in_the_first_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger_of(tmp_path, {"1.jsonl": ["https://a.example/"]})
    path = tmp_path / "people"
    path.write_bytes("b.example\nmünchen.example\nnot a host\n".encode() + "rue é\n".encode("latin-1"))
    assert check(tmp_path, path) == 1
    assert capsys.readouterr().out.splitlines()[0].endswith("; 2 of 4 entries not looked for")
