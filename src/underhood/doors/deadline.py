"""A limit of time for code that is not ours: it is broken off where it stands."""

from __future__ import annotations

import contextlib
import ctypes
import threading
from collections.abc import Iterator


class Overdue(Exception):
    """What runs took longer than it may."""


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise Overdue within the block when it takes longer; a single call into C is only broken off when it returns."""
    worker, lock, done = threading.get_ident(), threading.Lock(), threading.Event()

    def break_off() -> None:
        with lock:
            if not done.is_set():
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(worker), ctypes.py_object(Overdue))

    timer = threading.Timer(seconds, break_off)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:  # after this, no exception is on its way any more
            done.set()
        timer.cancel()
