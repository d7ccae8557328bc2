"""A baseline: what is there today is accepted, what is new is told, what is gone is told too."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underhood.judge.baseline import STALE, Baseline, against, idle, read_baseline, written
from underhood.values.errors import Stop
from underhood.values.finding import Finding, Location, Severity

PATH = "governance/risk/a.yaml"


def finding(code: str = "review-overdue", message: str = "x", *, path: str = PATH, line: int = 3) -> Finding:
    return Finding(code, Severity.WARNING, Location(path, line, 1), message)


def accepting(*findings: Finding) -> Baseline:
    return read_baseline(written(findings).encode(), "baseline.json")


def left(baseline: Baseline, *findings: Finding) -> tuple[list[Finding], list[str]]:
    gone = idle(findings, baseline, holds=lambda _: True)
    return list(against(findings, baseline)), [one.message.split(": ", 1)[1] for one in gone]


# What was accepted, what is there now, how many of it are told, how many entries are idle.
CASES: dict[str, tuple[list[Finding], list[Finding], int, int]] = {
    "the same": ([finding()], [finding()], 0, 0),
    "the line moved": ([finding()], [finding(line=90)], 0, 0),
    "the file moved to another folder": ([finding()], [finding(path="governance/risk/old/a.yaml")], 0, 0),
    "a number changed": ([finding(message="off by 0.5")], [finding(message="off by 12")], 1, 1),
    "a day changed": ([finding(message="due on 2025-01-01")], [finding(message="due on 2026-02-03")], 1, 1),
    "the place in a list changed": ([finding(message="rows.0.a: x")], [finding(message="rows.7.a: x")], 1, 1),
    "another claim differs by more": (
        [finding("claim-differs", "checks.0: says 2, the records give 3")],
        [finding("claim-differs", "checks.1: says 2, the records give 900")],
        1,
        1,
    ),
    "a count that moves with other work": (
        [finding("untranslated-text", "4 texts are not translated")],
        [finding("untranslated-text", "3 texts are not translated")],
        0,
        0,
    ),
    "an entry that hid the numbers, as earlier versions wrote it": (
        [finding(message="due on #")],
        [finding(message="due on 2025-01-01")],
        1,
        1,
    ),
    "another id with a number": ([finding(message="'owl-1' x")], [finding(message="'owl-2' x")], 1, 1),
    "another rule": ([finding()], [finding("missing-evidence")], 1, 1),
    "other words": ([finding(message="x")], [finding(message="y")], 1, 1),
    "another record": ([finding()], [finding(path="governance/risk/b.yaml")], 1, 1),
    "another kind": ([finding()], [finding(path="governance/model/a.yaml")], 1, 1),
    "one more": ([finding()], [finding(), finding(line=4)], 1, 0),
    "one less": ([finding(), finding(line=4)], [finding()], 0, 1),
    "gone": ([finding()], [], 0, 1),
    "nothing accepted": ([], [finding()], 1, 0),
    "an error of reading is never accepted": ([finding("invalid-yaml")], [finding("invalid-yaml")], 1, 0),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_baseline_accepts(name: str) -> None:
    before, after, told, gone = CASES[name]
    new, stale = left(accepting(*before), *after)
    assert (len(new), len(stale)) == (told, gone)


def test_an_entry_forged_for_an_error_of_reading_accepts_nothing() -> None:
    text = written([finding()]).replace("review-overdue", "invalid-yaml")
    broken = finding("invalid-yaml")
    assert len(against([broken], read_baseline(text.encode(), "b.json"))) == 1


def test_more_than_accepted_is_said() -> None:
    (one,), _ = left(accepting(finding()), finding(), finding(line=9))
    assert one.hint == "the baseline accepts 1 like this in the record, and there are more"
    (one,), _ = left(accepting(finding()), replace(finding(), hint="do it"), replace(finding(line=9), hint="do it"))
    assert one.hint.startswith("do it; the baseline accepts 1")


def test_an_idle_entry_names_its_line() -> None:
    baseline = accepting(finding(), finding("missing-evidence"), finding("missing-evidence"))
    one, two = idle([finding("missing-evidence")], baseline, holds=lambda _: True)
    assert one.location == Location("baseline.json", 4)
    assert one.message == "the baseline accepts missing-evidence at risk/a 2 times, and it is found once: x"
    assert two.location == Location("baseline.json", 5)
    assert (two.code, two.severity) == (STALE, Severity.NOTE)
    assert idle([], baseline, holds=lambda _: False) == ()


def test_how_it_is_written() -> None:
    made = [finding("unread-evidence", "b \u202e"), finding("seal-behind", "a 3"), finding("seal-behind", "a 4")]
    assert written(made) == (
        '{\n  "version": 1,\n  "findings": [\n'
        '    {"at": "risk/a", "code": "seal-behind", "message": "a #", "count": 2},\n'
        '    {"at": "risk/a", "code": "unread-evidence", "message": "b \\u202e", "count": 1}\n'
        "  ]\n}\n"
    )
    assert written(made) == written(reversed(made))
    assert json.loads(written([])) == {"version": 1, "findings": []}


ENTRY = '{"at": "risk/a", "code": "x", "message": "m", "count": 1}'


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b'{"version": 2, "findings": []}',
        b'{"version": true, "findings": []}',
        b'{"version": 1}',
        b'{"version": 1, "findings": {}}',
        b'{"version": 1, "findings": [], "more": 1}',
        b'{"version": 1, "version": 1, "findings": []}',
        b'{"version": 1, "findings": [3]}',
        b'{"version": 1, "findings": [{}]}',
        *(
            f'{{"version": 1, "findings": [{entry}]}}'.encode()
            for entry in (
                ENTRY.replace("1", "0"),
                ENTRY.replace("1", "-1"),
                ENTRY.replace("1", "true"),
                ENTRY.replace("1", "1.5"),
                ENTRY.replace("1", "1e999"),
                ENTRY.replace("1", "NaN"),
                ENTRY.replace("1", "9" * 10_000),
                ENTRY.replace('"m"', "[]"),
                f"{ENTRY}, {ENTRY}",
            )
        ),
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
)
def test_what_is_no_baseline(raw: bytes) -> None:
    with pytest.raises(Stop, match=r"b\.json is no baseline") as stopped:
        read_baseline(raw, "b.json")
    assert stopped.value.code == 2
    assert stopped.value.hint


FOUND = st.builds(
    finding,
    st.sampled_from(["review-overdue", "missing-evidence", "unused-record"]),
    st.text("ab 12.-#", max_size=8),
    path=st.sampled_from([PATH, "governance/risk/b.yaml", "governance/settings.yaml"]),
    line=st.integers(1, 50),
)


@given(st.lists(FOUND, max_size=12), st.lists(FOUND, max_size=12))
def test_what_is_accepted_and_what_is_new_add_up(before: list[Finding], after: list[Finding]) -> None:
    baseline = accepting(*before)
    assert against(before, baseline) == ()
    assert idle(before, baseline, holds=lambda _: True) == ()
    assert len(against(before + after, baseline)) == len(after)
    assert [one.code for one in against(after, accepting())] == [one.code for one in after]
