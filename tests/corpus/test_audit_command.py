"""`underhood audit check` and `underhood audit domains`, from records to a page."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.corpus.making import ledger_of

from underhood.cli.main import run
from underhood.doors import assets

SETTINGS = """schema: 1
title: Records
languages: [en]
publication: {mode: provider}
"""
EXCLUSION = """title: Directories of people
what: Sites with addresses of people.
category: personal-data
criterion: Sites about people.
reason: To protect people.
list: {path: _lists/people.txt, sha256: "%s"}
"""
LIST = b"people.example\nnot a host\nother.example/a\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    governance = tmp_path / "records" / "governance"
    (governance / "exclusion").mkdir(parents=True)
    (governance / "_lists").mkdir()
    (governance / "settings.yaml").write_text(SETTINGS)
    (governance / "_lists" / "people.txt").write_bytes(LIST)
    (governance / "exclusion" / "people.yaml").write_text(EXCLUSION % hashlib.sha256(LIST).hexdigest())
    return governance.parent


def check(repository: Path, ledger: Path, *more: str) -> int:
    start = ["audit", "check", "exclusion/people", "-C", str(repository), "--today", "2026-01-31"]
    return run([*start, "--ledger", str(ledger), *more])


def test_found_documents_are_told_with_what_was_not_judged(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    urls = [
        "https://find.people.example/1",
        "https://other.example/a",
        "https://other.example/b",
        None,
        "mailto:a@b.example",
    ]
    ledger = ledger_of(tmp_path, {"1.jsonl": urls})
    assert check(repository, ledger.folder, "-o", str(tmp_path / "result.json"), "--write") == 1
    said = capsys.readouterr().out.splitlines()
    found = "2 documents at listed addresses; copies elsewhere are not detected"
    assert said[0] == f"exclusion/people: {found}; 1 of 3 entries not looked for"
    assert "  people.example: 1 (corpus/1.jsonl)" in said
    assert "  not looked for: governance/_lists/people.txt:2: 'not a host' is no host" in said
    raw = (tmp_path / "result.json").read_bytes()
    schema = json.loads((assets.directory("schemas") / "formats" / "audit-1.schema.json").read_text())
    Draft202012Validator(schema).validate(json.loads(raw))
    record = (repository / "governance" / "evidence" / "audit-people.yaml").read_text()
    assert hashlib.sha256(raw).hexdigest() in record
    assert "unjudged: 2\n" in record
    assert run(["check", "-C", str(repository), "--quiet", "--today", "2026-01-31"]) == 0
    assert check(repository, ledger.folder, "--write") == 2, "nothing is overwritten"


def test_nothing_found_is_told_with_the_rows_judged(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "governance" / "_lists" / "people.txt").write_text("people.example\n")
    ledger = ledger_of(tmp_path, {"1.jsonl": ["https://people.example.org/", "https://notpeople.example/"]})
    assert check(repository, ledger.folder) == 1
    said = capsys.readouterr().out
    assert "no listed address found in 2 rows judged; copies elsewhere are not detected" in said
    assert "the list is not the one whose digest the exclusion states" in said


def test_a_list_kept_elsewhere_may_be_a_folder(repository: Path, tmp_path: Path) -> None:
    folder = tmp_path / "lists" / "people"
    folder.mkdir(parents=True)
    (folder / "domains").write_text("a.example\n")
    (folder / "urls").write_text("b.example/x\n")
    ledger = ledger_of(tmp_path, {"1.jsonl": ["https://a.example/", "https://b.example/x/y", "https://b.example/y"]})
    exclusion = repository / "governance" / "exclusion" / "people.yaml"
    exclusion.write_text(EXCLUSION.partition("list:")[0] + "list: {absent: withheld}\n")
    result = tmp_path / "result.json"
    assert check(repository, ledger.folder, "--list", str(tmp_path / "lists"), "-o", str(result)) == 1
    told = json.loads(result.read_bytes())
    assert [one["name"] for one in told["list"]["sources"]] == ["people/domains", "people/urls"]
    assert told["found"]["documents"] == 2


def test_domains_are_written_as_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = ledger_of(tmp_path, {"1.jsonl": [f"https://site-{number}.example/" for number in range(10)] * 2})
    assert run(["audit", "domains", "--ledger", str(ledger.folder)]) == 0
    assert capsys.readouterr().out == "domain,tokens,documents\nsite-0.example,46,2\n"
