"""Two states out of dictionaries, side by side as git would give them."""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.project import Project
from underhood.records.record import Catalog
from underhood.records.sides import Sides, Unread
from underhood.values.ids import Address


def side_by_side(old: Project, new: Project) -> Sides:
    """Two states that were read whole."""
    folders = ("governance", "frameworks")
    paths = {entry.path for project in (old, new) for folder in folders for entry in project.tree.walk(folder)}
    records = {record.path for project in (old, new) for record in project.catalog}
    files = {path for path in paths - records if old.tree.read(path) != new.tree.read(path)}
    changed = frozenset(_changed(old.catalog, new.catalog))
    return Sides(old, new, "before", "now", changed, tuple(_unread(old, new)), files=frozenset(files))


def _changed(old: Catalog, new: Catalog) -> Iterator[Address]:
    for address in {*old.records, *new.records, *old.broken, *new.broken}:
        before, after = old.records.get(address), new.records.get(address)
        if before is None or after is None or before.digest != after.digest or before.path != after.path:
            yield address


def _unread(old: Project, new: Project) -> Iterator[Unread]:
    for side, project, other in (("old", old, new), ("new", new, old)):
        for problem in project.problems:
            path = problem.location.path
            if project.tree.read(path) != other.tree.read(path):
                yield Unread(path, side, problem.location, problem.message, problem.hint)
