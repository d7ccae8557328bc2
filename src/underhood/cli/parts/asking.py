"""Options that several commands have: a format, a file to write, what is listed, what makes the exit code 1."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from underhood.cli.parts.output import FINDINGS, OK
from underhood.values.finding import Finding, Severity, at_least

AUTO, NEVER, TEXT = "auto", "never", "text"
AUDIENCES = ("public", "downstream", "authority", "internal")
"""Those of the records, widest first: written again, since reading them there takes a tenth of a second."""

Option = Callable[[Callable[..., Any]], Callable[..., Any]]


def form(formats: Iterable[str], *, default: str = TEXT, about: str = "How to write it.") -> Option:
    """`--format`, as `form`."""
    return click.option(
        "--format", "form", type=click.Choice(tuple(formats)), default=default, show_default=True, help=about
    )


def file(about: str) -> Option:
    """`-o`, `--output`: the file to write, as `file`."""
    place = click.Path(dir_okay=False, path_type=Path)
    return click.option("-o", "--output", "file", metavar="FILE", type=place, help=about)


def folder(about: str) -> Option:
    """`-o`, `--output`: the folder to write, as `folder`."""
    place = click.Path(file_okay=False, path_type=Path)
    return click.option("-o", "--output", "folder", metavar="DIR", type=place, help=about)


def audience() -> Option:
    """`--audience`: for whom, as `audience`."""
    return click.option(
        "--audience",
        type=click.Choice(AUDIENCES),
        default=AUDIENCES[0],
        show_default=True,
        help="For whom: what is restricted to fewer people is left out.",
    )


def show(levels: Iterable[str], *, default: str, about: str) -> Option:
    """`--show`: the least that is listed; the rest is counted."""
    return click.option("--show", type=click.Choice(tuple(levels)), default=default, show_default=True, help=about)


def fail_on() -> Option:
    """`--fail-on`, for `exit_code`."""
    return click.option(
        "--fail-on",
        type=click.Choice([*(severity.value for severity in Severity), NEVER]),
        default=Severity.ERROR.value,
        show_default=True,
        help="The least severity of a finding that makes the exit code 1.",
    )


def exit_code(findings: Iterable[Finding], least: str) -> int:
    """1 where a finding is at least that severe."""
    return FINDINGS if least != NEVER and at_least(findings, Severity(least)) else OK
