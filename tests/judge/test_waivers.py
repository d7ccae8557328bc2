"""What waivers excuse: the rule, the record or the place in it, until their day."""

from __future__ import annotations

import pytest

from underhood.doors.tree import MemoryTree
from underhood.judge.check import check
from underhood.judge.waivers import waived
from underhood.records.project import memory_project

DAY = "2026-01-15"
WAIVER = """\
title: {title}
rule: {rule}
subjects: [{subjects}]
reason: Late.
owner: us
compensating_measure: Somebody looks.
expires: "{expires}"
"""
RISK = """\
title: Toxic output
text: Users may meet insults.
review_by: "2025-01-01"
ratings:
  - {id: small, for: [release/lynx-2#small], likelihood: likely, severity: high}
  - {id: large, for: [release/lynx-2#large], likelihood: likely, severity: high}
"""
COMPILED = """\
schema: 1
title: Lynx
languages: [en]
publication:
  {mode: compiled, compiler: us, contact: us, notice: {en: x}, right_of_reply: {en: x}, sources_read_until: 2026-01-01}
"""


def told(files: dict[str, str], *, codes: set[str]) -> tuple[list[str], dict[str, int]]:
    tree = MemoryTree({f"governance/{path}": text for path, text in {"risk/toxic.yaml": RISK, **files}.items()})
    project = memory_project(tree)
    left = waived(check(project, today=DAY, only=codes), project, today=DAY)
    return [f"{finding.location} {finding.code}" for finding in left.findings], dict(left.excused)


def waiver(rule: str, subjects: str, *, title: str = "Waiver", expires: str = DAY) -> str:
    return WAIVER.format(title=title, rule=rule, subjects=subjects, expires=expires)


BOTH = ["governance/risk/toxic.yaml:5:5 unmitigated-high-risk", "governance/risk/toxic.yaml:6:5 unmitigated-high-risk"]


@pytest.mark.parametrize(
    ("subject", "left"),
    [
        ("risk/toxic", []),
        ("risk/toxic#ratings", []),
        ("risk/toxic#ratings/small", BOTH[1:]),
        ("risk/toxic#ratings/large", BOTH[:1]),
        ("risk/toxic#text", [*BOTH, "governance/waiver/a.yaml:3:12 orphan-waiver"]),
        ("risk/other", BOTH),
    ],
)
def test_a_waiver_covers_its_place_and_what_lies_below(subject: str, left: list[str]) -> None:
    files = {"waiver/a.yaml": waiver("unmitigated-high-risk", f'"{subject}"')}
    found, excused = told(files, codes={"unmitigated-high-risk"})
    assert found == left
    assert sum(excused.values()) == len(BOTH) - len([one for one in left if one in BOTH])


def test_another_rule_stands() -> None:
    files = {"waiver/a.yaml": waiver("review-overdue", "risk/toxic")}
    found, excused = told(files, codes={"review-overdue", "unmitigated-high-risk"})
    assert found == BOTH
    assert excused == {"Waiver": 1}


def test_the_last_day_counts_and_the_next_does_not() -> None:
    files = {"waiver/a.yaml": waiver("review-overdue", "risk/toxic", expires="2026-01-14")}
    found, excused = told(files, codes={"review-overdue"})
    assert found == ["governance/risk/toxic.yaml:3:12 review-overdue"]
    assert excused == {}


def test_both_of_two_waivers_are_used() -> None:
    files = {
        "waiver/a.yaml": waiver("review-overdue", "risk/toxic", title="A"),
        "waiver/b.yaml": waiver("review-overdue", "risk/toxic", title="B"),
    }
    assert told(files, codes={"review-overdue"}) == ([], {"A": 1})


def test_errors_of_reading_are_never_excused_and_silence_the_talk_of_idle_waivers() -> None:
    files = {
        "waiver/a.yaml": waiver("invalid-yaml", "risk/toxic"),
        "waiver/b.yaml": waiver("claim-differs", "risk/toxic"),
        "risk/bad.yaml": "title: [",
    }
    assert [one.partition(" ")[2] for one in told(files, codes={"invalid-yaml"})[0]] == ["invalid-yaml"]


def test_strangers_cannot_excuse_anything() -> None:
    files = {"settings.yaml": COMPILED, "waiver/a.yaml": waiver("review-overdue", "risk/toxic")}
    assert told(files, codes={"review-overdue"}) == (["governance/risk/toxic.yaml:3:12 review-overdue"], {})


def test_nothing_gives_leave_from_the_end_of_a_waiver() -> None:
    files = {
        "waiver/a.yaml": waiver("review-overdue", "risk/toxic", expires="2026-01-14"),
        "waiver/b.yaml": waiver("expired-waiver", "waiver/a"),
    }
    found, excused = told(files, codes={"expired-waiver", "orphan-waiver"})
    assert [one.partition(" ")[2] for one in found] == ["expired-waiver", "orphan-waiver"]
    assert excused == {}
