"""Work shared out among processes that start as copies of this one, where the system has such and it pays."""

from __future__ import annotations

import gc
import os
import pickle
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

LEAST = 750
"""So many items a process must get: below, making it and hearing from it costs more than it brings."""

MOST = 4
VARIABLE = "UNDERHOOD_PROCESSES"

MOST_PARTS, SMALLEST = 200, 64
"""So many parts at most, since a byte names one; of so many items at least."""


def shared_out(work: Callable[[Sequence[T]], R], items: Sequence[T]) -> list[R]:
    """What `work` makes of the items, part by part and in order.

    Whoever is free takes the next part. What a process that fails had taken is done here instead.
    """
    number = _processes(len(items))
    with _undisturbed():
        if number == 1:
            return [work(items)]
        size = max(SMALLEST, -(-len(items) // MOST_PARTS))
        parts = [items[start : start + size] for start in range(0, len(items), size)]
        done = _by_many(work, parts, number)
        return [done[index] if index in done else work(part) for index, part in enumerate(parts)]


def _by_many(work: Callable[[Sequence[T]], R], parts: Sequence[Sequence[T]], number: int) -> dict[int, R]:
    """What this process and its copies made, by the number of the part."""
    queue, filling = os.pipe()
    waiting: list[tuple[int, int]] = []
    done: dict[int, R] = {}
    try:
        os.write(filling, bytes(range(len(parts))))
        os.close(filling)
        waiting = [_start(work, parts, queue) for _ in range(number - 1)]
        done.update((index, work(parts[index])) for index in _taken(queue))
        while waiting:
            done.update(_answer(*waiting.pop(0)))
    finally:
        os.close(queue)
        for child, source in waiting:  # only after a failure: they end when nobody listens
            os.close(source)
            os.waitpid(child, 0)
    return done


def _taken(queue: int) -> Iterator[int]:
    """The numbers of the parts that fall to this process."""
    while taken := os.read(queue, 1):
        yield taken[0]


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without looking for garbage that goes in circles: hardly any is made, and looking costs a fifth of the time.

    What was made so far stays where it is, in pages that copies share.
    """
    enabled = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        if enabled:
            gc.enable()


def _processes(items: int) -> int:
    if not sys.platform.startswith("linux"):  # elsewhere copies are not safe, or not to be had
        return 1
    asked = os.environ.get(VARIABLE, "")
    most = int(asked) if asked.isdecimal() and len(asked) < 4 else MOST
    return max(1, min(most, len(os.sched_getaffinity(0)), items // LEAST))


def _start(work: Callable[[Sequence[T]], R], parts: Sequence[Sequence[T]], queue: int) -> tuple[int, int]:
    source, target = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the only other thread waits to say what is being done
        child = os.fork()
    if child:
        os.close(target)
        return child, source
    try:  # the copy: it answers, and ends without any of the rest
        os.close(source)
        made = [pickle.dumps((index, work(parts[index])), pickle.HIGHEST_PROTOCOL) for index in _taken(queue)]
        with os.fdopen(target, "wb") as pipe:
            for one in made:
                pipe.write(one)
            pipe.write(pickle.dumps(None))
        os._exit(0)
    except BaseException:  # noqa: BLE001  (whatever it was: its parts are done again, and fail in the open if they must)
        os._exit(1)


def _answer(child: int, source: int) -> dict[int, R]:
    """What a copy found; nothing where it did not come to its end."""
    found: dict[int, R] = {}
    try:
        with os.fdopen(source, "rb") as pipe:
            while (told := pickle.load(pipe)) is not None:  # noqa: S301  (from our own copy)
                found[told[0]] = told[1]
    except (EOFError, pickle.UnpicklingError):
        found = {}
    return found if os.waitpid(child, 0)[1] == 0 else {}
