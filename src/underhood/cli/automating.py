"""The workflows that `underhood init` writes, and the options that choose a part of what it writes."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from underhood import __version__
from underhood.cli.output import OK, Output
from underhood.doors import assets, writing
from underhood.values.errors import USAGE, Stop

SYSTEMS: Mapping[str, Mapping[str, str]] = {
    "github": {
        ".github/workflows/governance.yml": "github/governance.yml",
        ".github/workflows/governance-comment.yml": "github/governance-comment.yml",
    },
    "gitlab": {".gitlab-ci.yml": "gitlab.yml"},
    "none": {},
}
"""What is written for whom, and where it comes from."""

SHIPPED = ("underhood@v", "ci/post@v", "underhood==")
"""What stands before our version in the files as they ship."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Which part was asked for: only the schemas for editors; workflows for this system (None: not asked)."""

    schemas: bool = False
    ci: str | None = None


def only(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that choose a part, as its `parts`."""

    @click.option("--schemas", is_flag=True, help="Only refresh .schemas/, the copies that editors complete from.")
    @click.option(
        "--ci",
        type=click.Choice(list(SYSTEMS)),
        help="Whose workflows to write for pull requests (default: github). Where there are records, only these.",
    )
    @functools.wraps(command)
    def run(*args: Any, schemas: bool, ci: str | None, **rest: Any) -> Any:
        return command(*args, parts=Parts(schemas, ci), **rest)

    return run


def ci_files(system: str) -> dict[str, bytes]:
    """The workflows for a system, with the version that writes them."""
    shipped = assets.directory("ci")
    return {path: _versioned((shipped / source).read_text("utf-8")) for path, source in SYSTEMS[system].items()}


def write_ci(output: Output, root: Path, system: str) -> int:
    """Write the workflows beside records that are there. Raises Stop if one of them is there too."""
    files = ci_files(system)
    there = sorted(path for path in files if (root / path).exists() or (root / path).is_symlink())
    if there:
        hint = "move it away; or write the workflows into an empty folder, and take from them what you need"
        raise Stop(f"{', '.join(there)} is there already; nothing was written", hint, code=USAGE)
    writing.write_all(root, files)
    for path in sorted(files):
        output.write(str(root / path))
    output.tell("\nnext: look for TODO in them")
    return OK


def _versioned(text: str) -> bytes:
    for before in SHIPPED:
        text = text.replace(f"{before}0.1.0", f"{before}{__version__}")
    return text.encode()
