"""Which findings are told: the settings of rules, comments, what was asked for."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest
from tests.making import SETTINGS

from underhood.doors.tree import MemoryTree
from underhood.judge.check import check
from underhood.judge.selection import Selection, make_selection, read_allowances, selected
from underhood.records.project import Project, memory_project
from underhood.rules import READING, rules
from underhood.values.errors import Stop
from underhood.values.finding import Finding, Location, Severity

DAY = "2026-01-15"
LATE = "title: Toxic output\ntext: A harm.\nreview_by: '2020-01-01'"
OVERDUE = "review-overdue"


def project(files: Mapping[str, str], rules_: str = "") -> Project:
    settings = SETTINGS + (f"checks:\n  rules:\n{rules_}" if rules_ else "")
    all_files = {"settings.yaml": settings, **files}
    return memory_project(MemoryTree({f"governance/{path}": content for path, content in all_files.items()}))


def told(made: Project, **asked: tuple[str, ...]) -> list[tuple[str, str]]:
    """Code and severity of what is told about overdue reviews and exceptions."""
    return [
        (one.code, one.severity.value)
        for one in findings(made, **asked)
        if one.code in {OVERDUE, "bad-allow", "unused-allow", "schema-violation", "invalid-yaml"}
    ]


def findings(made: Project, **asked: tuple[str, ...]) -> tuple[Finding, ...]:
    selection = make_selection(made, **asked)
    return selected(check(made, today=DAY), selection, read_allowances(made), tree=made.tree)


# What the settings say of the rule, and what is then told of one overdue review in risk/a.
SAID: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "nothing": ("", [(OVERDUE, "warning")]),
    "error": ("    review-overdue: error\n", [(OVERDUE, "error")]),
    "note": ("    review-overdue: note\n", [(OVERDUE, "note")]),
    "severity in a group": ("    review-overdue: {severity: error, reason: We mean it.}\n", [(OVERDUE, "error")]),
    "off": ("    review-overdue: {severity: off, reason: Nobody reviews here.}\n", []),
    "a record": ("    review-overdue: {ignore: [{records: [risk/a], reason: Old.}]}\n", []),
    "a pattern of records": ("    review-overdue: {ignore: [{records: ['risk/*'], reason: Old.}]}\n", []),
    "a pattern of files": ("    review-overdue: {ignore: [{paths: ['governance/risk/*'], reason: Old.}]}\n", []),
    "an entry that names another": (
        "    review-overdue: {ignore: [{records: [risk/b], reason: Old.}]}\n",
        [("unused-allow", "warning"), (OVERDUE, "warning")],
    ),
    "idle entries are no matter": (
        """\
    review-overdue: {ignore: [{records: [risk/b], reason: Old.}]}
    unused-allow: {severity: off, reason: We plan ahead.}
""",
        [(OVERDUE, "warning")],
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_settings_of_a_rule(name: str) -> None:
    said, expected = SAID[name]
    made = project({"risk/a.yaml": LATE + "\n"}, said)
    assert made.problems == ()
    assert sorted(told(made)) == sorted(expected)


@pytest.mark.parametrize(
    ("said", "place", "words", "hint"),
    [
        ("    review-overdu: error\n", "7:5", "there is no rule 'review-overdu'", "did you mean 'review-overdue'?"),
        ("    zzz: error\n", "7:5", "there is no rule 'zzz'", "`underhood explain` lists all rules"),
        ("    invalid-yaml: note\n", "7:5", "invalid-yaml cannot be switched off", "mend it"),
        ("    schema-violation: {severity: off, reason: x}\n", "7:5", "cannot be switched off", "mend it"),
        ("    unreadable-file: {ignore: [{paths: ['*'], reason: x}]}\n", "7:5", "cannot be switched off", "mend it"),
        ("    review-overdue: {dayz: 3}\n", "7:22", "review-overdue has no parameter 'dayz'", "did you mean 'days'?"),
        ("    review-overdue: {days: -3}\n", "7:22", "a whole number from 0 on", "How many days"),
        ("    review-overdue: {days: true}\n", "7:22", "a whole number from 0 on", "How many days"),
        ("    unmitigated-high-risk: {levels: [hihg]}\n", "7:29", "out of these words: low, moderate", "levels"),
        ("    unmitigated-high-risk: {levels: []}\n", "7:29", "out of these words", "levels"),
        ("    missing-evidence: {days: 3}\n", "7:24", "has no parameter 'days'", "the words here are: ignore"),
    ],
)
def test_settings_that_name_what_there_is_not(said: str, place: str, words: str, hint: str) -> None:
    with pytest.raises(Stop) as stopped:
        make_selection(project({}, said))
    assert stopped.value.message.startswith(f"governance/settings.yaml:{place}: ")
    assert words in stopped.value.message
    assert hint in stopped.value.hint
    assert stopped.value.code == 2


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("    review-overdue: off\n", "switched off without a reason"),
        ("    review-overdue: {severity: off}\n", "switched off without a reason"),
        ("    review-overdue: {severity: off, reason: ' '}\n", "not written as this field wants it"),
        ("    review-overdue: loud\n", "not one of the words"),
        ("    review-overdue: {ignore: [{records: [risk/a]}]}\n", "'reason' is missing"),
        ("    review-overdue: {ignore: [{reason: Old.}]}\n", ""),
        ("    review-overdue: {ignore: [{record: [risk/a], reason: Old.}]}\n", "'record' is not a field"),
        ("    review-overdue: {days: {a: 1}}\n", "must be"),
        ("    Review Overdue: error\n", ""),
    ],
)
def test_settings_that_their_schema_refuses(said: str, words: str) -> None:
    problems = project({"risk/a.yaml": LATE + "\n"}, said).problems
    assert {problem.location.path for problem in problems} == {"governance/settings.yaml"}
    assert {problem.location.line for problem in problems} == {7}
    assert any(words in problem.message for problem in problems)


def test_errors_of_reading_stay_whatever_is_said() -> None:
    files = {"risk/a.yaml": "title: [ # underhood: allow invalid-yaml it is old\n", "risk/b.yaml": "titel: x\n"}
    made = project(files, "    review-overdue: {severity: off, reason: x}\n")
    asked = Selection(made.settings.rules, select=frozenset({OVERDUE}), ignore=frozenset({"unknown-field"}))
    left = selected(check(made, today=DAY), asked, read_allowances(made), tree=made.tree)
    assert {one.code for one in left} == {"invalid-yaml", "unknown-field", "schema-violation"}


def test_a_release_of_the_past_is_not_judged_more_severely() -> None:
    files = {
        "model/owl.yaml": "title: Owl\nprovider: organisation/owl-works\n",
        "organisation/owl-works.yaml": "title: Owl Works\n",
        "release/owl-1.yaml": (
            "title: Owl 1\nmodel: owl\nversion: '1'\nrecorded: retrospective\n"
            "history: [{status: released, date: '2023-01-10'}]\n"
            "variants: [{id: small, status: released}]\nparts: [risk/a]\n"
        ),
        "risk/a.yaml": "title: Toxic output\ntext: A harm.\n",
    }
    for said, severity in (("", "note"), ("error", "note"), ("warning", "note"), ("note", "note")):
        made = project(files, f"    unmitigated-high-risk: {said}\n" if said else "")
        (one,) = [one for one in findings(made) if one.code == "unmitigated-high-risk"]
        assert one.severity.value == severity


# A record, and what is told of it.
ALLOWED: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "on its line": (f"{LATE} # underhood: allow review-overdue on leave\n", []),
    "alone on the line above": (
        LATE.replace("review", "# underhood: allow review-overdue on leave\nreview") + "\n",
        [],
    ),
    "over an empty line": (LATE.replace("review", "# underhood: allow review-overdue x\n\n# y\nreview") + "\n", []),
    "another line": (
        f"# underhood: allow review-overdue on leave\n{LATE}\n",
        [("unused-allow", "warning"), (OVERDUE, "warning")],
    ),
    "another rule": (
        f"{LATE} # underhood: allow missing-evidence on leave\n",
        [(OVERDUE, "warning"), ("unused-allow", "warning")],
    ),
    "a rule that there is not": (
        f"{LATE} # underhood: allow review-overdu on leave\n",
        [(OVERDUE, "warning"), ("bad-allow", "error")],
    ),
    "no reason": (
        f"{LATE} # underhood: allow review-overdue\n",
        [(OVERDUE, "warning"), ("bad-allow", "error")],
    ),
    "what cannot be allowed": (
        f"{LATE} # underhood: allow schema-violation x\n",
        [(OVERDUE, "warning"), ("bad-allow", "error")],
    ),
    "an allowance of allowances": (
        f"{LATE} # underhood: allow bad-allow x\n",
        [(OVERDUE, "warning"), ("bad-allow", "error")],
    ),
    "a block that looks like one": (
        LATE.replace("A harm.", "|\n  A harm.\n  # underhood: allow review-overdue x") + "\n",
        [(OVERDUE, "warning")],
    ),
    "a quoted text that looks like one": (
        LATE.replace("A harm.", "'A harm.\n\n  # underhood: allow review-overdue x'") + "\n",
        [(OVERDUE, "warning")],
    ),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_comments_in_a_record(name: str) -> None:
    record, expected = ALLOWED[name]
    made = project({"risk/a.yaml": record})
    assert made.problems == ()
    assert sorted(told(made)) == sorted(expected)


def test_a_comment_is_used_even_where_its_rule_is_off() -> None:
    said = "    review-overdue: {severity: off, reason: Nobody reviews here.}\n"
    assert told(project({"risk/a.yaml": f"{LATE} # underhood: allow review-overdue x\n"}, said)) == []


def test_two_comments_above_one_line() -> None:
    above = "# underhood: allow review-overdue on leave\n# underhood: allow missing-evidence no\nreview"
    made = project({"risk/a.yaml": LATE.replace("review", above) + "\n"})
    assert told(made) == [("unused-allow", "warning")]


def test_nothing_is_called_idle_while_a_file_cannot_be_read() -> None:
    idle = "title: Toxic output # underhood: allow review-overdue x\ntext: A harm.\n"
    assert told(project({"risk/a.yaml": idle})) == [("unused-allow", "warning")]
    assert told(project({"risk/a.yaml": idle, "risk/b.yaml": "title: ["})) == [("invalid-yaml", "error")]


def test_an_allowance_in_the_settings_is_idle() -> None:
    made = project({"settings.yaml": SETTINGS + "# underhood: allow review-overdue x\n"})
    assert told(made) == [("unused-allow", "warning")]


def test_what_was_asked_for() -> None:
    made = project({"risk/a.yaml": LATE + "\n", "risk/b.yaml": LATE + "\n"})
    everything = findings(made)
    codes = {one.code for one in everything}
    assert {OVERDUE, "unmitigated-high-risk"} <= codes
    assert {one.code for one in findings(made, select=(OVERDUE,))} == {OVERDUE}
    assert {one.code for one in findings(made, ignore=(OVERDUE,))} == codes - {OVERDUE}
    assert findings(made, select=(OVERDUE,), ignore=(OVERDUE,)) == ()
    for asked in ("select", "ignore"):
        with pytest.raises(Stop, match=r"there is no rule 'review-overdu'.*\n.*did you mean 'review-overdue'"):
            make_selection(made, **{asked: ("review-overdu",)})
    with pytest.raises(Stop, match="invalid-yaml cannot be left out"):
        make_selection(made, ignore=("invalid-yaml",))


def test_only_some_files() -> None:
    made = project({"risk/a.yaml": LATE + "\n", "risk/ab.yaml": LATE + "\n", "evidence/c.yaml": "title: ["})
    raw = check(made, today=DAY)
    for files, paths in (
        (("governance/risk/a.yaml",), {"governance/risk/a.yaml"}),
        (("governance/risk",), {"governance/risk/a.yaml", "governance/risk/ab.yaml"}),
        (("governance/ris",), set()),
    ):
        left = selected(raw, Selection(files=files), {}, tree=made.tree)
        assert {one.location.path for one in left} == paths


def test_parameters_reach_their_rule() -> None:
    rated = "title: A\ntext: A harm.\nratings: [{id: a, for: [], likelihood: rare, severity: moderate}]\n"
    soon = LATE.replace("2020-01-01", "2026-01-20") + "\n"
    web = "title: W\ntype: blog\nstanding: primary\nread: original\nurl: https://w.example/\n"
    for files, said, code in (
        ({"risk/a.yaml": rated}, "    unmitigated-high-risk: {levels: [moderate, high]}\n", "unmitigated-high-risk"),
        ({"risk/a.yaml": soon}, "    review-overdue: {days: 14}\n", OVERDUE),
        ({"evidence/w.yaml": web}, "    unpinned-evidence: {types: [blog]}\n", "unpinned-evidence"),
    ):
        assert code not in {one.code for one in findings(project(files))}
        assert code in {one.code for one in findings(project(files, said))}


def test_a_parameter_that_cannot_be_is_not_followed() -> None:
    made = project({"risk/a.yaml": LATE + "\n"}, "    review-overdue: {days: -5}\n")
    assert OVERDUE in {one.code for one in check(made, today=DAY)}


def test_patterns_cannot_be_made_to_take_long() -> None:
    pattern = "*a" * 140
    made = project(
        {f"risk/{'a' * 75}.yaml": LATE + "\n"},
        f"    review-overdue: {{ignore: [{{records: ['{pattern}b'], reason: x}}]}}\n",
    )
    began = time.monotonic()
    assert (OVERDUE, "warning") in told(made)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("code", [code for code, rule in rules().items() if rule.parameters])
def test_parameters_have_a_default_that_can_be_chosen(code: str) -> None:
    for parameter in rules()[code].parameters:
        default = parameter.default
        assert parameter.problem(list(default) if isinstance(default, tuple) else default) == ""
        assert parameter.summary.endswith(".")


def test_reading_is_always_an_error() -> None:
    assert {rule.severity for rule in rules().values() if rule.scope == READING} == {Severity.ERROR}


def test_many_comments_and_findings_take_no_time() -> None:
    line = "- {source: no} # underhood: allow unresolved-reference x\n"
    made = project({"risk/a.yaml": f"title: A\ntext: A harm.\nevidence:\n{line * 10_000}"})
    raw = tuple(
        Finding("unresolved-reference", Severity.ERROR, Location("governance/risk/a.yaml", number + 4), "x")
        for number in range(10_000)
    )
    began = time.monotonic()
    left = selected(raw, Selection(), read_allowances(made), tree=made.tree)
    assert time.monotonic() - began < 5
    assert left == ()
