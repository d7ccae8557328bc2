"""Formats of findings: one file each, with a function marked by `@report(...)`; the file's name is the format's name.

A report returns text and writes nothing; what it may show besides the findings is given to it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from underhood.doors.tree import MemoryTree, Tree
from underhood.values.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Frame:
    """What a report may need besides the findings: the files, for source lines; whether to colour; how much was read.

    `tool` names the program and its version; `records` is the number of records read; `show` is the least severity that
    is listed for people.
    """

    tree: Tree = field(default_factory=MemoryTree)
    colour: bool = False
    tool: str = "underhood"
    records: int = 0
    show: Severity = Severity.NOTE


class Write(Protocol):
    """Lays findings out in one format."""

    def __call__(self, findings: tuple[Finding, ...], frame: Frame) -> str:
        """The whole report, ending with a line break."""


@dataclass(frozen=True, slots=True)
class Report:
    """One format: its name, what it is for, and the function that writes it."""

    name: str
    summary: str
    write: Write


def report(summary: str) -> Callable[[Write], Write]:
    """Mark the function that writes a format; `summary` says for whom."""

    def mark(write: Write) -> Write:
        write.report = summary  # type: ignore[attr-defined]
        return write

    return mark


@cache
def reports() -> Mapping[str, Report]:
    """All formats by name."""
    found = {}
    for module in pkgutil.iter_modules(__path__):
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        name = module.name.replace("_", "-")
        for value in vars(loaded).values():
            if callable(value) and hasattr(value, "report"):
                found[name] = Report(name, value.report, value)
    return found


def clean(text: str) -> str:
    """Text for one line: control characters and changes of direction are shown as escapes."""
    return "".join(character if _plain(character) else f"\\u{ord(character):04x}" for character in text)


def _plain(character: str) -> bool:
    return character.isprintable() or character == "\N{NO-BREAK SPACE}"
