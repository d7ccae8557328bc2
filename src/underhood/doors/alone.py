"""One process at a time in a folder: a lock of the system, which ends with the process that holds it."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

LOCK = ".lock"


class Busy(Exception):
    """Another process works in the folder."""


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Work in a folder that is there while nobody else does. Raises Busy, or OSError where nothing can be written.

    Where the system, or the disk behind the folder, has no such locks, nobody is kept out.
    """
    with (folder / LOCK).open("ab") as file:
        if sys.platform != "win32":
            import fcntl  # noqa: PLC0415 — not there on Windows

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy from None
            except OSError:
                pass  # a disk of another machine may refuse locks altogether
        yield
