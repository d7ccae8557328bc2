"""What the file system says of files without reading them, and their digests where that is not enough."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from underhood.doors.tree import Tree, Unreadable, stream

RACY = 2_000_000_000
"""Nanoseconds. File systems round times by up to two seconds: a file that changed so shortly before it was looked at
may change again and look the same."""

LARGEST = 1 << 40

Stamps = Mapping[str, str]
"""Size, times and number of each file by its path; any change of a file that a clock can tell changes its stamp."""


def stamps(root: Path, folder: str) -> Stamps:
    """The stamps of everything that is no folder below a folder, by path in order."""
    found: dict[str, str] = {}
    stack = [folder]
    while stack:
        here = stack.pop()
        try:
            with os.scandir(root / here) as entries:
                for entry in entries:
                    path = f"{here}/{entry.name}"
                    if entry.is_dir(follow_symlinks=False):
                        stack.append(path)
                    else:
                        found[path] = _stamp(entry)
        except OSError as error:
            found[here] = f"closed {error.errno}"
    return dict(sorted(found.items()))


def _stamp(entry: os.DirEntry[str]) -> str:
    try:
        seen = entry.stat(follow_symlinks=False)
    except OSError as error:
        return f"unseen {error.errno}"
    return f"{seen.st_mtime_ns} {seen.st_ctime_ns} {seen.st_size} {seen.st_ino} {seen.st_mode}"


def racy(stamp: str, looked: int) -> bool:
    """Whether a file could have changed since, unseen: it changed when it was looked at, shortly before, or "later"."""
    times = stamp.split(" ", 2)[:2]
    return not all(time.isdecimal() and int(time) < looked - RACY for time in times)


def now() -> int:
    """The time by which stamps are judged, in nanoseconds."""
    return time.time_ns()


def listing(found: Stamps) -> str:
    """One digest of all stamps."""
    text = "\n".join(f"{path}\0{stamp}" for path, stamp in found.items())
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def digest(tree: Tree, path: str) -> str:
    """The SHA-256 of a file's bytes; empty where it cannot be read."""
    opened = stream(tree, path, largest=LARGEST)
    if isinstance(opened, Unreadable):
        return ""
    with opened:
        try:
            return hashlib.file_digest(opened, "sha256").hexdigest()  # type: ignore[arg-type]
        except OSError:
            return ""


def print_of(files: Iterable[str | os.PathLike[str]]) -> str:
    """A digest of files as the file system sees them; those that are not there count too."""
    seen = hashlib.sha256()
    for file in files:
        try:
            state = Path(file).stat()
            seen.update(f"{os.fspath(file)}\0{state.st_mtime_ns} {state.st_size}\n".encode("utf-8", "surrogateescape"))
        except OSError:
            seen.update(f"{os.fspath(file)}\0\n".encode("utf-8", "surrogateescape"))
    return seen.hexdigest()


def is_file(stamp: str) -> bool:
    """Whether a stamp is that of an ordinary file."""
    mode = stamp.rpartition(" ")[2]
    return stamp.count(" ") == 4 and mode.isdecimal() and stat.S_ISREG(int(mode))
