"""One digest for the templates of documents: those that ship with the tool, and those of a repository."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from underhood.doors import assets
from underhood.doors.tree import Tree, Unreadable, WorkingTree

OWN = "templates"
ENDINGS = (".jinja", ".po")
LARGEST_TEMPLATE = 1 << 24


def template_digests(tree: Tree) -> Mapping[str, str | None]:
    """The digests of the templates: of those that ship with the tool, and of the repository's own."""
    return {"shipped": _shipped(assets.directory(OWN)), "own": folder_digest(tree, OWN)}


def templates_digest(tree: Tree) -> str:
    """One digest over both."""
    both = template_digests(tree)
    return hashlib.sha256(f"{both['shipped']}\n{both['own'] or '-'}\n".encode()).hexdigest()


@cache
def _shipped(folder: Path) -> str | None:
    return folder_digest(WorkingTree(folder.parent), folder.name)


def folder_digest(tree: Tree, folder: str) -> str | None:
    """One digest over the names and bytes of a folder's files; None where there are none."""
    words = hashlib.sha256()
    paths = [entry.path for entry in tree.walk(folder) if not entry.odd and entry.path.endswith(ENDINGS)]
    for path in sorted(paths):
        raw = tree.read(path, largest=LARGEST_TEMPLATE)
        held = b"" if isinstance(raw, Unreadable) else raw.replace(b"\r\n", b"\n")
        words.update(f"{path.removeprefix(folder)}\0{hashlib.sha256(held).hexdigest()}\n".encode())
    return words.hexdigest() if paths else None
