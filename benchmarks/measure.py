"""What is measured: the check beside its peers, the start of the program, the site."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks import peers
from benchmarks.generate import generate
from benchmarks.timing import Case, Timing, interleaved, timed

DAY = "2026-11-01"
UNDERHOOD = [sys.executable, "-m", "underhood"]
CACHE = "UNDERHOOD_CACHE"
"""The variable that says where the program keeps what it knows; `forget` empties that place."""

COLD, WARM, CHANGED = "cold", "warm", "one file changed"
BARE, HELP = "bare python", "help"
FIRST, SECOND = "first", "second"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Repository:
    """Made records on disk."""

    size: int
    folder: Path
    written: int

    @property
    def files(self) -> Mapping[str, Sequence[Path]]:
        """The files of the records by kind."""
        folders = sorted(path for path in (self.folder / "governance").iterdir() if path.is_dir())
        return {folder.name: sorted(folder.rglob("*.yaml")) for folder in folders}


def made(size: int, place: Path) -> Repository:
    """Make records, an hour old: files that are younger than a cache must be read again, which is not what we time."""
    folder = place / f"records-{size}"
    repository = Repository(size, folder, generate(size, folder))
    past = time.time() - 3600
    for paths in repository.files.values():
        for path in paths:
            os.utime(path, (past, past))
    return repository


def checks(repository: Repository, found: Sequence[peers.Peer], *, place: Path) -> list[Case]:
    """The check, cold, and, where it keeps what it found, warm and after a change; then its peers, if there are any."""
    command = [[*UNDERHOOD, "check", "-q", "-C", str(repository.folder), "--today", DAY]]
    touched = repository.files["risk"][0]
    cases = [Case(COLD, command, forget)]
    if find_spec("underhood.doors.cache"):
        cases += [Case(WARM, command, lambda: _warm(command)), Case(CHANGED, command, lambda: _edit(touched))]
    for peer in found:
        if peer.missing:
            continue
        if peer.name.startswith("check-jsonschema"):
            schemas = peers.bundle(place / "schemas")
            cases.append(Case(peer.name, peers.check_jsonschema(place, schemas, repository.files)))
        else:
            cases.append(Case(peer.name, peers.ajv(place, repository.files)))
    return cases


def forget() -> None:
    """Remove everything that the program kept. Does nothing where no place of our own was named."""
    if named := os.environ.get(CACHE):
        shutil.rmtree(named, ignore_errors=True)


def _warm(commands: Sequence[Sequence[str]]) -> None:
    """Let the cache settle: one run that is not timed."""
    timed(commands, Path.cwd())


def _edit(path: Path) -> None:
    """Change one record so that it stays valid."""
    head, mark, tail = path.read_text().partition("title: ")
    line, _, rest = tail.partition("\n")
    changed = line.removesuffix(" again") if line.endswith(" again") else f"{line} again"
    path.write_text(f"{head}{mark}{changed}\n{rest}")


def start(rounds: int, *, say: Say) -> Mapping[str, Timing]:
    """`underhood --help` beside a Python that does nothing."""
    cases = [Case(BARE, [[sys.executable, "-c", "pass"]]), Case(HELP, [[*UNDERHOOD, "--help"]])]
    return interleaved(cases, rounds, say=say)


def site(folder: Path, out: Path) -> Mapping[str, Timing]:
    """The site of a repository, from nothing and a second time."""
    command = [[*UNDERHOOD, "build", "-q", "-C", str(folder), "--output", str(out), "--today", DAY]]
    shutil.rmtree(out, ignore_errors=True)
    forget()
    return {FIRST: timed(command, folder), SECOND: timed(command, folder)}


def alone(repository: Repository) -> Mapping[str, Timing]:
    """The check by itself, for sizes at which the peers would take hours."""
    cases = checks(repository, (), place=repository.folder)
    return interleaved(cases[:2], 1, say=lambda _: None)
