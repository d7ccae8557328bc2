"""`underhood gate --rev` judges a commit as git keeps it; with `--base`, by what that state says."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.gates.laboratory import LEADS, RELEASE, TODAY, Laboratory
from tests.playing import ROOT
from tests.playing import run as underhood

from underhood.cli.parts.policies import MOVED_ON

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
GATE = ["gate", f"release/{RELEASE}", "--to", "released", "--today", TODAY]
WHO = ("-c", "user.name=Ilse", "-c", "user.email=ilse@tarn-and-thistle.example")
RISK = "governance/risk/harmful-instructions.yaml"
MEASURES = r" mitigations: \[safety-tuning, answer-filter, abuse-watch\],"
SETTINGS = "governance/settings.yaml"
OWN = "    own: [{id: ours, for: release, require: 'false', message: never}]\n"


def git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", *WHO, *words], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(laboratory: Laboratory, message: str = "More") -> str:
    git(laboratory.root, "add", "-A")
    git(laboratory.root, "commit", "-qm", message)
    return git(laboratory.root, "rev-parse", "HEAD")


@pytest.fixture
def repository(laboratory: Laboratory) -> Laboratory:
    """The laboratory in one commit, whose gate holds."""
    git(laboratory.root, "init", "-q", "-b", "main")
    commit(laboratory)
    return laboratory


def asked(laboratory: Laboratory, *words: str, code: int) -> dict[str, object]:
    """What the gate says, for programs."""
    told = json.loads(underhood([*GATE, *words, "--format", "json"], laboratory.root, code=code))
    assert isinstance(told, dict)
    return told


def standing(told: dict[str, object]) -> set[tuple[str, str]]:
    found = told["requirements"]
    assert isinstance(found, list)
    return {(one["topic"], one["name"]) for one in found if one["state"] not in {"holds", "waived"}}


def less(laboratory: Laboratory) -> None:
    """Take a measure away, and have the rest in order."""
    laboratory.edit(RISK, MEASURES, "")
    for person in LEADS:
        laboratory.sign(person)


def test_a_commit_is_judged_whatever_lies_in_the_folder(repository: Laboratory) -> None:
    first = git(repository.root, "rev-parse", "HEAD")
    less(repository)
    second = commit(repository)
    assert standing(asked(repository, code=1)) == {("rule", "unmitigated-high-risk")}
    told = asked(repository, "--rev", first, code=0)
    assert told["told"] == [f"the records of {first} ({first[:12]})"]
    assert standing(asked(repository, "--rev", "main", code=1)) == {("rule", "unmitigated-high-risk")}
    shutil.rmtree(repository.root / "governance")
    assert standing(asked(repository, "--rev", second, code=1)) == {("rule", "unmitigated-high-risk")}
    asked(repository, "--rev", "main~1", code=0)


def test_a_commit_and_its_base(repository: Laboratory) -> None:
    git(repository.root, "checkout", "-q", "-b", "topic")
    less(repository)
    commit(repository)
    git(repository.root, "checkout", "-q", "main")
    told = asked(repository, "--rev", "topic", "--base", "main", code=1)
    assert standing(told) == {("rule", "unmitigated-high-risk"), ("since", "")}
    assert asked(repository, "--base", "main", code=0)["holds"] is True


def test_an_author_of_the_commit_does_not_approve_it(repository: Laboratory) -> None:
    first = git(repository.root, "rev-parse", "HEAD")
    repository.edit("governance/release/reedheron-3.yaml", "(?m)^title: .*$", "title: Reedheron Three")
    for person in LEADS:
        repository.sign(person)
    git(repository.root, "add", "-A")
    git(repository.root, "commit", "-qm", "Mine", "--author", "Odran Pellby <odran@tarn-and-thistle.example>")
    told = asked(repository, "--rev", "HEAD", code=1)
    assert standing(told) >= {("approvals", "safety-lead")}
    asked(repository, "--rev", first, code=0)


ODD = [
    "--output=x",
    "-h",
    "--upload-pack=touch x",
    ":/More",
    "main:governance",
    "a\nb",
    "a b",
    "main..main",
    "HEAD^{tree}",
]


@pytest.mark.parametrize("option", ["--rev", "--base"])
def test_names_that_are_no_revisions(repository: Laboratory, option: str) -> None:
    before = sorted(path.name for path in repository.root.iterdir())
    for name in ODD:
        underhood([*GATE, f"{option}={name}"], repository.root, code=2)
    underhood([*GATE, f"{option}=nowhere"], repository.root, code=3)
    assert sorted(path.name for path in repository.root.iterdir()) == before


def test_a_revision_without_records(repository: Laboratory) -> None:
    git(repository.root, "checkout", "-q", "--orphan", "empty")
    git(repository.root, "rm", "-rqf", "--cached", ".")
    git(repository.root, "commit", "-q", "--allow-empty", "-m", "Nothing yet")
    underhood([*GATE, "--rev", "empty"], repository.root, code=2)


def test_a_base_that_moved_on_is_told(repository: Laboratory) -> None:
    git(repository.root, "checkout", "-q", "-b", "topic")
    git(repository.root, "checkout", "-q", "main")
    repository.edit("governance/model/reedheron.yaml", "(?m)^title: ", "title: The ")
    commit(repository)
    told = asked(repository, "--rev", "topic", "--base", "main", code=0)["told"]
    assert isinstance(told, list)
    assert f"main has 1 commit that this state has not; {MOVED_ON}" in told
    for form in ("text", "markdown", "github"):
        said = underhood([*GATE, "--rev", "topic", "--base", "main", "--format", form], repository.root, code=0)
        assert "has 1 commit that this state has not" in said
    told = asked(repository, "--base", "topic", code=1)["told"]
    assert not [line for line in told if "has not" in line]  # type: ignore[attr-defined]


def test_own_rules_of_the_base_judge_a_commit(repository: Laboratory) -> None:
    text = (repository.root / SETTINGS).read_text("utf-8")
    repository.put(SETTINGS, text + OWN)
    commit(repository)
    git(repository.root, "checkout", "-q", "-b", "topic")
    repository.put(SETTINGS, text)
    commit(repository)
    for words in (["--base", "main"], ["--base", "main", "--rev", "topic"]):
        assert standing(asked(repository, *words, code=1)) >= {("own", "ours")}
    asked(repository, code=0)


def test_a_waiver_of_the_same_change_excuses_nothing(repository: Laboratory) -> None:
    waiver = (repository.root / "governance/waiver/notice.yaml").read_text("utf-8")
    more = waiver.replace("mitigation-without-effect", "unmitigated-high-risk").replace(
        "mitigation/reader-notice", "risk/harmful-instructions"
    )
    less(repository)
    commit(repository)
    git(repository.root, "checkout", "-q", "-b", "topic")
    repository.put("governance/waiver/more.yaml", more)
    commit(repository)
    asked(repository, code=0)
    told = asked(repository, "--base", "main", "--rev", "topic", code=1)
    assert standing(told) >= {("rule", "unmitigated-high-risk")}
    assert any("(waiver/more) does not count here: it is new" in line for line in told["told"])  # type: ignore[attr-defined]
    asked(repository, "--base", "topic", code=0)


def test_a_schema_that_the_same_change_softens(repository: Laboratory) -> None:
    shutil.copytree(ROOT / "schemas", repository.root / "schemas", ignore=shutil.ignore_patterns("formats"))
    commit(repository)
    git(repository.root, "checkout", "-q", "-b", "topic")
    repository.edit("schemas/risk.schema.json", '"required": \\[[^]]*\\]', '"required": []')
    repository.edit(RISK, "(?m)^text: .*$", "x_ticket: TT-1")
    for person in LEADS:
        repository.sign(person)
    commit(repository)
    told = asked(repository, "--base", "main", "--rev", "topic", code=1)
    assert standing(told) >= {("files", "")}
    assert "the schemas differ in the judged state; they count once they are merged" in told["told"]  # type: ignore[operator]


def test_a_step_with_a_base_seals_by_the_records_own_schemas(repository: Laboratory) -> None:
    words = ["release", "status", RELEASE, "approved", "--base", "main", "--today", TODAY]
    assert underhood(words, repository.root, code=0) == "governance/release/reedheron-3.yaml\n"
