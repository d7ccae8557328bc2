"""SARIF 2.1.0, the interchange format of code scanning, with the page of each rule that found something.

Columns count characters. GitHub and others keep 5,000 results and 10 MB of one file, so the findings are sorted, worst
first, and what goes beyond is left out; a notification in the file says how many. `partialFingerprints` has a name for
each result that stays when lines move, under `underhood/v1`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from urllib.parse import quote

from underhood.reports import Frame, counted, cut, fingerprints, report, worst_first
from underhood.rules import Rule, rules
from underhood.values.finding import Finding, Location

MOST = 5_000
LARGEST = 9_500_000
"""Bytes of results: what the forges keep is 10 MB, and the pages of the rules need some of it."""

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
DEEP = 4
"""How deep the results lie in the file, in spaces before each line."""


@report("for code scanning: SARIF 2.1.0", ending=".sarif")
def write(findings: tuple[Finding, ...], frame: Frame) -> str:
    """The worst findings, as many as are kept, and how many were left out."""
    sorted_ = worst_first(findings)
    codes = {code: index for index, code in enumerate(sorted({finding.code for finding in findings}))}
    results = list(_within(_results(sorted_, codes, frame)))
    name, _, version = frame.tool.partition(" ")
    driver = {
        "name": name,
        **({"semanticVersion": version} if version.count(".") >= 2 else {"version": version} if version else {}),
        "rules": [_rule(code, rules().get(code)) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(sorted_, len(results))],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1, ensure_ascii=True) + "\n"


def _results(findings: list[Finding], codes: Mapping[str, int], frame: Frame) -> Iterator[dict[str, Any]]:
    for finding, fingerprint in fingerprints(findings):
        hint = f"\nhint: {cut(finding.hint)}" if finding.hint else ""
        result = {
            "ruleId": finding.code,
            "ruleIndex": codes[finding.code],
            "level": finding.severity.value,
            "message": {"text": _plain(cut(finding.message) + hint)},
            "locations": [_place(finding.location, frame)],
            "partialFingerprints": {"underhood/v1": fingerprint},
        }
        if finding.related:
            result["relatedLocations"] = [
                {"id": number, **_place(related.location, frame), "message": {"text": _plain(cut(related.message))}}
                for number, related in enumerate(finding.related, 1)
            ]
        yield result


def _within(results: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Results up to the number and the size that are kept."""
    size = 0
    for result in islice(results, MOST):
        text = json.dumps(result, indent=1, ensure_ascii=True)
        size += len(text) + (text.count("\n") + 1) * (DEEP + 1)
        if size > LARGEST:
            return
        yield result


def _invocation(findings: list[Finding], kept: int) -> dict[str, Any]:
    left = findings[kept:]
    if not left:
        return {"executionSuccessful": True}
    words = (
        f"{len(left):,} of {len(findings):,} findings are left out, since no more are kept of one file "
        f"({counted(left)}); `underhood check` lists all"
    )
    notification = {"level": "warning", "descriptor": {"id": "left-out"}, "message": {"text": words}}
    return {"executionSuccessful": True, "toolExecutionNotifications": [notification]}


def _place(location: Location, frame: Frame) -> dict[str, Any]:
    uri = quote(_bytes(frame.path(location.path)))
    region = {"startLine": location.line, "startColumn": location.column}
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}


def _bytes(path: str) -> bytes:
    """A path as the disk has it; one that no disk can have is spelt out."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "backslashreplace")


def _rule(code: str, rule: Rule | None) -> dict[str, Any]:
    """What the rule's page says; a code without a page is only named."""
    if rule is None:
        return {"id": code}
    first, _, rest = rule.page.strip().partition("\n")
    return {
        "id": code,
        "shortDescription": {"text": first},
        "fullDescription": {"text": _what(rest) or first},
        "help": {"text": rest.strip() or first, "markdown": rest.strip() or first},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _what(page: str) -> str:
    """The first section of a rule's page, as one paragraph."""
    _, _, after = page.partition("## What")
    return " ".join(after.partition("\n## ")[0].split())


def _plain(text: str) -> str:
    """Words that no viewer takes for a link: `[x](y)` is one in a message of SARIF."""
    return text.replace("](", "\\](")
