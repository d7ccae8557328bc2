"""Which files differ between two states of a repository: two commits, a commit and the index, a commit and the folder.

Git says it in bytes and by ids, so that no odd name gets lost and nothing is read that did not change.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from underhood.doors.blobs import GitTree, IndexTree, unmerged
from underhood.doors.git import run
from underhood.doors.oddities import LINK, MODULE, TWICE, oddity, readable
from underhood.doors.revisions import explained
from underhood.doors.tree import LARGEST, WorkingTree

_RAW = ("--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none")
_NOTHING = "000000"
_PIECE = 1 << 20

ABSENT = "-"
"""The oddity of what is not there at all."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A file that differs.

    `old` and `new` say what is odd about it on that side: nothing where they are empty, `ABSENT` where it is not there.
    `misnamed` says what is odd about its name.
    """

    path: str
    old: str
    new: str
    misnamed: str = ""

    @property
    def how(self) -> str:
        """Which way it differs, in a word."""
        return "added" if self.old == ABSENT else "removed" if self.new == ABSENT else "changed"


@dataclass(frozen=True, slots=True)
class Lying:
    """How the folder differs from a commit; `absent`: what a sparse checkout left out, which is as the index has it."""

    changed: Sequence[Changed]
    absent: frozenset[str] = frozenset()


def between(old: GitTree, new: GitTree, folders: Sequence[str]) -> Sequence[Changed]:
    """The files that differ between two commits, below some folders."""
    return _read(old, "diff-tree", "-r", *_RAW, old.commit, new.commit, "--", *folders)


def staged(old: GitTree, folders: Sequence[str]) -> Sequence[Changed]:
    """The files that differ between a commit and the index."""
    return _read(old, "diff-index", "--cached", "--ita-invisible-in-index", *_RAW, old.commit, "--", *folders)


def lying(old: GitTree, folders: Sequence[str]) -> Lying:
    """The files that differ between a commit and the folder as it lies there, untracked files included.

    Git is not asked: it would believe flags in its index, and run filters that the repository names.
    """
    root, stored = old.root, old.ids(folders)
    tree = WorkingTree(root)
    found: list[tuple[bytes, str, str]] = []
    modules = tuple(name + b"/" for name, (mode, _) in stored.items() if mode == MODULE)
    seen = {name[:-1] for name in modules if (root / os.fsdecode(name)).is_dir()}  # another repository's business
    for entry in (entry for folder in folders for entry in tree.walk(folder)):
        name = os.fsencode(entry.path)
        if name.startswith(modules):
            continue
        seen.add(name)
        mode, id = stored.get(name, (_NOTHING, ""))
        same = _leads if mode == LINK else _holds
        if not id or bool(entry.odd) != (mode == LINK) or not same(root / entry.path, id):
            found.append((name, _odd(mode), entry.odd))
    gone = [name for name in stored if name not in seen]
    left_out = _left_out(old, folders) if gone else {}
    for name in gone:
        mode, id = stored[name]
        if left_out.get(name, ("", ""))[1] != id:
            found.append((name, _odd(mode), _odd(left_out[name][0]) if name in left_out else ABSENT))
    missing = [(name, ABSENT, _odd(left_out[name][0])) for name in left_out if name not in stored and name not in seen]
    absent = (readable(name)[0] for name in left_out if name not in seen)
    return Lying(list(_changed(sorted([*found, *missing]))), frozenset(absent))


def _read(old: GitTree, *command: str) -> Sequence[Changed]:
    with explained(old.root):
        raw = run(old.root, *command)
    found = []
    tokens = raw.split(b"\0")
    for facts, whole in zip(tokens[0::2], tokens[1::2], strict=False):
        before, after, one, other, status = facts.decode("ascii").removeprefix(":").split()
        name = whole.removeprefix(old.prefix)
        if status == "U":
            raise unmerged(readable(name)[0])
        if one != other or oddity(before) != oddity(after):
            found.append((name, _odd(before), _odd(after)))
    return list(_changed(found))


def _changed(found: Sequence[tuple[bytes, str, str]]) -> Iterator[Changed]:
    """Files by name, each once; a name that stands twice on a side is odd there."""
    by_name: dict[bytes, tuple[str, str]] = {}
    for name, old, new in found:
        before, after = by_name.get(name, (ABSENT, ABSENT))
        by_name[name] = _both(before, old), _both(after, new)
    for name, (old, new) in by_name.items():
        path, odd = readable(name)
        yield Changed(path, old, new, odd)


def _both(one: str, other: str) -> str:
    return other if one == ABSENT else one if other == ABSENT else TWICE


def _odd(mode: str) -> str:
    return ABSENT if mode == _NOTHING else oddity(mode)


def _holds(path: Path, id: str) -> bool:
    """Whether a file has the content of this id, line ends apart: git may have changed those on the way."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > LARGEST:
                return _digest(size, iter(lambda: file.read(_PIECE), b""), id) == id
            raw = file.read()
    except OSError:
        return False
    if _digest(len(raw), [raw], id) == id:
        return True
    plain = raw.replace(b"\r\n", b"\n")
    return plain != raw and _digest(len(plain), [plain], id) == id


def _leads(path: Path, id: str) -> bool:
    """Whether a symbolic link leads to where the one of this id leads."""
    try:
        target = os.fsencode(path.readlink())
    except OSError:
        return False
    return _digest(len(target), [target], id) == id


def _digest(size: int, pieces: Iterator[bytes] | Sequence[bytes], like: str) -> str:
    """The id that git would give a content, of the same sort as another id."""
    digest = hashlib.new("sha1" if len(like) == 40 else "sha256", b"blob %d\0" % size, usedforsecurity=False)
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def _left_out(old: GitTree, folders: Sequence[str]) -> Mapping[bytes, tuple[str, str]]:
    """Mode and id, by name, of files that a sparse checkout leaves out of the folder."""
    with explained(old.root):
        raw = run(old.root, "ls-files", "-t", "-z", "--full-name", "--", *folders)
    names = [line[2:].removeprefix(old.prefix) for line in raw.split(b"\0") if line.startswith(b"S ")]
    if not names:
        return {}
    ids = IndexTree(old.root).ids(folders)
    return {name: ids[name] for name in names if name in ids}
