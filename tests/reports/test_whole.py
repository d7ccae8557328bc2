"""No format loses a finding in silence: it carries all, or says how many it left out."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from underhood.doors import assets
from underhood.reports import Frame, formats, load
from underhood.reports.sarif import MOST
from underhood.values.finding import Finding, Location, Related, Severity

SARIF = jsonschema_rs.validator_for(
    json.loads((Path(__file__).parent / "schemas/sarif-schema-2.1.0.json").read_text("utf-8"))
)
JSON = jsonschema_rs.validator_for(
    json.loads((assets.directory("schemas") / "formats/findings-1.schema.json").read_text("utf-8"))
)
HOSTILE = {
    "plain": "no measure in place",
    "command": "::set-output name=x::y",
    "old command": "##[add-mask]governance",
    "lines": "a\n::error::b\r\nc\rd\u2028e\x85f",
    "colours": "\x1b[31mred\x1b]0;title\x07",
    "markup": "a ]]> b <script>alert(1)</script> &amp; \"quoted\" 'too'",
    "direction": "abc\u202edef\u2066ghi",
    "surrogates": "\udcff \ud800 \udfff",
    "characters": "\x00\x01\x0b\x7f\ufffe\uffff",
    "escapes": "100% %0A %25 a:b,c=d;e {0} \\u001b",
    "link": "[press here](https://example.org) [[risk/x]]",
    "long": "x" * 100_000,
    "wide": "ж" * 3_000 + "🦉",
}
SEVERITIES = list(Severity)


def some(number: int, words: str) -> tuple[Finding, ...]:
    """Findings of all severities in several files; no two have the same message."""
    return tuple(
        Finding(
            f"rule-{index % 5}",
            SEVERITIES[index % 3],
            Location(f"governance/risk/r{index % 7}.yaml", index + 1, 3),
            f"n{index}n {words}",
            words if index % 2 else "",
            (Related(Location("governance/model/m.yaml", 2, 1), words),) if index % 4 == 0 else (),
        )
        for index in range(number)
    )


def in_text(text: str) -> tuple[set[str], int]:
    return set(re.findall(r"\bn(\d+)n\b", text)), 0


def in_github(text: str) -> tuple[set[str], int]:
    """What the runner makes of it: commands at the start of a line; no other line may be one."""
    lines = text[:-1].split("\n")
    commands = [line for line in lines if line.lstrip().startswith("::")]
    assert all(re.fullmatch(r"::(error|warning|notice) [^:\r]*::[^\r]*", line) for line in commands)
    for severity in ("error", "warning", "notice"):
        assert sum(line.startswith(f"::{severity} ") for line in commands) <= 10
    assert not [line for line in lines if line not in commands and re.search(r"##\w*\[", line)]
    assert all(re.match(r"::|also governance/|[\d,]+ records? read: ", line) for line in lines)
    return set(re.findall(r"\bn(\d+)n\b", text)), 0


def in_gitlab(text: str) -> tuple[set[str], int]:
    entries = json.loads(text)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    for entry in entries:
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert not set("\n\r\x1b\u202e") & set(entry["description"])
        assert re.fullmatch("[0-9a-f]{64}", entry["fingerprint"])
        assert entry["location"]["lines"]["begin"] >= 1
    return {number for entry in entries for number in re.findall(r"\bn(\d+)n\b", entry["description"])}, 0


def in_sarif(text: str) -> tuple[set[str], int]:
    data = json.loads(text)
    assert [error.message for error in SARIF.iter_errors(data)] == []
    (run,) = data["runs"]
    codes = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert codes[result["ruleIndex"]] == result["ruleId"]
        assert "](" not in result["message"]["text"].replace("\\](", "")
    fingerprints = [result["partialFingerprints"]["underhood/v1"] for result in run["results"]]
    assert len(set(fingerprints)) == len(fingerprints)
    told = [entry["message"]["text"] for entry in run["invocations"][0].get("toolExecutionNotifications", ())]
    left = sum(int(words.split()[0].replace(",", "")) for words in told)
    return {re.findall(r"\bn(\d+)n\b", result["message"]["text"])[0] for result in run["results"]}, left


def in_junit(text: str) -> tuple[set[str], int]:
    root = ET.fromstring(text)
    cases = list(root.iter("testcase"))
    assert int(root.attrib["tests"]) == len(cases) > 0
    assert int(root.attrib["failures"]) == len(list(root.iter("failure")))
    for suite in root.iter("testsuite"):
        inside = suite.findall("testcase")
        assert int(suite.attrib["tests"]) == len(inside)
        assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
        assert int(suite.attrib["skipped"]) == len(suite.findall("testcase/skipped"))
        assert len({case.attrib["name"] for case in inside}) == len(inside)
        assert all(len(case) <= 1 for case in inside)
    return {number for case in cases for number in re.findall(r"\bn(\d+)n\b", case.attrib["name"])}, 0


def in_json(text: str) -> tuple[set[str], int]:
    data = json.loads(text)
    assert [error.message for error in JSON.iter_errors(data)] == []
    assert sum(data["counts"].values()) == len(data["findings"])
    return {re.findall(r"\bn(\d+)n\b", entry["message"])[0] for entry in data["findings"]}, 0


READERS: dict[str, Callable[[str], tuple[set[str], int]]] = {
    "text": in_text,
    "github": in_github,
    "gitlab": in_gitlab,
    "sarif": in_sarif,
    "junit": in_junit,
    "json": in_json,
}
"""What a program on the other side finds: the numbers of the findings, and how many it is told are left out."""


def test_every_format_is_read() -> None:
    assert set(READERS) == set(formats())


@pytest.mark.parametrize("number", [0, 1, 12, 300])
@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("form", formats())
def test_all_are_carried_or_counted(form: str, words: str, number: int) -> None:
    text = load(form).write(some(number, words), Frame(tool="underhood 1.2.3", records=number))
    text.encode("utf-8")
    found, left = READERS[form](text)
    assert len(found) + left == number
    assert found <= {str(index) for index in range(number)}


@pytest.mark.parametrize(("number", "words"), [(MOST + 1234, "short"), (4_000, "ж" * 1_000)])
def test_sarif_keeps_the_worst_and_counts_the_rest(number: int, words: str) -> None:
    findings = some(number, words)
    text = load("sarif").write(findings, Frame())
    found, left = in_sarif(text)
    assert left > 0
    assert len(found) + left == number
    assert len(found) <= MOST
    assert len(text.encode()) < 10_000_000
    levels = [result["level"] for result in json.loads(text)["runs"][0]["results"]]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)


@pytest.mark.parametrize(("number", "annotations"), [(9, 9), (10, 10), (11, 10), (500, 10)])
def test_github_gets_no_more_than_it_keeps(number: int, annotations: int) -> None:
    findings = tuple(
        Finding("x", Severity.ERROR, Location("governance/a.yaml", n + 1), f"n{n}n") for n in range(number)
    )
    lines = load("github").write(findings, Frame()).splitlines()
    commands = [line for line in lines if line.startswith("::")]
    assert len(commands) == annotations
    assert (f"{number - 9} more errors" in commands[-1]) == (number > 10)
    assert len(in_github("\n".join(lines) + "\n")[0]) == number


@pytest.mark.parametrize(
    ("path", "message", "command"),
    [
        ("a,b:c.yaml", "50%, a:b", "::error file=a%2Cb%3Ac.yaml,line=1,col=1,title=x::50%25, a:b"),
        ("a%0A.yaml", "a%0Ab", "::error file=a%250A.yaml,line=1,col=1,title=x::a%250Ab"),
        ("a=b.yaml", "::stop::", "::error file=a=b.yaml,line=1,col=1,title=x::::stop::"),
        ("a\nb.yaml", "a\r\nb", "::error file=a\\u000ab.yaml,line=1,col=1,title=x::a\\u000d\\u000ab"),
    ],
)
def test_commands_are_escaped_as_the_runner_reads_them(path: str, message: str, command: str) -> None:
    text = load("github").write((Finding("x", Severity.ERROR, Location(path), message),), Frame())
    assert text.splitlines()[0] == command


def test_people_may_ask_github_for_less() -> None:
    lines = load("github").write(some(12, "x"), Frame(show=Severity.ERROR, records=3)).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error"] * 4 + ["3"]
    assert lines[-1] == (
        "3 records read: 4 errors, 4 warnings, 4 notes (not all are listed; `underhood check` lists them)"
    )


def named(form: str, findings: tuple[Finding, ...]) -> list[str]:
    data: Any = json.loads(load(form).write(findings, Frame()))
    if form == "gitlab":
        return [entry["fingerprint"] for entry in data]
    return [result["partialFingerprints"]["underhood/v1"] for result in data["runs"][0]["results"]]


@pytest.mark.parametrize("form", ["gitlab", "sarif"])
def test_a_fingerprint_stays_when_lines_move(form: str) -> None:
    def at(*lines: int, path: str = "governance/a.yaml", code: str = "x", message: str = "m") -> tuple[Finding, ...]:
        return tuple(Finding(code, Severity.ERROR, Location(path, line), message) for line in lines)

    assert named(form, at(3, 9)) == named(form, at(30, 90))
    assert len(set(named(form, at(3, 3)))) == 2
    (one,) = named(form, at(3))
    assert named(form, at(3, 9))[0] == one
    for other in (at(3, path="governance/b.yaml"), at(3, code="y"), at(3, message="n")):
        assert named(form, other) != [one]


def test_sarif_tells_what_a_rule_is_about() -> None:
    finding = Finding("unit-mismatch", Severity.NOTE, Location("governance/a b/ü:[x].yaml", 2, 5), "m", "h")
    data = json.loads(load("sarif").write((finding,), Frame(tool="underhood 1.2.3", folder="lab")))
    (run,) = data["runs"]
    (rule,) = run["tool"]["driver"]["rules"]
    assert (run["tool"]["driver"]["name"], run["tool"]["driver"]["semanticVersion"]) == ("underhood", "1.2.3")
    assert rule["shortDescription"]["text"] == "A column is in another unit than its metric."
    assert rule["fullDescription"]["text"].startswith("The `unit` of a column")
    assert rule["help"]["markdown"].startswith("## What")
    assert rule["defaultConfiguration"] == {"level": "warning"}
    (result,) = run["results"]
    assert result["level"] == "note"
    assert result["message"]["text"] == "m\nhint: h"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "lab/governance/a%20b/%C3%BC%3A%5Bx%5D.yaml"
    assert place["region"] == {"startLine": 2, "startColumn": 5}


def test_a_path_that_is_no_text_keeps_its_bytes_in_sarif() -> None:
    finding = Finding("x", Severity.NOTE, Location("governance/a\udcff.yaml"), "m")
    data = json.loads(load("sarif").write((finding,), Frame()))
    place = data["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "governance/a%FF.yaml"
