"""Reading one YAML file: its data, or what is wrong with it, each problem at its line."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from underhood.doors import marked
from underhood.doors.schemas import SETTINGS, Schemas
from underhood.doors.tree import Tree, Unreadable
from underhood.records.places import SETTINGS_FILE
from underhood.values.finding import DataPath, Location, Related


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


def read_yaml(tree: Tree, path: str) -> tuple[Any, list[Problem], str]:
    """The data of a YAML file, or its problems, and the SHA-256 of its bytes."""
    return yaml_of(tree.read(path), path)


def yaml_of(raw: bytes | Unreadable, path: str) -> tuple[Any, list[Problem], str]:
    """The same of bytes that were read, or could not be."""
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
    compiled = name == SETTINGS or _compiled(tree)
    return [
        Problem(
            v.code,
            locate(path, marks, v.data_path, key=v.code == "unknown-field"),
            f"{_where(v.data_path)}{v.message}",
            v.hint,
        )
        for v in schemas.explain(name, data, compiled=compiled)
    ]


def _compiled(tree: Tree) -> bool:
    """Whether the settings say that somebody else's models are recorded; true where they cannot be read."""
    raw = tree.read(SETTINGS_FILE)
    data = None if isinstance(raw, Unreadable) else marked.read(raw).data
    if not isinstance(data, Mapping):
        return True
    publication = data.get("publication")
    return isinstance(publication, Mapping) and publication.get("mode") == "compiled"


def locate(path: str, marks: Mapping[DataPath, marked.Mark], data_path: DataPath, *, key: bool = False) -> Location:
    """The line of a data path, or of the nearest place above it that the file has."""
    for end in range(len(data_path), -1, -1):
        mark = marks.get(data_path[:end])
        if mark:
            return Location(path, *(mark.key if key or end < len(data_path) else mark.value))
    return Location(path)


def _where(path: DataPath) -> str:
    """The field that a sentence is about, for the reader of a list of findings."""
    return f"{'.'.join(str(step) for step in path)}: " if path else ""
