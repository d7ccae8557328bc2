"""Work shared out among processes: the same parts in the same order, whatever becomes of the copies."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import pytest

from underhood.doors import forked

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="copies are only made on Linux")


@pytest.fixture(autouse=True)
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2})
    monkeypatch.setattr(forked, "LEAST", 100)


def flat(parts: list[list[int]]) -> list[int]:
    return [one for part in parts for one in part]


def test_the_order_is_kept() -> None:
    items = list(range(1000))
    parts = forked.shared_out(lambda some: [one * 2 for one in some], items)
    assert len(parts) > 3
    assert flat(parts) == [one * 2 for one in items]


def test_many_items_make_no_more_parts_than_a_byte_names() -> None:
    items = list(range(30_000))
    parts = forked.shared_out(list, items)
    assert len(parts) <= forked.MOST_PARTS
    assert flat(parts) == items


def test_few_items_are_done_here() -> None:
    assert forked.shared_out(list, [1, 2]) == [[1, 2]]
    assert forked.shared_out(list, []) == [[]]


def test_one_process_may_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(forked.VARIABLE, "1")
    assert forked.shared_out(len, range(1000)) == [1000]


@pytest.mark.parametrize("how", ["raises", "ends"])
def test_what_a_copy_fails_at_is_done_here(how: str) -> None:
    here = os.getpid()

    def work(some: Sequence[int]) -> list[int]:
        if os.getpid() != here:
            if how == "ends":
                os._exit(3)
            raise ValueError
        return list(some)

    items = list(range(1000))
    assert flat(forked.shared_out(work, items)) == items


def test_a_failure_here_is_told() -> None:
    def work(some: Sequence[int]) -> list[int]:
        raise ValueError(f"{len(some)}")

    with pytest.raises(ValueError, match=r"[0-9]+"):
        forked.shared_out(work, list(range(1000)))
