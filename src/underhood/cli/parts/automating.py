"""The workflows that `underhood init` writes, and the options that choose a part of what it writes."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from underhood import __version__
from underhood.cli.parts.output import OK, Output
from underhood.doors import assets, git, writing
from underhood.values.errors import USAGE, Stop
from underhood.values.flow import flow

SYSTEMS: Mapping[str, Mapping[str, str]] = {
    "github": {
        ".github/workflows/governance.yml": "github/governance.yml",
        ".github/workflows/governance-comment.yml": "github/governance-comment.yml",
    },
    "github-private": {".github/workflows/governance.yml": "github/governance-private.yml"},
    "github-strict": {".github/workflows/governance-strict.yml": "github/governance-strict.yml"},
    "gitlab": {".gitlab-ci.yml": "gitlab.yml"},
    "none": {},
}
"""What is written for whom, and where it comes from."""

SHIPPED = ("underhood@v", "ci/post@v")
"""What stands before our version in the files as they ship."""

BRANCH = "branches: [main]"
GITLAB_ROOT = 'UNDERHOOD_ROOT: "."'
ACTION = re.compile(r"(?m)^( *)- uses: \S*/underhood@v\S*\n(?P<has> *with:\n)?")
TODO = "TODO"


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
        help="Whose workflows to write for pull requests (default: github). Where there are records, only these. "
        "github-private: one workflow, for a repository without forks; github-strict: one that a pull request cannot "
        "change.",
    )
    @functools.wraps(command)
    def run(*args: Any, schemas: bool, ci: str | None, **rest: Any) -> Any:
        return command(*args, parts=Parts(schemas, ci), **rest)

    return run


@dataclass(frozen=True, slots=True)
class Workflows:
    """The workflows for a system, and where a forge looks for them: at the top of the git repository.

    `below` is the way from there down to the records; empty where they lie at the top, and where there is no git.
    """

    top: Path
    below: str
    files: Mapping[str, bytes]

    @property
    def there(self) -> list[str]:
        """Those that would take the place of a file."""
        return sorted(path for path in self.files if os.path.lexists(self.top / path))

    def shown(self, path: str) -> str:
        """A path as the person in front of the command would write it."""
        full = self.top / path
        here = Path.cwd()
        return os.path.relpath(full, here) if self.below and here.is_relative_to(self.top) else str(full)

    def todos(self) -> Iterator[str]:
        """What is still to be filled in: file, line, words."""
        for path, content in sorted(self.files.items()):
            yield from todos(self.shown(path), content)


def todos(path: str, content: bytes) -> Iterator[str]:
    """The lines of a file in which something is still to be filled in."""
    for line, text in enumerate(content.decode().split("\n"), 1):
        if TODO in text:
            yield f"{path}:{line}: {text.partition(TODO)[2].strip(': ')}"


def workflows(root: Path, system: str) -> Workflows:
    """The workflows for a system, with the version that writes them, for records in this folder."""
    top, below, branch = _repository(root)
    shipped = assets.directory("ci")
    texts = {path: (shipped / source).read_text("utf-8") for path, source in SYSTEMS[system].items()}
    return Workflows(top, below, {path: _fitted(text, below, branch).encode() for path, text in texts.items()})


def _repository(root: Path) -> tuple[Path, str, str]:
    """The top of the git repository, the way down to a folder that may be still to come, and the usual branch."""
    full = Path(os.path.normpath(root.absolute()))
    here = next(folder for folder in (full, *full.parents) if folder.is_dir())
    with contextlib.suppress(Stop, OSError, ValueError):
        top = Path(os.fsdecode(git.run(here, "rev-parse", "--show-toplevel").removesuffix(b"\n")))
        below = (here.resolve() / full.relative_to(here)).relative_to(top.resolve()).as_posix()
        return (root, "", _branch(here)) if below == "." else (top, below, _branch(here))
    return root, "", "main"


def _branch(here: Path) -> str:
    """The branch that pull requests are merged into: the remote's, else the one that is checked out, else main."""
    for name, before in (("refs/remotes/origin/HEAD", "origin/"), ("HEAD", "")):
        with contextlib.suppress(Stop):
            found = os.fsdecode(git.run(here, "symbolic-ref", "--short", name)).strip()
            if found:
                return found.removeprefix(before)
    return "main"


def write_ci(output: Output, root: Path, system: str) -> int:
    """Write the workflows for records that are there. Raises Stop if one of them is there too."""
    made = workflows(root, system)
    if made.there:
        hint = "move it away; or write the workflows into an empty folder, and take from them what you need"
        if made.below:
            hint += f"\n      the folder of these records is named there by {_naming(system, made.below)}"
        raise Stop(f"{', '.join(made.there)} is there already; nothing was written", hint, code=USAGE)
    writing.write_all(made.top, made.files)
    for path in sorted(made.files):
        output.write(made.shown(path))
    tell_todos(output, made.todos())
    return OK


def write_at_top(output: Output, made: Workflows, system: str) -> Workflows:
    """Write the workflows of a folder below the top; what is there stays, and that is told. Those that were written."""
    there = made.there
    new = {path: content for path, content in made.files.items() if path not in there}
    writing.write_all(made.top, new)
    if there:
        names = ", ".join(made.shown(path) for path in there)
        output.tell(f"note: {names} is there already, and stays; {_naming(system, made.below)} belongs into it")
    return replace(made, files=new)


def tell_todos(output: Output, found: Iterable[str]) -> None:
    """What is to be filled in by hand, and by no record."""
    if lines := list(found):
        output.tell("\nto fill in:")
        for line in lines:
            output.tell(f"  {line}")


def _naming(system: str, below: str) -> str:
    return f"UNDERHOOD_ROOT: {flow(below)}" if system == "gitlab" else f"working-directory: {flow(below)}"


def _fitted(text: str, below: str, branch: str) -> str:
    """A workflow with our version, the branch, and the folder of the records."""
    for before in SHIPPED:
        text = text.replace(f"{before}0.1.0", f"{before}{__version__}")
    text = text.replace(BRANCH, f"branches: {flow([branch])}")
    if not below:
        return text
    text = text.replace(GITLAB_ROOT, f"UNDERHOOD_ROOT: {json.dumps(below, ensure_ascii=False)}")

    def placed(match: re.Match[str]) -> str:
        head = match[0] if match["has"] else f"{match[0]}{match[1]}  with:\n"
        return f"{head}{match[1]}    working-directory: {flow(below)}\n"

    return ACTION.sub(placed, text)
