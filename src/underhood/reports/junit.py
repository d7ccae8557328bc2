"""Test results as JUnit writes them, for CI systems that show nothing else.

A file with findings is a suite, and each finding a case in it, since many programs read one failure of a case and no
more. An error is a failed case; a warning or a note is a skipped one, so that the result agrees with the exit code
(unless `--fail-on` says otherwise). A case is named by code and message, not by its line, so that two runs can be
compared. Where nothing was found there is one case that passed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape
from itertools import groupby

from underhood.reports import Frame, clean, cut, report, summary
from underhood.values.finding import Finding, Severity


@report("for CI systems that show test results: JUnit's XML", ending=".xml")
def write(findings: tuple[Finding, ...], frame: Frame) -> str:
    """All findings, the files in their order."""
    suites = groupby(sorted(findings, key=lambda finding: finding.order), lambda finding: finding.location.path)
    lines = [line for path, found in suites for line in _suite(frame.path(path), list(found))] or _passed(frame)
    whole = _attributes(name=frame.tool, tests=max(1, len(findings)), failures=_failures(findings), errors=0)
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites {whole}>", *lines, "</testsuites>", ""])


def _passed(frame: Frame) -> list[str]:
    head = _attributes(name="governance", tests=1, failures=0, errors=0, skipped=0)
    case = _attributes(classname="underhood", name=summary((), frame))
    return [f"  <testsuite {head}>", f"    <testcase {case}/>", "  </testsuite>"]


def _suite(path: str, found: list[Finding]) -> Iterator[str]:
    failures = _failures(found)
    head = _attributes(name=path, tests=len(found), failures=failures, errors=0, skipped=len(found) - failures)
    yield f"  <testsuite {head}>"
    seen: Counter[str] = Counter()
    for finding in found:
        name = f"{finding.code}: {cut(finding.message)}"
        seen[name] += 1
        yield from _case(finding, classname=path, name=name if seen[name] == 1 else f"{name} ({seen[name]})")
    yield "  </testsuite>"


def _case(finding: Finding, **names: str) -> Iterator[str]:
    kind = "failure" if finding.severity is Severity.ERROR else "skipped"
    body = "\n".join(escape(line, quote=False) for line in _words(finding))
    yield f"    <testcase {_attributes(**names)}>"
    yield f"      <{kind} {_attributes(type=finding.severity, message=cut(finding.message))}>{body}</{kind}>"
    yield "    </testcase>"


def _words(finding: Finding) -> Iterator[str]:
    yield f"{clean(str(finding.location))} {finding.severity} {finding.code} {cut(finding.message)}"
    if finding.hint:
        yield f"hint: {cut(finding.hint)}"
    for related in finding.related:
        yield f"see {clean(str(related.location))}: {cut(related.message)}"


def _failures(findings: tuple[Finding, ...] | list[Finding]) -> int:
    return sum(finding.severity is Severity.ERROR for finding in findings)


def _attributes(**values: object) -> str:
    return " ".join(f'{name}="{escape(clean(str(value)))}"' for name, value in values.items())
