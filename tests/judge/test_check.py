"""Running the rules: order, weight, and what is softened for releases recorded afterwards."""

from __future__ import annotations

from pathlib import Path

import yaml

from underhood.doors.tree import MemoryTree
from underhood.judge.check import afterwards, check, counts
from underhood.records.project import Project, memory_project, open_project
from underhood.values.finding import Severity, at_least
from underhood.values.ids import Address

RISK = "title: Toxic output\ntext: Users may meet insults.\n"
RELEASE = """\
title: Lynx {n}
model: lynx
version: "{n}"
recorded: {recorded}
history: [{{status: released, date: "2025-03-14"}}]
variants: [{{id: only, status: released}}]
parts: [{parts}]
"""
MODEL = "title: Lynx\nprovider: organisation/northlab\n"


def project(files: dict[str, str]) -> Project:
    return memory_project(MemoryTree({f"governance/{path}": content for path, content in files.items()}))


def test_nothing_to_say() -> None:
    assert check(project({}), today="2026-01-15") == ()


def test_order_is_by_place_and_stable() -> None:
    files = {
        "risk/b.yaml": RISK + "review_by: '2020-01-01'\nsucceeds: risk/zzz\n",
        "risk/a.yaml": "title: [",
        "zzz/x.yaml": "",
    }
    found = check(project(files), today="2026-01-15")
    assert found == check(project(dict(reversed(files.items()))), today="2026-01-15")
    assert [finding.location for finding in found] == sorted(finding.location for finding in found)
    assert {"invalid-yaml", "unresolved-reference", "review-overdue", "unknown-folder"} <= {f.code for f in found}


def test_only_some_rules() -> None:
    files = {"risk/b.yaml": RISK + "review_by: '2020-01-01'\n", "zzz/x.yaml": ""}
    assert [f.code for f in check(project(files), today="2026-01-15", only={"review-overdue"})] == ["review-overdue"]
    assert check(project(files), today="2026-01-15", only=()) == ()


def test_today_is_given() -> None:
    files = {"risk/b.yaml": RISK + "review_by: '2026-01-01'\n"}
    assert check(project(files), today="2025-12-31", only={"review-overdue"}) == ()
    assert len(check(project(files), today="2026-01-02", only={"review-overdue"})) == 1


def test_a_risk_of_the_past_is_no_more_than_a_note() -> None:
    old = RELEASE.format(n=1, recorded="retrospective", parts="risk/toxic-output")
    live = RELEASE.format(n=2, recorded="live", parts="risk/toxic-output")
    files = {"model/lynx.yaml": MODEL, "risk/toxic-output.yaml": RISK, "release/lynx-1.yaml": old}
    (finding,) = check(project(files), today="2026-01-15", only={"unmitigated-high-risk"})
    assert finding.severity is Severity.NOTE
    (finding,) = check(
        project({**files, "release/lynx-2.yaml": live}), today="2026-01-15", only={"unmitigated-high-risk"}
    )
    assert finding.severity is Severity.ERROR


def test_what_belongs_to_the_past() -> None:
    files = {
        "model/lynx.yaml": MODEL,
        "risk/old.yaml": RISK,
        "risk/shared.yaml": RISK,
        "risk/nobodys.yaml": RISK,
        "release/lynx-1.yaml": RELEASE.format(n=1, recorded="retrospective", parts="risk/old, risk/shared"),
        "release/lynx-2.yaml": RELEASE.format(n=2, recorded="live", parts="risk/shared"),
    }
    assert afterwards(project(files).catalog) == {Address("release", "lynx-1"), Address("risk", "old")}


def test_settings_are_checked_too() -> None:
    found = check(project({"settings.yaml": "schema: 1\ntitle: 3\n"}), today="2026-01-15")
    assert {(finding.code, finding.location.path) for finding in found} == {
        ("schema-violation", "governance/settings.yaml")
    }


def test_counting() -> None:
    found = check(
        project({"risk/b.yaml": RISK + "review_by: '2020-01-01'\n"}), today="2026-01-15", only={"review-overdue"}
    )
    assert counts(found) == {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 0}
    assert at_least(found, Severity.WARNING)
    assert not at_least(found, Severity.ERROR)
    assert not at_least((), Severity.NOTE)


def test_no_rule_stumbles_over_an_example_of_a_schema() -> None:
    schemas = project({}).schemas
    files = {
        f"{kind}/example-{number}.yaml": yaml.safe_dump(example)
        for kind in schemas.kinds
        for number, example in enumerate(schemas.documents[kind]["examples"])
    }
    loaded = project(files)
    assert loaded.problems == ()
    assert check(loaded, today="2026-01-15") != ()


def test_our_own_records_have_no_errors() -> None:
    root = Path(__file__).parents[2]
    found = check(open_project(root), today="2026-01-15")
    assert [f"{finding.location}: {finding.message}" for finding in found if finding.severity is Severity.ERROR] == []
