"""Where the findings of a check go, and the options that say so: the log, and a file where one is asked for."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from underhood import __version__
from underhood.cli.parts import asking
from underhood.cli.parts.asking import AUTO
from underhood.cli.parts.output import Output
from underhood.doors.tree import Tree
from underhood.doors.writing import write
from underhood.reports import Frame, automatic, for_file, formats, load
from underhood.values.finding import Finding, Severity

NOT_COMPARED = "not compared with an earlier state: no --base"
FORMATS = (AUTO, *formats())
TOPS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""Where GitHub and GitLab say which folder they checked out."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: a format, the least severity that is listed for people, a file (None: the log alone)."""

    form: str = AUTO
    show: str = Severity.NOTE.value
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What was checked: the files, where they lie, how many records of how many kinds; how many could not be read."""

    tree: Tree
    root: Path | None
    records: int
    kinds: int
    unread: int = 0


def wanting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say how findings are written, as its `wanted`."""

    @asking.form(
        FORMATS,
        default=AUTO,
        about="How to write the findings (auto: as annotations in a job of GitHub Actions, else as text).",
    )
    @asking.file("Write the findings to this file as well; its ending tells the format, unless --format does.")
    @asking.show(
        [severity.value for severity in Severity],
        default=Severity.NOTE.value,
        about="The least severity that is listed for people; the rest is counted.",
    )
    @functools.wraps(command)
    def run(*args: Any, form: str, file: Path | None, show: str, **rest: Any) -> Any:
        if file is not None and form == AUTO:
            for_file(file.name)  # a name that says no format is told before anything is read
        return command(*args, wanted=Wanted(form, show, file), **rest)

    return run


def tell_read(output: Output, subject: Subject, day: str, *, commit: str = "") -> None:
    """What was looked at: "checked 212 records of 24 kinds as of …"."""
    records, kinds = subject.records, subject.kinds
    words = f"{records:,} record{'' if records == 1 else 's'} of {kinds} kind{'' if kinds == 1 else 's'}"
    where = f" at {commit[:12]}" if commit else ""
    what = f"checked {words}" if records else "there is no record under governance/ yet"
    unread = (
        f"; {subject.unread:,} file{'' if subject.unread == 1 else 's'} could not be read" if subject.unread else ""
    )
    output.tell(f"{what}{where}, as of {day}{unread}")


def tell_not_compared(output: Output, environment: Mapping[str, str]) -> None:
    """That no earlier state was looked at: in a job of a forge that is a slip, before a commit it is usual."""
    if environment.get("CI", "").lower() not in {"", "0", "false"}:
        output.tell(NOT_COMPARED)


def tell_excused(output: Output, excused: Mapping[str, int], allowed: int) -> None:
    """How many findings each waiver excuses, and how many the comments allow."""
    for title, count in excused.items():
        output.tell(f"the waiver '{title}' excuses {count:,} finding{'' if count == 1 else 's'}")
    if allowed:
        output.tell(f"{allowed:,} finding{'' if allowed == 1 else 's'} allowed by comments")


def deliver(output: Output, subject: Subject, findings: tuple[Finding, ...], *, wanted: Wanted) -> None:
    """Write the findings. With a file, the format is that of the file, and the log keeps what people read."""
    frame = Frame(
        subject.tree,
        output.colour,
        f"underhood {__version__}",
        subject.records,
        Severity(wanted.show),
        folder(subject.root, os.environ) if subject.root else "",
        subject.unread,
    )
    log = automatic(os.environ) if wanted.form == AUTO or wanted.file else wanted.form
    output.write(load(log).write(findings, frame))
    if wanted.file is not None:
        form = for_file(wanted.file.name) if wanted.form == AUTO else wanted.form
        text = load(form).write(findings, replace(frame, colour=False))
        write(wanted.file.absolute(), text.encode("utf-8", "backslashreplace"))


def folder(root: Path, environment: Mapping[str, str]) -> str:
    """The way from what a forge checked out down to the records' folder; empty elsewhere, and where they are one."""
    for name in TOPS:
        top = environment.get(name)
        if top and root.resolve().is_relative_to(Path(top).resolve()):
            below = root.resolve().relative_to(Path(top).resolve()).as_posix()
            return "" if below == "." else below
    return ""
