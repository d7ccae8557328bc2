"""Git repositories for tests: real ones, and trees that no honest git would write."""

from __future__ import annotations

import hashlib
import os
import subprocess
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

WHO = {
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_AUTHOR_DATE": "2024-05-06T23:30:00-05:00",
    "GIT_COMMITTER_DATE": "2024-05-06T23:30:00-05:00",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}
Node = tuple[bytes, bytes, str]
"""Mode, name and id of an entry of a tree."""


def git(folder: Path, *arguments: str, stdin: bytes | None = None) -> str:
    """Run git as a person would, without that person's set-up; what it printed, stripped."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env={**environment, **WHO}, check=True, capture_output=True, input=stdin
    )
    return done.stdout.decode().strip()


def repository(folder: Path, files: Mapping[str, str | bytes]) -> str:
    """A repository on the branch main with one commit of these files; its id."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    return commit(folder, files)


def commit(folder: Path, files: Mapping[str, str | bytes | None], message: str = "next") -> str:
    """Write files (None: delete them), and commit all; the commit's id."""
    for path, content in files.items():
        target = folder / path
        if content is None:
            target.unlink()
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def stored(folder: Path, kind: str, content: bytes) -> str:
    """Put an object into a repository as it is, whatever git thinks of it; its id."""
    whole = f"{kind} {len(content)}\0".encode() + content
    name = hashlib.sha1(whole, usedforsecurity=False).hexdigest()
    target = folder / ".git" / "objects" / name[:2] / name[2:]
    target.parent.mkdir(exist_ok=True)
    if not target.exists():
        target.write_bytes(zlib.compress(whole))
    return name


def tree(folder: Path, nodes: Iterable[Node]) -> str:
    """A tree of these entries, in this order; its id."""
    return stored(folder, "tree", b"".join(mode + b" " + name + b"\0" + bytes.fromhex(id) for mode, name, id in nodes))


def committed(folder: Path, root: str) -> str:
    """A commit of a tree, on no branch; its id."""
    who = b"A <a@example.org> 1700000000 +0000"
    return stored(
        folder, "commit", b"tree " + root.encode() + b"\nauthor " + who + b"\ncommitter " + who + b"\n\nodd\n"
    )


def odd_commit(folder: Path, *nodes: Node) -> str:
    """A commit whose `governance/risk/` holds these entries."""
    risks = tree(folder, nodes)
    return committed(folder, tree(folder, [(b"40000", b"governance", tree(folder, [(b"40000", b"risk", risks)]))]))
