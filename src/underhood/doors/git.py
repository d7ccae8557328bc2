"""Git, read only, through GitPython's command wrapper."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

SAFE: Mapping[str, str] = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}
"""Nothing of the machine's or the repository's own set-up may change what is read, and nothing is run or fetched."""

_HARDENED = (
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
    "-c",
    "safe.directory=*",
    "-c",
    "log.showSignature=false",
)


@dataclass(frozen=True, slots=True)
class Head:
    """The commit that the working tree stands on: its full id and its day (committer's date, UTC)."""

    commit: str
    day: str


def head(root: Path, folder: str) -> Head | None:
    """The head commit, if `folder` below `root` has files that git tracks; None without git."""
    try:
        import git  # noqa: PLC0415  (157 ms)
    except ImportError:  # GitPython refuses to be imported where there is no git program
        return None
    command = git.Git(root)
    log = ["log", "-1", "--no-show-signature", "--format=%H %cd", "--date=format-local:%Y-%m-%d", "HEAD"]
    try:
        with _nothing_inherited(), command.custom_environment(**SAFE, TZ="UTC"):
            if not command.execute(["git", *_HARDENED, "ls-files", "-z", "--", folder], max_chunk_size=1 << 16):
                return None
            line = str(command.execute(["git", *_HARDENED, *log]))
    except (git.exc.GitCommandError, git.exc.GitCommandNotFound):
        return None
    commit, _, day = line.partition(" ")
    return Head(commit, day)


@contextlib.contextmanager
def _nothing_inherited() -> Iterator[None]:
    """Run without the caller's `GIT_DIR`, `GIT_INDEX_FILE` and the like, which would point at another repository."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("GIT_")}
    try:
        yield
    finally:
        os.environ.update(kept)
