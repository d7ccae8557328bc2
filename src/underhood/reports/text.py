"""Findings for people: place, weight, code and words, the line of the file with a caret, and a count at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from underhood.doors.tree import Tree, Unreadable
from underhood.reports import Frame, clean, report
from underhood.values.finding import Finding, Location, Severity

WIDEST = 160
COLOURS = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.NOTE: "36;1"}

Lines = Callable[[str], list[str]]


@report("for people at a terminal")
def write(findings: tuple[Finding, ...], frame: Frame) -> str:
    """One block for each finding, and a summary."""
    lines: Lines = cache(lambda path: _lines(frame.tree, path))
    listed = [finding for finding in findings if finding.severity.rank <= frame.show.rank]
    blocks = ["\n".join(_block(finding, frame, lines)) for finding in listed]
    rest = " (not all are listed; `underhood check` lists them)" if len(listed) < len(findings) else ""
    return "\n".join([*blocks, _summary(findings, frame.records) + rest]) + "\n"


def _block(finding: Finding, frame: Frame, lines: Lines) -> Iterator[str]:
    place = clean(str(finding.location))
    word = _coloured(finding.severity.value, COLOURS[finding.severity], frame)
    yield f"{_coloured(place, '1', frame)} {word} {finding.code} {clean(finding.message)}"
    yield from _source(finding.location, lines)
    if finding.hint:
        yield f"    hint: {clean(finding.hint)}"
    for related in finding.related:
        yield f"    see {clean(str(related.location))}: {clean(related.message)}"


def _source(location: Location, lines: Lines) -> Iterator[str]:
    """The line that a place is in, with a caret under the column; a long line is cut around it."""
    found = lines(location.path)
    if not 0 < location.line <= len(found):
        return
    line = clean(found[location.line - 1].replace("\t", " "))
    column = max(1, location.column)
    start = max(0, column - WIDEST // 2) if len(line) > WIDEST else 0
    shown = line[start : start + WIDEST]
    if shown.strip():
        yield f"    | {'…' if start else ''}{shown}{'…' if start + WIDEST < len(line) else ''}"
        yield f"    | {' ' * (column - 1 - start + bool(start))}^"


def _lines(tree: Tree, path: str) -> list[str]:
    raw = tree.read(path)
    if isinstance(raw, Unreadable):
        return []
    text = raw.decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _summary(findings: tuple[Finding, ...], records: int) -> str:
    read = f"{records:,} record{'' if records == 1 else 's'} read: "
    if not findings:
        return f"{read}nothing to say"
    numbers = {severity: sum(finding.severity is severity for finding in findings) for severity in Severity}
    words = [f"{number:,} {severity}{'' if number == 1 else 's'}" for severity, number in numbers.items() if number]
    return read + ", ".join(words)


def _coloured(text: str, colour: str, frame: Frame) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if frame.colour else text
