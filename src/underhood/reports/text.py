"""Findings for people: place, weight, code and words, the line of the file with a caret, and a count at the end.

`--show` says down to which severity findings are listed; the last line counts all, and says when not all are listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from underhood.doors.tree import Tree, Unreadable
from underhood.reports import Frame, clean, report, summary
from underhood.values.finding import Finding, Location, Severity

WIDEST = 160
COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
BOLD = "1"

Lines = Callable[[str], list[str]]


@report("for people at a terminal")
def write(findings: tuple[Finding, ...], frame: Frame) -> str:
    """One block for each finding, and a summary."""
    lines: Lines = cache(lambda path: _lines(frame.tree, path))
    listed = [finding for finding in findings if finding.severity.rank <= frame.show.rank]
    blocks = ["\n".join(_block(finding, frame, lines)) for finding in listed]
    rest = " (not all are listed; `underhood check` lists them)" if len(listed) < len(findings) else ""
    return "\n".join([*blocks, summary(findings, frame) + rest]) + "\n"


def _block(finding: Finding, frame: Frame, lines: Lines) -> Iterator[str]:
    place = clean(str(finding.location))
    colour = COLOURS[finding.severity]
    word = _coloured(finding.severity.value, f"{colour};{BOLD}", frame)
    code = _coloured(finding.code, colour, frame)
    yield f"{_coloured(place, BOLD, frame)} {word} {code} {clean(finding.message)}"
    yield from _source(finding.location, lines, caret=_coloured("^", f"{colour};{BOLD}", frame))
    if finding.hint:
        yield f"    {_coloured('hint:', BOLD, frame)} {clean(finding.hint)}"
    for related in finding.related:
        yield f"    see {clean(str(related.location))}: {clean(related.message)}"


def _source(location: Location, lines: Lines, *, caret: str) -> Iterator[str]:
    """The line that a place is in, with a caret under the column; a long line is cut around it."""
    found = lines(location.path)
    if not 0 < location.line <= len(found):
        return
    raw, offset = found[location.line - 1], max(0, location.column - 1)
    begin = max(0, offset - WIDEST)  # what lies further off is never shown, however long the line
    near = raw[begin : offset + WIDEST].replace("\t", " ")
    line, column = clean(near), len(clean(near[: offset - begin]))
    start = max(0, column - WIDEST // 2) if len(line) > WIDEST else 0
    shown = line[start : start + WIDEST]
    before = "…" if start or begin else ""
    after = "…" if start + WIDEST < len(line) or offset + WIDEST < len(raw) else ""
    if shown.strip():
        yield f"    | {before}{shown}{after}"
        yield f"    | {' ' * (column - start + len(before))}{caret}"


def _lines(tree: Tree, path: str) -> list[str]:
    raw = tree.read(path)
    if isinstance(raw, Unreadable):
        return []
    text = raw.decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _coloured(text: str, colour: str, frame: Frame) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if frame.colour else text
