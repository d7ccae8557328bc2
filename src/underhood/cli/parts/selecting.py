"""What a check tells: the options that choose files, rules and a baseline."""

from __future__ import annotations

import functools
import glob
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from underhood.cli.parts.output import Output
from underhood.doors.tree import Tree
from underhood.records.places import FOLDER, SETTINGS_FILE
from underhood.values.errors import USAGE, Stop


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


def inside(root: Path, files: Iterable[Path], *, tree: Tree | None = None) -> tuple[str, ...]:
    """Files and folders of the records, from the top of the repository. Raises Stop for any other.

    `tree` are the files of a revision; without one they are looked for in the folder.
    """
    return tuple(dict.fromkeys(_inside(root, file, tree) for file in files))


def widened(files: tuple[str, ...], output: Output) -> tuple[str, ...]:
    """The files whose findings are told: all (nothing), where one is no record and any record may depend on it."""
    beside = [path for path in files if path == SETTINGS_FILE or path.startswith(f"{FOLDER}/_")]
    if beside:
        output.tell(f"{beside[0]} is no record, and any record may depend on it: all findings are told")
    return () if beside else files


def _inside(root: Path, path: Path, tree: Tree | None) -> str:
    full = Path(os.path.normpath(path.absolute()))
    for top, here in ((root.absolute(), full), (root.resolve(), full.parent.resolve() / full.name)):
        if here.is_relative_to(os.path.normpath(top)):
            found = here.relative_to(os.path.normpath(top)).as_posix()
            if found == FOLDER or found.startswith(f"{FOLDER}/"):
                if not (os.path.lexists(full) if tree is None else tree.walk(found)):
                    raise Stop(f"there is no file {path}", "check its name; a deleted file needs no check", code=USAGE)
                return found
    raise Stop(f"{path} does not lie in the {FOLDER}/ folder of {root}", _meant(root, path), code=USAGE)


def _meant(root: Path, path: Path) -> str:
    """What somebody may have meant who named a record by its id."""
    name = f"{glob.escape(path.name.removesuffix('.yaml'))}.yaml"
    found = sorted((root / FOLDER).rglob(name)) if path.name else []
    if len(found) != 1:
        return "name files of the records, or none"
    return f"did you mean {found[0].relative_to(root).as_posix()}?"
