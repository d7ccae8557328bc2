"""Work shared out among processes that start as copies of this one, where the system has such and it pays."""

from __future__ import annotations

import gc
import os
import pickle
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

LEAST = 1500
"""So many items a process must get: below, making it and hearing from it costs more than it brings."""

MOST = 4
VARIABLE = "UNDERHOOD_PROCESSES"


def shared_out(work: Callable[[Sequence[T]], R], items: Sequence[T]) -> list[R]:
    """What `work` makes of the items, part by part and in order. A part whose process fails is done here instead."""
    number = _processes(len(items))
    size = -(-len(items) // number) if items else 1
    parts = [items[start : start + size] for start in range(0, len(items), size)] or [items]
    waiting: list[tuple[int, int]] = []
    try:
        gc.freeze()  # what was made so far stays where it is, in pages that the copies share
        waiting = [_start(work, part) for part in parts[1:]]
        results = [work(parts[0])]
        for part in parts[1:]:
            told = _answer(*waiting.pop(0))
            results.append(work(part) if told is None else pickle.loads(told))  # noqa: S301  (from our own copy)
    finally:
        gc.unfreeze()
        for child, source in waiting:  # only after a failure: they end when nobody listens
            os.close(source)
            os.waitpid(child, 0)
    return results


def _processes(items: int) -> int:
    if not sys.platform.startswith("linux"):  # elsewhere copies are not safe, or not to be had
        return 1
    asked = os.environ.get(VARIABLE, "")
    most = int(asked) if asked.isdecimal() and len(asked) < 4 else MOST
    return max(1, min(most, len(os.sched_getaffinity(0)), items // LEAST))


def _start(work: Callable[[Sequence[T]], R], part: Sequence[T]) -> tuple[int, int]:
    source, target = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the only other thread waits to say what is being done
        child = os.fork()
    if child:
        os.close(target)
        return child, source
    try:  # the copy: it answers, and ends without any of the rest
        os.close(source)
        gc.disable()
        with os.fdopen(target, "wb") as pipe:
            pipe.write(pickle.dumps(work(part), pickle.HIGHEST_PROTOCOL))
        os._exit(0)
    except BaseException:  # noqa: BLE001  (whatever it was: this part is done again, and fails in the open if it must)
        os._exit(1)


def _answer(child: int, source: int) -> bytes | None:
    """What a copy found; None where it did not come to its end."""
    with os.fdopen(source, "rb") as pipe:
        told = pipe.read()
    return told if os.waitpid(child, 0)[1] == 0 else None
