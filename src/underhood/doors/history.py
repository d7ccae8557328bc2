"""What git tells of the past of files: which commits changed each, and what it held before.

The mainline is followed: a merge counts as one change, that of its first parent. So the states of a file follow each
other, and what stands before one change is what the change before it left.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from underhood.doors.git import GitFailed, run
from underhood.doors.tree import LARGEST

COMMITS = 20_000
"""So many commits are looked at; what happened before them is not told."""

_LOG = (
    *("log", "--first-parent", "--diff-merges=first-parent", "--root", "--no-follow", "--relative"),
    *("-z", "--raw", "--no-abbrev", "--no-renames", "--no-color", "--no-notes", "--no-show-signature"),
    *("--encoding=UTF-8", "--format=%x01%H%x00%cd%x00%s", "--date=format-local:%Y-%m-%d"),
)
_COMMIT = re.compile(rb"\x01[0-9a-f]{40}(?:[0-9a-f]{24})?")
_FILES = frozenset({b"100644", b"100755", b"100664"})
_TOGETHER = 1 << 25


@dataclass(frozen=True, slots=True)
class Touch:
    """A change of a file: the commit, its day (committer's, UTC), its first line, and the contents before and after.

    Contents are named by their ids; empty where there was no ordinary file.
    """

    commit: str
    day: str
    subject: str
    old: str
    new: str


def touches(root: Path, folder: str, commit: str) -> list[tuple[str, Touch]]:
    """The changes of all files below a folder up to a commit, each with its path, the newest first.

    Empty where history cannot be told: without git, and in a clone that has only a part of it.
    """
    try:
        if run(root, "rev-parse", "--is-shallow-repository").strip() != b"false":
            return []
        return list(_read(run(root, *_LOG, f"--max-count={COMMITS}", commit, "--", folder)))
    except GitFailed:
        return []


def contents(root: Path, ids: Iterable[str]) -> Mapping[str, bytes]:
    """What is stored under these ids; what is missing, too large or no file is left out."""
    wanted = sorted({id for id in ids if id})
    try:
        sizes = run(root, "cat-file", "--batch-check", stdin=_asked(wanted)).split(b"\n")
        room, few = _TOGETHER, []
        for id, line in zip(wanted, sizes, strict=False):
            _, _, facts = line.partition(b" ")
            kind, _, size = facts.partition(b" ")
            if kind == b"blob" and size.isdigit() and int(size) <= min(LARGEST, room):
                room -= int(size)
                few.append(id)
        return dict(_blobs(run(root, "cat-file", "--batch", stdin=_asked(few)))) if few else {}
    except GitFailed:
        return {}


def holds(id: str, content: bytes) -> bool:
    """Whether a content is the one of an id, whichever way its lines end in the working folder."""
    return any(_id(text, len(id)) == id for text in (content, content.replace(b"\r\n", b"\n")))


def _id(content: bytes, length: int) -> str:
    whole = b"blob %d\0" % len(content) + content
    made = hashlib.sha256(whole) if length == 64 else hashlib.sha1(whole, usedforsecurity=False)
    return made.hexdigest()


def _read(answer: bytes) -> Iterator[tuple[str, Touch]]:
    """Each file of each commit; what stands where is told by its place, never by what people wrote."""
    pieces = iter(answer.split(b"\0"))
    commit = day = subject = ""
    for piece in pieces:
        if _COMMIT.fullmatch(piece):
            commit = piece[1:].decode("ascii")
            day = next(pieces, b"").decode("ascii", "replace")
            subject = _words(next(pieces, b""))
        elif piece.lstrip(b"\n").startswith(b":"):
            old_mode, new_mode, old, new, _ = piece.lstrip(b"\n:").split(b" ")
            path = os.fsdecode(next(pieces, b""))
            before = old.decode("ascii") if old_mode in _FILES else ""
            after = new.decode("ascii") if new_mode in _FILES else ""
            yield path, Touch(commit, day, subject, before, after)


def _words(raw: bytes) -> str:
    """The first line of a commit's message, as far as it can be shown."""
    text = " ".join(raw.decode("utf-8", "replace").split())
    shown = "".join(one for one in text if one.isprintable())
    return shown if len(shown) <= 200 else f"{shown[:199]}…"


def _asked(ids: Iterable[str]) -> bytes:
    return "".join(f"{id}\n" for id in ids).encode("ascii")


def _blobs(answer: bytes) -> Iterator[tuple[str, bytes]]:
    place = 0
    while place < len(answer):
        end = answer.index(b"\n", place)
        id, _, size = answer[place:end].decode("ascii").split(" ")
        place = end + 1 + int(size)
        yield id, answer[end + 1 : place]
        place += 1
