"""A folder on disk, with the files that a sparse checkout left out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from underhood.doors.blobs import IndexTree
from underhood.doors.tree import LARGEST, Entry, Unreadable, WorkingTree, stream


@dataclass(frozen=True, slots=True)
class Overlay:
    """What lies in the folder; `absent` files are read from the index."""

    lying: WorkingTree
    index: IndexTree
    absent: frozenset[str]

    def walk(self, folder: str) -> list[Entry]:
        """All files below a folder, sorted by path."""
        rest = (entry for entry in self.index.walk(folder) if entry.path in self.absent)
        return sorted([*self.lying.walk(folder), *rest], key=lambda entry: entry.path)

    def read(self, path: str, *, largest: int = LARGEST) -> bytes | Unreadable:
        """The bytes of a file."""
        return (self.index if path in self.absent else self.lying).read(path, largest=largest)

    def stream(self, path: str, *, largest: int) -> IO[bytes] | Unreadable:
        """A file to be read bit by bit, and to be closed by the caller."""
        return stream(self.index if path in self.absent else self.lying, path, largest=largest)
