"""The digest of a list file, without looking at its entries."""

from __future__ import annotations

import hashlib

from underhood.doors.tree import Tree, Unreadable, stream
from underhood.records.lists import CHUNK, LARGEST, misplaced
from underhood.records.places import FOLDER


def list_digest(tree: Tree, written: str) -> str:
    """The SHA-256 of the list at a path that a record writes; empty where there is no such list."""
    path = f"{FOLDER}/{written}"
    opened = stream(tree, path, largest=LARGEST) if misplaced(tree, written, path) is None else None
    if opened is None or isinstance(opened, Unreadable):
        return ""
    digest = hashlib.sha256()
    with opened:
        try:
            while chunk := opened.read(CHUNK):
                digest.update(chunk)
        except OSError:
            return ""
    return digest.hexdigest()
