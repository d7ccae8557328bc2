"""`underhood check --rev` judges a revision as it is; `--base` tells what was lost since another one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Call
from tests.conftest import SOUND
from tests.git.making import commit, git, repository

from underhood.changes import betweens, weighings
from underhood.judge.unreasoned import IDLE, UNREAD, UNREASONED
from underhood.records.seals import CODE
from underhood.rules import REASONS, STATES, rules
from underhood.values.errors import UNREADABLE, USAGE

RISK = "governance/risk/rudeness.yaml"
RELEASES = ("governance/release/owl-1.yaml", "governance/release/owl-2.yaml")
DAY = "2025-01-01"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Sound records in one commit; a broken one in the next; the folder sound again, and not committed."""
    folder = tmp_path / "records"
    repository(folder, SOUND)
    commit(folder, {RISK: "title: Rude answers\n"})
    (folder / RISK).write_text(SOUND[RISK])
    return folder


def without_the_risk(root: Path, **more: str | None) -> None:
    """Commit the records with the risk taken out of the releases, and its file deleted."""
    short = {path: SOUND[path].replace(", risk/rudeness", "") for path in RELEASES}
    commit(root, {**short, "governance/mitigation/manners.yaml": None, RISK: None, **more})


def codes(out: str) -> list[str]:
    return [finding["code"] for finding in json.loads(out)["findings"]]


def test_a_revision_is_judged_instead_of_the_folder(root: Path, call: Call) -> None:
    here = call("check", "-C", root, "--today", DAY)
    assert here.code == 0
    there = call("check", "-C", root, "--today", DAY, "--rev", "HEAD")
    assert there.code == 1
    assert f"{RISK}:1:1" in there.out
    assert f"at {git(root, 'rev-parse', 'HEAD')[:12]}, as of {DAY}" in there.err
    assert call("check", "-C", root, "--today", DAY, "--rev", "HEAD~1").code == 0
    assert git(root, "status", "--porcelain") == f"M {RISK}"


def test_the_source_line_shown_is_that_of_the_revision(root: Path, call: Call) -> None:
    commit(root, {RISK: "title: Rude answers\ntext: 12\n"})
    (root / RISK).unlink()
    said = call("check", "-C", root, "--rev", "HEAD", "--format", "text")
    assert "text: 12" in said.out


def test_without_a_base_a_job_says_that_nothing_was_compared(
    root: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    assert "compared" not in call("check", "-C", root, "--format", "json").err
    monkeypatch.setenv("CI", "true")
    said = call("check", "-C", root, "--format", "json")
    assert "not compared with an earlier state: no --base" in said.err
    assert "compared" not in said.out
    assert call("check", "-C", root, "-q").err == ""


def test_a_deleted_record_of_a_release_is_an_error(root: Path, call: Call) -> None:
    without_the_risk(root)
    said = call("check", "-C", root, "--today", DAY, "--base", "HEAD~2", "--format", "json")
    assert said.code == 1
    assert codes(said.out).count("released-record-deleted") == 2
    assert "compared with HEAD~2" in said.err
    text = call("check", "-C", root, "--today", DAY, "--base", "HEAD~2").out
    assert f"{RISK}:1:1" in text
    assert "risk/rudeness is gone, and belongs to release/owl-1, which was released" in text


def test_the_same_between_two_revisions_and_in_every_format(root: Path, call: Call) -> None:
    without_the_risk(root)
    commit(root, {RISK: SOUND[RISK]})
    for form in ("text", "json", "github", "gitlab", "sarif", "junit"):
        said = call("check", "-C", root, "--today", DAY, "--rev", "HEAD~1", "--base", "HEAD~3", "--format", form)
        assert said.code == 1
        assert "released-record-deleted" in said.out
        assert "risk/rudeness is gone" in said.out


def test_a_rename_that_says_so_is_no_loss(root: Path, call: Call) -> None:
    commit(root, {RISK: SOUND[RISK]})
    renamed = call("rename", "-C", root, "risk/rudeness", "risk/insults")
    assert renamed.code == 0
    assert call("check", "-C", root, "--today", DAY, "--base", "HEAD").code == 0


def test_what_the_base_cannot_say_is_counted_and_not_called_lost(root: Path, call: Call) -> None:
    said = call("check", "-C", root, "--today", DAY, "--base", "HEAD")
    assert said.code == 0
    assert "what it says in 1 place cannot be read" in said.err


def test_a_base_from_before_the_records(tmp_path: Path, call: Call) -> None:
    repository(tmp_path, {"readme.md": "x"})
    commit(tmp_path, SOUND)
    said = call("check", "-C", tmp_path, "--today", DAY, "--base", "HEAD~1")
    assert said.code == 0
    assert "not compared: there is no governance/ folder in HEAD~1 yet" in said.err
    assert call("check", "-C", tmp_path, "--rev", "HEAD~1").code == USAGE


def test_an_empty_name_is_not_no_name(root: Path, call: Call) -> None:
    for option in ("--rev", "--base"):
        said = call("check", "-C", root, option, "")
        assert said.code == USAGE
        assert "it is empty" in said.err


def test_a_shallow_clone(root: Path, tmp_path: Path, call: Call) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), "clone")
    said = call("check", "-C", tmp_path / "clone", "--base", "HEAD~1", "--format", "json")
    assert (said.code, said.out) == (UNREADABLE, "")
    assert "git fetch --unshallow" in said.err


def test_a_baseline_that_accepts_a_loss_is_not_called_stale_without_a_base(root: Path, call: Call) -> None:
    without_the_risk(root)
    accepted = root / "accepted.json"
    call("check", "-C", root, "--base", "HEAD~2", "--write-baseline", accepted)
    said = call("check", "-C", root, "--base", "HEAD~2", "--baseline", accepted)
    assert "released-record-deleted" not in said.out
    assert "unreasoned-weakening" in said.out, "no baseline stands for a reason"
    assert "released-record-deleted" in accepted.read_text()
    assert "stale-baseline" not in call("check", "-C", root, "--baseline", accepted).out


def test_every_member_has_a_rule_and_every_such_rule_a_member() -> None:
    compared = {code for code, rule in rules().items() if rule.scope == STATES}
    assert set(betweens()) == compared | {CODE}, "a seal is read too, and nothing silences what is read"
    assert {UNREASONED, IDLE, UNREAD} == {code for code, rule in rules().items() if rule.scope == REASONS}
    assert not set(betweens()) & set(weighings())


def test_a_base_that_moved_on_is_told(root: Path, call: Call) -> None:
    git(root, "checkout", "-qf", "-b", "topic", "HEAD~1")
    told = "main has 1 commit that this state has not; what was changed there looks undone here, until it is merged\n"
    assert told in call("check", "-C", root, "--today", DAY, "--base", "main").err
    assert told in call("check", "-C", root, "--today", DAY, "--base", "main", "--rev", "topic").err
    assert "has not" not in call("check", "-C", root, "--today", DAY, "--base", "topic").err
    assert "has not" not in call("check", "-C", root, "--today", DAY, "--base", "topic", "--rev", "main").err
