"""A governance repository as a whole: its records, settings, schemas, and the day that its pages speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from underhood.doors import assets, git
from underhood.doors.schemas import Schemas, read_schemas
from underhood.doors.tree import Tree, WorkingTree
from underhood.records.load import FOLDER, Loaded, Problem, load
from underhood.records.record import Catalog
from underhood.records.settings import Settings, read_settings
from underhood.values.errors import USAGE, Stop

DAY = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")

AHEAD = frozenset({"expires", "review_by", "publish_at", "until"})
"""Fields whose days lie ahead by their nature: they do not tell which day the records speak of."""


@dataclass(frozen=True)
class Project:
    """One state of a repository. `today` is the day that was asked for; empty: not asked."""

    tree: Tree
    schemas: Schemas
    settings: Settings
    loaded: Loaded
    root: Path | None = None
    today: str = ""
    settings_problems: tuple[Problem, ...] = ()

    @property
    def catalog(self) -> Catalog:
        """The records that hold together."""
        return self.loaded.catalog

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What kept files from being taken."""
        return (*self.settings_problems, *self.loaded.problems)

    @cached_property
    def head(self) -> git.Head | None:
        """The commit that the records were read at, if git tracks them."""
        return git.head(self.root, FOLDER) if self.root else None

    @cached_property
    def as_of(self) -> str:
        """The day that pages speak of: asked for, else the head commit's, else the latest day in the records."""
        return self.today or (self.head.day if self.head else "") or max(_days(self.catalog), default="1970-01-01")

    @cached_property
    def template_folders(self) -> tuple[Path, ...]:
        """Where templates are looked for: the repository's own folder first, then ours."""
        own = (self.root / "templates",) if self.root and (self.root / "templates").is_dir() else ()
        return (*own, assets.directory("templates"))


def open_project(root: Path, *, today: str = "") -> Project:
    """Read the repository at `root`. Raises Stop when there is none."""
    if today and not DAY.fullmatch(today):
        raise Stop(f"'{today}' is not a day", "write it as 2026-01-31", code=USAGE)
    if not (root / FOLDER).is_dir():
        raise Stop(
            f"there is no {FOLDER}/ folder in {root}",
            "run `underhood init` to start one, or go to the folder that holds it",
            code=USAGE,
        )
    own = (root / "schemas",) if (root / "schemas").is_dir() else ()
    schemas = read_schemas(assets.directory("schemas"), *own)
    return _project(WorkingTree(root), schemas, root, today)


def memory_project(tree: Tree, *, today: str = "") -> Project:
    """A repository out of a tree, with the schemas that ship with the tool."""
    return _project(tree, read_schemas(assets.directory("schemas")), None, today)


def _project(tree: Tree, schemas: Schemas, root: Path | None, today: str) -> Project:
    settings, problems = read_settings(tree, schemas)
    return Project(tree, schemas, settings, load(tree, schemas), root, today, tuple(problems))


def _days(catalog: Catalog) -> Iterator[str]:
    for record in catalog:
        for path, value, _ in catalog.kinds[record.kind].walk(record.data):
            if isinstance(value, str) and DAY.fullmatch(value) and path[-1] not in AHEAD:
                yield value
