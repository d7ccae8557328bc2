"""`underhood init` and `new`: what they write holds together, and nothing is ever overwritten."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import yaml
from tests.cli.conftest import Call
from tests.conftest import Repository

from underhood import __version__
from underhood.doors import assets
from underhood.doors.schemas import read_schemas

KINDS = read_schemas(assets.directory("schemas")).kinds


@pytest.mark.parametrize("mode", ["provider", "compiled"])
def test_a_new_repository_passes_and_builds_at_once(
    mode: str, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = call("init", "demo", "--mode", mode, "--title", "Records: ours")
    assert said.code == 0
    assert "demo/governance/settings.yaml" in said.out
    assert said.err.count("\n  ") == 7
    monkeypatch.chdir(tmp_path / "demo")
    checked = call("check", "--format", "json", "--today", "2026-06-01")
    assert checked.code == 0
    assert {finding["code"] for finding in json.loads(checked.out)["findings"]} == {"placeholder-text"}
    built = call("build", "--no-search")
    assert built.code == 0, built.err
    assert "Records: ours" in Path("build/site/index.html").read_text("utf-8")
    assert "replace me" in Path("build/site/release/example-1.html").read_text("utf-8")


def test_every_schema_line_leads_to_a_schema(call: Call, tmp_path: Path) -> None:
    call("init", tmp_path)
    records = list((tmp_path / "governance").rglob("*.yaml"))
    assert records
    for record in records:
        schema = record.read_text("utf-8").split("\n")[0].removeprefix("# yaml-language-server: $schema=")
        assert (record.parent / schema).is_file()


def test_what_is_there_is_never_overwritten(call: Call, tmp_path: Path) -> None:
    for path in ("mkdocs.yml", "governance/settings.yaml"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("mine")
    said = call("init", tmp_path)
    assert (said.code, said.out) == (2, "")
    assert "2 of the files to write are there already:\n  governance/settings.yaml\n  mkdocs.yml" in said.err
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["governance", "mkdocs.yml"]
    assert (tmp_path / "mkdocs.yml").read_text() == "mine"


def test_an_ignore_list_that_is_there_stays(call: Call, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n")
    said = call("init", tmp_path)
    assert said.code == 0
    assert "note: add build/ to your .gitignore" in said.err
    assert (tmp_path / ".gitignore").read_text() == "mine\n"


def test_the_schemas_of_editors_can_be_refreshed(call: Call, tmp_path: Path) -> None:
    call("init", tmp_path)
    schema = tmp_path / ".schemas" / "risk.schema.json"
    schema.write_text("old")
    again = call("init", tmp_path)
    assert again.code == 2
    assert "underhood init --schemas" in again.err
    assert call("init", "--schemas", tmp_path).code == 0
    assert json.loads(schema.read_text("utf-8"))["title"] == "Risk"


def test_a_folder_that_is_a_file(call: Call, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    said = call("init", tmp_path / "x")
    assert said.code == 2
    assert "is a file" in said.err


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_record_says_what_is_missing(kind: str, call: Call, repository: Repository) -> None:
    root = repository()
    said = call("new", f"{kind}/fresh", "-C", root)
    assert said.code == 0
    path = f"governance/{kind}/fresh.yaml"
    assert said.out == f"{path}\n"
    text = (root / path).read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../.schemas/")
    assert max(len(line) for line in text.split("\n")) <= 150
    found = json.loads(call("check", "-C", root, "--format", "json").out)["findings"]
    errors = [entry for entry in found if entry["path"] == path and entry["severity"] == "error"]
    assert errors
    assert {entry["code"] for entry in errors} == {"schema-violation"}
    assert not [entry for entry in errors if "is missing" in entry["message"]]


def test_the_optional_fields_of_a_new_record_can_be_taken_in(call: Call, repository: Repository) -> None:
    root = repository()
    call("new", "risk/fresh", "-C", root)
    path = root / "governance/risk/fresh.yaml"
    text = path.read_text("utf-8").replace("title:\n", "title: New\n").replace("text:\n", "text: New.\n")
    path.write_text(text.replace("# summary: ", "summary: A summary.  #", 1), "utf-8")
    said = call("show", "risk/fresh#summary", "-C", root)
    assert said.code == 0, said.err
    assert "A summary." in said.out


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("risk/Bad_Id", "'Bad_Id' cannot be an id: an id has 1 to 80 characters"),
        ("risk/index", "'index' is reserved"),
        ("risk/a..b", "no '..'"),
        ("risk/../x", "cannot be an id"),
        ("risk", "is not the address of a record"),
        ("rissk/x", "did you mean risk/x?"),
        ("risk/x#y", "cannot be an id"),
        ("risk/rudeness", "governance/risk/rudeness.yaml is there already"),
        ("risk/impolite", "risk/rudeness had the id 'impolite' before"),
    ],
)
def test_names_that_cannot_be(address: str, words: str, call: Call, repository: Repository) -> None:
    root = repository({"governance/risk/rudeness.yaml": "title: Rude\ntext: Rude.\nformerly: [impolite]\n"})
    before = sorted(root.rglob("*"))
    said = call("new", address, "-C", root)
    assert said.code == 2
    assert words in said.err
    assert "hint: " in said.err
    assert sorted(root.rglob("*")) == before


def test_a_release_from_a_release(call: Call, repository: Repository) -> None:
    root = repository()
    said = call("new", "release/owl-3", "--from", "release/owl-2", "-C", root, "--today", "2025-02-03")
    assert said.code == 0
    path = root / "governance/release/owl-3.yaml"
    found = json.loads(call("check", "-C", root, "--format", "json").out)["findings"]
    assert [entry["message"].split(":")[0] for entry in found if entry["severity"] == "error"] == ["title", "version"]
    text = path.read_text("utf-8").replace("title:\n", "title: Owl 3\n").replace("version:\n", 'version: "3"\n')
    path.write_text(text, "utf-8")
    assert call("check", "-C", root).code == 0
    shown = json.loads(call("show", "release/owl-3", "--format", "json", "-C", root).out)["value"]
    assert shown["predecessor"] == "owl-2"
    assert shown["parts_from"] == "owl-2"
    assert shown["model"] == "owl"
    assert shown["history"] == [{"status": "draft", "date": "2025-02-03"}]
    assert shown["variants"] == [{"id": "small", "succeeds": "release/owl-2#small", "status": "released"}]


def test_a_record_from_another(call: Call, repository: Repository) -> None:
    original = "# who\ntitle: Rude\nformerly: [impolite]\n# what\ntext: Rude.\nsummary: Short.\n"
    root = repository({"governance/risk/rudeness.yaml": original})
    assert call("new", "risk/louder", "--from", "risk/rudeness", "-C", root).code == 0
    text = (root / "governance/risk/louder.yaml").read_text("utf-8")
    assert text == '# who\ntitle: ""\ntext: Rude.\nsummary: Short.\n'
    assert "title" in call("check", "-C", root).out


@pytest.mark.parametrize(
    ("source", "words"),
    [("risk/rude", "did you mean risk/rudeness?"), ("model/owl", "model/owl is a model, not a risk")],
)
def test_from_what_does_not_fit(source: str, words: str, call: Call, repository: Repository) -> None:
    said = call("new", "risk/louder", "--from", source, "-C", repository())
    assert said.code == 2
    assert words in said.err


# Workflows


@pytest.mark.parametrize(
    ("system", "written"),
    [
        ("github", [".github/workflows/governance-comment.yml", ".github/workflows/governance.yml"]),
        ("gitlab", [".gitlab-ci.yml"]),
        ("github-private", [".github/workflows/governance.yml"]),
        ("github-strict", [".github/workflows/governance-strict.yml"]),
        ("none", []),
    ],
)
def test_workflows_can_be_chosen(system: str, written: list[str], call: Call, tmp_path: Path) -> None:
    assert call("init", tmp_path, "--ci", system).code == 0
    found = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.yml") if path.name != "mkdocs.yml"]
    assert sorted(found) == written
    for path in written:
        text = (tmp_path / path).read_text("utf-8")
        assert f"@v{__version__}" in text


def test_workflows_are_added_to_records_that_are_there(call: Call, repository: Repository) -> None:
    root = repository()
    said = call("init", root, "--ci", "github")
    assert said.code == 0
    assert said.out.count("\n") == 2
    assert not (root / "mkdocs.yml").exists()
    again = call("init", root, "--ci", "github")
    assert again.code == 2
    assert "governance.yml is there already; nothing was written" in again.err


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def test_workflows_lie_where_the_forge_looks_for_them(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _git(tmp_path, "init", "-q", "-b", "trunk")
    monkeypatch.chdir(tmp_path)
    said = call("init", "demo")
    assert said.code == 0
    assert not (tmp_path / "demo" / ".github").exists()
    text = (tmp_path / ".github/workflows/governance.yml").read_text("utf-8")
    step = yaml.safe_load(text)["jobs"]["governance"]["steps"][-1]
    assert step["with"] == {"working-directory": "demo", "comment": "hand-over"}
    assert yaml.safe_load(text)[True]["push"]["branches"] == ["trunk"]
    line = text[: text.index("TODO")].count("\n") + 1
    assert f"  .github/workflows/governance.yml:{line}: the address of Underhood's repository" in said.err


def test_workflows_at_the_top_stay_as_they_are(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _git(tmp_path, "init", "-q")
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".gitlab-ci.yml").write_text("mine: {}\n")
    said = call("init", "demo two", "--ci", "gitlab")
    assert said.code == 0
    assert ".gitlab-ci.yml is there already, and stays; UNDERHOOD_ROOT: demo two belongs into it" in said.err
    assert (tmp_path / ".gitlab-ci.yml").read_text() == "mine: {}\n"
    assert call("init", "demo two", "--ci", "github-private").code == 0
    text = (tmp_path / ".github/workflows/governance.yml").read_text("utf-8")
    assert yaml.safe_load(text)["jobs"]["governance"]["steps"][-1]["with"] == {"working-directory": "demo two"}
    assert call("init", "demo two", "--ci", "gitlab").code == 2
