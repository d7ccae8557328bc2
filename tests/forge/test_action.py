"""`action.yml`, its steps run in order as a runner runs them, against real repositories and a server for GitHub."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from tests.conftest import SOUND
from tests.forge.running import ROOT, TOKEN, Job
from tests.forge.serving import Forge
from tests.git.making import commit, git, repository

from underhood.forge import handed
from underhood.forge.texts import STOP, marker

RISK = """\
title: {title}
text: {text}
ratings:
  - {{id: large, for: ["release/owl-2"], likelihood: possible, severity: {severity}, mitigations: [manners]}}
evidence: [{{source: owl-paper}}]
"""


def risk(title: str = "Toxic output", text: str = "It may insult.", severity: str = "high") -> str:
    return RISK.format(title=title, text=text, severity=severity)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A repository whose branch `change` is checked out as GitHub does: as the merge of a pull request."""
    root = tmp_path / "workspace"
    repository(root, {**SOUND, "governance/risk/toxic.yaml": risk()})
    return root


def pull(root: Path, files: dict[str, str | bytes | None], *, fork: bool = False) -> dict[str, Any]:
    """Commit files on a branch, check out its merge, and return the event."""
    base = git(root, "rev-parse", "main")
    git(root, "checkout", "-q", "-b", "change")
    head = commit(root, files)
    git(root, "checkout", "-q", "main")
    commit(root, {"README.md": "another commit on main, which is none of the change's"})
    git(root, "checkout", "-q", "--detach", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "merge", "change")
    there = "stranger/records" if fork else "northlab/records"
    return {
        "number": 5,
        "pull_request": {"number": 5, "base": {"sha": base}, "head": {"sha": head, "repo": {"full_name": there}}},
    }


def test_a_weakening_is_told_at_every_place(workspace: Path, forge: Forge, tmp_path: Path) -> None:
    event = pull(workspace, {"governance/risk/toxic.yaml": risk(severity="low")})
    job = Job(workspace, event, api=forge.address).run(temporary=tmp_path / "run")
    (body,) = forge.bodies()
    assert body.startswith(f"{marker()}\n### Governance: 1 weakened")
    assert "without a written reason" in body
    assert "risk/toxic" in job.summary
    report = job.steps["report"]
    assert (report["weakened"], report["unreasoned"], report["hand-over"]) == ("1", "1", "false")
    assert job.steps["base"]["base"] == git(workspace, "rev-parse", "main")
    errors = [told for told in job.annotations("error") if told.properties.get("title") == "unreasoned-weakening"]
    assert [told.properties["file"] for told in errors] == ["governance/risk/toxic.yaml"]
    assert job.code == 1
    assert job.codes["verdict"] == 1
    assert {token for *_, token in forge.calls} == {f"Bearer {TOKEN}"}
    assert TOKEN not in job.log + job.summary + body


def test_the_comment_is_kept_up_to_date(workspace: Path, forge: Forge, tmp_path: Path) -> None:
    theirs = forge.add(f"{marker()}\nhers", by="mallory")
    forge.add(f"{marker()}\nold")
    forge.add(f"{marker()}\nold too")
    event = pull(workspace, {"governance/risk/toxic.yaml": f"# a comment\n{risk()}"})
    job = Job(workspace, event, api=forge.address).run(temporary=tmp_path / "run")
    assert job.code == 0
    (body,) = forge.bodies()
    assert "no governance change" in body
    assert theirs["body"] == f"{marker()}\nhers"


def test_a_fork_hands_over_and_writes_nothing(workspace: Path, forge: Forge, tmp_path: Path) -> None:
    event = pull(workspace, {"governance/risk/toxic.yaml": risk(severity="low")}, fork=True)
    job = Job(workspace, event, api=forge.address).run(temporary=tmp_path / "run")
    assert forge.calls == []
    assert "comment" not in job.codes
    given = handed.read_handed(job.uploaded)
    assert (given.pull_request, given.head) == (5, event["pull_request"]["head"]["sha"])
    assert "1 weakened" in given.text
    assert job.codes["verdict"] == 1


@pytest.mark.parametrize("wanted", ["hand-over", "none"])
def test_a_job_that_may_not_write_does_not_try(workspace: Path, forge: Forge, tmp_path: Path, wanted: str) -> None:
    event = pull(workspace, {"governance/risk/toxic.yaml": risk(severity="low")})
    job = Job(workspace, event, api=forge.address, inputs={"comment": wanted}).run(temporary=tmp_path / "run")
    assert forge.calls == []
    assert bool(job.uploaded) is (wanted == "hand-over")


HOSTILE = (
    "::error::pwned @octocat fixes #12 GH-4 <img src=x onerror=alert(1)> ![p](https://e.example/p) | `x` ##[error]"
)


def test_words_of_a_stranger_stay_words(workspace: Path, forge: Forge, tmp_path: Path) -> None:
    odd = "governance/risk/a::error file=x,line=1::pwned.yaml"
    files: dict[str, str | bytes | None] = {
        "governance/risk/toxic.yaml": risk(title=f"'{HOSTILE}'", text=f'"{HOSTILE}\\n::set-output name=code::0"'),
        odd: "::add-mask::x\n",
        "governance/risk/b\n::error::newline.yaml": "x",
        "yaml.py": "raise SystemExit('imported')",
        "sitecustomize.py": "raise SystemExit('imported')",
        "underhood/__init__.py": "raise SystemExit('imported')",
        "pip.conf": "[global]\nno-index = true\n",
    }
    job = Job(workspace, pull(workspace, files), api=forge.address).run(temporary=tmp_path / "run")
    assert "imported" not in job.log
    assert {told.name for told in job.commands} <= {"error", "warning", "notice"}
    assert all(told.properties.get("title") for told in job.commands)
    assert "pwned" not in {told.properties.get("title") for told in job.commands}
    assert job.steps["report"]["code"] == "1"
    (body,) = forge.bodies()
    for text in (body, job.summary):
        assert "@octocat" not in text
        assert not re.search(r"(?<!&)#12|GH-4", text)
        assert "<img" not in text
        assert "![" not in text
    html = MarkdownIt("commonmark").enable("table").render(body)
    assert not re.search(
        r"<(?!/?(?:h\d|p|details|summary|table|thead|tbody|tr|t[hd]|ul|li|code|pre|br|b|strong|ins|del|sub|a)\b|!--)",
        html,
    )


def test_many_findings_keep_to_every_limit(workspace: Path, forge: Forge, tmp_path: Path) -> None:
    long = "A very long text about what may go wrong. " * 60
    files: dict[str, str | bytes | None] = {
        f"governance/risk/r{number}.yaml": f"title: R{number}\ntext: {long}\nsumary: x\nevidence: [{{source: gone}}]\n"
        for number in range(700)
    }
    job = Job(workspace, pull(workspace, files), api=forge.address).run(temporary=tmp_path / "run")
    (body,) = forge.bodies()
    assert len(body) <= 65_536
    assert re.search(r"… and [\d,]+ more; the log of the job lists them", body)
    assert len(job.summary.encode()) <= 1 << 20
    for level in ("error", "warning", "notice"):
        assert len(job.annotations(level)) <= 10
    assert int(job.steps["report"]["errors"]) >= 700


def test_a_summary_over_the_limit_is_cut_with_a_count(workspace: Path, forge: Forge, tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        f"governance/risk/{'r' * 60}{number}.yaml": "title: R\ntext: x\n"
        + "".join(f"{'x' * 80}{i}: 1\n" for i in range(40))
        for number in range(120)
    }
    job = Job(workspace, pull(workspace, files), api=forge.address).run(temporary=tmp_path / "run")
    assert len(job.summary.encode()) <= 1 << 20
    assert re.search(r"\*\*Cut here: [\d,]+ more lines\*\*", job.summary)
    assert job.summary.count("<details>") == job.summary.count("</details>")


def test_a_shallow_clone_says_how_to_deepen(workspace: Path, forge: Forge, tmp_path: Path) -> None:
    event = pull(workspace, {"governance/risk/toxic.yaml": risk(severity="low")})
    git(workspace, "branch", "-q", "tip", "change")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", "--branch", "tip", f"file://{workspace}", str(shallow))
    job = Job(shallow, event, api=forge.address).run(temporary=tmp_path / "run")
    assert list(job.codes) == ["base"]
    assert job.code
    (told,) = job.annotations("error")
    assert "fetch-depth: 0" in told.message


def test_the_trial_merge_alone_is_enough(workspace: Path, forge: Forge, tmp_path: Path) -> None:
    """A clone of depth 2 holds the merge and both its parents."""
    event = pull(workspace, {"governance/risk/toxic.yaml": risk(severity="low")})
    git(workspace, "branch", "-q", "-f", "trial", "HEAD")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "2", "--branch", "trial", f"file://{workspace}", str(shallow))
    job = Job(shallow, event, api=forge.address).run(temporary=tmp_path / "run")
    assert job.steps["report"]["weakened"] == "1"


def test_rules_cannot_be_softened_by_what_they_judge(workspace: Path, forge: Forge, tmp_path: Path) -> None:
    settings = SOUND["governance/settings.yaml"] + (
        "checks:\n  rules:\n"
        "    unreasoned-weakening: {severity: off, reason: trust me}\n"
        "    unresolved-reference: {severity: off, reason: trust me}\n"
    )
    schema = json.loads((ROOT / "schemas" / "risk.schema.json").read_text("utf-8"))
    schema["additionalProperties"] = schema["unevaluatedProperties"] = True
    files: dict[str, str | bytes | None] = {
        "governance/settings.yaml": settings,
        "governance/risk/toxic.yaml": risk(severity="low") + "anything: goes\n",
        "schemas/risk.schema.json": json.dumps(schema),
    }
    event = pull(workspace, files)
    strict = Job(workspace, event, api=forge.address).run(temporary=tmp_path / "strict")
    assert strict.code == 1
    assert "anything" in strict.log
    assert "differ in the judged state" in strict.log
    trusting = Job(workspace, event, api=forge.address, inputs={"policy": "head"}).run(temporary=tmp_path / "trusting")
    assert "anything" not in trusting.log


def test_a_revision_is_judged_without_being_checked_out(workspace: Path, forge: Forge, tmp_path: Path) -> None:
    event = pull(workspace, {"governance/risk/toxic.yaml": risk(severity="low")}, fork=True)
    git(workspace, "checkout", "-q", "main")
    job = Job(workspace, event, "pull_request_target", forge.address, inputs={"head": "change"})
    job.run(temporary=tmp_path / "run")
    assert job.steps["report"]["weakened"] == "1"
    assert job.codes["verdict"] == 1


@pytest.mark.parametrize(("refuse", "slow"), [({"GET": 403}, 0), ({}, 4)])
def test_a_forge_that_fails_changes_no_verdict(
    workspace: Path, forge: Forge, tmp_path: Path, refuse: dict[str, int], slow: float
) -> None:
    forge.refuse, forge.slow = refuse, slow
    event = pull(workspace, {"governance/risk/new.yaml": risk()})
    job = Job(workspace, event, api=forge.address).run(temporary=tmp_path / "run")
    assert job.codes["comment"] == 0
    assert job.code == int(job.steps["report"]["code"])
    (told,) = [one for one in job.annotations("warning") if one.properties["title"] == "underhood"]
    assert told.message.startswith("the comment was not written: ")


def test_a_first_push_has_nothing_to_compare_with(workspace: Path, forge: Forge, tmp_path: Path) -> None:
    event = {"before": "0" * 40, "after": git(workspace, "rev-parse", "HEAD")}
    job = Job(workspace, event, "push", forge.address).run(temporary=tmp_path / "run")
    assert "diff" not in job.codes
    assert "There is no earlier state to compare with." in job.summary
    assert (job.steps["base"]["base"], forge.calls) == ("", [])


def test_a_folder_of_the_repository(forge: Forge, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    files = {**SOUND, "governance/risk/toxic.yaml": risk()}
    repository(root, {f"models/lynx/{path}": text for path, text in files.items()})
    event = pull(root, {"models/lynx/governance/risk/toxic.yaml": risk(severity="low")})
    job = Job(root, event, api=forge.address, inputs={"working-directory": "models/lynx"}).run(
        temporary=tmp_path / "run"
    )
    (body,) = forge.bodies()
    assert body.startswith(marker("models/lynx"))
    assert "models/lynx/governance/risk/toxic.yaml" in {
        told.properties.get("file") for told in job.annotations("error")
    }


def test_records_that_cannot_be_read_are_told(workspace: Path, forge: Forge, tmp_path: Path) -> None:
    event = pull(workspace, {"governance/settings.yaml": "schema: 1\ntitle: [\n"})
    job = Job(workspace, event, api=forge.address).run(temporary=tmp_path / "run")
    assert job.code
    (body,) = forge.bodies()
    assert "governance/settings.yaml" in body.replace("\\", "")
    assert STOP not in marker()
