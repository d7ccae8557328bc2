"""Annotations at the lines of a pull request: workflow commands for a job that GitHub Actions runs.

GitHub keeps ten annotations of each severity from one step, and drops the rest without a word. So the findings are
sorted, worst first; of each severity nine become annotations, and a tenth counts the rest where there is more than one
left. What has no annotation is listed in the job's log below them, so that nothing is lost. `--show` counts here too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from underhood.reports import Frame, clean, cut, report, summary, worst_first
from underhood.values.finding import Finding, Severity

KEPT = 10
"""Annotations of one severity that GitHub keeps from one step."""

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


@report("for pull requests on GitHub: annotations in a job of GitHub Actions")
def write(findings: tuple[Finding, ...], frame: Frame) -> str:
    """Annotations, then a plain line for each finding that has none, then the count."""
    listed = [finding for finding in worst_first(findings) if finding.severity.rank <= frame.show.rank]
    lines: list[str] = []
    rest: list[Finding] = []
    for severity in Severity:
        alike = [finding for finding in listed if finding.severity is severity]
        shown = alike if len(alike) <= KEPT else alike[: KEPT - 1]
        lines += [_annotation(finding, frame) for finding in shown]
        if len(alike) > len(shown):
            lines.append(_count(severity, len(shown), len(alike)))
            rest += alike[len(shown) :]
    unlisted = " (not all are listed; `underhood check` lists them)" if len(listed) < len(findings) else ""
    return "\n".join([*lines, *_lines(rest), summary(findings, frame) + unlisted]) + "\n"


def _annotation(finding: Finding, frame: Frame) -> str:
    place = finding.location
    properties = {"file": frame.path(clean(place.path)), "line": place.line, "col": place.column, "title": finding.code}
    return _command(COMMANDS[finding.severity], properties, _words(finding))


def _words(finding: Finding) -> str:
    """The message, its cure and the other places: a line each."""
    lines = [cut(finding.message)]
    if finding.hint:
        lines.append(f"hint: {cut(finding.hint)}")
    lines += [f"see {clean(str(related.location))}: {cut(related.message)}" for related in finding.related]
    return "\n".join(lines)


def _count(severity: Severity, shown: int, of: int) -> str:
    words = (
        f"{of - shown:,} more {severity}s have no annotation, since GitHub keeps {KEPT} of a severity; "
        "the log of this step lists them"
    )
    return _command(COMMANDS[severity], {"title": f"{shown} of {of:,} {severity}s are shown"}, words)


def _lines(rest: Sequence[Finding]) -> Iterator[str]:
    """Plain lines of the log. The first word keeps a line from being read as a command, whatever a path says."""
    for finding in rest:
        yield f"also {clean(str(finding.location))} {finding.severity} {finding.code} {cut(finding.message)}"


def _command(name: str, properties: Mapping[str, object], message: str) -> str:
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {written}::{_data(message)}"


def _data(text: str) -> str:
    """The message of a command, escaped as the runner reads it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """The value of a property, escaped as the runner reads it."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
