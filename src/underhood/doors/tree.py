"""Files behind one small interface: a folder on disk, or a dictionary in a test."""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol, runtime_checkable

USUAL = 1 << 15
LARGEST = 1 << 20
"""Record files over one mebibyte are refused unread; long lists live in list files."""
LARGEST_SCHEMA = 1 << 23


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in the tree.

    A path with forward slashes, relative to the tree's root; `odd` says why it cannot be read as a file.
    """

    path: str
    odd: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file could not be read, and what to do."""

    message: str
    hint: str


class Tree(Protocol):
    """Where records, catalogues and pages are read from."""

    def walk(self, folder: str) -> Iterable[Entry]:
        """All files below a folder, sorted by path; nothing when the folder is not there."""

    def read(self, path: str, *, largest: int = LARGEST) -> bytes | Unreadable:
        """The bytes of a file."""


@runtime_checkable
class Streaming(Tree, Protocol):
    """A tree that gives large files bit by bit."""

    def stream(self, path: str, *, largest: int) -> IO[bytes] | Unreadable:
        """A file, to be closed by the caller."""


@dataclass(frozen=True, slots=True)
class WorkingTree:
    """A folder on disk. Symbolic links are told and never followed."""

    root: Path

    def walk(self, folder: str) -> Iterable[Entry]:
        """All files below a folder, sorted by path."""
        found: list[Entry] = []
        stack = [folder]
        while stack:
            here = stack.pop()
            try:
                entries = list(os.scandir(self.root / here))
            except FileNotFoundError:
                continue
            except NotADirectoryError:
                found.append(Entry(here, "a file stands where a folder belongs"))
                continue
            except OSError as error:
                found.append(Entry(here, f"the folder cannot be opened ({error.strerror})"))
                continue
            if not entries and here.endswith(".yaml"):
                found.append(Entry(here, "an empty folder stands where a file belongs"))
            for entry in entries:
                path = f"{here}/{entry.name}" if here else entry.name
                if entry.is_symlink():
                    found.append(Entry(path, "symbolic links are not followed"))
                elif entry.is_dir():
                    stack.append(path)
                else:
                    found.append(Entry(path, "" if entry.is_file() else "not an ordinary file"))
        return sorted(found, key=lambda entry: entry.path)

    def read(self, path: str, *, largest: int = LARGEST) -> bytes | Unreadable:
        """The bytes of a file, opened without following a link at its end."""
        opened = _opened(self.root / path)
        if isinstance(opened, Unreadable):
            return opened
        with opened:
            try:
                raw = opened.read(min(USUAL, largest + 1))  # room for the largest file would be made for each
                raw += opened.read(largest + 1 - USUAL) if len(raw) == USUAL < largest else b""
            except OSError as error:
                return Unreadable(f"the file cannot be read ({error.strerror})", "check that it is an ordinary file")
        return raw if len(raw) <= largest else too_large(largest)


@dataclass(frozen=True, slots=True)
class MemoryTree:
    """A tree out of a dictionary of paths and contents."""

    files: Mapping[str, bytes | str] = field(default_factory=dict)

    def walk(self, folder: str) -> Iterable[Entry]:
        """All files below a folder, sorted by path."""
        return [Entry(path) for path in sorted(self.files) if not folder or f"{path}/".startswith(f"{folder}/")]

    def read(self, path: str, *, largest: int = LARGEST) -> bytes | Unreadable:
        """The bytes of a file."""
        content = self.files.get(path)
        if content is None:
            return Unreadable(
                "the file cannot be read (No such file or directory)", "check that it is there and that you may read it"
            )
        raw = content.encode() if isinstance(content, str) else content
        return raw if len(raw) <= largest else too_large(largest)


def stream(tree: Tree, path: str, *, largest: int) -> IO[bytes] | Unreadable:
    """A file to be read bit by bit, and to be closed by the caller; a tree that cannot do that has it at once."""
    if isinstance(tree, WorkingTree):
        return _opened(tree.root / path)
    if isinstance(tree, Streaming):
        return tree.stream(path, largest=largest)
    raw = tree.read(path, largest=largest)
    return raw if isinstance(raw, Unreadable) else io.BytesIO(raw)


def read_at(path: Path, *, largest: int) -> bytes | Unreadable:
    """The bytes of a file outside of any tree, opened without following a link at its end."""
    return WorkingTree(path.parent).read(path.name, largest=largest)


def _opened(path: Path) -> IO[bytes] | Unreadable:
    """A file, opened without following a link at its end."""
    flags = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))  # a pipe holds nobody up
    try:
        handle = os.open(path, os.O_RDONLY | flags)
    except OSError as error:
        if error.errno == errno.ELOOP:
            return Unreadable("symbolic links are not followed", "put an ordinary file in its place")
        return Unreadable(
            f"the file cannot be read ({error.strerror})", "check that it is there and that you may read it"
        )
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return Unreadable("this is not an ordinary file", "put an ordinary file in its place")
    return os.fdopen(handle, "rb")


def too_large(largest: int) -> Unreadable:
    """What to say of a file that is over its limit."""
    return Unreadable(
        f"the file is over {largest // 1024:,} KiB", "split the record, or move a long list into a list file"
    )
