"""Formats of findings: one file each, with a function marked by `@report(...)`; the file's name is the format's name.

A report returns text and writes nothing; what it may show besides the findings is given to it. Each carries every
finding, or says in its own words how many it left out.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePath
from typing import Protocol

from underhood.doors import members
from underhood.doors.tree import MemoryTree, Tree
from underhood.values.errors import USAGE, Stop
from underhood.values.finding import Finding, Severity
from underhood.values.printable import clean

__all__ = [
    "Frame",
    "Report",
    "Write",
    "automatic",
    "clean",
    "counted",
    "cut",
    "fingerprints",
    "for_file",
    "formats",
    "load",
    "report",
    "reports",
    "summary",
    "worst_first",
]

LONGEST = 2000
"""A message for a forge is cut after so many characters: an annotation over 64 KiB would be lost whole."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a report may need besides the findings: the files, for source lines; whether to colour; how much was read.

    `tool` names the program and its version; `records` is the number of records read, `unread` that of those that could
    not be; `show` is the least severity that is listed for people. `folder` leads from the top of what a forge knows to
    the folder that holds `governance/`.
    """

    tree: Tree = field(default_factory=MemoryTree)
    colour: bool = False
    tool: str = "underhood"
    records: int = 0
    show: Severity = Severity.NOTE
    folder: str = ""
    unread: int = 0

    def path(self, path: str) -> str:
        """A path as the forge knows it."""
        return f"{self.folder}/{path}" if self.folder else path


class Write(Protocol):
    """Lays findings out in one format."""

    def __call__(self, findings: tuple[Finding, ...], frame: Frame) -> str:
        """The whole report, ending with a line break."""


@dataclass(frozen=True, slots=True)
class Report:
    """One format: its name, what it is for, its page, how its files end (empty: as one likes), and who writes it."""

    name: str
    summary: str
    page: str
    ending: str
    write: Write


def report(summary: str, *, ending: str = "") -> Callable[[Write], Write]:
    """Mark the function that writes a format; `summary` says for whom. Its module's docstring is its page."""

    def mark(write: Write) -> Write:
        write.report = (summary, ending)  # type: ignore[attr-defined]
        return write

    return mark


def formats() -> tuple[str, ...]:
    """The names of all formats; none is imported."""
    return members.names(__name__)


@cache
def load(name: str) -> Report:
    """One format. Nothing else is imported, since a check has no time for what it does not write."""
    module = members.member(__name__, name)
    write: Write = members.marked(module, "report")
    about, ending = write.report  # type: ignore[attr-defined]
    return Report(name, about, module.__doc__ or "", ending, write)


def reports() -> Mapping[str, Report]:
    """All formats by name."""
    return {name: load(name) for name in formats()}


def automatic(environment: Mapping[str, str]) -> str:
    """The format for a log: what GitHub reads where GitHub runs the job, else text."""
    return "github" if environment.get("GITHUB_ACTIONS") == "true" else "text"


TEXTS = (".txt", ".log")
"""Endings of files that hold what people read; so does a name without an ending."""


def for_file(name: str, more: Mapping[str, str] | None = None) -> str:
    """The format that a file's ending asks for; `more` has further endings. Raises Stop for one that is not known."""
    endings = {**{one.ending: one.name for one in reports().values() if one.ending}, **(more or {})}
    longest = sorted(endings, key=len, reverse=True)
    found = next((endings[ending] for ending in longest if name.lower().endswith(ending)), "")
    suffix = PurePath(name).suffix.lower()
    if not found and suffix and suffix not in TEXTS:
        known = ", ".join(sorted((*endings, *TEXTS)))
        message = f"no format has files that end in '{clean(suffix)}' ({clean(name)})"
        raise Stop(message, f"the endings are: {known}; or choose one with --format", code=USAGE)
    return found or "text"


def cut(text: str) -> str:
    """Text for one line that a forge takes: clean, and of bounded length."""
    if len(text) <= LONGEST:
        return clean(text)
    return f"{clean(text[:LONGEST])}… ({len(text) - LONGEST:,} more characters)"


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """By weight, then by place: what a limit cuts off is what matters least."""
    return sorted(findings, key=lambda finding: (finding.severity.rank, finding.order))


def fingerprints(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding with a name that stays when its lines move: 64 hexadecimal digits of code, path and message.

    The second of two that are alike in all three gets a name of its own.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        key = (finding.code, finding.location.path, finding.message)
        seen[key] += 1
        whole = "\0".join((*key, str(seen[key])))
        yield finding, hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def counted(findings: Iterable[Finding]) -> str:
    """How many there are of each severity: "2 errors, 1 note"; empty when there are none."""
    numbers = Counter(finding.severity for finding in findings)
    return ", ".join(
        f"{numbers[severity]:,} {severity}{'' if numbers[severity] == 1 else 's'}"
        for severity in Severity
        if numbers[severity]
    )


def summary(findings: Iterable[Finding], frame: Frame) -> str:
    """One line: what was read, what could not be, and what was found."""
    read = f"{frame.records:,} record{'' if frame.records == 1 else 's'} read"
    unread = f", {frame.unread:,} could not be read" if frame.unread else ""
    return f"{read}{unread}: {counted(findings) or 'nothing to say'}"
