"""`underhood gate`: exit codes, and how a pull request is judged from a repository."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.gates.laboratory import TODAY, Laboratory
from tests.playing import run as underhood

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
GATE = ["gate", "release/reedheron-3", "--today", TODAY, "--to"]
WHO = ("-c", "user.name=Ilse", "-c", "user.email=ilse@tarn-and-thistle.example")


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", *WHO, *words], cwd=root, check=True, capture_output=True)


@pytest.fixture
def repository(laboratory: Laboratory) -> Laboratory:
    git(laboratory.root, "init", "-q")
    git(laboratory.root, "add", "-A")
    git(laboratory.root, "commit", "-qm", "The laboratory")
    return laboratory


def test_exit_codes(repository: Laboratory) -> None:
    root = repository.root
    assert underhood([*GATE, "released"], root, code=0).endswith("holds (1 waived, 12 hold)\n")
    underhood([*GATE, "withdrawn"], root, code=2)
    underhood([*GATE, "tested"], root, code=2)
    underhood(["gate", "risk/toxic-output", "--to", "released"], root, code=2)
    underhood(["gate", "release/reedheron-9", "--to", "released"], root, code=2)
    underhood([*GATE, "released", "--base", "nowhere"], root, code=3)
    repository.put("governance/release/reedheron-3.yaml", "title: [")
    underhood([*GATE, "released"], root, code=3)


def test_a_pull_request_is_judged_by_its_base(repository: Laboratory) -> None:
    root = repository.root
    assert underhood([*GATE, "released", "--base", "HEAD"], root, code=0)
    repository.edit(
        "governance/settings.yaml", r"approvals: \{safety-lead: 1, legal-lead: 1\}", "approvals: {safety-lead: 1}"
    )
    (root / "governance/approval/reedheron-3-legal-lead.yaml").unlink()
    (root / "governance/approval/reedheron-3-legal-lead.yaml.sig").unlink()
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Less")
    told = json.loads(underhood([*GATE, "released", "--base", "HEAD~1", "--format", "json"], root, code=1))
    standing = {(one["topic"], one["name"]) for one in told["requirements"] if one["state"] != "holds"}
    assert standing >= {("approvals", "legal-lead"), ("since", "")}


def test_a_base_without_records_is_judged_by_the_policy_that_ships(repository: Laboratory) -> None:
    root = repository.root
    git(root, "checkout", "-q", "--orphan", "empty")
    git(root, "rm", "-rqf", "--cached", ".")
    git(root, "commit", "-q", "--allow-empty", "-m", "Nothing yet")
    said = underhood([*GATE, "released", "--base", "HEAD"], root, code=1)
    first, second, _ = said.split("\n", 2)
    assert first == "there is no governance/ folder in HEAD yet: the gates that ship with the tool judge"
    assert second == "there are no settings: the gates that ship with the tool judge"
