"""Git is asked for the head commit and its day, and nothing of anybody's set-up is run or believed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.git.making import git

from underhood.doors.git import head


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one commit, late in the evening five hours west of Greenwich."""
    git(tmp_path, "init", "-q")
    (tmp_path / "governance").mkdir()
    (tmp_path / "governance" / "settings.yaml").write_text("schema: 1\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    return tmp_path


def test_the_head_and_its_day_in_universal_time(repository: Path) -> None:
    found = head(repository, "governance")
    assert found is not None
    assert found.commit == git(repository, "rev-parse", "HEAD")
    assert found.day == "2024-05-07"


def test_a_folder_that_git_does_not_track_has_no_head(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    inner = repository / "demo"
    (inner / "governance").mkdir(parents=True)
    assert head(inner, "governance") is None
    assert head(tmp_path_factory.mktemp("without git"), "governance") is None


def test_the_callers_own_repository_is_not_believed(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    found = head(repository, "governance")
    assert found is not None
    assert found.day == "2024-05-07"
    assert os.environ["GIT_DIR"] == str(other / ".git")


def test_nothing_of_the_repositorys_configuration_runs(repository: Path) -> None:
    trace = repository / "ran"
    for name in ("core.fsmonitor", "diff.external", "core.pager"):
        git(repository, "config", name, f"touch {trace}; true")
    git(repository, "config", "log.showSignature", "true")
    assert head(repository, "governance") is not None
    assert not trace.exists()
