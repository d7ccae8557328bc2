"""Reading `governance/`: every file becomes a record or a problem, in one run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from underhood.doors.forked import shared_out
from underhood.doors.schemas import Schemas
from underhood.doors.tree import Entry, Tree, WorkingTree
from underhood.records.astray import id_meant, kind_meant
from underhood.records.kinds import Kind, read_kinds
from underhood.records.packed import pack
from underhood.records.places import FOLDER
from underhood.records.reading import Problem, schema_problems, yaml_of
from underhood.records.record import Catalog, Record, make_catalog
from underhood.values.finding import Location, Related
from underhood.values.ids import Address, id_problem

RESERVED_FOLDERS = frozenset({"_locale", "_defaults", "_lists", "_sealed"})
RESERVED_FILES = frozenset({"settings.yaml", "_signers", "_revoked", ".gitattributes", ".gitignore"})
SIGNED, SIGNATURE = "approval", ".yaml.sig"
NOTES = (".md", ".txt")
"""Files that people may lay beside records; they are left alone."""

NOTHING: Mapping[str, Record] = {}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read: the records that hold together, and the problems of the rest."""

    catalog: Catalog
    problems: tuple[Problem, ...]


def load(tree: Tree, schemas: Schemas, kept: Mapping[str, Record] = NOTHING) -> Loaded:
    """Read all records of a tree, but for those that were kept, by path."""
    kinds = read_kinds(schemas)
    records: list[Record] = []
    broken: list[Address] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str], str] = {}
    for found in _files(tree, kinds, schemas, kept=kept):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        if not found.digest:
            broken.append(found.address)
            continue
        first = seen.setdefault((found.kind, found.id.lower()), found.path)
        if first != found.path:
            problems.append(twice(found, first))
        else:
            records.append(found)
    return Loaded(make_catalog(kinds, records, broken=broken), tuple(problems))


def _files(
    tree: Tree, kinds: Mapping[str, Kind], schemas: Schemas, *, kept: Mapping[str, Record]
) -> Iterable[Record | Problem]:
    """What all files hold; many files of a folder are read by several processes, and kept small."""

    def read(entries: Sequence[Entry]) -> list[Record | Problem]:
        return [found for entry in entries for found in read_file(tree, entry, kinds, schemas=schemas)]

    def packed(entries: Sequence[Entry]) -> list[Record | Problem]:
        return [pack(one, kinds[one.kind]) if isinstance(one, Record) and one.digest else one for one in read(entries)]

    entries = [entry for entry in tree.walk(FOLDER) if entry.path not in kept]
    found = chain.from_iterable(shared_out(packed, entries) if isinstance(tree, WorkingTree) else [read(entries)])
    return sorted([*kept.values(), *found], key=_path) if kept else found


def _path(found: Record | Problem) -> str:
    return found.path if isinstance(found, Record) else found.location.path


def read_file(tree: Tree, entry: Entry, kinds: Mapping[str, Kind], *, schemas: Schemas) -> Iterator[Record | Problem]:
    """What one file holds: a record, or problems and a record without a digest; nothing for what is no record."""
    path = entry.path
    inner = path.removeprefix(f"{FOLDER}/")
    top, slash, name = inner.partition("/")
    if (not slash and inner in RESERVED_FILES) or top in RESERVED_FOLDERS or path.endswith(NOTES):
        return
    if top == SIGNED and name.endswith(SIGNATURE):
        return  # the judge looks at what lies beside an approval
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
            f"rename it to {id_meant(name.rpartition('/')[2]) or '<id>'}.yaml, or move it out of governance/",
        )
        return
    id = name.rpartition("/")[2].removesuffix(".yaml")
    if complaint := id_problem(id):
        better = id_meant(name.rpartition("/")[2])
        hint = f"rename the file to {better}.yaml" if better else "rename the file"
        yield Problem("invalid-id", Location(path), f"'{id[:80]}' cannot be an id: {complaint}", hint)
        return
    yield from _record(tree, path, Record(top, id, path, {}), schemas)


def _record(tree: Tree, path: str, named: Record, schemas: Schemas) -> Iterator[Record | Problem]:
    """The record of a file; a record without a digest stands for one that exists and could not be taken."""
    raw = tree.read(path)
    data, problems, digest = yaml_of(raw, path)
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
    if not top:
        return Problem(
            "unknown-file",
            Location(path),
            "a file lies in governance/ itself",
            f"move it into the folder of its kind, such as governance/{next(iter(kinds), 'risk')}/",
        )
    near = kind_meant(top, kinds)
    hint = f"rename the folder to {near}: {FOLDER}/{near}/" if near else f"the kinds are: {', '.join(kinds)}"
    return Problem("unknown-folder", Location(path), f"governance/{top}/ is not the folder of a kind", hint)


def twice(record: Record, first: str) -> Problem:
    """What to say of a second file of a record's name."""
    message = f"{record.address} is the name of another file too: {first}"
    hint = "give one of the two another id (names that differ only in case count as the same)"
    return Problem(
        "ambiguous-id", Location(record.path), message, hint, (Related(Location(first), "the first of that name"),)
    )
