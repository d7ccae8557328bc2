"""The files that git stores, of a commit or of the index, as a tree.

They are read as they are stored: no filter, no conversion, no link followed. What is not there is an error, never an
empty tree.
"""

from __future__ import annotations

import bisect
import os
from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO

from underhood.doors.git import GitFailed, Lines, run, run_into
from underhood.doors.oddities import TWICE, oddity, readable, shown
from underhood.doors.revisions import cure, explained
from underhood.doors.tree import LARGEST, Entry, Unreadable, too_large
from underhood.values.errors import Stop

_AHEAD, _AHEAD_AGAIN = 1000, 32
"""How many files are read at once: in a first walk, and when single files are looked at again."""
_BYTES_AT_ONCE = 1 << 23
_LONGEST_LISTING = 1 << 25


@dataclass(frozen=True, slots=True)
class Blob:
    """A stored file: the id of its content, its size, and why it cannot be read as a file."""

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
            if not blob.odd and blob.size <= LARGEST:
                found[other] = blob
        return found


@dataclass(frozen=True)
class Stored:
    """Files that git stores. `root` is a folder of the repository, or below it; paths are relative to it."""

    root: Path
    _listed: dict[str, Listing] = field(default_factory=dict, repr=False, compare=False, kw_only=True)
    _held: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False, kw_only=True)
    _met: set[str] = field(default_factory=set, repr=False, compare=False, kw_only=True)
    _sought: list[Listing] = field(default_factory=list, repr=False, compare=False, kw_only=True)

    @property
    @abstractmethod
    def name(self) -> str:
        """What this is, in words that follow 'in'."""

    @abstractmethod
    def _lines(self, where: Sequence[str], take: Callable[[list[bytes]], None]) -> None:
        """Give the lines of a listing of these paths, and of all below them, to somebody."""

    @abstractmethod
    def _facts(self, facts: bytes, path: str) -> tuple[str, str]:
        """Mode and id, out of what stands before the name in a line."""

    @abstractmethod
    def has(self, folder: str) -> bool:
        """Whether anything stands at or below a folder."""

    def walk(self, folder: str) -> list[Entry]:
        """All files below a folder, sorted by path."""
        blobs = self._listing(folder).blobs
        below = f"{folder}/" if folder else ""
        found = [Entry(path, blob.odd) for path, blob in blobs.items() if path.startswith(below)]
        if folder in blobs:
            found.append(Entry(folder, blobs[folder].odd or "a file stands where a folder belongs"))
        return sorted(found, key=lambda entry: entry.path)

    def seek(self, folders: Sequence[str], names: Collection[str]) -> Mapping[str, Blob]:
        """The files of these names below these folders, and whatever stands in the place of a folder.

        The whole listing is looked through and not kept; what is found is read faster afterwards.
        """
        wanted = frozenset(os.fsencode(name.rpartition("/")[2]) for name in (*names, *folders))
        lines: list[bytes] = []
        self._lines(folders, lambda many: lines.extend(one for one in many if one[one.rfind(b"/") + 1 :] in wanted))
        blobs = self._parsed(lines)
        self._sought[:] = [Listing(blobs, sorted(blobs))]
        return blobs

    def ids(self, folders: Sequence[str]) -> Mapping[bytes, tuple[str, str]]:
        """Mode and id of all files below these folders, by their names as they are stored."""
        found: dict[bytes, tuple[str, str]] = {}
        prefix = self.prefix  # asked for before: what takes an answer of git cannot ask another

        def take(lines: list[bytes]) -> None:
            for line in lines:
                facts, _, name = line.partition(b"\t")
                found[name.removeprefix(prefix)] = self._facts(facts, readable(name)[0])

        self._lines(folders, take)
        return found

    def read(self, path: str, *, largest: int = LARGEST) -> bytes | Unreadable:
        """The bytes of a file; one that is too large is refused unread."""
        blob = self._blob(path, largest)
        if isinstance(blob, Unreadable):
            return blob
        if path not in self._held:
            self._fetch(path)
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
        blob = self._listing(path).blobs.get(path)
        if blob is None:
            return Unreadable("the file cannot be read (not in this revision)", "check its name")
        if blob.odd:
            return Unreadable(f"the file cannot be read ({blob.odd})", "put an ordinary file in its place")
        return blob if blob.size <= largest else too_large(largest)

    @cached_property
    def prefix(self) -> bytes:
        """Where the root lies inside the repository, with a slash at its end."""
        return run(self.root, "rev-parse", "--show-prefix").removesuffix(b"\n")

    def _listing(self, path: str) -> Listing:
        """A listing that a path must stand in, if it is stored: that of its kind, or of all if that is known."""
        for sought in self._sought:
            if path in sought.blobs:
                return sought
        steps = path.split("/")
        if path and not {"", ".", ".."}.isdisjoint(steps):
            return Listing({}, ())
        whole, part = steps[0], "/".join(steps[:2])
        name = whole if whole in self._listed else part
        if name not in self._listed:
            lines: list[bytes] = []
            self._lines([name], lines.extend)
            blobs = self._parsed(lines)
            self._listed[name] = Listing(blobs, sorted(blobs))
        return self._listed[name]

    def _parsed(self, lines: Sequence[bytes]) -> Mapping[str, Blob]:
        found: dict[str, Blob] = {}
        for line in lines:
            facts, _, name = line.partition(b"\t")
            path, odd = readable(name.removeprefix(self.prefix))
            mode, id = self._facts(facts, path)
            odd = odd or oddity(mode) or (TWICE if path in found else "")
            found[path] = Blob(id, 0, odd)
        sizes = self._sizes([blob.id for blob in found.values() if not blob.odd])
        for path, blob in found.items():
            if not blob.odd:
                size = sizes.get(blob.id)
                if size is None:
                    raise self._lacking(f"the content of {path}")
                found[path] = Blob(blob.id, size)
        return found

    def _sizes(self, ids: Sequence[str]) -> Mapping[str, int]:
        """The sizes of contents, as far as they are there."""
        if not ids:
            return {}
        asked = "".join(f"{id}\n" for id in ids).encode("ascii")
        raw = self._git("cat-file", "--batch-check", "--buffer", stdin=asked, largest=None).decode("ascii", "replace")
        answers = (line.split(" ") for line in raw.splitlines())
        return {answer[0]: int(answer[2]) for answer in answers if len(answer) == 3 and answer[1] == "blob"}

    def _fetch(self, path: str) -> None:
        """Read a file, and those that come next, in the place of those that are held."""
        wanted = self._listing(path).ahead(path, _AHEAD_AGAIN if path in self._met else _AHEAD)
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
        with explained(self.root):
            return run(self.root, *arguments, stdin=stdin, largest=largest)

    def _lacking(self, what: str) -> Stop:
        """Why a revision is not judged by half: an object is not there."""
        hint = cure(self.root) or "`git fsck` says what is missing; `git fetch` may bring it"
        return Stop(f"{what} is missing in the repository ({self.name})", hint)


@dataclass(frozen=True)
class GitTree(Stored):
    """The files of a commit. `commit` is a full id."""

    commit: str

    def at(self, commit: str) -> GitTree:
        """The tree of another commit, with the same root."""
        other = GitTree(self.root, commit)
        other.__dict__["prefix"] = self.prefix
        return other

    @property
    def name(self) -> str:
        """What this is, in words that follow 'in'."""
        return self.commit[:12]

    def has(self, folder: str) -> bool:
        """Whether anything stands at or below a folder."""
        return bool(self._git("ls-tree", "-z", "--full-tree", self.commit, "--", os.fsdecode(self.prefix) + folder))

    def _lines(self, where: Sequence[str], take: Callable[[list[bytes]], None]) -> None:
        paths = [os.fsdecode(self.prefix) + path for path in where]
        command = ("ls-tree", "-r", "-z", "--full-tree", self.commit, "--", *filter(None, paths))
        with explained(self.root):
            run_into(Lines(take), self.root, *command, largest=_LONGEST_LISTING)

    def _facts(self, facts: bytes, path: str) -> tuple[str, str]:  # noqa: ARG002
        mode, _, id = facts.decode("ascii").split()
        return mode, id


@dataclass(frozen=True)
class IndexTree(Stored):
    """The files of the index: what the next commit would hold."""

    @property
    def name(self) -> str:
        """What this is, in words that follow 'in'."""
        return "the index"

    def has(self, folder: str) -> bool:
        """Whether anything stands at or below a folder."""
        found: list[bytes] = []
        self._lines([folder], lambda lines: found.extend(lines[:1]))
        return bool(found)

    def _lines(self, where: Sequence[str], take: Callable[[list[bytes]], None]) -> None:
        command = ("ls-files", "--stage", "-z", "--full-name", "--", *filter(None, where))
        with explained(self.root):
            run_into(Lines(take), self.root, *command, largest=_LONGEST_LISTING)

    def _facts(self, facts: bytes, path: str) -> tuple[str, str]:
        mode, id, stage = facts.decode("ascii").split()
        if stage != "0":
            raise unmerged(path)
        return mode, id


def unmerged(path: str) -> Stop:
    """What to say of a merge that is not finished."""
    hint = "settle the conflict, `git add` the file, and try again; `git status` lists them"
    return Stop(f"the index holds several versions of {shown(path)}: a merge is not finished", hint)
