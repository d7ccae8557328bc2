"""Whether a shard is whole: read once, from its first byte to its last, for its digest and the marks of its packing."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path
from typing import IO

from underhood.corpus.shards import Packing, packing

CHUNK = 1 << 20
PACKED = 200
"""A packed shard may grow by this factor. Text shrinks to a third or a tenth; only a trap grows a thousandfold."""

FREE = 1 << 26
"""So much may be unpacked before the factor counts."""

_ZSTD, _SKIPPED, _BLOCK = 0xFD2FB528, 0x184D2A50, 1 << 17


class Damaged(Exception):
    """Why a shard is not what it should be, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class Seen:
    """What is learnt of a shard while its bytes go by."""

    def __init__(self) -> None:
        self.packing = Packing.NONE
        self.bytes = 0
        self._digest = hashlib.sha256()
        self._member = zlib.decompressobj(wbits=31)
        self._unpacked = 0

    @property
    def sha256(self) -> str:
        """The digest of what has gone by."""
        return self._digest.hexdigest()

    def take(self, chunk: bytes) -> None:
        """Take the next bytes. Raises Damaged."""
        if not self.bytes:
            self.packing = packing(chunk)
        self.bytes += len(chunk)
        self._digest.update(chunk)
        if self.packing is Packing.GZIP:
            self._unpack(chunk)

    def end(self) -> None:
        """There is no more. Raises Damaged where there should be."""
        if self.packing is Packing.GZIP and not self._member.eof:
            raise Damaged("it is packed with gzip, and ends too early", "fetch or pack it again")

    def _unpack(self, chunk: bytes) -> None:
        while chunk:
            if self._member.eof:
                chunk = chunk.lstrip(b"\0")
                if not chunk:
                    return
                self._member = zlib.decompressobj(wbits=31)
            try:
                out = self._member.decompress(chunk, CHUNK)
            except zlib.error as error:
                raise Damaged("it is packed with gzip, and damaged", "fetch or pack it again") from error
            self._unpacked += len(out)
            if self._unpacked > FREE and self._unpacked > PACKED * self.bytes:
                raise _bomb()
            chunk = self._member.unused_data if self._member.eof else self._member.unconsumed_tail


def seen(path: Path) -> Seen:
    """Read a file to its end. Raises Damaged, or OSError."""
    found = Seen()
    with path.open("rb") as source:
        while chunk := source.read(CHUNK):
            found.take(chunk)
        found.end()
        if found.packing is Packing.ZSTD:
            _walk(source, found.bytes)
    return found


def walk(path: Path) -> None:
    """Look whether a file packed with Zstandard is whole, without unpacking it. Raises Damaged."""
    with path.open("rb") as source:
        _walk(source, path.stat().st_size)


def _walk(source: IO[bytes], size: int) -> None:
    """From block to block of each frame (RFC 8878); what a block may hold at most is held against its packed size."""
    at = most = 0
    while at < size:
        magic = _number(source, at, 4)
        if magic & 0xFFFFFFF0 == _SKIPPED:
            at += 8 + _number(source, at + 4, 4)
            continue
        if magic != _ZSTD:
            raise Damaged("it is packed with Zstandard, and damaged", "fetch or pack it again")
        at, sums = _blocks_of(source, at + 4)
        while True:
            head = _number(source, at, 3)
            kind, length = head >> 1 & 3, head >> 3
            most += min(length, _BLOCK) if kind < 2 else _BLOCK
            at += 3 + (1 if kind == 1 else length)
            if most > FREE and most > PACKED * size:
                raise _bomb()
            if head & 1:
                break
        at += 4 * sums
    if at != size:
        raise Damaged("it is packed with Zstandard, and ends too early", "fetch or pack it again")


def _blocks_of(source: IO[bytes], at: int) -> tuple[int, bool]:
    """Where the first block of a frame stands, and whether a checksum follows the last."""
    about = _number(source, at, 1)
    single = bool(about & 0x20)
    sizes = (1 if single else 0, 2, 4, 8)[about >> 6]
    return at + 1 + (not single) + (0, 1, 2, 4)[about & 3] + sizes, bool(about & 4)


def _number(source: IO[bytes], at: int, length: int) -> int:
    source.seek(at)
    found = source.read(length)
    if len(found) < length:
        raise Damaged("it is packed with Zstandard, and ends too early", "fetch or pack it again")
    return int.from_bytes(found, "little")


def _bomb() -> Damaged:
    return Damaged("it unpacks to far more than text can", "pack the shard itself, unaltered")
