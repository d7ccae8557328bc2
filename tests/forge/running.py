"""The steps of an action, run as a runner runs them: expressions, environment, outputs, summary, workflow commands."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from tests.git.making import git

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "ghs_" + "a" * 36

_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
_COMMAND = re.compile(r"::(\w[\w-]*)(?: ([^:]*?))?::(.*)")
_LEGACY = re.compile(r"##\[(\w[\w-]*)\]")


@dataclass(frozen=True, slots=True)
class Told:
    """A workflow command, as a runner reads it out of a log."""

    name: str
    properties: Mapping[str, str]
    message: str


@dataclass(slots=True)
class Job:
    """One job: a checked-out repository, an event, and what came of the steps."""

    workspace: Path
    event: Mapping[str, Any] = field(default_factory=dict)
    event_name: str = "pull_request"
    api: str = "http://127.0.0.1:9"
    inputs: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    steps: dict[str, dict[str, str]] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    log: str = ""
    summary: str = ""
    uploaded: bytes = b""

    @property
    def code(self) -> int:
        """The exit code of the first step that failed; 0 when none did."""
        return next((code for code in self.codes.values() if code), 0)

    @property
    def commands(self) -> list[Told]:
        """What the runner takes for commands, from all steps."""
        found = []
        for line in self.log.splitlines():
            if match := _COMMAND.match(line.lstrip()):
                pairs = (pair.partition("=") for pair in (match[2] or "").split(",") if pair)
                found.append(Told(match[1], {name: _plain(value) for name, _, value in pairs}, _plain(match[3])))
            elif match := _LEGACY.search(line):
                found.append(Told(match[1], {}, line))
        return found

    def annotations(self, level: str) -> list[Told]:
        return [told for told in self.commands if told.name == level]

    def run(self, action: Path = ROOT / "action.yml", *, temporary: Path) -> Job:
        """Run the steps in order, until one fails. What belongs to others is done in their place."""
        whole = yaml.safe_load(action.read_text("utf-8"))
        defaults = {name: _told(given.get("default", ""), self, {}) for name, given in whole["inputs"].items()}
        self.inputs = {**defaults, **self.inputs}
        temporary.mkdir(parents=True, exist_ok=True)
        for step in whole["runs"]["steps"]:
            if "if" in step and not holds(step["if"], self):
                continue
            if "uses" in step:
                self._foreign(step)
            elif step["id"] == "install":
                folder = temporary / "folder"
                folder.mkdir()
                self.steps["install"] = {"python": sys.executable, "folder": str(folder)}
            else:
                self._step(step, temporary)
            if self.code:
                break
        return self

    def _foreign(self, step: Mapping[str, Any]) -> None:
        if step["uses"].startswith("actions/upload-artifact@"):
            self.uploaded = Path(_told(step["with"]["path"], self, {})).read_bytes()
        else:
            assert step["uses"].startswith("actions/setup-python@")
            self.steps[step["id"]] = {"python-path": sys.executable}

    def _step(self, step: Mapping[str, Any], temporary: Path) -> None:
        name = step["id"]
        files = {part: temporary / f"{name}.{part}" for part in ("output", "summary", "sh", "event")}
        files["output"].touch()
        files["summary"].touch()
        files["sh"].write_text(step["run"], "utf-8")
        files["event"].write_text(json.dumps(self.event), "utf-8")
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "UNDERHOOD_", "CI_"))},
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": self.api,
            "GITHUB_EVENT_NAME": self.event_name,
            "GITHUB_EVENT_PATH": str(files["event"]),
            "GITHUB_OUTPUT": str(files["output"]),
            "GITHUB_REPOSITORY": "northlab/records",
            "GITHUB_RUN_ID": "77",
            "GITHUB_SHA": git(self.workspace, "rev-list", "-n", "1", "--all"),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_STEP_SUMMARY": str(files["summary"]),
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(temporary),
            "NO_PROXY": "127.0.0.1",
            "UNDERHOOD_SECONDS": "2",
            **{key: _told(value, self, {}) for key, value in step.get("env", {}).items()},
            **self.variables,
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(files["sh"])],
            cwd=self.workspace,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        self.codes[name] = done.returncode
        self.log += done.stdout + done.stderr
        self.steps[name] = read_outputs(files["output"].read_text("utf-8"))
        self.summary += files["summary"].read_text("utf-8")


def read_outputs(text: str) -> dict[str, str]:
    """GITHUB_OUTPUT as the runner reads it."""
    found, lines = {}, iter(text.splitlines())
    for line in lines:
        name, sign, end = line.partition("<<")
        if sign and "=" not in name:
            value = []
            for inner in lines:
                if inner == end:
                    break
                value.append(inner)
            found[name] = "\n".join(value)
        else:
            name, sign, value_of = line.partition("=")
            assert sign, line
            found[name] = value_of
    return found


def holds(condition: str, job: Job) -> bool:
    """A condition: comparisons, joined by &&."""
    for part in condition.split("&&"):
        left, sign, right = re.split(r"\s*(==|!=)\s*", part.strip())
        if (_value(left, job) == right.strip("'")) is not (sign == "=="):
            return False
    return True


def _told(text: str, job: Job, _: object) -> str:
    return _EXPRESSION.sub(lambda found: _value(found[1], job), str(text))


def _value(expression: str, job: Job) -> str:
    """An expression: a value, or `a == 'word' && b || ''`."""
    if "&&" in expression:
        condition, _, rest = expression.partition("&&")
        return _value(rest.partition("||")[0].strip(), job) if holds(condition, job) else ""
    match expression.split("."):
        case ["inputs", name]:
            return job.inputs[name]
        case ["steps", step, "outputs", name]:
            return job.steps.get(step, {}).get(name, "")
        case ["github", ("base_ref" | "head_ref") as ref]:
            return str(job.event.get("pull_request", {}).get(ref.removesuffix("_ref"), {}).get("ref", ""))
        case ["github", "token"]:
            return TOKEN
        case ["github", "action_path"]:
            return str(ROOT)
    raise AssertionError(expression)


def _plain(text: str) -> str:
    for sign, code in (("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C"), ("%", "%25")):
        text = text.replace(code, sign)
    return text
