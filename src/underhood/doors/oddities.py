"""What is odd about names and entries that git stores: what a file of records is never called, and never is."""

from __future__ import annotations

LINK, MODULE = "120000", "160000"
_FILE = frozenset({"100644", "100755", "100664"})

TWICE = "the name stands here twice"


def readable(name: bytes) -> tuple[str, str]:
    """A name as a path, and what is odd about it."""
    try:
        path = name.decode()
    except UnicodeDecodeError:
        return name.decode("utf-8", "backslashreplace"), "the name is not UTF-8"
    if any(part in {"", ".", ".."} or part.lower() == ".git" for part in path.split("/")):
        return path, "the name leads out of the tree"
    return path, "" if path.isprintable() else "the name holds a character that cannot be shown"


def shown(path: str) -> str:
    """A path as it may stand in a sentence."""
    return path if path.isprintable() else ascii(path)[1:-1]


def oddity(mode: str) -> str:
    """What is odd about an entry of this mode; empty for files."""
    if mode in _FILE:
        return ""
    if mode == LINK:
        return "symbolic links are not followed"
    return "a submodule, whose files belong to another repository" if mode == MODULE else "not an ordinary file"
