"""Two states of a made-up repository, as the comparison gets them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from underhood.doors.tree import MemoryTree
from underhood.records.load import load
from underhood.records.project import Project, memory_project, schemas_in
from underhood.records.record import Catalog
from underhood.values.ids import Address

Files = Mapping[str, str | bytes | None]


@dataclass(frozen=True)
class States:
    """Two states, the records whose files differ, and the other files that do."""

    old: Project
    new: Project
    changed: frozenset[Address]
    files: frozenset[str]


def states(old: Files, new: Files) -> States:
    """Two states out of the files of each; nothing stands where a file is None."""
    return between(project(old), project(new))


def between(old: Project, new: Project) -> States:
    """Two states, with what differs or lies elsewhere."""
    before, after = _lying(old.catalog), _lying(new.catalog)
    changed = frozenset(place for place in before | after if before.get(place) != after.get(place))
    others = [_others(made) for made in (old, new)]
    return States(
        old,
        new,
        changed,
        frozenset(path for path in others[0] | others[1] if others[0].get(path) != others[1].get(path)),
    )


def project(files: Files) -> Project:
    """A repository that holds together."""
    tree = MemoryTree({path: text for path, text in files.items() if text is not None})
    made = memory_project(tree)
    if any(path.startswith("schemas/") for path in files):
        schemas = schemas_in(tree)
        made = replace(made, schemas=schemas, loaded=load(tree, schemas))
    assert [f"{problem.location}: {problem.message}" for problem in made.problems] == []
    return made


def _lying(catalog: Catalog) -> dict[Address, tuple[str, str]]:
    return {record.address: (record.path, record.digest) for record in catalog}


def _others(made: Project) -> dict[str, object]:
    records = {record.path for record in made.catalog}
    paths = [entry.path for entry in made.tree.walk("governance") if entry.path not in records]
    return {path: made.tree.read(path) for path in paths}
