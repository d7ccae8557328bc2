"""Every format against its golden file, and against hostile names and messages."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from underhood.doors.tree import MemoryTree
from underhood.reports import Frame, automatic, clean, for_file, reports
from underhood.values.finding import Finding, Location, Related, Severity

GOLDEN = Path(__file__).parent / "golden"
PATH = "governance/risk/toxic-output.yaml"
SOURCE = (
    "title: Toxic output\ntext: Users may meet insults.\nratings:\n  - {id: large, for: [lynx-2], severity: high}\n"
)
FINDINGS = (
    Finding(
        "unknown-file",
        Severity.ERROR,
        Location("governance/loose.yaml"),
        "a file lies in governance/ itself",
        "move it",
    ),
    Finding("review-overdue", Severity.WARNING, Location(PATH, 2, 7), "the review was due on 2026-01-14", "review it"),
    Finding(
        "unmitigated-high-risk",
        Severity.ERROR,
        Location(PATH, 4, 5),
        "rated high, with no measure in place",
        "",
        (Related(Location(PATH, 1, 8), "the risk"),),
    ),
    Finding("claim-differs", Severity.NOTE, Location(PATH, 99, 3), "a line that the file does not have"),
)
FRAME = Frame(MemoryTree({PATH: SOURCE}), tool="underhood 0", records=12)
BELOW = Frame(FRAME.tree, tool="underhood 1.2.3", records=12, folder="models/lynx")
MANY = tuple(Finding("total-mismatch", Severity.WARNING, Location(PATH, line), "no sum") for line in range(1, 14))
OTHERS = (FINDINGS[0], *(replace(finding, code=f"made-up-{finding.code}") for finding in FINDINGS[1:]))
"""Only one of them has a page, so that the golden file does not change with every page."""

CASES = {
    "text.txt": ("text", FINDINGS, FRAME),
    "text-colour.txt": ("text", FINDINGS, Frame(FRAME.tree, colour=True, records=12)),
    "text-nothing.txt": ("text", (), FRAME),
    "json.json": ("json", FINDINGS, FRAME),
    "json-nothing.json": ("json", (), FRAME),
    "github.txt": ("github", FINDINGS, BELOW),
    "github-nothing.txt": ("github", (), FRAME),
    "github-many.txt": ("github", MANY, FRAME),
    "gitlab.json": ("gitlab", FINDINGS, BELOW),
    "gitlab-nothing.json": ("gitlab", (), FRAME),
    "sarif.sarif": ("sarif", OTHERS, BELOW),
    "sarif-nothing.sarif": ("sarif", (), FRAME),
    "junit.xml": ("junit", FINDINGS, BELOW),
    "junit-nothing.xml": ("junit", (), FRAME),
}


@pytest.mark.parametrize("name", CASES)
def test_golden(name: str, request: pytest.FixtureRequest) -> None:
    form, findings, frame = CASES[name]
    text = reports()[form].write(findings, frame)
    if request.config.getoption("--regenerate", default=False):
        (GOLDEN / name).write_text(text, "utf-8")
    assert text == (GOLDEN / name).read_text("utf-8")


HOSTILE = "x\n::error::y\x1b[31m\u202ez\r\t"


@pytest.mark.parametrize("form", sorted(reports()))
def test_hostile_words(form: str) -> None:
    finding = Finding(
        "invalid-id", Severity.ERROR, Location(HOSTILE), HOSTILE, HOSTILE, (Related(Location(HOSTILE), HOSTILE),)
    )
    text = reports()[form].write((finding,), Frame(MemoryTree({HOSTILE: HOSTILE})))
    assert "\n::error" not in text
    assert not set("\x1b\u202e\r\t") & set(text)


@pytest.mark.parametrize("words", ["##[error]x", "##vso[task.setvariable variable=a]b", "see ##[add-mask]governance"])
@pytest.mark.parametrize("form", ["github", "text"])
def test_no_word_is_a_command_in_the_middle_of_a_line(form: str, words: str) -> None:
    """Runners look for `##[command]` anywhere in a line of the log, not only at its start."""
    finding = Finding("x", Severity.NOTE, Location(PATH), words, words, (Related(Location(PATH), words),))
    text = reports()[form].write((finding,) * 20, Frame(MemoryTree({PATH: f"{words}\n"})))
    assert not [line for line in text.splitlines() if "##" in line and "[" in line and not line.startswith("::")]
    assert "\\u005b" in text


@pytest.mark.parametrize("form", sorted(reports()))
def test_every_format_says_for_whom(form: str) -> None:
    assert reports()[form].summary
    assert reports()[form].write((), Frame()).endswith("\n")


@pytest.mark.parametrize("form", ["text", "github", "junit"])
def test_the_count_says_what_could_not_be_read(form: str) -> None:
    assert "291 records read: nothing to say" in reports()[form].write((), Frame(records=291))
    assert "1 record read, 3 could not be read: nothing to say" in reports()[form].write((), Frame(records=1, unread=3))


def test_json_is_ordered_like_the_findings() -> None:
    data = json.loads(reports()["json"].write(FINDINGS, FRAME))
    assert data["version"] == 1
    assert [entry["code"] for entry in data["findings"]] == [finding.code for finding in FINDINGS]
    assert data["counts"] == {"error": 2, "warning": 1, "note": 1}


def test_a_long_line_is_cut_around_the_place() -> None:
    tree = MemoryTree({PATH: "a" * 1000 + "!" + "b" * 1000})
    text = reports()["text"].write((Finding("x", Severity.NOTE, Location(PATH, 1, 1001), "here"),), Frame(tree))
    source, caret = text.splitlines()[1:3]
    assert source[caret.index("^")] == "!"
    assert len(source) < 200
    assert source.startswith("    | …")


def test_the_caret_stands_under_the_place_when_signs_before_it_are_spelt_out() -> None:
    tree = MemoryTree({PATH: "a\u202eb\x07: c"})
    text = reports()["text"].write((Finding("x", Severity.NOTE, Location(PATH, 1, 7), "here"),), Frame(tree))
    source, caret = text.splitlines()[1:3]
    assert source[caret.index("^")] == "c"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("plain é", "plain é"),
        ("a\nb", "a\\u000ab"),
        ("\u202e", "\\u202e"),
        ("\x1b[0m", "\\u001b[0m"),
        ("\udcff", "\\udcff"),
        ("## [a] #[b]", "## [a] #[b]"),
        ("a ##[b] ##vso[c]", "a ##\\u005bb] ##vso\\u005bc]"),
    ],
)
def test_clean(before: str, after: str) -> None:
    assert clean(before) == after


@pytest.mark.parametrize(
    ("environment", "form"),
    [
        ({}, "text"),
        ({"GITHUB_ACTIONS": "true"}, "github"),
        ({"GITHUB_ACTIONS": ""}, "text"),
        ({"GITLAB_CI": "true"}, "text"),
    ],
)
def test_the_environment_picks_the_format_of_the_log(environment: dict[str, str], form: str) -> None:
    assert automatic(environment) == form


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.sarif", "sarif"), ("A.XML", "junit"), ("findings.json", "json"), ("log.txt", "text"), ("log", "text")],
)
def test_the_ending_picks_the_format_of_a_file(name: str, form: str) -> None:
    assert for_file(name) == form


def test_endings_are_of_one_format() -> None:
    endings = [one.ending for one in reports().values() if one.ending]
    assert len(endings) == len(set(endings))
