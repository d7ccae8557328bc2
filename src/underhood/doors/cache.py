"""What was found out in an earlier run: one file for each repository, in the user's own cache folder.

Nothing depends on it. Whatever is wrong with the file (cut off, bent, from another version, of another repository, not
ours alone to write) it is as if it were not there. It holds text and JSON alone, so that reading it runs nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import platformdirs

MAGIC = b"underhood-cache-1"
LARGEST = 1 << 31
MOST = 1 << 29
"""Characters: a second part that would take more room is not kept."""

OTHERS = stat.S_IWGRP | stat.S_IWOTH
VARIABLE = "UNDERHOOD_CACHE"


@dataclass(frozen=True, slots=True)
class Kept:
    """The first part of a cache file, and where the second lies."""

    path: Path
    head: Mapping[str, Any]
    start: int
    digest: str

    def rest(self) -> str | None:
        """The second part; None where it does not belong to the first."""
        try:
            with _opened(self.path) as file:
                file.seek(self.start)
                raw = file.read(LARGEST)
        except OSError:
            return None
        return raw.decode("ascii", "replace") if hashlib.sha256(raw).hexdigest() == self.digest else None

    def lines(self) -> Iterator[str] | None:
        """The lines of the second part, read one at a time; None where it does not belong to the first."""
        lines = self._lines()
        return lines if next(lines, "") == self.digest else None

    def _lines(self) -> Iterator[str]:
        """The digest of the lines, then each; as a generator that has begun, it closes its file when it goes."""
        with contextlib.suppress(OSError), _opened(self.path) as file:
            file.seek(self.start)
            yield hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
            file.seek(self.start)
            for raw in file:
                yield raw.decode("ascii", "replace").removesuffix("\n")


def folder() -> Path | None:
    """Where caches lie: UNDERHOOD_CACHE, else the system's place for them; None where there is none."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    try:
        found = platformdirs.user_cache_path("underhood", appauthor=False)
    except (OSError, RuntimeError):
        return None
    return found if found.is_absolute() else None


def place(root: Path, what: str) -> Path | None:
    """The cache file of a repository."""
    where = folder()
    name = hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:32]
    return where / f"{name}.{what}" if where else None


def read(path: Path, key: str) -> Kept | None:
    """What an earlier run under the same key kept; None where nothing can be used."""
    try:
        with _opened(path) as file:
            first = file.readline(512)
            magic, length, head_digest, rest_digest = first.decode("ascii").split()
            raw = file.read(min(int(length), LARGEST))
        if magic.encode() != MAGIC or hashlib.sha256(raw).hexdigest() != head_digest:
            return None
        head = json.loads(raw)
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(head, dict) or head.get("key") != key:
        return None
    return Kept(path, head, len(first) + len(raw), rest_digest)


def _opened(path: Path) -> IO[bytes]:
    """A cache file that nobody else can have written. Raises OSError for any other, and for what is no file."""
    if hasattr(os, "getuid") and not _ours(path.parent.stat()) and not path.parent.stat().st_mode & stat.S_ISVTX:
        raise PermissionError(1, "others may write into the folder of the cache", str(path.parent))
    flags = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))  # a pipe holds nobody up
    handle = os.open(path, os.O_RDONLY | flags)
    state = os.fstat(handle)
    if not stat.S_ISREG(state.st_mode) or (hasattr(os, "getuid") and not _ours(state)):
        os.close(handle)
        raise PermissionError(1, "others may have written the cache", str(path))
    return os.fdopen(handle, "rb")


def _ours(state: os.stat_result) -> bool:
    """Whether a file or folder is ours, and no other may write to it."""
    return state.st_uid == os.getuid() and not state.st_mode & OTHERS


def write(path: Path, head: Mapping[str, Any], rest: str | Iterable[str]) -> bool:
    """Keep something for later runs: beside its place first, then renamed into it. Says whether it could be kept.

    `rest` is a text, or its lines, which are written as they come, so that they are never in memory all at once.
    """
    raw = json.dumps(head, separators=(",", ":")).encode("ascii")
    beside = ""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.writelines((_first(raw, hashlib.sha256().hexdigest()), raw))
            digest = _written(file, (rest,) if isinstance(rest, str) else rest)
            file.seek(0)
            file.write(_first(raw, digest))
        Path(beside).replace(path)
    except (OSError, ValueError):
        if beside:
            with contextlib.suppress(OSError):
                Path(beside).unlink()
        return False
    return True


def _first(raw: bytes, digest: str) -> bytes:
    """The first line of a file: the length and the digest of its first part, and the digest of its second."""
    return b" ".join((MAGIC, str(len(raw)).encode(), hashlib.sha256(raw).hexdigest().encode(), digest.encode())) + b"\n"


def _written(file: IO[bytes], lines: Iterable[str]) -> str:
    """Write lines, and return the digest of them all. Raises ValueError where they are too much."""
    digest, size = hashlib.sha256(), 0
    for number, line in enumerate(lines):
        part = (f"\n{line}" if number else line).encode("ascii")
        size += len(part)
        if size > MOST:
            raise ValueError
        digest.update(part)
        file.write(part)
    return digest.hexdigest()
