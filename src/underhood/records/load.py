"""Reading `governance/`: every file becomes a record or a problem, in one run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from underhood.doors import marked
from underhood.doors.forked import shared_out
from underhood.doors.schemas import Schemas
from underhood.doors.tree import Entry, Tree, Unreadable, WorkingTree
from underhood.records.kinds import Kind, read_kinds
from underhood.records.places import FOLDER
from underhood.records.record import Catalog, Record, make_catalog
from underhood.values.finding import DataPath, Location, Related
from underhood.values.ids import Address, id_problem

RESERVED_FOLDERS = frozenset({"_locale", "_defaults", "_lists", "_sealed"})
RESERVED_FILES = frozenset({"settings.yaml", "_signers", ".gitattributes", ".gitignore"})
NOTES = (".md", ".txt")
"""Files that people may lay beside records; they are left alone."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What kept a file, or a part of one, from being taken.

    The code of the rule that explains it, place, words, cure.
    """

    code: str
    location: Location
    message: str
    hint: str = ""
    related: tuple[Related, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read: the records that hold together, and the problems of the rest."""

    catalog: Catalog
    problems: tuple[Problem, ...]


def load(tree: Tree, schemas: Schemas) -> Loaded:
    """Read all records of a tree."""
    kinds = read_kinds(schemas)
    records: list[Record] = []
    broken: list[Address] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str], str] = {}
    for found in _files(tree, kinds, schemas):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        if not found.digest:
            broken.append(found.address)
            continue
        first = seen.setdefault((found.kind, found.id.lower()), found.path)
        if first != found.path:
            problems.append(_twice(found, first))
        else:
            records.append(found)
    return Loaded(make_catalog(kinds, records, broken=broken), tuple(problems))


def _files(tree: Tree, kinds: Mapping[str, Kind], schemas: Schemas) -> Iterator[Record | Problem]:
    """What all files hold; many files of a folder are read by several processes."""

    def read(entries: Sequence[Entry]) -> list[Record | Problem]:
        return [found for entry in entries for found in read_file(tree, entry, kinds, schemas)]

    entries = list(tree.walk(FOLDER))
    yield from chain.from_iterable(shared_out(read, entries) if isinstance(tree, WorkingTree) else [read(entries)])


def read_yaml(tree: Tree, path: str) -> tuple[Any, list[Problem], str]:
    """The data of a YAML file, or its problems, and the SHA-256 of its bytes."""
    return _yaml(tree.read(path), path)


def _yaml(raw: bytes | Unreadable, path: str) -> tuple[Any, list[Problem], str]:
    if isinstance(raw, Unreadable):
        return None, [Problem("unreadable-file", Location(path), raw.message, raw.hint)], ""
    document = marked.read(raw)
    problems = [Problem("invalid-yaml", Location(path, p.line, p.column), p.message, p.hint) for p in document.problems]
    return document.data, problems, hashlib.sha256(raw).hexdigest()


def schema_problems(tree: Tree, path: str, name: str, *, schemas: Schemas) -> list[Problem]:
    """Why a schema refuses a file, each at its line."""
    raw = tree.read(path)
    if isinstance(raw, Unreadable):
        return [Problem("unreadable-file", Location(path), raw.message, raw.hint)]
    data = marked.read(raw).data
    marks = marked.marks(raw)
    return [
        Problem(
            v.code,
            locate(path, marks, v.data_path, key=v.code == "unknown-field"),
            f"{_where(v.data_path)}{v.message}",
            v.hint,
        )
        for v in schemas.explain(name, data)
    ]


def locate(path: str, marks: Mapping[DataPath, marked.Mark], data_path: DataPath, *, key: bool = False) -> Location:
    """The line of a data path, or of the nearest place above it that the file has."""
    for end in range(len(data_path), -1, -1):
        mark = marks.get(data_path[:end])
        if mark:
            return Location(path, *(mark.key if key or end < len(data_path) else mark.value))
    return Location(path)


def read_file(tree: Tree, entry: Entry, kinds: Mapping[str, Kind], schemas: Schemas) -> Iterator[Record | Problem]:
    """What one file holds: a record, or problems and a record without a digest; nothing for what is no record."""
    path = entry.path
    inner = path.removeprefix(f"{FOLDER}/")
    top, slash, name = inner.partition("/")
    if (not slash and inner in RESERVED_FILES) or top in RESERVED_FOLDERS or path.endswith(NOTES):
        return
    if entry.odd:
        yield Problem("unreadable-file", Location(path), entry.odd, "put an ordinary file in its place")
        return
    if not slash or top not in kinds:
        yield _stray(path, top if slash else "", kinds)
        return
    if not name.endswith(".yaml"):
        yield Problem(
            "unknown-file",
            Location(path),
            "this is not a record: records end in .yaml",
            "rename it to <id>.yaml, or move it out of governance/",
        )
        return
    id = name.rpartition("/")[2].removesuffix(".yaml")
    if complaint := id_problem(id):
        yield Problem("invalid-id", Location(path), f"'{id[:80]}' cannot be an id: {complaint}", "rename the file")
        return
    yield from _record(tree, path, Record(top, id, path, {}), schemas)


def _record(tree: Tree, path: str, named: Record, schemas: Schemas) -> Iterator[Record | Problem]:
    """The record of a file; a record without a digest stands for one that exists and could not be taken."""
    raw = tree.read(path)
    data, problems, digest = _yaml(raw, path)
    if not problems and data is None:
        problems = [
            Problem(
                "empty-file",
                Location(path),
                "the file is empty",
                f"fill in the fields of a {named.kind}, or delete the file",
            )
        ]
    elif not problems and not schemas.accepts(named.kind, data):
        problems = schema_problems(tree, path, named.kind, schemas=schemas)
    if problems:
        yield from problems
        yield named
    else:
        yield Record(named.kind, named.id, path, data, digest, isinstance(raw, bytes) and b"underhood" in raw.lower())


def _stray(path: str, top: str, kinds: Mapping[str, Kind]) -> Problem:
    import difflib  # noqa: PLC0415  (only for a mistake)

    if not top:
        return Problem(
            "unknown-file",
            Location(path),
            "a file lies in governance/ itself",
            f"move it into the folder of its kind, such as governance/{next(iter(kinds), 'risk')}/",
        )
    near = difflib.get_close_matches(top, kinds, 1)
    hint = f"did you mean governance/{near[0]}/?" if near else f"the kinds are: {', '.join(kinds)}"
    return Problem("unknown-folder", Location(path), f"governance/{top}/ is not the folder of a kind", hint)


def _twice(record: Record, first: str) -> Problem:
    message = f"{record.address} is the name of another file too: {first}"
    hint = "give one of the two another id (names that differ only in case count as the same)"
    return Problem(
        "ambiguous-id", Location(record.path), message, hint, (Related(Location(first), "the first of that name"),)
    )


def _where(path: DataPath) -> str:
    """The field that a sentence is about, for the reader of a list of findings."""
    return f"{'.'.join(str(step) for step in path)}: " if path else ""
