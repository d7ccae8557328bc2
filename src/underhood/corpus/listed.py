"""The entries of an exclusion, written out for the match: its sites, its list, or a list that is kept elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from underhood.corpus.entries import Covers, Flaw, IsSuffix, Named, Prefix, understood
from underhood.doors.hosts import is_ip
from underhood.doors.tree import Tree, Unreadable, WorkingTree, stream
from underhood.records.lists import LARGEST, Digest, Refused, entries_in, lines, list_entries, unpacked
from underhood.records.places import FOLDER
from underhood.records.project import Project
from underhood.records.record import Record, is_absence
from underhood.records.seal_values import LIST, Seal
from underhood.values.errors import USAGE, Stop

MOST = 10_000_000
"""So many entries are looked for; more belong into several lists, and into several exclusions."""

FIRST = 20
"""So many faults are kept with their places; the others are counted."""

MOST_ODD, MOST_UNREAD = 0.02, 0.2
"""Such parts of a list may be control characters, and bytes that are no UTF-8: real lists have stray ones."""

SITES = "sites"
_CONTROLS = bytes(sorted({*range(32)} - {*b"\t\n\v\f\r"}))


@dataclass(frozen=True, slots=True)
class Source:
    """A file of entries, or the sites that the record names: its name, and the SHA-256 of what stands there."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Listed:
    """What an exclusion names, written out.

    `hosts` and `prefixes` are tables without heading, separated by tabs: name and what it covers; host, port, path and
    query, 1 where they may go on. `alone` counts the public suffixes that stand for themselves alone.
    """

    sources: tuple[Source, ...]
    hosts: Path
    prefixes: Path
    entries: int
    named: int
    addresses: int
    alone: int
    invalid: int
    flaws: tuple[Flaw, ...]


Numbered = Iterator[tuple[str, bytes]]


def listed(
    entries: Numbered, sources: Callable[[], tuple[Source, ...]], is_suffix: IsSuffix, *, folder: Path
) -> Listed:
    """Write out what entries name, into a folder. Raises Stop where there are none, or a list cannot be read."""
    tally = _Tally()
    hosts, prefixes = folder / "hosts.tsv", folder / "prefixes.tsv"
    try:
        with hosts.open("w", encoding="utf-8", newline="\n") as names, prefixes.open("w", encoding="utf-8") as paths:
            for one in understood(entries, is_suffix):
                _put(one, tally, names, paths=paths)
    except Refused as error:
        raise Stop(f"the list cannot be used: {error}", error.hint) from error
    except OSError as error:
        raise Stop(f"cannot write {folder}: {error.strerror}", "check the free space") from error
    if not tally.entries:
        raise Stop("there is no entry to look for", "give the exclusion its sites or list, or --list FILE", code=USAGE)
    found = (tally.entries, tally.named, tally.addresses, tally.alone, tally.invalid)
    return Listed(sources(), hosts, prefixes, *found, tuple(tally.flaws))


@dataclass(slots=True)
class _Tally:
    entries: int = 0
    named: int = 0
    addresses: int = 0
    alone: int = 0
    invalid: int = 0
    flaws: list[Flaw] = field(default_factory=list)


def _put(one: Named | Prefix | Flaw, tally: _Tally, hosts: IO[str], *, paths: IO[str]) -> None:
    """Write one entry out and count it."""
    tally.entries += 1
    if tally.entries > MOST:
        raise Refused(f"it has more than {MOST:,} entries", "split it into several lists, and exclusions")
    if type(one) is Named:
        tally.named += 1
        tally.alone += one.covers is Covers.ITSELF and not is_ip(one.name)
        hosts.write(f"{one.name}\t{one.covers.value}\n")
    elif type(one) is Prefix:
        tally.addresses += 1
        paths.write(f"{one.name}\t{one.port}\t{one.target}\t{int(one.open)}\n")
    elif isinstance(one, Flaw):
        tally.invalid += 1
        if len(tally.flaws) < FIRST:
            tally.flaws.append(one)


@dataclass(slots=True)
class Reading:
    """The entries that an exclusion names, one after another, and the digests of what was read so far."""

    record: Record
    tree: Tree
    elsewhere: Path | None = None
    digests: dict[str, Digest] = field(default_factory=dict)

    def __iter__(self) -> Numbered:
        """The entries with their places. Raises Refused where a list cannot be read to its end."""
        yield from self._sites()
        if self.elsewhere is not None:
            for path in files_of(self.elsewhere):
                yield from self._file(path)
        elif written := list_path(self.record):
            digest = self.digests[f"{FOLDER}/{written}"] = hashlib.sha256()
            for line, text in list_entries(self.tree, written, digest):
                yield f"{FOLDER}/{written}:{line}", text

    def sources(self) -> tuple[Source, ...]:
        """What was read."""
        return tuple(Source(name, digest.hexdigest()) for name, digest in self.digests.items())

    def _sites(self) -> Numbered:
        sites = self.record.get("sites", ())
        if isinstance(sites, Mapping) or not sites:
            return
        digest = self.digests[SITES] = hashlib.sha256()
        for index, site in enumerate(sites):
            digest.update(f"{site}\n".encode())
            yield f"{self.record.path}: {SITES}/{index}", str(site).encode()

    def _file(self, path: Path) -> Numbered:
        opened = stream(WorkingTree(path.parent), path.name, largest=LARGEST)
        if isinstance(opened, Unreadable):
            raise Refused(f"{path}: {opened.message}", opened.hint)
        digest = self.digests[self._named(path)] = hashlib.sha256()
        with opened:
            for line, text in entries_in(path.name, lines(_text(path, unpacked(opened, digest)))):
                yield f"{path}:{line}", text

    def _named(self, path: Path) -> str:
        """The name of a file in results: that of the folder is nobody's business."""
        assert self.elsewhere is not None
        return path.name if path == self.elsewhere else path.relative_to(self.elsewhere).as_posix()


def _text(path: Path, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The chunks of a list. Raises Refused where the first is not text: names are looked for in nothing else."""
    for number, chunk in enumerate(chunks):
        if not number:
            odd = len(chunk) - len(chunk.translate(None, _CONTROLS))
            unread = chunk.decode("utf-8", "replace").count("\ufffd")
            if b"\0" in chunk or odd > len(chunk) * MOST_ODD or unread > len(chunk) * MOST_UNREAD:
                raise Refused(f"{path} is not text", "a list is a file in UTF-8 with an entry a line")
        yield chunk


def list_path(record: Record) -> str:
    """Where the records keep the list of an exclusion; empty where they do not."""
    written = record.get("list", {})
    return "" if is_absence(written) else str(written.get("path", ""))


def files_of(elsewhere: Path) -> list[Path]:
    """The files of a list: itself, or all of a folder of lists, such as one by category. Raises Stop without any."""
    if elsewhere.is_dir():
        found = sorted(path for path in elsewhere.rglob("*") if path.is_file() and not path.name.startswith("."))
    else:
        found = [elsewhere] if elsewhere.exists() else []
    if not found:
        raise Stop(f"there is no list {elsewhere}", "name a file, or a folder of files", code=USAGE)
    return found


def changed(project: Project, record: Record, sources: tuple[Source, ...]) -> tuple[str, ...]:
    """What must be said of a list that is not the one that the record, or a seal, describes."""
    found: list[str] = []
    stated, now = record.get("list", {}), {one.name: one.sha256 for one in sources if one.name != SITES}
    digest = str(stated.get("sha256", "")).lower() if not is_absence(stated) else ""
    if digest and now and digest not in now.values():
        found.append("the list is not the one whose digest the exclusion states")
    written = list_path(record)
    here = f"{FOLDER}/{written}"
    for id in sorted(project.seals.ids) if written and here in now else ():
        seal = project.seals.of(id)
        entry = seal.by_name.get(f"{LIST}{written}") if isinstance(seal, Seal) else None
        if entry is not None and entry.data is not None and entry.data.get("sha256") != now[here]:
            found.append(f"the list has changed since release/{id} was sealed")
    return tuple(found)
