"""`underhood check` with files, rules and a baseline chosen; and the hook of pre-commit, which passes files."""

from __future__ import annotations

import json
import os
import re
import shlex
from pathlib import Path

import pytest
import yaml
from tests.cli.conftest import Call
from tests.conftest import SOUND, Repository

ROOT = Path(__file__).parents[2]
RISK, OTHER = "governance/risk/extra.yaml", "governance/risk/other.yaml"
LATE = SOUND["governance/risk/rudeness.yaml"] + "review_by: '2020-01-01'\n"
LOST = SOUND["governance/risk/rudeness.yaml"].replace("owl-paper", "no-paper")
SETTINGS = SOUND["governance/settings.yaml"]
DAY = ("--today", "2025-01-01", "--format", "json")


def told(out: str) -> list[tuple[str, str]]:
    return [(entry["path"], entry["code"]) for entry in json.loads(out)["findings"] if entry["code"] != "unused-record"]


@pytest.fixture
def two(repository: Repository) -> Path:
    return repository({RISK: LATE, OTHER: LOST})


def test_only_these_files_while_references_resolve_against_all(call: Call, two: Path) -> None:
    assert told(call("check", "-C", two, *DAY).out) == [(RISK, "review-overdue"), (OTHER, "unresolved-reference")]
    assert told(call("check", "-C", two, *DAY, two / RISK).out) == [(RISK, "review-overdue")]
    assert told(call("check", "-C", two, *DAY, two / OTHER).out) == [(OTHER, "unresolved-reference")]
    assert told(call("check", "-C", two, *DAY, two / "governance/evidence").out) == []
    assert len(told(call("check", "-C", two, *DAY, two / "governance").out)) == 2
    assert call("check", "-C", two, *DAY, two / RISK).code == 0
    assert call("check", "-C", two, *DAY, two / RISK, two / OTHER).code == 1


def test_files_are_named_from_where_one_stands(call: Call, two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(two / "governance" / "risk")
    assert told(call("check", *DAY, "extra.yaml").out) == [(RISK, "review-overdue")]
    assert told(call("check", *DAY, "../evidence/../risk/extra.yaml").out) == [(RISK, "review-overdue")]
    assert told(call("check", *DAY, ".").out) == [(RISK, "review-overdue"), (OTHER, "unresolved-reference")]


def test_a_link_to_the_repository_is_the_repository(call: Call, two: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(two)
    assert told(call("check", "-C", two, *DAY, tmp_path / "link" / RISK).out) == [(RISK, "review-overdue")]


@pytest.mark.parametrize("name", ["README.md", "../elsewhere.yaml", "/etc/passwd", "governance/../README.md", "."])
def test_a_file_elsewhere(name: str, call: Call, two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (two / "README.md").write_text("")
    monkeypatch.chdir(two)
    said = call("check", name)
    assert (said.code, said.out) == (2, "")
    assert "does not lie in the governance/ folder" in said.err
    assert "hint: name files of the records" in said.err


def test_a_file_that_is_not_there(call: Call, two: Path) -> None:
    said = call("check", "-C", two, two / "governance/risk/zzz.yaml")
    assert said.code == 2
    assert "there is no file" in said.err


def test_rules_are_chosen(call: Call, two: Path) -> None:
    for arguments in (
        ["--select", "review-overdue"],
        ["--ignore", "unresolved-reference,unused-record"],
        ["--select", "review-overdue, unused-record", "--ignore", "unused-record"],
        ["--ignore", "unresolved-reference", "--ignore", "unused-record"],
    ):
        assert [code for _, code in told(call("check", "-C", two, *DAY, *arguments).out)] == ["review-overdue"]
    said = call("check", "-C", two, "--select", "reviev-overdue")
    assert said.code == 2
    assert "did you mean 'review-overdue'?" in said.err
    said = call("check", "-C", two, "--ignore", "schema-violation")
    assert said.code == 2
    assert "cannot be left out" in said.err


def test_settings_change_what_fails(call: Call, repository: Repository) -> None:
    rules = "checks:\n  rules:\n    review-overdue: {severity: error, reason: We promised.}\n"
    root = repository({RISK: LATE, "governance/settings.yaml": SETTINGS + rules})
    assert call("check", "-C", root, *DAY).code == 1
    root = repository({"governance/settings.yaml": SETTINGS + rules.replace("review-overdue", "review-overdu")})
    said = call("check", "-C", root, *DAY)
    assert (said.code, said.out) == (2, "")
    assert re.search(r"error: governance/settings.yaml:\d+:5: there is no rule 'review-overdu'", said.err)
    assert "hint: did you mean 'review-overdue'?" in said.err


def test_a_comment_allows_a_finding(call: Call, repository: Repository) -> None:
    root = repository({RISK: LATE.replace("'2020-01-01'", "'2020-01-01' # underhood: allow review-overdue on leave")})
    assert told(call("check", "-C", root, *DAY).out) == []
    assert call("check", "-C", repository({RISK: f"{LATE}# underhood: allow review-overdue\n"}), *DAY).code == 1


# Baseline


def test_a_baseline_accepts_today_and_fails_on_what_is_new(call: Call, two: Path) -> None:
    base = two / "baseline.json"
    said = call("check", "-C", two, *DAY, "--write-baseline", base)
    assert (said.code, json.loads(said.out)["findings"]) == (0, [])
    assert "baseline.json accepts 4 findings" in said.err
    said = call("check", "-C", two, *DAY, "--baseline", base)
    assert (said.code, json.loads(said.out)["findings"]) == (0, [])
    assert "the baseline accepts 4 of 4 findings" in said.err
    (two / RISK).write_text("# a line more\n" + LATE.replace("owl-paper", "no-paper"))
    said = call("check", "-C", two, *DAY, "--baseline", base)
    assert (said.code, told(said.out)) == (1, [(RISK, "unresolved-reference")])


def test_what_was_mended_is_told(call: Call, two: Path) -> None:
    base = two / "baseline.json"
    call("check", "-C", two, "--write-baseline", base)
    written = base.read_bytes()
    (two / RISK).write_text(SOUND["governance/risk/rudeness.yaml"])
    said = call("check", "-C", two, *DAY, "--baseline", base)
    assert (said.code, told(said.out)) == (0, [("baseline.json", "stale-baseline")])
    assert call("check", "-C", two, *DAY, "--baseline", base, "--fail-on", "note").code == 1
    for rest in ([two / OTHER], ["--select", "unresolved-reference"], ["--ignore", "stale-baseline"]):
        assert told(call("check", "-C", two, *DAY, "--baseline", base, *rest).out) == []
    assert told(call("check", "-C", two, *DAY, "--baseline", base, two / RISK).out) != []
    (two / RISK).write_text(LATE)
    call("check", "-C", two, "--write-baseline", base)
    assert base.read_bytes() == written


def test_settings_judge_the_baseline_too(call: Call, two: Path) -> None:
    base = two / "baseline.json"
    call("check", "-C", two, "--write-baseline", base)
    (two / OTHER).unlink()
    rules = "checks: {rules: {stale-baseline: error}}\n"
    (two / "governance/settings.yaml").write_text(SETTINGS + rules)
    assert call("check", "-C", two, *DAY, "--baseline", base).code == 1


def test_errors_of_reading_are_not_accepted(call: Call, repository: Repository) -> None:
    root = repository({RISK: "title: [\n", OTHER: f"{LOST}titel: x\n"})
    base = root / "baseline.json"
    said = call("check", "-C", root, *DAY, "--write-baseline", base)
    assert (said.code, told(said.out)) == (1, [(RISK, "invalid-yaml"), (OTHER, "unknown-field")])
    assert call("check", "-C", root, *DAY, "--baseline", base).code == 1


def test_a_baseline_of_a_part_is_refused(call: Call, two: Path) -> None:
    for rest in ([two / RISK], ["--select", "review-overdue"], ["--ignore", "review-overdue"]):
        said = call("check", "-C", two, "--write-baseline", two / "baseline.json", *rest)
        assert said.code == 2
        assert "a baseline is written from everything" in said.err
        assert not (two / "baseline.json").exists()


@pytest.mark.parametrize("content", ["", "[" * 100_000, '{"version": 9, "findings": []}', "not JSON", "\x00\x1b[31m"])
def test_a_broken_baseline(content: str, call: Call, two: Path) -> None:
    (two / "b.json").write_text(content)
    said = call("check", "-C", two, "--baseline", two / "b.json")
    assert (said.code, said.out) == (2, "")
    assert "b.json is no baseline" in said.err
    assert "hint:" in said.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are made in the POSIX way")
def test_a_baseline_that_is_no_file(call: Call, two: Path) -> None:
    os.mkfifo(two / "pipe")
    (two / "link").symlink_to("/etc/passwd")
    for name in ("missing.json", "governance", "pipe", "link"):
        said = call("check", "-C", two, "--baseline", two / name)
        assert (said.code, said.out) == (2, "")
        assert "the baseline" in said.err


# The hook


def hook() -> dict[str, object]:
    (found,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def test_the_hook_tells_of_the_changed_files(call: Call, two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = hook()
    assert (found["pass_filenames"], found["require_serial"]) == (True, True)
    program, *arguments = shlex.split(str(found["entry"]))
    assert program == "underhood"
    changed = [path for path in (RISK, OTHER, "README.md") if re.search(str(found["files"]), path)]
    assert changed == [RISK, OTHER]
    monkeypatch.chdir(two)
    assert call(*arguments, OTHER).code == 1
    said = call(*arguments, RISK)
    assert said.code == 0
    assert RISK in said.out
    assert OTHER not in said.out


def test_the_hook_bears_every_file_below_governance(call: Call, repository: Repository) -> None:
    names = ["governance/README.md", "governance/_locale/fr/governance.po", "governance/settings.yaml"]
    root = repository({names[0]: "# Notes\n", names[1]: 'msgid ""\nmsgstr ""\n'})
    arguments = shlex.split(str(hook()["entry"]))[1:]
    assert call(*arguments, "-C", root, *(root / name for name in names)).code == 0


@pytest.mark.parametrize("name", ["settings.yaml", "_lists/sites.txt", "_locale/fr.yaml"])
def test_a_file_that_is_no_record_may_matter_to_all(name: str, call: Call, two: Path) -> None:
    path = two / "governance" / name
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        path.write_text("")
    for more in ((), ("--no-cache",)):
        said = call("check", "-C", two, *DAY, path, *more)
        assert {(RISK, "review-overdue"), (OTHER, "unresolved-reference")} <= set(told(said.out))
        assert f"governance/{name} is no record, and any record may depend on it: all findings are told" in said.err


def test_a_rule_that_is_off_and_asked_for_says_so(call: Call, repository: Repository) -> None:
    off = "checks: {rules: {review-overdue: {severity: off, reason: We do it elsewhere.}}}\n"
    root = repository({RISK: LATE, "governance/settings.yaml": SETTINGS + off})
    said = call("check", "-C", root, *DAY, "--select", "review-overdue")
    assert told(said.out) == []
    assert "review-overdue is switched off in governance/settings.yaml: We do it elsewhere." in said.err


def test_what_comments_allow_is_counted_from_the_cache_too(call: Call, repository: Repository) -> None:
    allowed = LATE.replace("'2020-01-01'", "'2020-01-01' # underhood: allow review-overdue on leave")
    root = repository({RISK: allowed, OTHER: allowed})
    for more in ((), (), ("--no-cache",), (root / RISK,)):
        assert "2 findings allowed by comments" in call("check", "-C", root, *DAY, *more).err
