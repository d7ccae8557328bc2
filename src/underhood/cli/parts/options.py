"""What most commands have in common: where the records are, for which day, and how to speak."""

from __future__ import annotations

import datetime as dt
import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from underhood.cli.parts.output import Output, wants_colour
from underhood.records.places import FOLDER
from underhood.values.errors import USAGE, Stop
from underhood.values.ids import Address, id_problem, parse_address

if TYPE_CHECKING:
    from underhood.records.project import Project
    from underhood.records.record import Record

EDITOR_SCHEMAS = ".schemas"
"""Where `underhood init` puts copies of the schemas for editors; `underhood new` points at them."""


@dataclass(frozen=True, slots=True)
class Session:
    """One call of a command: how it speaks, where it was told to look, and the day it was told."""

    output: Output
    start: Path | None = None
    today: str = ""

    @property
    def root(self) -> Path:
        """The folder that was named, else the nearest one upwards that holds the records."""
        if self.start is not None:
            return self.start
        here = Path.cwd()
        return next((folder for folder in (here, *here.parents) if (folder / FOLDER).is_dir()), here)

    @property
    def day(self) -> str:
        """The day that was told, else today by the clock."""
        return self.today or dt.datetime.now().astimezone().date().isoformat()

    def project(self, *, keep: bool = False) -> Project:
        """The records, read; with `keep`, with the help of an earlier run. Raises Stop when there are none."""
        from underhood.records.project import open_project  # noqa: PLC0415  (60 ms; a check may do without)

        return open_project(self.root, today=self.today, keep=keep)


def session(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the common options, and a Session as its first parameter."""

    @click.option(
        "-C",
        "--root",
        "start",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="The folder that holds governance/ (default: this one, or the nearest above).",
    )
    @click.option("--today", metavar="DAY", default="", help="Judge and render as of this day, such as 2026-01-31.")
    @click.option("-q", "--quiet", is_flag=True, help="Say nothing but results and errors.")
    @click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        help="Colour the output (auto: on a terminal, unless NO_COLOR is set).",
    )
    @functools.wraps(command)
    def run(*, start: Path | None, today: str, quiet: bool, color: str, **rest: Any) -> Any:
        output = Output(wants_colour(color, sys.stdout), quiet)
        return command(Session(output, start, today), **rest)

    return run


def named(text: str) -> Address:
    """The record that an argument names. Raises Stop when it cannot be one."""
    address = parse_address(text)
    if address is None:
        kind, slash, rest = text.partition("/")
        problem = id_problem(rest.partition("#")[0]) if slash and kind else ""
        message = f"'{text}' is not the address of a record" + (f": {problem}" if problem else "")
        raise Stop(message, "write kind/id, such as risk/toxic-output", code=USAGE)
    return address


def found(project: Project, text: str) -> tuple[Record, Address]:
    """The record that an argument names, and the address as read. Raises Stop with the nearest name."""
    if "/" not in text.partition("#")[0]:
        whole = kinds_before(project, text)
        if whole:
            message = f"'{text}' is not the address of a record: its kind is missing"
            raise Stop(message, f"did you mean {' or '.join(whole)}?", code=USAGE)
    address = named(text)
    record = project.catalog.records.get(address.record)
    if record is None:
        raise Stop(*absent(project, address), code=USAGE)
    return record, address


def kinds_before(project: Project, text: str) -> list[str]:
    """The addresses that an id may stand for whose kind somebody left out."""
    id, mark, steps = text.partition("#")
    known = {*project.catalog.records, *project.catalog.broken}
    return [f"{address}{mark}{steps}" for address in sorted(known) if address.id == id]


def absent(project: Project, address: Address) -> tuple[str, str]:
    """What to say of a record that cannot be had, and the cure."""
    if address.record in project.catalog.broken:
        return f"{address.record} cannot be read", "`underhood check` says what is wrong with its file"
    near = project.catalog.nearest(address)
    return f"there is no record {address.record}", (
        f"did you mean {near}?" if near else f"`underhood new {address.record}` starts it"
    )
