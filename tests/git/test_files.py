"""`underhood check --rev REV FILE`: the files are those of the revision, whatever lies in the folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Call
from tests.conftest import SOUND
from tests.git.making import commit, repository

from underhood.values.errors import USAGE

RISK, OTHER = "governance/risk/rudeness.yaml", "governance/risk/other.yaml"
DAY = ("--today", "2025-01-01", "--format", "json")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two broken records in one commit; in the folder, one is sound again, and the other is gone."""
    folder = tmp_path / "records"
    repository(folder, SOUND)
    commit(folder, {RISK: "title: Rude answers\n", OTHER: "title: Other\n"})
    (folder / RISK).write_text(SOUND[RISK])
    (folder / OTHER).unlink()
    return folder


def paths(out: str) -> set[str]:
    return {finding["path"] for finding in json.loads(out)["findings"]}


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ([RISK], {RISK}),
        (["governance/risk"], {RISK, OTHER}),
        ([RISK, "governance/model"], {RISK}),
        (["governance/model"], set()),
    ],
)
def test_files_of_a_revision(named: list[str], told: set[str], root: Path, call: Call) -> None:
    said = call("check", "-C", root, *DAY, "--rev", "HEAD", *(root / name for name in named))
    assert (paths(said.out), said.code) == (told, 1 if told else 0)
    assert paths(call("check", "-C", root, *DAY, *(root / name for name in named)).out) == set()


def test_a_file_that_only_the_revision_has(root: Path, call: Call) -> None:
    assert paths(call("check", "-C", root, *DAY, "--rev", "HEAD", root / OTHER).out) == {OTHER}


def test_a_file_that_the_revision_has_not(root: Path, call: Call) -> None:
    (root / "governance/risk/new.yaml").write_text("title: New\n")
    said = call("check", "-C", root, *DAY, "--rev", "HEAD", root / "governance/risk/new.yaml")
    assert (said.code, said.out) == (USAGE, "")
    assert "there is no file" in said.err
