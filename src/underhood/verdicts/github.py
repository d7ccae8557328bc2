"""For a job of GitHub Actions: an annotation at each place that stands in the way, then the same text as for people."""

from __future__ import annotations

from dataclasses import replace

from underhood.judge.gates.values import PASSING, Because, Gate, Requirement
from underhood.judge.standings import Approved
from underhood.reports import Frame as Reported
from underhood.reports import load
from underhood.values.finding import Finding, Location, Severity
from underhood.verdicts import Frame, excuses, place, since, text, verdict, words


@verdict("for a job of GitHub Actions: annotations, then the text")
def write(gate: Gate, frame: Frame) -> str:
    """The whole answer, ending with a line break."""
    standing = [one for one in gate.requirements if one.state not in PASSING]
    found = [_finding(gate, one, because, frame) for one in standing for because in one.because]
    found += [_bare(gate, one, frame) for one in standing if not one.because]
    found += [replace(one, severity=max(one.severity, Severity.WARNING, key=_rank)) for one in gate.warnings]
    lines = load("github").write(tuple(found), Reported(folder=frame.folder)).splitlines()
    annotations = [line for line in lines if line.startswith("::")]
    plain = text.write(gate, replace(frame, colour=False)).splitlines()
    return "\n".join([*annotations, *(_still(line) for line in plain)]) + "\n"


def _finding(gate: Gate, one: Requirement, because: Because, frame: Frame) -> Finding:
    cures = [because.hint if isinstance(because, Finding) else "", one.hint]
    who = f"who can act: {'; '.join(one.who)}" if one.who else ""
    said = [words(because, gate), *since(because), *excuses(one, gate, frame.today)]
    code = f"approval as {because.record.data['role']}" if isinstance(because, Approved) else because.code
    hint = "; ".join(filter(None, [who, *cures]))  # the end of a long line is cut off
    return Finding(code, Severity.ERROR, place(because), f"{gate.status_to}: {one.what}: {'; '.join(said)}", hint)


def _bare(gate: Gate, one: Requirement, frame: Frame) -> Finding:
    place_of = Location(gate.release.path)
    return _finding(gate, one, Finding(one.topic, Severity.ERROR, place_of, "nothing is there yet"), frame)


def _rank(severity: Severity) -> int:
    return severity.rank


def _still(line: str) -> str:
    """A line that is no command to the job, whatever a record says."""
    return f" {line}" if line.lstrip().startswith("::") else line
