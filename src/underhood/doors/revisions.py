"""Revisions of a git repository: names made full ids, and the files of a commit as a tree.

Names come from strangers. They reach git through standard input, never as arguments, and only in forms that name one
commit. What is not there is an error, never an empty tree.
"""

from __future__ import annotations

import bisect
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO

from underhood.doors.git import GitFailed, run, run_into
from underhood.doors.tree import LARGEST, Entry, Unreadable, too_large
from underhood.values.errors import USAGE, Stop

LONGEST_NAME = 250
SPACES = ("refs/{}", "refs/tags/{}", "refs/heads/{}", "refs/remotes/{}", "refs/remotes/{}/HEAD")
"""Where a plain name may lead, in git's own order."""

_FULL = re.compile(r"[0-9a-fA-F]{40}(?:[0-9a-fA-F]{24})?")
_HEX = re.compile(r"[0-9a-fA-F]{4,64}")
_STEPS = re.compile(r"[~^]")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f:*?\[\\{}]|\.\.")

_FILE, _LINK, _MODULE = frozenset({"100644", "100755", "100664"}), "120000", "160000"
_AHEAD, _AHEAD_AGAIN = 1000, 32
"""How many files are read at once: in a first walk, and when single files are looked at again."""
_BYTES_AT_ONCE = 1 << 23
_LONGEST_LISTING = 1 << 25


def resolve(root: Path, revision: str) -> str:
    """The full id of the commit that a revision names. Raises Stop for what names none, or more than one."""
    shown = ascii(revision)[:80]
    if complaint := _complaint(revision):
        raise Stop(
            f"{shown} is not the name of a revision: {complaint}", "name a branch, a tag or a commit", code=USAGE
        )
    steps = _STEPS.search(revision)
    name = revision[: steps.start()] if steps else revision
    places = [place.format(name) for place in SPACES]
    found, there, *named = _commits(root, [revision, name, *places])
    if not found:
        raise Stop(f"there is no commit {shown} in {root}", _cure(root) or _unborn(root))
    if _FULL.fullmatch(name) and there == name.lower():
        return found  # git never takes a full id for anything else
    others = [place for place, commit in zip(places, named, strict=True) if commit]
    if others and _HEX.fullmatch(name) and not there.startswith(name.lower()):
        hint = f"write the full id, or {others[0]}"
        raise Stop(f"{shown} reads like the id of a commit and names another one", hint, code=USAGE)
    if set(filter(None, named)) - {there}:
        hint = f"write the full id, or one of {', '.join(others)}"
        raise Stop(f"{shown} names more than one commit", hint, code=USAGE)
    return found


def _complaint(revision: str) -> str:
    """Why a name is not even shown to git; empty when it may be."""
    if not revision or len(revision) > LONGEST_NAME:
        return "it is empty" if not revision else f"it is longer than {LONGEST_NAME} characters"
    if revision[0] in "-^~":
        return f"it starts with '{revision[0]}'"
    if match := _FORBIDDEN.search(revision):
        return f"it contains {match[0]!a}"
    return "" if revision.isprintable() else "it contains a character that cannot be shown"


def _commits(root: Path, names: Sequence[str]) -> list[str]:
    """The full id of the commit behind each name; empty where there is none, or more than one."""
    asked = "".join(f"{name}^{{commit}}\n" for name in names).encode()
    lines = run(root, "cat-file", "--batch-check", stdin=asked).decode("utf-8", "replace").split("\n")
    answers = [line.split(" ") for line in lines[: len(names)]]
    return [answer[0] if len(answer) == 3 and answer[1] == "commit" else "" for answer in answers]


def _unborn(root: Path) -> str:
    if not _commits(root, ["HEAD"])[0]:
        return "the repository, or the branch that is checked out, has no commit yet"
    return "name a branch, a tag or a commit that `git log` knows; `git fetch` brings what others have"


def _cure(root: Path) -> str:
    """What brings the objects that a shallow or partial clone lacks; empty where the clone is neither."""
    if run(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        return "this clone is shallow: `git fetch --unshallow` brings the rest (in a workflow: fetch-depth: 0)"
    try:
        run(root, "config", "--get-regexp", r"^(remote\..*\.(promisor|partialclonefilter)|extensions\.partialclone)$")
    except GitFailed:
        return ""
    return "this clone is partial: `git fetch --refetch --no-filter` brings the rest, or clone without --filter"


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of a commit: the id of its content, its size, and why it cannot be read as a file."""

    id: str
    size: int
    odd: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Files by path, and their paths in order."""

    blobs: Mapping[str, Blob]
    paths: Sequence[str]

    def ahead(self, path: str, count: int) -> dict[str, Blob]:
        """A file, and the ordinary ones that come next in a walk, as far as they are worth reading together."""
        found = {path: self.blobs[path]}
        room = _BYTES_AT_ONCE - found[path].size
        start = bisect.bisect_right(self.paths, path)
        for other in self.paths[start : start + count]:
            blob = self.blobs[other]
            room -= blob.size
            if room < 0:
                break
            if not blob.odd:
                found[other] = blob
        return found


@dataclass(frozen=True)
class GitTree:
    """The files of a commit, as they are stored: no filter, no conversion, no link followed.

    `root` is a folder of the repository, or below it; paths are relative to it. `commit` is a full id.
    """

    root: Path
    commit: str
    _listed: dict[str, Listing] = field(default_factory=dict, repr=False, compare=False)
    _held: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    _met: set[str] = field(default_factory=set, repr=False, compare=False)

    def walk(self, folder: str) -> list[Entry]:
        """All files below a folder, sorted by path."""
        blobs = self._top(folder.partition("/")[0]).blobs
        below = f"{folder}/" if folder else ""
        found = [Entry(path, blob.odd) for path, blob in blobs.items() if path.startswith(below)]
        if folder in blobs:
            found.append(Entry(folder, blobs[folder].odd or "a file stands where a folder belongs"))
        return sorted(found, key=lambda entry: entry.path)

    def read(self, path: str, *, largest: int = LARGEST) -> bytes | Unreadable:
        """The bytes of a file; one that is too large is refused unread."""
        blob = self._blob(path, largest)
        if isinstance(blob, Unreadable):
            return blob
        if path not in self._held:
            self._fetch(path.partition("/")[0], path)
        return self._held[path]

    def stream(self, path: str, *, largest: int) -> IO[bytes] | Unreadable:
        """A file to be read bit by bit, and to be closed by the caller."""
        blob = self._blob(path, largest)
        if isinstance(blob, Unreadable):
            return blob
        import tempfile  # noqa: PLC0415  (10 ms)

        beside = tempfile.TemporaryFile()  # noqa: SIM115  (the caller closes it)
        try:
            run_into(beside, self.root, "cat-file", "blob", blob.id, largest=largest)
        except GitFailed:
            beside.close()
            raise
        beside.seek(0)
        return beside

    def _blob(self, path: str, largest: int) -> Blob | Unreadable:
        blob = self._top(path.partition("/")[0]).blobs.get(path)
        if blob is None:
            return Unreadable("the file cannot be read (not in this revision)", "check its name")
        if blob.odd:
            return Unreadable(f"the file cannot be read ({blob.odd})", "put an ordinary file in its place")
        return blob if blob.size <= largest else too_large(largest)

    @cached_property
    def _prefix(self) -> str:
        """Where the root lies inside the repository, with a slash at its end."""
        return os.fsdecode(run(self.root, "rev-parse", "--show-prefix").removesuffix(b"\n"))

    def _top(self, name: str) -> Listing:
        """What lies at or below a name in the root; everything without a name."""
        if name in {".", ".."}:
            return Listing({}, ())
        if name not in self._listed:
            where = [part for part in (f"{self._prefix}{name}",) if part]
            raw = self._git("ls-tree", "-r", "-l", "-z", "--full-tree", self.commit, "--", *where)
            blobs = self._parsed(raw)
            self._listed[name] = Listing(blobs, sorted(blobs))
        return self._listed[name]

    def _parsed(self, raw: bytes) -> Mapping[str, Blob]:
        found: dict[str, Blob] = {}
        for mode, id, size, name in _lines(raw):
            path, odd = _path(name.removeprefix(os.fsencode(self._prefix)))
            odd = odd or _kind(mode) or ("the name stands here twice" if path in found else "")
            if not odd and not size.isdecimal():
                raise self._lacking(f"the content of {path}")
            found[path] = Blob(id, int(size) if size.isdecimal() else 0, odd)
        return found

    def _fetch(self, top: str, path: str) -> None:
        """Read a file, and those that come next, in the place of those that are held."""
        wanted = self._top(top).ahead(path, _AHEAD_AGAIN if path in self._met else _AHEAD)
        asked = "".join(f"{blob.id}\n" for blob in wanted.values()).encode("ascii")
        raw = self._git("cat-file", "--batch", "--buffer", stdin=asked, largest=None)
        self._held.clear()
        self._met.update(wanted)
        start = 0
        for other, blob in wanted.items():
            end = raw.find(b"\n", start)
            if raw[start:end] != f"{blob.id} blob {blob.size}".encode("ascii"):
                raise self._lacking(f"the content of {other}")
            self._held[other] = raw[end + 1 : end + 1 + blob.size]
            start = end + 1 + blob.size + 1

    def _git(self, *arguments: str, stdin: bytes = b"", largest: int | None = _LONGEST_LISTING) -> bytes:
        try:
            return run(self.root, *arguments, stdin=stdin, largest=largest)
        except GitFailed as failure:
            if cure := _cure(self.root):
                raise GitFailed(failure.message, cure, words=failure.words) from failure
            raise

    def _lacking(self, what: str) -> Stop:
        """Why a revision is not judged by half: an object is not there."""
        hint = _cure(self.root) or "`git fsck` says what is missing; `git fetch` may bring it"
        return Stop(f"{what} is missing in the repository ({self.commit[:12]})", hint)


def _lines(raw: bytes) -> Iterator[tuple[str, str, str, bytes]]:
    """Mode, id, size and name of each line of a listing."""
    for line in raw.split(b"\0"):
        if line:
            facts, _, name = line.partition(b"\t")
            mode, _, id, size = facts.decode("ascii").split()
            yield mode, id, size, name


def _path(name: bytes) -> tuple[str, str]:
    """A name as a path, and what is odd about it."""
    try:
        path = name.decode()
    except UnicodeDecodeError:
        return name.decode("utf-8", "backslashreplace"), "the name is not UTF-8"
    if any(part in {"", ".", ".."} or part.lower() == ".git" for part in path.split("/")):
        return path, "the name leads out of the tree"
    return path, "" if path.isprintable() else "the name holds a character that cannot be shown"


def _kind(mode: str) -> str:
    """What is odd about an entry of this mode; empty for files."""
    if mode in _FILE:
        return ""
    if mode == _LINK:
        return "symbolic links are not followed"
    return "a submodule, whose files belong to another repository" if mode == _MODULE else "not an ordinary file"
