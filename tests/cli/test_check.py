"""`underhood check`: what is wrong is a finding with place and cure; the exit code says whether it matters."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.cli.conftest import Call
from tests.conftest import SOUND as RECORDS
from tests.conftest import Repository

RISK = "governance/risk/extra.yaml"
GOOD = "title: Extra\ntext: A harm.\n"
SOUND = f"{GOOD}owner: the team\nratings: [{{id: all, for: [release/owl-2], mitigations: [manners]}}]\n"

# What stands in a record, and what must be said: place, code, words of the message, words of the cure.
BAD: dict[str, tuple[str | bytes, tuple[int, int], str, str, str]] = {
    "unknown key": (
        f"{GOOD}sumary: x\n",
        (3, 1),
        "unknown-field",
        "'sumary' is not a field",
        "did you mean 'summary'?",
    ),
    "wrong type": ("title: Extra\ntext: 12\n", (2, 7), "schema-violation", "12 is a number", "put quotes around it"),
    "bad enum": (
        f"{GOOD}visibility: publik\n",
        (3, 13),
        "schema-violation",
        '"publik" is not one of',
        "did you mean 'public'?",
    ),
    "bad date": (f"{GOOD}review_by: 31.12.2026\n", (3, 12), "schema-violation", "31.12.2026", ""),
    "duplicate key": (f"{GOOD}title: Again\n", (3, 1), "invalid-yaml", "'title' stands here again", "keep one"),
    "tab": ("title: Extra\ntext:\tA harm.\n", (2, 6), "invalid-yaml", "tab character", "use spaces"),
    "anchor": ("title: &a Extra\ntext: A harm.\n", (1, 8), "invalid-yaml", "anchor '&a'", "remove it"),
    "alias": ("title: &a Extra\ntext: *a\n", (2, 7), "invalid-yaml", "alias '*a'", "write the value out"),
    "broken syntax": ("title: [Extra\n", (2, 1), "invalid-yaml", "this is not YAML", "brackets"),
    "empty file": ("", (1, 1), "empty-file", "the file is empty", "fill in the fields of a risk"),
    "only a comment": ("# later\n", (1, 1), "empty-file", "the file is empty", "delete the file"),
    "not UTF-8": (b"title: Caf\xe9\n", (1, 11), "invalid-yaml", "not UTF-8 (byte 0xe9)", "save it as UTF-8"),
    "UTF-16": ("title: Extra\n".encode("utf-16"), (1, 1), "invalid-yaml", "UTF-16", "save it as UTF-8"),
    "nested too deep": ("[" * 50_000, (1, 65), "invalid-yaml", "nested deeper", "flatten"),
    "missing field": ("title: Extra\n", (1, 1), "schema-violation", "the field 'text' is missing", ""),
    "nothing": ("title:\ntext: A harm.\n", (1, 7), "schema-violation", "nothing stands here", "fill it in: The name"),
    "broken reference": (
        f"{GOOD}evidence: [{{source: owl-papr}}]\n",
        (3, 21),
        "unresolved-reference",
        "owl-papr",
        "owl-paper",
    ),
    "reference of another kind": (
        f"{GOOD}evidence: [{{source: risk/rudeness}}]\n",
        (3, 21),
        "unresolved-reference",
        "risk",
        "",
    ),
    "reference to a place": (
        f"{GOOD}ratings: [{{id: a, for: ['release/owl-1#smal'], mitigations: []}}]\n",
        (3, 25),
        "unresolved-reference",
        "release/owl-1#smal",
        "release/owl-1#small",
    ),
    "too large": ("# " + "x" * (1 << 20), (1, 1), "unreadable-file", "over 1,024 KiB", "split the record"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_a_finding_with_place_and_cure(case: str, call: Call, repository: Repository) -> None:
    content, place, code, message, hint = BAD[case]
    said = call("check", "-C", repository({RISK: content}), "--format", "json", "--today", "2025-01-01")
    assert said.code == 1
    found = [entry for entry in json.loads(said.out)["findings"] if entry["path"] == RISK]
    fits = [entry for entry in found if entry["code"] == code and message in entry["message"]]
    assert fits, found
    assert (fits[0]["line"], fits[0]["column"]) == place
    assert hint in fits[0]["hint"]
    assert fits[0]["hint"]


def test_both_ends_of_a_broken_reference_are_named(call: Call, repository: Repository) -> None:
    said = call("check", "-C", repository({RISK: f"{GOOD}evidence: [{{source: owl-papr}}]\n"}), "-q")
    assert said.code == 1
    assert f"{RISK}:3:21 error unresolved-reference" in said.out
    assert "evidence/owl-paper" in said.out


@pytest.mark.parametrize(
    ("path", "code", "hint"),
    [
        ("governance/risks/x.yaml", "unknown-folder", "rename the folder to risk: governance/risk/"),
        ("governance/x.yaml", "unknown-file", "the folder of its kind"),
        ("governance/risk/x.yml", "unknown-file", "rename it"),
        ("governance/risk/X Y.yaml", "invalid-id", "rename the file"),
        ("governance/risk/con.yaml", "invalid-id", "rename the file"),
        ("governance/risk/deeper/rudeness.yaml", "ambiguous-id", "another id"),
    ],
)
def test_files_in_the_wrong_place(path: str, code: str, hint: str, call: Call, repository: Repository) -> None:
    said = call("check", "-C", repository({path: GOOD}), "--format", "json")
    assert said.code == 1
    assert [entry for entry in json.loads(said.out)["findings"] if entry["code"] == code and hint in entry["hint"]]


def test_what_was_checked_is_said(call: Call, repository: Repository) -> None:
    said = call("check", "-C", repository(), "--today", "2025-01-01")
    assert said.code == 0
    assert said.err.splitlines() == [
        "checked 10 records of 7 kinds, as of 2025-01-01",
    ]
    assert "10 records read" in said.out


@pytest.mark.parametrize(("value", "said"), [("true", True), ("1", True), ("false", False), ("0", False), ("", False)])
def test_in_a_job_of_a_forge_a_missing_base_is_said(
    value: str, *, said: bool, call: Call, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", value)
    assert ("no --base" in call("check", "-C", repository()).err) == said


def test_quiet_leaves_only_the_findings(call: Call, repository: Repository) -> None:
    assert call("check", "-C", repository(), "-q").err == ""


def test_no_records_at_all(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = call("check")
    assert (said.code, said.out) == (2, "")
    assert "there is no governance/ folder" in said.err
    assert "hint: run `underhood init`" in said.err


def test_an_empty_collection(call: Call, tmp_path: Path) -> None:
    (tmp_path / "governance").mkdir()
    said = call("check", "-C", tmp_path)
    assert said.code == 0
    assert "no record under governance/ yet" in said.err


def test_the_nearest_folder_upwards(call: Call, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository() / "governance" / "risk")
    assert call("check").code == 0


@pytest.mark.parametrize("where", ["before", "after"])
def test_the_folder_may_be_named_before_or_after_the_command(where: str, call: Call, repository: Repository) -> None:
    root = repository()
    said = call("-C", root, "check") if where == "before" else call("check", "-C", root)
    assert said.code == 0


@pytest.mark.parametrize("day", ["yesterday", "2025-02-30x", "2025-1-1"])
def test_a_bad_day(day: str, call: Call, repository: Repository) -> None:
    said = call("check", "-C", repository(), "--today", day)
    assert said.code == 2
    assert f"'{day}' is not a day" in said.err


def test_bad_settings(call: Call, repository: Repository) -> None:
    said = call("check", "-C", repository({"governance/settings.yaml": "schema: 7\ntitle: x\n"}))
    assert said.code == 1
    assert "governance/settings.yaml:1:9 error" in said.out


def test_the_least_severity_that_counts(call: Call, repository: Repository) -> None:
    late = repository({RISK: f"{SOUND}review_by: '2020-01-01'\n"})
    findings = json.loads(call("check", "-C", late, "--format", "json").out)
    assert findings["counts"]["error"] == 0
    assert findings["counts"]["warning"] + findings["counts"]["note"] > 0
    assert call("check", "-C", late).code == 0
    assert call("check", "-C", late, "--fail-on", "note").code == 1
    broken = repository({RISK: ""})
    assert call("check", "-C", broken, "--fail-on", "never").code == 0


def test_a_symbolic_link_is_told(call: Call, repository: Repository) -> None:
    root = repository()
    (root / RISK).symlink_to("/etc/passwd")
    said = call("check", "-C", root)
    assert said.code == 1
    assert "symbolic links are not followed" in said.out


@pytest.mark.skipif(os.name == "nt", reason="folders are made unreadable in the POSIX way")
def test_a_folder_that_cannot_be_opened(call: Call, repository: Repository) -> None:
    if os.geteuid() == 0:
        return  # the super-user may read everything; nothing to see
    root = repository()
    (root / "governance" / "risk").chmod(0)
    try:
        said = call("check", "-C", root)
    finally:
        (root / "governance" / "risk").chmod(0o755)
    assert said.code == 1
    assert "cannot be opened" in said.out


def test_the_same_twice(call: Call, repository: Repository) -> None:
    root = repository({RISK: f"{GOOD}evidence: [{{source: owl-papr}}]\nsumary: x\n"})
    assert call("check", "-C", root).out == call("check", "-C", root).out


def test_less_can_be_listed_and_all_is_counted(call: Call, repository: Repository) -> None:
    loose = "title: Loose\ntype: press\nstanding: secondary\nread: copy\n"
    root = repository({"governance/evidence/loose.yaml": loose})
    said = call("check", "-C", root, "--show", "error")
    assert said.code == 0
    assert "unused-record" not in said.out
    assert "1 warning (not all are listed" in said.out
    assert "unused-record" in call("check", "-C", root).out


HINTS = """\
title: Owl 3
model: owl
version: "3"
recorded: live
history: [{status: draft, date: "2025-01-01"}]
variants:
  - {id: base, title: Base, status: released, parameters: 2000000000, context: "4,096"}
"""


def test_hints_show_the_shape_that_belongs_there(call: Call, repository: Repository) -> None:
    exclusion = "title: E\ncategory: policy\nwhat: Sites.\nlist: x.txt\n"
    risk = "title: Leak\ntext: [[risk/rudeness]]\n"
    files = {"release/owl-3": HINTS, "exclusion/e": exclusion, "risk/leak": risk}
    root = repository({f"governance/{name}.yaml": text for name, text in files.items()})
    found = json.loads(call("check", "-C", root, "--format", "json").out)["findings"]
    hints = {entry["message"].partition(":")[0]: entry["hint"] for entry in found}
    assert hints["variants.0.parameters"].endswith("Such as: {value: 2000000000, unit: parameter}")
    assert "{path: _lists/left-out.txt" in hints["list"]
    assert hints["text"] == 'put texts with [[…]] between quotes: "[[risk/rudeness]]"'


@pytest.mark.parametrize(("mode", "absence"), [("provider", False), ("compiled", True)])
def test_only_who_compiles_may_miss_a_reason(mode: str, absence: bool, call: Call, repository: Repository) -> None:
    settings = f"schema: 1\ntitle: X\nlanguages: [en]\ndefault_language: en\npublication: {{mode: {mode}}}\n"
    exclusion = "title: E\ncategory: policy\nwhat: Sites.\nreason:\n"
    root = repository({"governance/exclusion/e.yaml": exclusion, "governance/settings.yaml": settings})
    found = json.loads(call("check", "-C", root, "--format", "json").out)["findings"]
    hints = [entry["hint"] for entry in found if entry["message"].startswith("reason:")]
    assert ["absent: not-found" in hint for hint in hints] == [absence]


def test_placeholders_in_the_settings_are_seen(call: Call, repository: Repository) -> None:
    settings = RECORDS["governance/settings.yaml"].replace("title:", 'title: "TODO: a title" #', 1)
    root = repository({"governance/settings.yaml": settings})
    for _ in range(2):  # the second from what was kept
        found = json.loads(call("check", "-C", root, "--format", "json").out)["findings"]
        assert [(one["path"], one["code"], one["message"]) for one in found] == [
            ("governance/settings.yaml", "placeholder-text", "title: 'TODO' is a placeholder")
        ]
        assert found[0]["line"] == settings[: settings.index("TODO")].count("\n") + 1


def test_an_ending_that_no_format_has_is_refused_at_once(call: Call, repository: Repository, tmp_path: Path) -> None:
    said = call("check", "-C", repository(), "-o", tmp_path / "x.weird")
    assert (said.code, said.out) == (2, "")
    assert "the endings are: .json, .log, .sarif, .txt, .xml" in said.err
    assert call("check", "-C", repository(), "-o", tmp_path / "x.weird", "--format", "json").code == 0
    assert json.loads((tmp_path / "x.weird").read_text("utf-8"))["findings"] == []


def test_quiet_may_stand_in_front(call: Call, repository: Repository) -> None:
    assert call("-q", "check", "-C", repository()).err == ""
    assert call("-q", "-C", repository(), "check").err == ""
