"""A comparison of two commits tells what became of the keys that may sign, and asks why where more counts than did."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.approvals.desk import REVOKED, SIGNERS, Desk
from tests.git.making import commit, repository

from underhood.cli.main import run

WHY = "governance/decision/ben-again.yaml"


@pytest.fixture
def root(desk: Desk, tmp_path: Path) -> Path:
    made = tmp_path / "records"
    repository(made, {**desk.files, SIGNERS: desk.signers(), REVOKED: desk.public("ben")})
    return made


def told(root: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    run(["diff", "HEAD~1", "HEAD", "-C", str(root), "--format", "json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def decision(what: str, to: str) -> str:
    return (
        "title: The key of Ben counts again\nquestion: May Ben sign?\nchosen: Yes.\nwho: The board\n"
        "date: '2026-03-01'\n"
        "options: [{id: yes, text: Let the key count.}, {id: no, text: Keep it revoked.}]\n"
        "reasons: [{id: found, text: The laptop was found in a drawer and nobody had used it.}]\n"
        f"weakens: [{{what: {what}, to: {to}}}]\n"
    )


def test_a_key_that_counts_again_needs_a_written_reason(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(root, {REVOKED: "# nobody\n"})
    found = told(root, capsys)
    (change,) = found["changes"]
    assert (change["weight"], change["code"]) == ("weakening", "signers")
    assert "Key of ben, SHA256:" in change["message"]
    assert change["message"].endswith(": revoked → not revoked")
    (finding,) = found["findings"]
    assert (finding["code"], finding["path"]) == ("unreasoned-weakening", REVOKED)
    assert change["address"] in finding["hint"]


def test_a_decision_gives_it(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(root, {REVOKED: "# nobody\n"})
    (change,) = told(root, capsys)["changes"]
    commit(root, {REVOKED: None, WHY: decision(change["address"], "removed")})
    run(["diff", "HEAD~2", "HEAD", "-C", str(root), "--format", "json"])
    assert json.loads(capsys.readouterr().out)["findings"] == []
    run(["check", "-C", str(root), "--today", "2026-03-20", "--select", "unresolved-reference"])
    assert "unresolved" not in capsys.readouterr().out


def test_a_longer_time_is_named_by_its_terms(root: Path, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    commit(root, {SIGNERS: desk.signers(cleo='valid-before="20260301"'), REVOKED: None})
    commit(root, {SIGNERS: desk.signers(cleo='valid-before="20270301"')})
    (change,) = told(root, capsys)["changes"]
    assert change["new"] == "for cleo, until 2027-03-01"
    commit(root, {WHY: decision(change["address"], '"for cleo, until 2027-03-01"')})
    run(["diff", "HEAD~2", "HEAD", "-C", str(root), "--format", "json"])
    assert json.loads(capsys.readouterr().out)["findings"] == []


def test_words_of_a_line_do_not_work_in_markdown(root: Path, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    commit(root, {SIGNERS: f'{desk.signers()}"<script>|[x](http://bad.example)" {desk.public("mallory")}\n'})
    run(["diff", "HEAD~1", "HEAD", "-C", str(root), "--format", "markdown"])
    out = capsys.readouterr().out
    assert "bad.example" in out
    assert "<script>" not in out
    assert "[x](http" not in out
