"""Why a shard cannot be read as what its name says, in words for whoever has to put it right."""

from __future__ import annotations

import re
import zlib
from pathlib import Path, PurePosixPath

from underhood.corpus.intact import Damaged
from underhood.corpus.shards import PACKED, Format, Packing

FIRST = 1 << 16
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NAMES = {Packing.GZIP: "gzip", Packing.ZSTD: "Zstandard"}
_LINE = re.compile(r"CSV Error on Line: ([0-9]+)")
_ODD = re.compile(rb"[\x00-\x08\x0e-\x1f]")


def look(path: Path, name: str, form: Format, *, packed: Packing) -> None:
    """Look at the beginning of a shard of lines. Raises Damaged where that shows that it is none."""
    if form is Format.PARQUET:
        return
    first = _beginning(path, packed)
    if first == b"":
        raise Damaged("it is empty", "fetch or write it again, or leave it out")
    if first and first.startswith(_UTF16):
        raise Damaged("it is written in UTF-16", "write it in UTF-8")
    if first and form is Format.JSONL and first.startswith(b"\xef\xbb\xbf"):
        raise Damaged("it begins with a byte order mark, which is no JSON", "write it in UTF-8 without the mark")
    if first and form is not Format.JSONL and _ODD.search(first):
        raise _unpacked(name, packed) or Damaged("it is not text", "fetch or write it again")


def no_lines(name: str, packed: Packing) -> Damaged:
    """What to say of a file that should hold JSON lines, and has none at its beginning."""
    return _unpacked(name, packed) or Damaged("it holds no JSON lines", "write one JSON object a line")


def in_words(message: str, form: Format) -> str:
    """What DuckDB says of a table of lines, in words for those who have not called it."""
    if form not in {Format.CSV, Format.TSV}:
        return message
    line = _LINE.search(message)
    where = f" in line {line[1]}" if line else ""
    if "nterminated quote" in message:
        return f"a quotation mark{where} is never closed"
    if "sniffing" in message:
        return f"it cannot be read as {form.upper()}: a quotation mark may be left open, or rows differ in length"
    if line:
        return f"it cannot be read as {form.upper()}{where}"
    return message


def _unpacked(name: str, packed: Packing) -> Damaged | None:
    claimed = PACKED.get(PurePosixPath(name).suffix.lower())
    if claimed is None or claimed is packed:
        return None
    return Damaged(f"it is not packed with {_NAMES[claimed]}, as its name says", "pack it, or give it another name")


def _beginning(path: Path, packed: Packing) -> bytes | None:
    """The first bytes, unpacked; None where they cannot be had here."""
    with path.open("rb") as source:
        first = source.read(FIRST)
    if packed is Packing.GZIP:
        try:
            return zlib.decompressobj(wbits=31).decompress(first, FIRST)
        except zlib.error:
            return None
    return None if packed is Packing.ZSTD else first
