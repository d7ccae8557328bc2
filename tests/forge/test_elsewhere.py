"""The same in a merge request of GitLab, and on this repository's own history."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tests.conftest import SOUND
from tests.forge.running import ROOT, Job
from tests.forge.serving import Forge
from tests.forge.test_action import risk
from tests.git.making import commit, git, repository

from underhood.forge.texts import STOP, marker


def merge_request(root: Path, forge: Forge, token: str = "glpat-1") -> subprocess.CompletedProcess[str]:
    """Run the script of the template, with its Python in the place of the one that it installs."""
    job = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text("utf-8"))["underhood"]
    script = job["script"][0].replace("/usr/local/underhood/bin/python", shlex.quote(sys.executable))
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "UNDERHOOD_", "CI_"))}
    variables = {
        "CI_API_V4_URL": forge.address,
        "CI_COMMIT_SHA": git(root, "rev-parse", "HEAD"),
        "CI_JOB_URL": "https://gitlab.example/northlab/records/-/jobs/7",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(root, "merge-base", "main", "HEAD"),
        "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": git(root, "rev-parse", "main"),
        "CI_PROJECT_URL": "https://gitlab.example/northlab/records",
        "CI_MERGE_REQUEST_IID": "5",
        "CI_MERGE_REQUEST_PROJECT_ID": "3",
        "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "3",
        "CI_PROJECT_DIR": str(root),
        "CI_PROJECT_ID": "3",
        "GITLAB_CI": "true",
        "NO_PROXY": "127.0.0.1",
        "UNDERHOOD_TOKEN": token,
        **{key: value.replace("${CI_PROJECT_DIR}", str(root)) for key, value in job["variables"].items()},
    }
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=root,
        env={**kept, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def weakened(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    repository(root, {**SOUND, "governance/risk/toxic.yaml": risk()})
    git(root, "checkout", "-q", "-b", "change")
    commit(root, {"governance/risk/toxic.yaml": risk(title="'/close @root !5'", severity="low")})
    return root


def test_a_merge_request_gets_report_and_note(weakened: Path, forge: Forge) -> None:
    done = merge_request(weakened, forge)
    assert done.returncode == 1, done.stderr
    (note,) = forge.bodies("project-bot")
    assert note.startswith(f"{marker()}\n### Governance: 1 weakened")
    assert not any(line.lstrip().startswith("/") for line in note.split("\n"))
    assert "@root" not in note
    assert f"@{STOP}root" in note
    quality = json.loads((weakened / "gl-code-quality-report.json").read_text())
    assert "unreasoned-weakening" in {one["check_name"] for one in quality}
    merge_request(weakened, forge)
    assert len(forge.bodies("project-bot")) == 1


def test_an_old_state_has_no_rules_here_either(weakened: Path, forge: Forge) -> None:
    git(weakened, "checkout", "-q", "main")
    off = "checks: {rules: {unreasoned-weakening: {severity: off, reason: for now}}}\n"
    strict = SOUND["governance/settings.yaml"]
    commit(weakened, {"governance/settings.yaml": strict + off})
    git(weakened, "checkout", "-q", "-b", "sly")
    commit(weakened, {"governance/risk/toxic.yaml": risk(severity="low")})
    git(weakened, "checkout", "-q", "main")
    main = commit(weakened, {"governance/settings.yaml": strict})
    git(weakened, "checkout", "-q", "sly")
    done = merge_request(weakened, forge)
    assert done.returncode == 1, done.stderr
    (note,) = forge.bodies("project-bot")
    assert f"rules of {main[:12]}" in note
    assert "](https://gitlab.example/northlab/records/-/jobs/7)" in note


def test_without_a_token_there_is_no_note_and_the_same_verdict(weakened: Path, forge: Forge) -> None:
    done = merge_request(weakened, forge, token="")
    assert done.returncode == 1
    assert "no comment: there is no token" in done.stderr
    assert forge.calls == []
    assert (weakened / "underhood-report" / "comment.md").is_file()


@pytest.mark.parametrize("records", [".", "examples/lab"])
def test_this_repository_on_its_own_history(records: str, forge: Forge, tmp_path: Path) -> None:
    """What `.github/workflows/governance.yml` runs, for the newest commit of this repository."""
    listed = subprocess.run(
        ["git", "rev-list", "-n", "2", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if len(listed.stdout.split()) != 2:
        pytest.skip("not a git repository, or one without a history")
    root = tmp_path / "underhood"
    git(tmp_path, "clone", "-q", "--shared", str(ROOT), str(root))
    after, before = listed.stdout.split()
    job = Job(root, {"before": before, "after": after}, "push", forge.address)
    job.inputs = {"working-directory": records, "comment": "none", "fail-on": "never"}
    job.run(temporary=tmp_path / "run")
    assert job.steps["base"]["base"] == before, job.log
    assert job.summary.startswith("### Governance: "), job.log
    assert "could not" not in job.summary.split("\n")[0]
    assert job.steps["report"]["code"] == "0", job.log
