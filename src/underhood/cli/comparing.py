"""Which two states are compared, and how what changed is written: the options of `underhood diff`."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from underhood.cli.reporting import AUTO
from underhood.diffs import formats as views
from underhood.reports import formats as reports
from underhood.values.change import Weight
from underhood.values.errors import USAGE, Stop
from underhood.values.finding import Severity

NEVER = "never"
PLAIN = re.compile(r"[\w.][\w./@^~-]*")
"""A name of a revision that a person may be told to type; git allows odder ones."""
FORMATS = (AUTO, *dict.fromkeys((*views(), *reports())))


@dataclass(frozen=True, slots=True)
class Compared:
    """The two states that were asked for; `head` None: the files as they lie here, or the index."""

    base: str = "HEAD"
    head: str | None = None
    merge_base: bool = False
    index: bool = False

    @property
    def command(self) -> str:
        """How a person compares the same two states."""
        options = ["--merge-base"] * self.merge_base + ["--index"] * self.index
        names = [self.base] * (self.base != "HEAD" or bool(self.head)) + [self.head] * bool(self.head)
        plain = [name if name and PLAIN.fullmatch(name) else "REV" for name in names]
        return " ".join(["underhood diff", *options, *plain])


@dataclass(frozen=True, slots=True)
class Shown:
    """How it is written: a format, a file, the least weight that is listed for people, what makes the exit code 1."""

    form: str = AUTO
    file: Path | None = None
    show: str = Weight.ROUTINE.value
    fail_on: str = Severity.ERROR.value


def comparing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the arguments and options that name two states, as its `compared`."""

    @click.argument("base", default="HEAD", metavar="[BASE]")
    @click.argument("head", required=False, metavar="[HEAD]")
    @click.option(
        "--merge-base", is_flag=True, help="Compare with the point where the two parted, not with BASE itself."
    )
    @click.option("--index", is_flag=True, help="Compare what git has in its index, not the files as they lie here.")
    @functools.wraps(command)
    def run(*args: Any, base: str, head: str | None, merge_base: bool, index: bool, **rest: Any) -> Any:
        if index and head is not None:
            raise Stop("--index compares the index with BASE", "leave HEAD or --index out", code=USAGE)
        return command(*args, compared=Compared(base, head, merge_base, index), **rest)

    return run


def showing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say how changes are written, as its `shown`."""

    @click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default=AUTO,
        show_default=True,
        help="How to write it: the changes as text, markdown or json; or what must be acted on, for a forge. "
        "auto: text, and annotations in a job of GitHub Actions.",
    )
    @click.option(
        "-o",
        "--output",
        "file",
        metavar="FILE",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write to this file as well; its ending tells the format, unless --format does.",
    )
    @click.option(
        "--show",
        type=click.Choice([weight.value for weight in Weight]),
        default=Weight.ROUTINE.value,
        show_default=True,
        help="The least weight that is listed in text; the rest is counted.",
    )
    @click.option(
        "--fail-on",
        type=click.Choice([*(severity.value for severity in Severity), NEVER]),
        default=Severity.ERROR.value,
        show_default=True,
        help="The least severity of a finding that makes the exit code 1.",
    )
    @functools.wraps(command)
    def run(*args: Any, form: str, file: Path | None, show: str, fail_on: str, **rest: Any) -> Any:
        return command(*args, shown=Shown(form, file, show, fail_on), **rest)

    return run
