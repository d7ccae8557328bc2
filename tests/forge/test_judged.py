"""Whose rules judge a pull request in the action, what its gate says, and that no link of a record is live."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from tests.conftest import SOUND
from tests.forge.running import ROOT, Job
from tests.forge.serving import Forge
from tests.forge.test_action import pull, risk
from tests.git.making import commit, git, repository

from underhood.forge import handed


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "workspace"
    repository(root, {**SOUND, "governance/risk/toxic.yaml": risk()})
    return root


@pytest.mark.parametrize("fork", [False, True])
def test_an_old_state_that_a_stranger_chooses_has_no_rules(
    workspace: Path, forge: Forge, tmp_path: Path, fork: bool
) -> None:
    """The branch begins where a rule was off, a weight was light and a reference was open: none of it counts."""
    strict = SOUND["governance/settings.yaml"]
    off = "{severity: off, reason: for now}"
    rules = f"checks:\n  rules: {{unreasoned-weakening: {off}, unresolved-reference: {off}}}\n"
    light = (ROOT / "schemas" / "risk.schema.json").read_text("utf-8").replace("x-weight", "x-weighed")
    commit(workspace, {"governance/settings.yaml": strict + rules, "schemas/risk.schema.json": light})
    old = git(workspace, "rev-parse", "main")
    commit(workspace, {"governance/settings.yaml": strict, "schemas/risk.schema.json": None})
    main = git(workspace, "rev-parse", "main")
    git(workspace, "checkout", "-q", "-b", "change", old)
    gone = risk(severity="low").replace("owl-paper", "gone")
    head = commit(workspace, {"governance/risk/toxic.yaml": gone})
    git(workspace, "checkout", "-q", "main")
    there = {"full_name": "stranger/records" if fork else "northlab/records"}
    event = {
        "number": 5,
        "pull_request": {"number": 5, "base": {"sha": main, "ref": "main"}, "head": {"sha": head, "repo": there}},
    }
    inputs = {"head": "change", "comment": "hand-over" if fork else "auto"}
    job = Job(workspace, event, "pull_request_target", forge.address, inputs).run(temporary=tmp_path / "run")
    assert (job.steps["base"]["base"], job.steps["base"]["policy"]) == (old, main)
    assert job.steps["report"]["weakened"] == "2"
    assert {"unreasoned-weakening", "unresolved-reference"} <= {
        told.properties["title"] for told in job.annotations("error")
    }
    assert job.codes["verdict"] == 1
    text = handed.read_handed(job.uploaded).text if fork else forge.bodies()[0]
    assert f"rules of {main[:12]}" in text
    own = {**inputs, "policy": "head", "comment": "none"}
    trusting = Job(workspace, event, "pull_request_target", forge.address, own).run(temporary=tmp_path / "trusting")
    assert trusting.code == 0


def test_a_gate_is_judged_by_the_target(workspace: Path, forge: Forge, tmp_path: Path) -> None:
    gates = "gates: {released: {approvals: {safety-lead: 1}}}\n"
    settings = SOUND["governance/settings.yaml"]
    commit(workspace, {"governance/settings.yaml": settings + gates})
    event = pull(workspace, {"governance/settings.yaml": settings + "gates: {released: {minimum: 0}}\n"})
    asked = {"gate": "release/owl-2 released", "comment": "hand-over"}
    job = Job(workspace, event, api=forge.address, inputs=asked).run(temporary=tmp_path / "run")
    text = handed.read_handed(job.uploaded).text
    for said in (text, job.summary):
        assert "### Gate: Owl 2 (release/owl-2) may not become released" in said
        assert "safety-lead" in said
        assert "underhood-gate" not in said
    assert (job.steps["report"]["gate"], job.codes["verdict"]) == ("false", 1)
    assert any("released:" in told.message for told in job.annotations("error"))


def test_a_gate_judges_the_head_that_is_named(workspace: Path, forge: Forge, tmp_path: Path) -> None:
    settings = SOUND["governance/settings.yaml"]
    commit(workspace, {"governance/settings.yaml": settings + "gates: {released: {rules: {risk-without-owner: {}}}}\n"})
    event = pull(workspace, {"notes.txt": "x"})
    head = git(workspace, "rev-parse", "HEAD")
    (workspace / "governance/release/owl-2.yaml").write_text("title: [", "utf-8")
    asked = {"gate": "release/owl-2 released", "head": head, "comment": "none"}
    job = Job(workspace, event, api=forge.address, inputs=asked).run(temporary=tmp_path / "run")
    assert "### Gate: Owl 2 (release/owl-2) may not become released" in job.summary
    assert "cannot be read" not in job.summary
    assert job.steps["report"]["gate"] == "false"


@pytest.mark.parametrize("asked", ["owl-2", "release/owl-2 $(id)", "release/owl-2 --help"])
def test_a_gate_that_is_none(workspace: Path, forge: Forge, tmp_path: Path, asked: str) -> None:
    event = pull(workspace, {"notes.txt": "x"})
    inputs = {"gate": asked, "comment": "none"}
    job = Job(workspace, event, api=forge.address, inputs=inputs).run(temporary=tmp_path / "run")
    assert job.codes["gate"] == 2
    assert "the input 'gate' is a release and a status" in job.log


def test_a_gate_that_cannot_be_judged_is_told(workspace: Path, forge: Forge, tmp_path: Path) -> None:
    event = pull(workspace, {"notes.txt": "x"})
    inputs = {"gate": "release/nothing released", "comment": "none"}
    job = Job(workspace, event, api=forge.address, inputs=inputs).run(temporary=tmp_path / "run")
    assert "### Gate: could not be judged" in job.summary
    assert job.codes["verdict"] == 2


def test_a_link_of_a_record_is_none_anywhere(workspace: Path, forge: Forge, tmp_path: Path) -> None:
    words = (
        "see https://evil.example/a [b](https://evil.example/b) www.evil.example <https://evil.example> m@evil.example"
    )
    files: dict[str, str | bytes | None] = {
        "governance/risk/toxic.yaml": risk(severity="low", title=f"'{words}'").replace("owl-paper", f"'{words}'"),
        "governance/risk/new.yaml": f"title: x\n'{words}': 1\n",
    }
    event = pull(workspace, files)
    event["pull_request"]["head"]["ref"] = "https://evil.example/branch"
    job = Job(workspace, event, api=forge.address).run(temporary=tmp_path / "run")
    for text in (*forge.bodies(), job.summary):
        assert "evil.example" in text
        html = MarkdownIt("commonmark").enable("table").render(text)
        found = set(re.findall(r'(?:href|src)="([^"]*)"', html))
        assert found
        assert not [one for one in found if not one.startswith("https://github.com/northlab/records/")]
        words_alone = re.sub(r"<[^>]*>", "", html)
        assert not re.search(r"\w://|www\.|\w@\w", words_alone)
