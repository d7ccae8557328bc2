"""What `underhood check` says of approvals, also when it remembers an earlier check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.approvals.desk import REVOKED, SIGNERS, TODAY, Desk
from tests.git.making import commit, repository

from underhood.cli.main import run
from underhood.judge.check import check
from underhood.records.seals import path_of

CODES = {"approval-invalid", "approval-stale", "unsigned-approval", "invalid-signers", "unknown-file"}


def told(desk: Desk, *, today: str = TODAY, **changes: str | None) -> list[tuple[str, str]]:
    paths = {"signers": SIGNERS, "revoked": REVOKED, "seal": path_of("owl-3")}
    project = desk.project({paths[name]: content for name, content in changes.items()}, today=today)
    found = [one for one in check(project, today=today) if one.code in CODES]
    return [(one.code, one.message.partition(":")[0]) for one in found]


def test_an_approval_that_counts_is_not_told(desk: Desk) -> None:
    desk.give()
    assert told(desk) == []


def test_what_does_not_count_is_told_with_its_standing(desk: Desk) -> None:
    desk.give("a", key="mallory")
    desk.give("b", key="", person="cleo", role="legal-lead")
    desk.give("c", key="ada", person="ada")
    assert told(desk) == [
        ("approval-invalid", "no key"),
        ("unsigned-approval", "unsigned"),
        ("approval-invalid", "own work"),
    ]


def test_a_second_word_of_one_person_is_no_fault(desk: Desk) -> None:
    desk.give("first", date="'2026-03-18T09:00:00Z'")
    desk.give("second")
    assert told(desk) == []
    desk.give("legal", role="legal-lead", date="'2026-03-18T11:00:00Z'")
    project = desk.project(today=TODAY)
    (one,) = [one for one in check(project, today=TODAY) if one.code in CODES]
    assert (one.code, one.severity.value) == ("approval-invalid", "note")
    assert "twice: ben counts already, as safety-lead" in one.message


def test_a_release_that_is_out_keeps_its_approvals_when_people_and_keys_move_on(desk: Desk) -> None:
    desk.give()
    release = "governance/release/owl-3.yaml"
    text = str(desk.files[release])
    out = text.replace("date: '2026-03-01'}", "date: '2026-03-01'}, {status: released, date: '2026-03-19'}")
    assert out != text
    late = desk.signers(ben='valid-before="20260401"')
    assert told(desk, today="2027-01-01", signers=late) == [("approval-stale", "expired")]
    desk.files[release] = out
    assert told(desk, today="2027-01-01", signers=late) == []
    assert told(desk, today="2027-01-01", revoked=desk.public("ben")) == [("approval-invalid", "revoked")]


def test_a_release_without_a_seal_is_told_once_and_elsewhere(desk: Desk) -> None:
    desk.give()
    assert told(desk, seal=None) == []


def test_a_check_that_remembers_sees_every_change(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = desk.give(expires="'2026-04-01'")
    root = tmp_path / "records"

    def write(name: str, content: str | bytes | None) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            (root / name).unlink()
        else:
            (root / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    def codes(today: str = TODAY) -> set[str]:
        run(["check", "-C", str(root), "--today", today, "--format", "json", "-q"])
        said = json.loads(capsys.readouterr().out)
        return {one["code"] for one in said["findings"]} & CODES

    for name, content in desk.files.items():
        write(name, content)
    assert codes() == codes() == set()
    assert codes("2026-04-02") == {"approval-stale"}
    assert codes() == set()
    write(SIGNERS, f"ben {desk.public('mallory')}\n")
    assert codes() == {"approval-invalid"}
    write(SIGNERS, desk.signers())
    assert codes() == set()
    write(REVOKED, desk.public("ben"))
    assert codes() == {"approval-invalid"}
    write(REVOKED, None)
    write(f"{path}.sig", None)
    assert codes() == {"unsigned-approval"}
    write(f"{path}.sig", desk.files[f"{path}.sig"])
    assert codes() == set()


def test_signers_of_a_pull_request_do_not_judge_it(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = dict(desk.files)
    path = desk.give(key="mallory")
    repository(tmp_path / "records", before)
    signed = {name: desk.files[name] for name in (path, f"{path}.sig", path_of("owl-3"))}
    commit(tmp_path / "records", {**signed, SIGNERS: f"ben {desk.public('mallory')}\n"})
    for policy, expected in (((), False), (("--policy", "HEAD~1"), True)):
        options = ("-C", str(tmp_path / "records"), "--today", TODAY, "--select", "approval-invalid", *policy)
        run(["check", *options])
        assert ("no key" in capsys.readouterr().out) is expected
