"""Every rule against its cases: `<code>/fail-*.yaml` says what it finds and where; `pass-*.yaml` finds nothing.

Rules between two states have `before`: the files that the older state has besides, or in another form, or has not
(null). Rules on exceptions may have `baseline`: the text of one.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.sides import side_by_side

from underhood.changes import betweens
from underhood.doors.tree import LARGEST, MemoryTree
from underhood.judge.baseline import against, idle, read_baseline, written
from underhood.judge.check import check
from underhood.judge.compare import compare_states
from underhood.judge.reasons import reasoned
from underhood.judge.selection import Selection, read_allowances, selected
from underhood.judge.states import between
from underhood.judge.unreasoned import findings
from underhood.judge.waivers import waived
from underhood.records.project import Project, memory_project
from underhood.rules import SELECTION, rules
from underhood.values.finding import Finding, Severity

HERE = Path(__file__).parent
BASE: Mapping[str, Any] = yaml.safe_load((HERE / "base.yaml").read_text("utf-8"))
CASES = sorted(path.relative_to(HERE).as_posix() for path in HERE.glob("*/*.yaml"))
HEADINGS = ["## What", "## Why", "## Example", "## Instead"]


def tree(case: Mapping[str, Any]) -> MemoryTree:
    names = [name for name in BASE if name != "compiled"] if case.get("base") == "all" else case.get("base", ())
    files: dict[str, bytes | str] = {BASE[name]["path"]: BASE[name]["content"] for name in names}
    large = dict.fromkeys(case.get("large", ()), b"#" * (LARGEST + 1))
    every = {**files, **case.get("files", {}), **large}
    return MemoryTree({path: content for path, content in every.items() if content is not None})


def excepted(project: Project, case: Mapping[str, Any]) -> tuple[Finding, ...]:
    """What is told once waivers, comments, settings and a baseline have left findings out."""
    day = case.get("today", "2026-01-15")
    findings = waived(check(project, today=day), project, today=day).findings
    told = selected(findings, Selection(project.settings.rules), read_allowances(project), tree=project.tree)
    accepted = read_baseline(case.get("baseline", written(())).encode(), "baseline.json")
    return (*against(told, accepted), *idle(told, accepted, holds=lambda _: True))


def weakened(before: Project, after: Project, code: str) -> tuple[Finding, ...]:
    """What two states have without a reason, of one code."""
    sides = side_by_side(before, after)
    found = findings(reasoned(compare_states(sides), sides), sides)
    return tuple(one for one in found if one.code == code)


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    code, file = name.split("/")
    case = yaml.safe_load((HERE / name).read_text("utf-8"))
    project = memory_project(tree(case))
    if "before" in case:
        before = memory_project(tree({**case, "files": {**case.get("files", {}), **case["before"]}}))
        found = between(before, project) if code in betweens() else weakened(before, project, code)
    elif rules()[code].scope == SELECTION:
        found = tuple(one for one in excepted(project, case) if one.code == code)
    else:
        found = check(project, today=case.get("today", "2026-01-15"), only={code})
    if rules()[code].check is not None and not case.get("problems"):
        assert [f"{problem.location}: {problem.message}" for problem in project.problems] == []
    expected = case.get("findings", [])
    assert bool(expected) == file.startswith("fail-")
    assert [(str(finding.location), finding.severity.value) for finding in found] == [
        (entry["at"], entry.get("severity", rules()[code].severity.value)) for entry in expected
    ]
    for finding, entry in zip(found, expected, strict=True):
        assert finding.code == code
        assert entry["says"] in finding.message
        assert entry.get("hint", "") in finding.hint
        assert [str(related.location) for related in finding.related] == entry.get("see", [])


@pytest.mark.parametrize("code", sorted(rules()))
def test_every_rule_has_cases(code: str) -> None:
    names = [name.split("/")[1] for name in CASES if name.startswith(f"{code}/")]
    assert [name for name in names if name.startswith("fail-")] != []
    assert [name for name in names if name.startswith("pass-")] != []


@pytest.mark.parametrize("code", sorted(rules()))
def test_every_rule_has_a_page(code: str) -> None:
    lines = rules()[code].page.splitlines()
    assert lines[0].endswith(".")
    assert [line for line in lines if line.startswith("## ")] == HEADINGS
    assert "```yaml" in lines


def test_no_case_is_left_over() -> None:
    assert {name.split("/")[0] for name in CASES} <= set(rules())


def test_findings_have_words() -> None:
    for name in CASES:
        case = yaml.safe_load((HERE / name).read_text("utf-8"))
        for finding in check(memory_project(tree(case)), today="2026-01-15"):
            assert finding.message[0] not in " .,:"
            assert finding.severity in Severity
            assert finding.location.line > 0
