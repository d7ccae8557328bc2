"""Who changed a file, as git tells it: the authors of all commits, on branches too, and those whom commits thank.

Git believes anybody's word about names. What is told here keeps honest people from approving their own work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from underhood.doors.git import GitFailed, run

COMMITS = 20_000
_LOG = (
    *("log", "--full-history", "--diff-merges=combined", "--root", "--no-follow", "--relative", "-z", "--raw"),
    *("--no-abbrev", "--no-renames", "--no-color", "--no-notes", "--no-show-signature", "--no-mailmap"),
    *("--encoding=UTF-8", "--format=%x01%H%x00%an%x00%ae%x00%(trailers:key=Co-authored-by,valueonly,separator=%x02)"),
)
_COMMIT = re.compile(rb"\x01[0-9a-f]{40}(?:[0-9a-f]{24})?")
_PARTY = re.compile(r"\s*(.*?)\s*(?:<([^<>]*)>)?\s*")
_FILES = frozenset({b"100644", b"100755"})


@dataclass(frozen=True, slots=True)
class Author:
    """One who changed a file in a commit: the name and the address that git has.

    `old` and `new` name the contents before and after, empty where there was none; None: the commit joins two lines.
    """

    commit: str
    name: str
    address: str
    old: str | None
    new: str | None


def authors(root: Path, folder: str, commit: str, *, names: frozenset[str]) -> tuple[Author, ...] | None:
    """Who changed files of these names anywhere in a folder below `root` up to a commit, the newest first.

    A file that was moved has its old authors too. None where history cannot be told whole.
    """
    try:
        if run(root, "rev-parse", "--is-shallow-repository").strip() != b"false":
            return None
        return tuple(_read(run(root, *_LOG, f"--max-count={COMMITS}", commit, "--", folder), names))
    except GitFailed:
        return None


def _read(answer: bytes, names: frozenset[str]) -> Iterator[Author]:
    """What stands where is told by its place, never by what people wrote."""
    pieces = iter(answer.split(b"\0"))
    commit, people = "", list[tuple[str, str]]()
    for piece in pieces:
        if _COMMIT.fullmatch(piece):
            commit = piece[1:].decode("ascii")
            name, address = (next(pieces, b"").decode("utf-8", "replace") for _ in range(2))
            thanked = next(pieces, b"").decode("utf-8", "replace")
            people = [(name, address), *map(_party, filter(None, thanked.strip().split("\x02")))]
        elif (told := piece.lstrip(b"\n")).startswith(b":"):
            old, new = _contents(told)
            if next(pieces, b"").rpartition(b"/")[2].decode("utf-8", "replace") in names:
                yield from (Author(commit, name, address, old, new) for name, address in people)


def _contents(told: bytes) -> tuple[str | None, str | None]:
    if told.startswith(b"::"):
        return None, None
    old_mode, new_mode, old, new, _ = told[1:].split(b" ")
    before = old.decode("ascii") if old_mode in _FILES else ""
    return before, new.decode("ascii") if new_mode in _FILES else ""


def _party(text: str) -> tuple[str, str]:
    found = _PARTY.fullmatch(text.split("\n", maxsplit=1)[0])
    return (found[1], found[2] or "") if found else (text, "")
