"""Files that were meant to be records and lie or end where none is looked for: which records they would be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from underhood.records.places import FOLDER
from underhood.records.reading import Problem
from underhood.records.typos import nearest
from underhood.values.ids import Address, id_problem

CODES = frozenset({"unknown-file", "unknown-folder", "invalid-id"})
ANY = "<kind>"
_ENDING = re.compile(r"\.(?:ya?ml|json)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stray:
    """A file that is no record where it lies, and where it would be one."""

    path: str
    better: str


def strays(problems: Iterable[Problem], kinds: Collection[str]) -> Mapping[Address, Stray]:
    """The files astray by the record that they were meant to be; those in no folder under an empty kind."""
    found: dict[Address, Stray] = {}
    for path in sorted({problem.location.path for problem in problems if problem.code in CODES}):
        top, slash, rest = path.removeprefix(f"{FOLDER}/").partition("/")
        kind = (kind_meant(top, kinds) or "") if slash else ""
        folders, _, name = (rest if slash else top).rpartition("/")
        id = id_meant(name)
        if id and (kind or not slash):
            better = "/".join(part for part in (FOLDER, kind or ANY, folders, f"{id}.yaml") if part)
            found.setdefault(Address(kind, id), Stray(path, better))
    return found


def kind_meant(folder: str, kinds: Collection[str]) -> str:
    """The kind that a folder was meant for; empty where none is near."""
    small = folder.lower().replace("_", "-").replace(" ", "-")
    singular = {small, small.removesuffix("s"), small.removesuffix("es"), re.sub("ies$", "y", small)}
    return next((kind for kind in kinds if kind in singular), "") or nearest(small, kinds)


def id_meant(name: str) -> str:
    """The id that a file's name was meant to say; empty where it ends like no record, or says none."""
    if not _ENDING.search(name):
        return ""
    id = re.sub(r"[\s_]+", "-", _ENDING.sub("", name).lower())
    return "" if id_problem(id) else id
