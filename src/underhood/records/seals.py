"""Seals: what of a release was signed, as one file under `governance/_sealed/`.

A seal is a list of entries, each a name and plain data in canonical form (RFC 8785). An entry's digest is the SHA-256
of its nonce and these bytes; the manifest is the SHA-256 of the sorted digests. A copy for an audience has bare digests
where an entry is not for it, and the same manifest. The file has one spelling only: every byte of it counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from underhood.doors.tree import Tree, Unreadable
from underhood.records.places import FOLDER
from underhood.records.reading import Problem
from underhood.records.seal_parsing import parse_seal
from underhood.records.seal_values import (
    AUDIENCES,
    INTERNAL,
    OPEN,
    RECORD,
    RELEASE,
    TRANSLATION,
    VIEW,
    Entry,
    Seal,
    bytes_of,
    entry_of,
    manifest_of,
)
from underhood.values.finding import Location
from underhood.values.ids import id_problem

__all__ = [
    "Entry",
    "Seal",
    "Seals",
    "entry_of",
    "manifest_of",
    "orphaned",
    "parse_seal",
    "path_of",
    "read_seal",
    "seal_problems",
    "written",
]

SEALED = f"{FOLDER}/_sealed"
CODE = "seal-edited"
LARGEST = 1 << 27
RESTORE = "restore the file as it was sealed; a seal is never edited by hand"


def path_of(id: str) -> str:
    """Where the seal of a release lies."""
    return f"{SEALED}/{id}.json"


def read_seal(tree: Tree, id: str) -> Seal | Problem | None:
    """The seal of a release; what is wrong with it; None where there is none."""
    path = path_of(id)
    if id_problem(id) or all(entry.path != path for entry in tree.walk(SEALED)):
        return None
    raw = tree.read(path, largest=LARGEST)
    if isinstance(raw, Unreadable):
        return _problem(path, raw.message, raw.hint)
    seal = parse_seal(raw)
    if isinstance(seal, str):
        return _problem(path, seal, RESTORE)
    if seal.release != f"{RELEASE}{id}":
        return _problem(path, f"this is the seal of {seal.release}", RESTORE)
    if len(seal.by_name) != len(seal.entries):
        return _problem(path, "this is a copy for an audience, not the seal itself", RESTORE)
    return seal


def written(seal: Seal, audience: str = INTERNAL, *, hidden: frozenset[str] = frozenset()) -> bytes:
    """A seal as a file: whole, or with bare digests for what is not for an audience.

    `hidden`: names of entries that are not for it today although they were when they were sealed.
    """
    shown = [entry for entry in seal.entries if entry.data is not None]
    if audience != INTERNAL:
        shown = [entry for entry in shown if entry.name not in hidden and _for(entry, audience, seal)]
    kept = {entry.digest for entry in shown}
    lines = [
        b'{"nonce":"%s","entry":%s}' % (entry.nonce.encode(), bytes_of(entry.name, entry.data))
        for entry in sorted(shown, key=lambda entry: entry.name)
    ]
    lines += [b'{"digest":"%s"}' % digest.encode() for digest in sorted(_digests(seal) - kept)]
    head = b'{"seal":%d,"release":"%s","audience":"%s","manifest":"%s","entries":[\n' % (
        seal.number,
        seal.release.encode(),
        audience.encode(),
        seal.manifest.encode(),
    )
    return head + b",\n".join(lines) + b"\n]}\n"


def _for(entry: Entry, audience: str, seal: Seal) -> bool:
    """Whether an entry is for an audience: as it was sealed, or in a form without the names of what is not."""
    name, rank = entry.name, AUDIENCES.index(audience)
    if name in OPEN:
        return True
    if name.startswith(VIEW):
        return name.startswith(f"{VIEW}{audience}/")
    if name.startswith(TRANSLATION):
        whole = seal.by_name.get(RECORD + name.removeprefix(TRANSLATION).partition("/")[2])
        return whole is not None and _for(whole, audience, seal)
    if f"{VIEW}{audience}/{name.removeprefix(RECORD)}" in seal.by_name:
        return False
    level = entry.data.get("visibility") if isinstance(entry.data, Mapping) else None
    return level in AUDIENCES and AUDIENCES.index(level) <= rank


def _digests(seal: Seal) -> set[str]:
    return {entry.digest for entry in seal.entries}


def _problem(path: str, message: str, hint: str) -> Problem:
    return Problem(CODE, Location(path), f"the seal cannot be used: {message}", hint)


@dataclass(frozen=True)
class Seals:
    """The seals of a tree, each read when it is asked for."""

    tree: Tree | None = None
    _read: dict[str, Seal | Problem | None] = field(default_factory=dict, repr=False, compare=False)

    def of(self, id: str) -> Seal | Problem | None:
        """The seal of a release."""
        if id not in self._read:
            self._read[id] = read_seal(self.tree, id) if self.tree is not None and id in self.ids else None
        return self._read[id]

    @cached_property
    def ids(self) -> frozenset[str]:
        """The releases that have a file of a seal."""
        paths = (entry.path for entry in self.tree.walk(SEALED)) if self.tree is not None else ()
        names = (path.removeprefix(f"{SEALED}/").removesuffix(".json") for path in paths if path.endswith(".json"))
        return frozenset(name for name in names if "/" not in name)

    @cached_property
    def since(self) -> str:
        """The day of the first seal; empty while nothing is sealed."""
        found = (self.of(id) for id in self.ids)
        return min((seal.sealed for seal in found if isinstance(seal, Seal)), default="")


def seal_problems(seals: Seals) -> Iterator[Problem]:
    """What is wrong with the seals of a tree, as far as one state can tell."""
    for entry in seals.tree.walk(SEALED) if seals.tree is not None else ():
        name = entry.path.removeprefix(f"{SEALED}/")
        id = name.removesuffix(".json")
        if entry.odd:
            yield _problem(entry.path, entry.odd, "put an ordinary file in its place")
        elif id == name or id_problem(id):
            hint = "seals are called <id>.json; `underhood seal` writes them"
            yield Problem("unknown-file", Location(entry.path), "this is not a seal", hint)
        else:
            found = seals.of(id)
            if isinstance(found, Problem):
                yield found


def orphaned(tree: Tree) -> Iterator[Problem]:
    """The seals of releases of which a tree has no file at all; one that cannot be read is told elsewhere."""
    sealed = {entry.path: entry.path.removeprefix(f"{SEALED}/").removesuffix(".json") for entry in tree.walk(SEALED)}
    ids = {path: id for path, id in sealed.items() if path.endswith(".json") and not id_problem(id)}
    if not ids:
        return
    there = {entry.path.rpartition("/")[2] for entry in tree.walk(f"{FOLDER}/release")}
    for path, id in sorted(ids.items()):
        if f"{id}.yaml" not in there:
            message = f"this is the seal of release/{id}, and there is no such release"
            hint = f"restore the file of release/{id}; only the seal of a draft that was given up may be deleted"
            yield Problem("seal-without-release", Location(path), message, hint)
