"""Git, read only, through GitPython's command wrapper in bytes."""

from __future__ import annotations

import contextlib
import io
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from underhood.values.errors import Stop

SAFE: Mapping[str, str] = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
    "TZ": "UTC",
}
"""Nothing of the machine's or the repository's own set-up may change what is read, and nothing is run or fetched."""

_HARDENED = (
    "--no-pager",
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
    "-c",
    "safe.directory=*",
    "-c",
    "log.showSignature=false",
    "-c",
    "advice.graftFileDeprecated=false",
)
_LARGEST_ANSWER = 1 << 26
_ONE_AT_A_TIME = threading.Lock()


class GitFailed(Stop):
    """Git could not do what it was asked; `words` are its own."""

    def __init__(self, message: str, hint: str, *, words: str = "") -> None:
        super().__init__(message, hint)
        self.words = words


@dataclass(frozen=True, slots=True)
class Head:
    """A commit that records were read at: its full id and its day (committer's date, UTC)."""

    commit: str
    day: str


def head(root: Path, folder: str) -> Head | None:
    """The head commit, if `folder` below `root` has files that git tracks; None without git."""
    try:
        return dated(root, "HEAD") if run(root, "ls-files", "-z", "--", folder, largest=None) else None
    except GitFailed:
        return None


def dated(root: Path, commit: str) -> Head:
    """A commit (a full id, or HEAD) with its day."""
    log = ("log", "-1", "--no-show-signature", "--format=%H %cd", "--date=format-local:%Y-%m-%d", commit, "--")
    name, _, day = run(root, *log).decode("ascii", "replace").strip().partition(" ")
    return Head(name, day)


def run(root: Path, *arguments: str, stdin: bytes = b"", largest: int | None = _LARGEST_ANSWER) -> bytes:
    """What git answers, byte for byte. Raises GitFailed when it fails, or answers with more than `largest` bytes."""
    answer = io.BytesIO()
    run_into(answer, root, *arguments, stdin=stdin, largest=largest)
    return answer.getvalue()


class Sink(Protocol):
    """What takes an answer, piece by piece, and asks git nothing meanwhile."""

    def write(self, piece: bytes, /) -> object:
        """Take the next piece."""


class Lines:
    """Takes an answer piece by piece, and gives its lines, each up to its NUL, to somebody."""

    def __init__(self, take: Callable[[list[bytes]], None]) -> None:
        self._take, self._rest = take, b""

    def write(self, piece: bytes, /) -> None:
        """Take the next piece."""
        *lines, self._rest = (self._rest + piece).split(b"\0")
        self._take(lines)


def run_into(
    answer: Sink, root: Path, *arguments: str, stdin: bytes = b"", largest: int | None = _LARGEST_ANSWER
) -> None:
    """Write what git answers into a file, or whatever takes it.

    The arguments are ours; what comes from outside travels through `stdin`, or as a full id.
    """
    import tempfile  # noqa: PLC0415  (10 ms)

    try:
        import git  # noqa: PLC0415  (157 ms)
    except ImportError as error:  # GitPython refuses to be imported where there is no git program
        raise GitFailed("git cannot be run", "install git, and see that it is on the PATH") from error
    command = ["git", "-C", str(root.absolute()), *_HARDENED, *arguments]
    with _ONE_AT_A_TIME, _nothing_inherited(), tempfile.TemporaryFile() as given:
        given.write(stdin)
        given.seek(0)
        try:
            process = git.Git().execute(command, istream=given, as_process=True, env=SAFE)
        except (git.exc.CommandError, OSError) as error:
            raise GitFailed("git cannot be run", "install git, and see that it is on the PATH") from error
        code, complaint = _collected(process.proc, answer, largest)
    if code is None:
        hint = "give the folder of the records with -C, or a revision without so many files"
        raise GitFailed(f"git answers with more than {(largest or 0) >> 20:,} MiB about {root}", hint)
    if code:
        raise _failure(root, complaint.decode("utf-8", "replace").strip())


def _collected(process: Any, answer: Sink, largest: int | None) -> tuple[int | None, bytes]:
    """Exit code (None: stopped, for it says too much) and complaint; the answer is written on the way.

    Standard error is read beside, since a pipe that nobody empties stops the program that fills it.
    """
    complaint: list[bytes] = []
    reader = threading.Thread(target=lambda: complaint.append(process.stderr.read()), daemon=True)
    reader.start()
    size, too_much = 0, False
    while piece := process.stdout.read(1 << 20):
        answer.write(piece)
        size += len(piece)
        if largest is not None and size > largest:
            too_much = True
            process.kill()
            break
    code: int = process.wait()
    reader.join()
    process.stdout.close()
    process.stderr.close()
    return None if too_much else code, b"".join(complaint)


def _failure(root: Path, words: str) -> GitFailed:
    """What git complains of, as a sentence with a cure."""
    if "not a git repository" in words:
        return GitFailed(f"{root} is not in a git repository", "give the folder of the records with -C", words=words)
    said = " ".join(words.split())[-300:] or "it was stopped"
    return GitFailed(f"git cannot read {root}: {said}", "`git fsck` says whether the repository is whole", words=words)


@contextlib.contextmanager
def _nothing_inherited() -> Iterator[None]:
    """Run without the caller's `GIT_DIR`, `GIT_INDEX_FILE` and the like, which would point at another repository."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("GIT_")}
    try:
        yield
    finally:
        os.environ.update(kept)
