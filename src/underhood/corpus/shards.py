"""The shards of a corpus: which files its folders, patterns and addresses name, and how they are written."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from underhood.doors import remote
from underhood.values.errors import USAGE, Stop


class Format(StrEnum):
    """How the rows of a shard are written."""

    PARQUET = "parquet"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"


class Packing(StrEnum):
    """How a shard is packed as a whole."""

    NONE = ""
    GZIP = "gzip"
    ZSTD = "zstd"


ENDINGS = {
    ".parquet": Format.PARQUET,
    ".jsonl": Format.JSONL,
    ".json": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".csv": Format.CSV,
    ".tsv": Format.TSV,
}
PACKED = {".gz": Packing.GZIP, ".gzip": Packing.GZIP, ".zst": Packing.ZSTD, ".zstd": Packing.ZSTD}
_MAGIC = {b"\x1f\x8b": Packing.GZIP, b"\x28\xb5\x2f\xfd": Packing.ZSTD}


@dataclass(frozen=True, slots=True)
class Source:
    """A file of a corpus: its name in the ledger, where it lies, and a stamp that changes when it is written anew."""

    name: str
    place: str
    format: Format
    bytes: int
    stamp: str

    @property
    def far(self) -> bool:
        """Whether it lies on another machine."""
        return remote.is_remote(self.place)


@dataclass(frozen=True, slots=True)
class Missing:
    """A file that was named, and cannot be read or understood."""

    name: str
    message: str
    hint: str


def sources(corpus: Sequence[str]) -> tuple[list[Source], list[Missing]]:
    """The shards by name, and what was named and is none. Raises Stop where two have one name, or there is nothing.

    A name is the path below the folder or pattern that was asked for, beginning with that folder's own name: the same
    corpus has the same names wherever it lies.
    """
    found: dict[str, Source | Missing] = {}
    for asked in corpus:
        for one in _named(asked):
            known = found.setdefault(one.name, one)
            if isinstance(known, Source) and isinstance(one, Source) and known.place != one.place:
                message = f"two shards are called {one.name}: {known.place} and {one.place}"
                raise Stop(message, "name the folder above both instead", code=USAGE)
    inside = sorted(found.items())
    good = [one for _, one in inside if isinstance(one, Source)]
    bad = [one for _, one in inside if isinstance(one, Missing)]
    if not good and not bad:
        raise Stop(f"no shards in {', '.join(corpus)}", f"shards end in {', '.join(ENDINGS)}", code=USAGE)
    return good, bad


def format_of(path: str) -> Format | None:
    """How a file of this name is written; None where the name does not tell."""
    pure = PurePosixPath(path)
    if pure.suffix.lower() in PACKED:
        pure = pure.with_suffix("")
    return ENDINGS.get(pure.suffix.lower())


def packing(first: bytes) -> Packing:
    """How a file that begins so is packed, whatever its name says."""
    return next((found for magic, found in _MAGIC.items() if first.startswith(magic)), Packing.NONE)


def _named(asked: str) -> Iterator[Source | Missing]:
    if remote.is_remote(asked):
        yield from _far(asked)
        return
    path = Path(asked).absolute()
    if path.is_dir():
        yield from _within(path, path.parent)
    elif path.exists() or not glob.has_magic(asked):
        yield _source(path, path.name)
    else:
        base = _base(path)
        for one in sorted(glob.iglob(str(path), recursive=True)):  # noqa: PTH207  (absolute, with folders at any depth)
            found = Path(one)
            if found.is_dir():
                yield from _within(found, base.parent)
            elif format_of(one) is not None:
                yield _source(found, found.relative_to(base.parent).as_posix())


def _within(folder: Path, base: Path) -> Iterator[Source | Missing]:
    """The shards below a folder; what is hidden or ends otherwise is passed over, what cannot be listed is named."""
    refused: list[OSError] = []
    for here, folders, files in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(one for one in folders if not one.startswith((".", "_")))
        for one in sorted(files):
            if format_of(one) is not None and not one.startswith((".", "_")):
                path = Path(here) / one
                yield _source(path, path.relative_to(base).as_posix())
    for error in refused:
        name = Path(error.filename or folder).relative_to(base).as_posix()
        yield Missing(name, f"the folder cannot be listed: {(error.strerror or '').lower()}", "check its permissions")


def _base(path: Path) -> Path:
    """The folder above the first part of a pattern that is one."""
    plain: list[str] = []
    for part in path.parts[:-1]:
        if glob.has_magic(part):
            break
        plain.append(part)
    return Path(*plain)


def _source(path: Path, name: str) -> Source | Missing:
    form = format_of(path.name)
    if form is None:
        return Missing(name, "the name does not tell the format", f"let it end in {', '.join(ENDINGS)}")
    try:
        about = path.stat()
    except OSError as error:
        return Missing(name, f"the file cannot be read: {(error.strerror or '').lower()}", "check the path")
    if not stat.S_ISREG(about.st_mode):
        return Missing(name, "it is not an ordinary file", "put an ordinary file in its place, or move it elsewhere")
    return Source(name, str(path), form, about.st_size, f"{about.st_size}-{about.st_mtime_ns}")


def _far(asked: str) -> Iterable[Source | Missing]:
    try:
        listed = remote.listed(asked)
    except remote.Unreachable as error:
        return [Missing(asked, str(error), error.hint)]
    found: list[Source | Missing] = []
    for one in listed:
        form = format_of(one.name)
        if form is not None:
            found.append(Source(one.name, one.place, form, one.bytes, one.stamp))
    if not found:
        return [Missing(asked, "there are no shards at this address", f"shards end in {', '.join(ENDINGS)}")]
    return found


def glob_magic(path: str) -> bool:
    """Whether a path could be taken for a pattern."""
    return glob.has_magic(path)
