"""A limit of time for code that is not ours: it is broken off where it stands."""

from __future__ import annotations

import contextlib
import ctypes
import os
import threading
import time
from collections.abc import Iterator


class Overdue(Exception):
    """What runs took longer than it may."""


class _Watch:
    """One thread for all limits of a process, as starting one for each page costs more than many a page.

    It sleeps until the earliest limit that it knows, and looks then which ones still hold.
    """

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.limits: dict[object, tuple[float, int]] = {}
        self.wakes = 0.0
        self.thread: threading.Thread | None = None

    def add(self, mark: object, until: float) -> None:
        """Break off what this thread does at a time."""
        with self.changed:
            self.limits[mark] = (until, threading.get_ident())
            if self.thread is None:
                self.thread = threading.Thread(target=self.run, daemon=True)
                self.thread.start()
            elif until < self.wakes:
                self.changed.notify()

    def remove(self, mark: object) -> None:
        """Forget a limit; after this, no exception is on its way any more."""
        with self.changed:
            self.limits.pop(mark, None)

    def run(self) -> None:
        """Break off whatever is overdue, for ever."""
        with self.changed:
            while True:
                now = time.monotonic()
                for mark, (until, worker) in list(self.limits.items()):
                    if until <= now:
                        del self.limits[mark]
                        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(worker), ctypes.py_object(Overdue))
                self.wakes = min((until for until, _ in self.limits.values()), default=now + 3600)
                self.changed.wait(self.wakes - now)


_watch = _Watch()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_watch.__init__)  # type: ignore[misc]


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise Overdue within the block when it takes longer; a single call into C is only broken off when it returns."""
    mark = object()
    _watch.add(mark, time.monotonic() + seconds)
    try:
        yield
    finally:
        _watch.remove(mark)
