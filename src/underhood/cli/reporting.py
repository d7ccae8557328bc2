"""Where the findings of a check go, and the options that say so: the log, and a file where one is asked for."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from underhood import __version__
from underhood.cli.output import Output
from underhood.doors.writing import write
from underhood.records.project import Project
from underhood.reports import Frame, automatic, for_file, formats, load
from underhood.values.finding import Finding, Severity

AUTO = "auto"
FORMATS = (AUTO, *formats())
TOPS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""Where GitHub and GitLab say which folder they checked out."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: a format, the least severity that is listed for people, a file (None: the log alone)."""

    form: str = AUTO
    show: str = Severity.NOTE.value
    file: Path | None = None


def wanting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say how findings are written, as its `wanted`."""

    @click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default=AUTO,
        show_default=True,
        help="How to write the findings (auto: as annotations in a job of GitHub Actions, else as text).",
    )
    @click.option(
        "-o",
        "--output",
        "file",
        metavar="FILE",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write the findings to this file as well; its ending tells the format, unless --format does.",
    )
    @click.option(
        "--show",
        type=click.Choice([severity.value for severity in Severity]),
        default=Severity.NOTE.value,
        show_default=True,
        help="The least severity that is listed for people; the rest is counted.",
    )
    @functools.wraps(command)
    def run(*args: Any, form: str, file: Path | None, show: str, **rest: Any) -> Any:
        return command(*args, wanted=Wanted(form, show, file), **rest)

    return run


def deliver(output: Output, project: Project, findings: tuple[Finding, ...], *, wanted: Wanted) -> None:
    """Write the findings. With a file, the format is that of the file, and the log keeps what people read."""
    frame = Frame(
        project.tree,
        output.colour,
        f"underhood {__version__}",
        len(project.catalog.records),
        Severity(wanted.show),
        folder(project.root, os.environ) if project.root else "",
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
