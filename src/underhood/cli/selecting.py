"""What a check tells: the options that choose files, rules and a baseline."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click


@dataclass(frozen=True, slots=True)
class Choice:
    """What was asked for; nothing: everything."""

    files: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    baseline: Path | None = None
    write_baseline: Path | None = None


def choosing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the arguments and options that choose findings, as its `choice`."""
    file = click.Path(path_type=Path)

    @click.argument("files", nargs=-1, metavar="[FILE]...", type=file)
    @click.option("--select", multiple=True, metavar="CODE", help="Tell only of this rule (several: a,b or repeated).")
    @click.option(
        "--ignore", multiple=True, metavar="CODE", help="Say nothing of this rule (several: a,b or repeated)."
    )
    @click.option("--baseline", metavar="FILE", type=file, help="Accept what this file lists, and tell what is new.")
    @click.option("--write-baseline", metavar="FILE", type=file, help="List what is wrong today in this file.")
    @functools.wraps(command)
    def run(
        *args: Any,
        files: tuple[Path, ...],
        select: tuple[str, ...],
        ignore: tuple[str, ...],
        baseline: Path | None,
        write_baseline: Path | None,
        **rest: Any,
    ) -> Any:
        return command(*args, choice=Choice(files, select, ignore, baseline, write_baseline), **rest)

    return run
