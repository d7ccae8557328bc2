"""Formats that others read: one file each, with a function marked by `@exporter(...)`; its name is the format's name.

An exporter takes every value that it writes from `Facts.tell`, and nothing from anywhere else, so that what it could
not hold is known when it is done.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from underhood.doors import members
from underhood.meaning.facts import Fact, Facts
from underhood.records.record import Record
from underhood.site.provenance import Source
from underhood.values.errors import USAGE, Stop


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be exported: the facts of a release, in an edition of the format, and where they come from.

    `notice`: what stands above every page, and goes along; `origin`: the records' digest, `tool`: the program.
    """

    facts: Facts
    edition: str
    source: Source
    tool: str

    @property
    def release(self) -> Record:
        """The release."""
        return self.facts.release

    @property
    def notice(self) -> str:
        """What every reader is told first, whatever they read it with."""
        view = self.facts.view
        return view.settings.notice_in(view.language)


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of it: files by their path, and the facts that the format could not hold."""

    files: Mapping[str, bytes]
    held: int
    lost: tuple[Fact, ...]


Write = Callable[[Asked], Mapping[str, bytes]]


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: its name and title, the editions that it has, newest first, and what writes it.

    `remark`: what a reader of the loss report has to know of the format.
    """

    name: str
    title: str
    editions: tuple[str, ...]
    write: Write
    remark: str = ""

    def export(self, asked: Asked) -> Exported:
        """Write the format, and say what it could not hold."""
        files = self.write(asked)
        lost = asked.facts.left()
        return Exported(files, sum(1 for _ in asked.facts.every()) - len(lost), lost)


def exporter(title: str, *, editions: tuple[str, ...] = (), remark: str = "") -> Callable[[Write], Write]:
    """Mark the function that writes a format."""

    def mark(write: Write) -> Write:
        cast(Any, write).exports = (title, editions, remark)
        return write

    return mark


def formats() -> tuple[str, ...]:
    """The names of all formats."""
    return members.names(__name__)


def load(name: str) -> Exporter:
    """The exporter of a format. Raises Stop where the extra that it needs is not installed."""
    try:
        write = members.marked(members.member(__name__, name), "exports")
    except ImportError as error:
        raise Stop(
            f"{name} files need the library '{error.name}'", f"pip install 'underhood[{name}]'", code=USAGE
        ) from error
    assert write is not None, sys.modules[__name__]
    title, editions, remark = write.exports
    return Exporter(name, title, editions, write, remark)
