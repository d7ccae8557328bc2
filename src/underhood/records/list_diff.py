"""What two list files have not in common: entries as sets, in bounded memory, whatever their size and order.

Entries are dealt out to as many heaps as make one heap small; equal entries come into heaps of the same number. A heap
lies in memory while it is small, in a temporary file when it is not.
"""

from __future__ import annotations

import hashlib
import heapq
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import IO

from underhood.doors.hosts import PLAIN, Form, host
from underhood.doors.tree import Tree
from underhood.records.lists import CHUNK, ENTRIES, LONGEST_LINE, Refused, list_entries
from underhood.values.change import ListDiff

NAMED = 20
HEAPS = 64
SMALL = 1 << 16
"""So many bytes of a heap lie in memory."""

_NAMING = frozenset({Form.HOST, Form.SPELLING, Form.ADDRESS})
"""The forms that name a host and nothing else: their spelling does not matter."""


@dataclass(frozen=True, slots=True)
class ListPair:
    """One list in two states: the trees and the paths as records write them."""

    old_tree: Tree
    old: str
    new_tree: Tree
    new: str


@dataclass(frozen=True, slots=True)
class ListsDiffer:
    """What was found: the digests of both files, and what came and went.

    `problem` says why one of them cannot be read, and `lost` whether that is the newer one.
    """

    old_digest: str = ""
    new_digest: str = ""
    listed: ListDiff = field(default_factory=lambda: ListDiff(0, 0))
    problem: str = ""
    lost: bool = False


def list_diff(pair: ListPair) -> ListsDiffer:
    """Compare the entries of two list files."""
    digests = hashlib.sha256(), hashlib.sha256()
    with ExitStack() as closing:
        heaps = [[closing.enter_context(tempfile.SpooledTemporaryFile(SMALL)) for _ in range(HEAPS)] for _ in digests]
        for lost, (tree, written) in enumerate(((pair.old_tree, pair.old), (pair.new_tree, pair.new))):
            try:
                _deal((text for _, text in list_entries(tree, written, digests[lost])), heaps[lost])
            except Refused as error:
                return ListsDiffer(problem=str(error), lost=bool(lost))
        return ListsDiffer(digests[0].hexdigest(), digests[1].hexdigest(), _compared(heaps))


def _deal(entries: Iterable[bytes], heaps: Sequence[IO[bytes]]) -> None:
    """Deal entries out by what they name; which heap an entry comes into differs from run to run."""
    hands: list[list[bytes]] = [[] for _ in heaps]
    for count, written in enumerate(entries, 1):
        if count > ENTRIES:
            raise Refused(f"the list has more than {ENTRIES:,} entries", "split it into several lists")
        name = _name(written)
        hand = hands[hash(name) % HEAPS]
        hand.append(name)
        if len(hand) >= 512:
            heaps[hash(name) % HEAPS].write(b"\n".join(hand) + b"\n")
            hand.clear()
    for heap, hand in zip(heaps, hands, strict=True):
        heap.write(b"".join(name + b"\n" for name in hand))


def _name(written: bytes) -> bytes:
    """What an entry names: a host in its normal form, or what is no host as it is written."""
    text = written[:LONGEST_LINE].decode("utf-8", "replace")
    if PLAIN.fullmatch(text) and "xn--" not in text:
        return written
    found = host(text)
    return found.name.encode() if found.form in _NAMING else written.replace(b"\r", b" ")


def _compared(heaps: Sequence[Sequence[IO[bytes]]]) -> ListDiff:
    counts = [0, 0]
    first: list[list[bytes]] = [[], []]
    for before, after in zip(*heaps, strict=True):
        old, new = _names(before), _names(after)
        for side, only in enumerate((new - old, old - new)):
            counts[side] += len(only)
            first[side] = heapq.nsmallest(NAMED, [*first[side], *only])
    added, removed = (tuple(name.decode("utf-8", "replace") for name in names) for names in first)
    return ListDiff(counts[0], counts[1], added, removed)


def _names(heap: IO[bytes]) -> set[bytes]:
    heap.seek(0)
    return set(_lines(heap))


def _lines(heap: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while chunk := heap.read(CHUNK):
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
