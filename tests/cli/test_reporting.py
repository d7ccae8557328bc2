"""Where findings go: the log and a file, in the format that was asked for or that fits the place."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.cli.conftest import Call
from tests.conftest import Repository

from underhood.cli.parts.reporting import folder

BAD = {"governance/risk/extra.yaml": "title: Extra\ntext: A harm.\nsumary: x\n"}
"""An error, and notes beside it."""


@pytest.mark.parametrize(
    ("environment", "start"),
    [
        ({}, "governance/risk/extra.yaml:3:1 error"),
        ({"GITHUB_ACTIONS": "true"}, "::error file=governance/risk/extra.yaml,"),
    ],
)
def test_the_log_is_for_who_reads_it(
    repository: Repository, call: Call, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], start: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    done = call("check", "-C", repository(BAD))
    assert done.out.startswith(start)
    assert done.code == 1


@pytest.mark.parametrize(
    ("arguments", "name", "start"),
    [
        ((), "a.sarif", '{\n "$schema"'),
        ((), "a.xml", "<?xml"),
        ((), "a.json", '{\n  "version": 1'),
        ((), "a.txt", "governance/risk/extra.yaml:3:1 error"),
        (("--format", "gitlab"), "a.json", "[\n"),
        (("--format", "github"), "a.txt", "::error"),
    ],
)
def test_a_file_besides_the_log(
    repository: Repository, call: Call, tmp_path: Path, arguments: tuple[str, ...], name: str, start: str
) -> None:
    root, file = repository(BAD), tmp_path / "new" / name
    done = call("check", "-C", root, *arguments, "-o", file)
    assert done.code == 1
    assert done.out.startswith("governance/risk/extra.yaml:3:1 error")
    assert file.read_text("utf-8").startswith(start)


def test_a_file_has_no_colours(repository: Repository, call: Call, tmp_path: Path) -> None:
    done = call("check", "-C", repository(BAD), "--color", "always", "-o", tmp_path / "a.txt")
    assert "\x1b[" in done.out
    assert "\x1b[" not in (tmp_path / "a.txt").read_text("utf-8")


def test_a_file_that_cannot_be_written_ends_the_run(repository: Repository, call: Call, tmp_path: Path) -> None:
    (tmp_path / "wall").write_text("")
    done = call("check", "-C", repository(BAD), "-o", tmp_path / "wall" / "a.json")
    assert done.code == 3
    assert "cannot write" in done.err
    assert done.out.startswith("governance/risk/extra.yaml:3:1 error")


@pytest.mark.parametrize(
    ("environment", "below"),
    [
        ({}, ""),
        ({"GITHUB_WORKSPACE": "{top}"}, "models/lynx"),
        ({"CI_PROJECT_DIR": "{top}/models"}, "lynx"),
        ({"CI_PROJECT_DIR": "{top}/models/lynx"}, ""),
        ({"GITHUB_WORKSPACE": "{top}/elsewhere"}, ""),
        ({"GITHUB_WORKSPACE": ""}, ""),
    ],
)
def test_paths_are_given_from_the_top_of_what_was_checked_out(
    tmp_path: Path, environment: dict[str, str], below: str
) -> None:
    set_ = {name: value.format(top=tmp_path) for name, value in environment.items()}
    assert folder(tmp_path / "models" / "lynx", set_) == below


def test_annotations_of_records_in_a_folder(
    repository: Repository, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = repository(BAD)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(root.parent))
    done = call("check", "-C", root, "--format", "gitlab")
    paths = {entry["location"]["path"] for entry in json.loads(done.out)}
    assert f"{root.name}/governance/risk/extra.yaml" in paths
    assert os.sep not in root.name
