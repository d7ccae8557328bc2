"""The result of a public statement follows from its checks and from nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.making import project

from underhood.meaning.claims import Result, examine
from underhood.values.quantity import rounded

HEAD = "title: More data\nparaphrase: More data.\nabout: owl-2\nattributed_to: the press\nat: [{source: daily-news}]\n"
TOKENS = "compare: 'training/owl-2#small/tokens', with: 'training/owl-1#small/tokens'"
PAPER = "{stated_by: [{source: owl-paper}], agrees: true}"
OTHER = "governance/evidence/other.yaml"
EXTRA = {OTHER: "title: Other\ntype: press\nstanding: secondary\nread: copy\n"}


def result(body: str, extra: dict[str, str] | None = None) -> Result:
    """The result of a claim with these further lines."""
    made = project({"governance/claim/x.yaml": HEAD + body, **EXTRA, **(extra or {})})
    assert not made.problems, made.problems
    claim = made.catalog.get("claim", "x")
    assert claim is not None
    return examine(made.catalog, claim).result


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"checks: [{{{TOKENS}, stated: {{change_percent: 40}}}}]\n", Result.DIFFERS),
        (f"checks: [{{{TOKENS}, stated: {{change_percent: 40}}, tolerance: 3}}]\n", Result.MATCHES),
        (f"checks: [{{{TOKENS}, stated: {{change: 6.0e11}}}}]\n", Result.MATCHES),
        (f"checks: [{{{TOKENS}, stated: {{direction: higher}}}}]\n", Result.MATCHES),
        (f"checks: [{{{TOKENS}, stated: {{direction: lower}}}}]\n", Result.DIFFERS),
        (f"checks: [{{{TOKENS}, stated: {{change_percent: 40}}}}, {PAPER}]\n", Result.IN_PART),
        (f"checks: [{PAPER}]\n", Result.STATED),
        (f"concerns: wording\nchecks: [{PAPER}]\n", Result.MATCHES),
        (f"checks: [{PAPER}, {{stated_by: [{{source: other}}], agrees: true}}]\n", Result.MATCHES),
        ("checks: [{stated_by: [{source: other}], agrees: false}]\n", Result.DIFFERS),
        ("checks: [{stated_by: [{source: daily-news}], agrees: true}]\n", Result.NOT_CHECKED),
        ("checks: [{compare: 'training/owl-2#small/tokens', stated: {equals: 2.0e12}}]\n", Result.MATCHES),
        ("checks: [{compare: 'release/owl-2#version', stated: {equals: '2'}}]\n", Result.MATCHES),
        ("checks: [{none: risk, in: release/owl-2, where: {title: Nothing}}]\n", Result.MATCHES),
        ("checks: [{every: risk, in: release/owl-2, where: {title: Nothing}}]\n", Result.DIFFERS),
        ("checks: [{none: risk, in: release/owl-2, where: {catastrophic: true}}]\n", Result.NOT_CHECKED),
        ("checks: [{none: retention, in: release/owl-2, where: {title: x}}]\n", Result.NOT_CHECKED),
        ("opinion: true\n", Result.OPINION),
        ("forecast: true\n", Result.FORECAST),
        ("not_checked: Out of scope.\n", Result.NOT_CHECKED),
        ("", Result.NOT_CHECKED),
    ],
)
def test_results(body: str, expected: Result) -> None:
    assert result(body) == expected


ABSENT = {
    "governance/training/owl-1.yaml": (
        "title: T\nstage: pretraining\norder: 1\n"
        "runs: [{id: small, variant: 'release/owl-1#small',"
        " tokens: {absent: not-found, searched: [{source: owl-paper}]}}]\n"
    )
}
DISPUTED = {
    "governance/training/owl-1.yaml": (
        "title: T\nstage: pretraining\norder: 1\n"
        "runs: [{id: small, variant: 'release/owl-1#small',"
        " tokens: {value: 1.4e12, unit: token, disputed: [{value: 1.0e12, reason: two tables differ}]}}]\n"
    )
}


@pytest.mark.parametrize("extra", [ABSENT, DISPUTED])
def test_an_absent_or_disputed_operand_never_matches(extra: dict[str, str]) -> None:
    check = f"{{{TOKENS}, stated: {{direction: higher}}}}"
    assert result(f"checks: [{check}]\n", extra) == Result.NOT_CHECKED
    assert result(f"checks: [{check}, {PAPER}]\n", extra) == Result.STATED


def test_the_arithmetic_is_kept() -> None:
    made = project({"governance/claim/x.yaml": HEAD + f"checks: [{{{TOKENS}, stated: {{change_percent: 40}}}}]\n"})
    claim = made.catalog.get("claim", "x")
    assert claim is not None
    found = examine(made.catalog, claim).comparisons[0]
    assert found.computed is not None
    assert found.off is not None
    assert (rounded(found.computed, 1), rounded(found.off, 1)) == (Decimal("42.9"), Decimal("2.9"))


def test_days_between_two_dates() -> None:
    incident = (
        "title: Pause\ntype: dispute\ndate: '2024-03-04'\nreleases: [owl-2]\n"
        "timeline: [{id: up, date: '2024-03-01', event: Up.}, {id: down, date: '2024-03-03', event: Down.},"
        " {id: vague, date: '2024-03', event: V.}]\n"
    )
    extra = {"governance/incident/pause.yaml": incident}

    def days(first: str, last: str, count: int) -> Result:
        check = (
            f"{{compare: 'incident/pause#{last}/date', with: 'incident/pause#{first}/date', stated: {{days: {count}}}}}"
        )
        return result(f"checks: [{check}]\n", extra)

    assert days("up", "down", 2) == Result.MATCHES
    assert days("up", "down", 3) == Result.DIFFERS
    assert days("up", "vague", 2) == Result.NOT_CHECKED
