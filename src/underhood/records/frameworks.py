"""Frameworks as files: those that ship with the tool, and a repository's own in `frameworks/`.

A file of the repository's own adds to ours, or stands in for the one of the same id. Ours are held by a test; the
repository's own are held against their schema and against the kinds here, and what is wrong with them is a problem.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from underhood.doors import assets, marked
from underhood.doors.schemas import SUFFIX, Schemas, document, unread
from underhood.doors.tree import LARGEST_SCHEMA, Tree, Unreadable, read_at
from underhood.records.framework_fields import Fault, faults
from underhood.records.kinds import Kind
from underhood.records.places import FRAMEWORK_ENDING as ENDING
from underhood.records.places import FRAMEWORKS
from underhood.records.reading import Problem, locate, schema_problems
from underhood.values.errors import Stop
from underhood.values.finding import DataPath, Location
from underhood.values.framework import Band, Document, Framework, Item, Source, Where
from underhood.values.ids import id_problem

SCHEMA = "framework"
ALMOST = ".yml"
INVALID, UNKNOWN = "invalid-framework", "unknown-framework-item"


@dataclass(frozen=True, eq=False)
class Frameworks(Mapping[str, Framework]):
    """The frameworks of a repository by id, read when the first is asked for. `tree`: None for ours alone."""

    tree: Tree | None
    kinds: Mapping[str, Kind]

    def __getitem__(self, id: str) -> Framework:
        return self._all[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with files of the repository's own, each at its line."""
        return self._own[1]

    @property
    def broken(self) -> frozenset[str]:
        """The ids of files of the repository's own that could not be taken: they exist, and say nothing."""
        return frozenset(_id(problem.location.path) for problem in self.problems) - self._own[0].keys()

    def fault(self, id: str) -> Problem:
        """The first thing that is wrong with the file of a broken one."""
        return next(problem for problem in self.problems if _id(problem.location.path) == id)

    @property
    def own(self) -> Mapping[str, Framework]:
        """Those that the repository brings, and that are other than ours."""
        return self._own[0]

    @cached_property
    def _all(self) -> Mapping[str, Framework]:
        ours = {id: one for id, one in shipped().items() if id not in self.broken}
        found = {**ours, **self.own}
        return {id: found[id] for id in sorted(found)}

    @cached_property
    def _own(self) -> tuple[Mapping[str, Framework], tuple[Problem, ...]]:
        read: dict[str, Framework] = {}
        problems: list[Problem] = []
        for path, raw in _files(self.tree) if self.tree is not None else ():
            if isinstance(raw, bytes) and _id(path) in _raw() and raw == _raw()[_id(path)]:
                continue
            found = _read(self.tree, path, raw)
            if isinstance(found, Framework):
                read[found.id] = found
            else:
                problems += found
        known = {**shipped(), **read} if read else {}
        unread_ids = frozenset(_id(problem.location.path) for problem in problems)
        for one in tuple(read.values()):
            wrong = list(faults(one, self.kinds, known, broken=unread_ids))
            problems += (_problem(self.tree, one, fault) for fault in wrong)
            if wrong:
                del read[one.id]
        return read, tuple(problems)


@cache
def shipped() -> Mapping[str, Framework]:
    """The frameworks that ship with the tool, by id."""
    found = {}
    for id, raw in _raw().items():
        read = marked.read(raw)
        if read.problems:
            first = read.problems[0]
            raise Stop(
                f"{FRAMEWORKS}/{id}{ENDING}:{first.line}: {first.message}", "mend the file, or install underhood again"
            )
        found[id] = framework(id, read.data, digest=hashlib.sha256(raw).hexdigest())
    return found


@cache
def schema() -> Schemas:
    """The schema of a framework's file."""
    path = assets.directory("schemas") / "formats" / f"{SCHEMA}{SUFFIX}"
    return Schemas({SCHEMA: document(path.name, _bytes(path))})


@cache
def _raw() -> Mapping[str, bytes]:
    folder = assets.directory(FRAMEWORKS)
    return {path.name.removesuffix(ENDING): _bytes(path) for path in sorted(folder.glob(f"*{ENDING}"))}


def _bytes(path: Path) -> bytes:
    raw = read_at(path, largest=LARGEST_SCHEMA)
    if isinstance(raw, Unreadable):
        raise unread(path.name, raw)
    return raw


def _id(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(ENDING).removesuffix(ALMOST)


def _files(tree: Tree) -> Iterator[tuple[str, bytes | Unreadable]]:
    """The files of the repository's own; what else lies in the folder is left alone."""
    for entry in tree.walk(FRAMEWORKS):
        folder, _, name = entry.path.rpartition("/")
        if folder == FRAMEWORKS and name.endswith(ALMOST):
            yield (
                entry.path,
                Unreadable(f"the files of frameworks end in {ENDING}", f"rename it to {_id(name)}{ENDING}"),
            )
        if folder == FRAMEWORKS and name.endswith(ENDING):
            odd = Unreadable(entry.odd, "put an ordinary file in its place") if entry.odd else None
            yield entry.path, odd or tree.read(entry.path)


def _read(tree: Tree | None, path: str, raw: bytes | Unreadable) -> Framework | list[Problem]:
    assert tree is not None
    if isinstance(raw, Unreadable):
        return [Problem("unreadable-file", Location(path), raw.message, raw.hint)]
    if complaint := id_problem(_id(path)):
        return [Problem("invalid-id", Location(path), f"'{_id(path)[:80]}' cannot be an id: {complaint}")]
    read = marked.read(raw)
    if read.problems:
        return [Problem("invalid-yaml", Location(path, p.line, p.column), p.message, p.hint) for p in read.problems]
    if read.data is None:
        return [Problem("empty-file", Location(path), "the file is empty", "write the framework, or delete the file")]
    if not schema().accepts(SCHEMA, read.data):
        return schema_problems(tree, path, SCHEMA, schemas=schema())
    return framework(_id(path), read.data, path=path, digest=hashlib.sha256(raw).hexdigest())


def _problem(tree: Tree | None, of: Framework, fault: Fault) -> Problem:
    return Problem(INVALID, place(tree, of, fault.path), fault.message, fault.hint)


def place(tree: Tree | None, of: Framework, path: DataPath) -> Location:
    """The line of a place in a framework's own file."""
    raw = tree.read(of.path) if tree is not None and of.path else None
    return locate(of.path, marked.marks(raw) if isinstance(raw, bytes) else {}, path)


_WORDS = (
    "title",
    "short",
    "type",
    "publisher",
    "edition",
    "date",
    "licence",
    "read",
    "read_note",
    "legal_status",
    "status",
    "applies_from",
    "earlier_from",
    "applies_to",
    "applies_when",
    "condition",
)
_ITEM_WORDS = (
    "number",
    "section",
    "asks",
    "applies_when",
    "condition",
    "answer_type",
    "successor_of",
    "relation",
    "note",
)
_ITEM_FLAGS = ("none_counts", "exempt_with_reason", "outside_evidence", "optional")


def framework(id: str, data: Mapping[str, Any], *, path: str = "", digest: str = "") -> Framework:
    """A framework out of the data of its file."""
    words = {name: _text(data.get(name)) for name in _WORDS}
    items = tuple(_item(id, place, one, words["read"]) for place, one in enumerate(data["items"]))
    sources = tuple(Document(_text(one.get("title")), _text(one.get("url"))) for one in data.get("sources", ()))
    return Framework(
        id=id,
        items=items,
        sources=sources,
        notes=tuple(_text(note) for note in data.get("notes", ())),
        path=path,
        digest=digest,
        **words,
    )


def _item(framework: str, place: int, data: Mapping[str, Any], read: str) -> Item:
    least = data.get("at_least", 1)
    rest: dict[str, Any] = {name: _text(data.get(name)) for name in _ITEM_WORDS}
    rest |= {name: bool(data.get(name)) for name in _ITEM_FLAGS}
    return Item(
        id=data["id"],
        title=_text(data["title"]),
        place=place,
        audience=_text(data.get("audience", "public")),
        recipients=tuple(data.get("recipients", ())),
        at_least=least if isinstance(least, int) else 1,
        needs_all=data.get("needs") == "all",
        choices=tuple(_text(one) for one in data.get("choices", ())),
        bands=tuple(
            Band(_text(one["words"]), one.get("below"), _text(one.get("unit")), _text(one.get("of")))
            for one in data.get("bands", ())
        ),
        read=_text(data.get("read", read)),
        answered_by=tuple(_source(framework, at, one) for at, one in enumerate(data.get("answered_by", ()))),
        **rest,
    )


def _source(framework: str, place: int, data: Mapping[str, Any]) -> Source:
    if "item" in data:
        named = str(data["item"])
        return Source(item=named if "/" in named else f"{framework}/{named}", place=place)
    kind, _, steps = str(data["field"]).partition("#")
    where = tuple(
        Where(tuple(path.split("/")), tuple(value) if isinstance(value, list) else (value,))
        for path, value in data.get("where", {}).items()
    )
    return Source(kind, tuple(steps.split("/")), where, place=place)


def _text(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())
