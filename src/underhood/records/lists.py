"""List files: what a list under `governance/_lists/` holds, read bit by bit, whatever its size."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import IO, Protocol

from underhood.doors.hosts import Form, host, is_plain
from underhood.doors.tree import Tree, Unreadable, stream
from underhood.records.places import FOLDER
from underhood.records.record import Catalog, Record

LISTS = "_lists/"
ENTRIES = 5_000_000
LINES = 2 * ENTRIES
LARGEST = 1 << 29
"""Half a gibibyte, packed or unpacked: five million of the longest hosts would not fit, those of any real list do."""

LONGEST_LINE = 4096
PACKED = 200
"""A packed list may grow by this factor. Hosts shrink to a third or a tenth; only a trap grows a thousandfold."""

FREE = 1 << 22
"""So much may be unpacked before the factor counts: a few lines that repeat pack well."""

FIRST = 5
"""So many faults are kept with their lines; the others are counted."""

CHUNK = 1 << 18
BUCKETS = 64
_DIGEST, _LINE = 12, 4
_NAMED = struct.Struct(f"{_DIGEST}s{_LINE}s")
_blake2b = hashlib.blake2b

COUNTED = frozenset({Form.HOST, Form.SPELLING, Form.ADDRESS})
"""The forms that name a host and nothing else."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """An entry that is not simply a host: its line, its beginning, what it is, the host in it (may be empty)."""

    line: int
    text: str
    form: Form
    host: str


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What is known of a list file.

    `digest` is the SHA-256 of the file as it lies there; `hosts` counts different hosts in normal form, `respelled`
    the entries in another spelling, `doubled` those that repeat an earlier host; `doubles` holds the first of them as
    (line, earlier line). `problem` says why it could not be read to its end; then the numbers say nothing.
    """

    path: str
    digest: str = ""
    entries: int = 0
    hosts: int = 0
    respelled: int = 0
    flawed: int = 0
    flaws: tuple[Flaw, ...] = ()
    doubled: int = 0
    doubles: tuple[tuple[int, int], ...] = ()
    problem: str = ""
    hint: str = ""


class Refused(Exception):
    """Why a list is not read any further, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class Digest(Protocol):
    """What counts the bytes of the file."""

    def update(self, data: bytes, /) -> None:
        """Count these."""

    def hexdigest(self) -> str:
        """The digest so far."""


ListOf = Callable[[str], ListFacts]
"""What a list holds, by the path that a record writes."""


def unlisted(written: str) -> ListFacts:
    """What to say where nobody can look for lists."""
    return ListFacts(written, problem="lists are not read here", hint="check the repository as a whole")


def list_paths(catalog: Catalog, record: Record) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The list files that a record names, with the places that name them."""
    kind = catalog.kinds[record.kind]
    for path, value, found in kind.walked(record.data).texts if kind.root.may_list else ():
        if found is not None and found.lists:
            yield path, value


def read_list(tree: Tree, written: str) -> ListFacts:
    """What the list at a path holds; the same bytes under the same name always give the same."""
    path = f"{FOLDER}/{written}"
    if problem := misplaced(tree, written, path):
        return problem
    opened = stream(tree, path, largest=LARGEST)
    if isinstance(opened, Unreadable):
        return ListFacts(written, problem=opened.message, hint=opened.hint)
    digest = hashlib.sha256()
    with opened:
        try:
            found = _counted(written, lines(unpacked(opened, digest)))
        except Refused as error:
            return ListFacts(written, problem=str(error), hint=error.hint)
        except OSError as error:
            return ListFacts(written, problem=f"the list cannot be read ({error.strerror})", hint="check the file")
    return replace(found, digest=digest.hexdigest())


def list_entries(tree: Tree, written: str, digest: Digest) -> Iterator[tuple[int, bytes]]:
    """The entries of the list at a path with their lines. Raises Refused where it cannot be read to its end."""
    path = f"{FOLDER}/{written}"
    if problem := misplaced(tree, written, path):
        raise Refused(problem.problem, problem.hint)
    opened = stream(tree, path, largest=LARGEST)
    if isinstance(opened, Unreadable):
        raise Refused(opened.message, opened.hint)
    with opened:
        try:
            yield from entries_in(written, lines(unpacked(opened, digest)))
        except OSError as error:
            raise Refused(f"the list cannot be read ({error.strerror})", "check the file") from error


def misplaced(tree: Tree, written: str, path: str) -> ListFacts | None:
    """Why there is no such list: it lies outside, or is not there, or is no ordinary file."""
    steps = written.split("/")
    if not written.startswith(LISTS) or "\\" in written or any(step in {"", ".", ".."} for step in steps):
        return ListFacts(written, problem="lists lie under governance/_lists/", hint="write _lists/<name>.txt")
    entry = next((entry for entry in tree.walk(f"{FOLDER}/{LISTS[:-1]}") if entry.path == path), None)
    if entry is None:
        return ListFacts(written, problem=f"{path} is not there", hint="add the file, or correct the path")
    if entry.odd:
        return ListFacts(written, problem=entry.odd, hint="put an ordinary file in its place")
    return None


def unpacked(source: IO[bytes], digest: Digest) -> Iterator[bytes]:
    """The bytes of a list, unpacked if it is packed with gzip; the digest counts the bytes as they lie there."""
    first = source.read(CHUNK)
    digest.update(first)
    if not first.startswith(b"\x1f\x8b"):
        read = 0
        while first:
            read += len(first)
            if read > LARGEST:
                raise Refused(f"the list is over {LARGEST >> 20} MiB", "split it into several lists")
            yield first
            first = source.read(CHUNK)
            digest.update(first)
        return
    yield from _gunzipped(source, first, digest)


def _gunzipped(source: IO[bytes], chunk: bytes, digest: Digest) -> Iterator[bytes]:
    packed, unpacked = 0, 0
    member = zlib.decompressobj(wbits=31)
    while chunk:
        while chunk:
            try:
                out = member.decompress(chunk, CHUNK)
            except zlib.error as error:
                raise Refused("the list is packed, but damaged", "pack it again with gzip") from error
            packed += len(chunk) - len(member.unconsumed_tail) - len(member.unused_data)
            unpacked += len(out)
            if unpacked > LARGEST or (unpacked > FREE and unpacked > PACKED * packed):
                raise Refused("the list unpacks to far more than a list can hold", "pack the list itself, unaltered")
            yield out
            chunk = member.unconsumed_tail
            if member.eof:
                chunk = member.unused_data
                if not chunk.strip(b"\0"):
                    break
                member = zlib.decompressobj(wbits=31)
        chunk = source.read(CHUNK)
        digest.update(chunk)
        if chunk and member.eof:
            member = zlib.decompressobj(wbits=31)
    if not member.eof:
        raise Refused("the list is packed, but ends too early", "pack it again with gzip")


def lines(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines that are not empty, with their numbers; of one that is too long, only the beginning."""
    number, rest = 0, b""
    for chunk in chunks:
        *whole, last = chunk.split(b"\n")
        whole[:1], rest = [rest + line for line in whole[:1]], b"" if whole else rest
        for at, line in enumerate(whole, number + 1):
            if line:
                yield at, line
        number += len(whole)
        if number > LINES:
            raise Refused(f"the list has more than {LINES:,} lines", "split it into several lists")
        rest = (rest + last)[: LONGEST_LINE + 1]
    if rest:
        yield number + 1, rest


@dataclass(slots=True)
class _Tally:
    """What was counted so far. Hosts are kept as digests with their lines, sixteen bytes each."""

    entries: int = 0
    respelled: int = 0
    flawed: int = 0
    flaws: list[Flaw] = field(default_factory=list)
    buckets: list[bytearray] = field(default_factory=lambda: [bytearray() for _ in range(BUCKETS)])

    def add(self, number: int, raw: bytes) -> None:
        """Count one entry."""
        self.entries += 1
        if self.entries > ENTRIES:
            raise Refused(f"the list has more than {ENTRIES:,} entries", "split it into several lists")
        if is_plain(raw):
            self._name(number, raw)
            return
        text = raw[:LONGEST_LINE].decode("utf-8", "replace")
        found = host(text if len(raw) <= LONGEST_LINE else "")
        if found.form is Form.SPELLING:
            self.respelled += 1
        elif found.form not in COUNTED:
            self.flawed += 1
            if len(self.flaws) < FIRST:
                self.flaws.append(Flaw(number, text[:80], found.form, found.name))
        if found.name:
            self._name(number, found.name.encode())

    def _name(self, number: int, name: bytes) -> None:
        digest = _blake2b(name, digest_size=_DIGEST).digest()
        self.buckets[digest[0] % BUCKETS] += digest + number.to_bytes(_LINE, "big")

    def doubles(self) -> Iterator[tuple[int, int]]:
        """The lines that repeat an earlier host, one bucket after another."""
        for bucket in self.buckets:
            if len({digest for digest, _ in _NAMED.iter_unpack(bucket)}) * _NAMED.size == len(bucket):
                continue
            seen: dict[bytes, bytes] = {}
            for digest, line in _NAMED.iter_unpack(bucket):
                first = seen.setdefault(digest, line)
                if first is not line:
                    yield int.from_bytes(line, "big"), int.from_bytes(first, "big")


def entries_in(written: str, lines: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """The entries of a list with their lines: one a line, or the first column of a table with a heading."""
    table = written.removesuffix(".gz").endswith(".csv")
    heading = table
    for number, line in lines:
        text = (line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line).strip()
        if not text or text.startswith(b"#"):
            continue
        if heading:
            heading = False
            continue
        yield number, text.partition(b",")[0].strip(b'" ') if table else text


def _counted(written: str, lines: Iterable[tuple[int, bytes]]) -> ListFacts:
    """Count the entries of a list."""
    tally = _Tally()
    for number, text in entries_in(written, lines):
        tally.add(number, text)
    doubled, doubles = 0, list[tuple[int, int]]()
    for double in tally.doubles():
        doubled += 1
        doubles.append(double)
        if len(doubles) > CHUNK:
            doubles = sorted(doubles)[:FIRST]
    named = sum(len(bucket) for bucket in tally.buckets) // (_DIGEST + _LINE)
    return ListFacts(
        written,
        entries=tally.entries,
        hosts=named - doubled,
        respelled=tally.respelled,
        flawed=tally.flawed,
        flaws=tuple(tally.flaws),
        doubled=doubled,
        doubles=tuple(sorted(doubles)[:FIRST]),
    )
