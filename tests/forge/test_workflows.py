"""The action and the workflows as files: valid, pinned, with the least rights, and nothing untrusted in a script."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.forge.running import ROOT

import underhood

ACTIONS = [ROOT / "action.yml", ROOT / "ci" / "post" / "action.yml"]
WORKFLOWS = sorted([*(ROOT / "ci" / "github").glob("*.yml"), *(ROOT / ".github" / "workflows").glob("*.yml")])
SCHEMAS = Path(__file__).parent / "schemas"


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def read(path: Path) -> dict[str, Any]:
    found = yaml.safe_load(path.read_text("utf-8"))
    assert isinstance(found, dict)
    return {"on" if key is True else key: value for key, value in found.items()}  # YAML 1.1 reads `on` as true


def steps(path: Path) -> Iterator[dict[str, Any]]:
    whole = read(path)
    for group in [whole["runs"]] if "runs" in whole else whole["jobs"].values():
        yield from group["steps"]


@pytest.mark.parametrize("path", [*ACTIONS, *WORKFLOWS], ids=name_of)
def test_files_are_valid(path: Path) -> None:
    schema = json.loads((SCHEMAS / ("github-actions.json" if path in ACTIONS else "github-workflows.json")).read_text())
    assert [error.message for error in Draft7Validator(schema).iter_errors(read(path))] == []


@pytest.mark.parametrize("path", [*ACTIONS, *WORKFLOWS], ids=name_of)
def test_no_expression_stands_in_a_script(path: Path) -> None:
    for step in steps(path):
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("path", [*ACTIONS, *WORKFLOWS], ids=name_of)
def test_what_is_used_has_a_version(path: Path) -> None:
    for step in steps(path):
        if "uses" in step and step["uses"] != "./":
            assert re.fullmatch(r"[\w./-]+@(v\d+|v\d+\.\d+\.\d+|[0-9a-f]{40})", step["uses"])
            if "underhood" in step["uses"]:
                assert step["uses"].endswith(f"@v{underhood.__version__}")


@pytest.mark.parametrize("path", ACTIONS, ids=name_of)
def test_python_runs_isolated(path: Path) -> None:
    """Neither a module that a pull request brings nor a variable of the job reaches the program."""
    for step in steps(path):
        for line in re.split(r"\n|&&|;", step.get("run", "")):
            if re.search(r'"\$(PYTHON|python)" (?!\])', line):
                assert re.search(r'"\$(PYTHON|python)" -I -m ', line), line


@pytest.mark.parametrize("path", ACTIONS, ids=name_of)
def test_scripts_can_be_parsed(path: Path) -> None:
    for step in steps(path):
        if "run" in step:
            assert step["shell"] == "bash"
            subprocess.run(["bash", "-n"], input=step["run"].encode(), check=True)
            unquoted = re.findall(r'(?<!["\w{])\$[A-Z_]+\b(?!")', re.sub(r'"[^"]*"', '""', step["run"]))
            assert unquoted == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=name_of)
def test_rights_are_the_least(path: Path) -> None:
    whole = read(path)
    assert whole["permissions"] in ({}, {"contents": "read"})
    for job in whole["jobs"].values():
        rights = job.get("permissions", {})
        written = {name for name, right in rights.items() if right == "write"}
        assert written <= {"pull-requests"}
        assert "timeout-minutes" in job
    text = path.read_text("utf-8")
    assert "secrets." not in text
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
            assert step["with"]["fetch-depth"] == 0
            assert "ref" not in step["with"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=name_of)
def test_a_token_that_may_write_never_meets_the_code_of_a_pull_request(path: Path) -> None:
    whole = read(path)
    if "workflow_run" in whole["on"]:
        assert not any("checkout" in step.get("uses", "") for step in steps(path))
    if "pull_request_target" in whole["on"]:
        assert whole["permissions"] == {"contents": "read"}
        assert all("permissions" not in job for job in whole["jobs"].values())


def test_the_second_workflow_waits_for_the_first() -> None:
    first, second = (read(ROOT / "ci" / "github" / f"governance{name}.yml") for name in ("", "-comment"))
    assert second["on"]["workflow_run"]["workflows"] == [first["name"]]


def test_gitlab_names_this_version() -> None:
    job = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text("utf-8"))["underhood"]
    assert job["variables"]["UNDERHOOD_SOURCE"].endswith(f"/your-organisation/underhood@v{underhood.__version__}")


def test_only_one_door_speaks_to_the_network() -> None:
    speaking = re.compile(r"^\s*(?:import|from) (?:urllib\.request|http\.client|requests|httpx)\b", re.MULTILINE)
    code = ROOT / "src" / "underhood"
    found = [path for path in code.rglob("*.py") if speaking.search(path.read_text("utf-8"))]
    assert [path.relative_to(code).as_posix() for path in found] == ["doors/forge.py"]


@pytest.mark.parametrize("path", ACTIONS, ids=name_of)
def test_what_is_installed_is_pinned_by_hash(path: Path) -> None:
    (install,) = (step["run"] for step in steps(path) if step.get("id") == "install")
    assert "--no-deps --require-hashes" in install
    assert "--no-index --no-deps --no-build-isolation" in install
    text = (ROOT / "requirements" / "action.txt").read_text("utf-8")
    pinned = dict(re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([\w.]+)", text, re.MULTILINE))
    known = (ROOT / "requirements" / "constraints.txt").read_text("utf-8")
    assert pinned.items() <= dict(re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([\w.]+)", known, re.MULTILINE)).items()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.split(r"[<>=\[~!;]", requirement)[0].lower() for requirement in project["dependencies"]}
    assert {"hatchling", *needed} <= pinned.keys()


@pytest.mark.parametrize("name", ["action.txt", "dev.txt"])
def test_the_lists_are_whole(name: str) -> None:
    """They are installed with --no-deps: what a package asks for has to stand in them."""
    text = (ROOT / "requirements" / name).read_text("utf-8")
    listed = {canonicalize_name(one) for one in re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==", text, re.MULTILINE)}
    missing = []
    for package in sorted(listed):
        try:
            asked = map(Requirement, requires(package) or ())
        except PackageNotFoundError:
            continue  # for another system
        needed = {
            canonicalize_name(one.name) for one in asked if one.marker is None or one.marker.evaluate({"extra": ""})
        }
        missing += [f"{package}: {one}" for one in sorted(needed - listed)]
    assert not missing
