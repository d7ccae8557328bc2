"""A governance repository as a whole: its records, settings, schemas, and the day that its pages speak of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from underhood.doors import assets, git
from underhood.doors.blobs import GitTree
from underhood.doors.keywords import checked
from underhood.doors.revisions import resolve
from underhood.doors.schemas import SUFFIX, Schemas, document, read_schemas, unread
from underhood.doors.tree import LARGEST_SCHEMA, Tree, Unreadable, WorkingTree
from underhood.records.frameworks import Frameworks
from underhood.records.kept import KeptRecords, recalled
from underhood.records.load import Loaded, load
from underhood.records.places import FOLDER
from underhood.records.reading import Problem
from underhood.records.record import Catalog
from underhood.records.sealed_words import NO_WORDS, SealedWords
from underhood.records.seals import Seals
from underhood.records.settings import Settings, read_settings
from underhood.records.translated import catalogue_problems
from underhood.records.trust import Trust, trust_of
from underhood.values.days import DAY
from underhood.values.errors import USAGE, Stop

AHEAD = frozenset({"expires", "review_by", "publish_at", "until"})
"""Fields whose days lie ahead by their nature: they do not tell which day the records speak of."""


@dataclass(frozen=True)
class Project:
    """One state of a repository.

    `today` is the day that was asked for; empty: not asked. `commit` is the revision that was asked for; None: the
    working tree. `words`: translations that come from a seal; `templates`: a folder of its own templates that lies
    elsewhere; `believed`: the tree whose people, signers and gates count, None: its own.
    """

    tree: Tree
    schemas: Schemas
    settings: Settings
    loaded: Loaded
    root: Path | None = None
    today: str = ""
    settings_problems: tuple[Problem, ...] = ()
    commit: git.Head | None = None
    words: SealedWords = NO_WORDS
    templates: Path | None = None
    believed: Tree | None = None

    @property
    def catalog(self) -> Catalog:
        """The records that hold together."""
        return self.loaded.catalog

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What kept files from being taken."""
        return (*self.settings_problems, *self.loaded.problems)

    @cached_property
    def seals(self) -> Seals:
        """What was sealed of releases."""
        return Seals(self.tree)

    @cached_property
    def frameworks(self) -> Frameworks:
        """What laws, forms and indexes ask: ours, and the repository's own."""
        return Frameworks(self.tree, self.catalog.kinds)

    @cached_property
    def trust(self) -> Trust:
        """The people and signers whose word counts."""
        return trust_of(self.believed or self.tree)

    @cached_property
    def head(self) -> git.Head | None:
        """The commit that the records were read at, if git tracks them."""
        return self.commit or (git.head(self.root, FOLDER) if self.root else None)

    @cached_property
    def as_of(self) -> str:
        """The day that pages speak of: asked for, else the head commit's, else the latest day in the records."""
        return self.today or (self.head.day if self.head else "") or max(_days(self.catalog), default="1970-01-01")

    @cached_property
    def template_folders(self) -> tuple[Path, ...]:
        """Where templates are looked for: the repository's own folder first, then ours."""
        own = self.templates or (self.root / "templates" if self.root and not self.commit else None)
        return (*((own,) if own and own.is_dir() else ()), assets.directory("templates"))


def open_project(root: Path, *, today: str = "", revision: str | None = None, keep: bool = False) -> Project:
    """Read the repository at `root`: the folder as it lies there, or a revision. Raises Stop when there is none.

    `keep`: records may come from an earlier run, and are kept for the next one.
    """
    checked_day(today)
    if revision is not None:
        found = open_revision(root, revision, today=today)
        if found is None:
            raise Stop(f"there is no {FOLDER}/ folder in {revision}", elsewhere(root), code=USAGE)
        return found
    if not (root / FOLDER).is_dir():
        raise Stop(
            f"there is no {FOLDER}/ folder in {root}",
            "run `underhood init` to start one, or go to the folder that holds it",
            code=USAGE,
        )
    schemas = schemas_at(root)
    return _project(WorkingTree(root), schemas, root, today, kept=recalled(root, schemas) if keep else None)


def checked_day(today: str) -> None:
    """Raise Stop where what was given as today is not a day."""
    if today and not DAY.fullmatch(today):
        raise Stop(f"'{today}' is not a day", "write it as 2026-01-31", code=USAGE)


def schemas_at(root: Path) -> Schemas:
    """The schemas that ship with the tool, and the repository's own in their place."""
    own = (root / "schemas",) if (root / "schemas").is_dir() else ()
    return read_schemas(assets.directory("schemas"), *own)


def open_revision(root: Path, revision: str, *, today: str = "") -> Project | None:
    """Read a revision of the repository that `root` lies in; None where it has no records yet.

    Everything comes from that revision, schemas and settings too; templates of its own are not used.
    """
    commit = resolve(root, revision)
    tree = GitTree(root, commit)
    if not tree.walk(FOLDER):
        return None
    return replace(_project(tree, schemas_in(tree), root, today), commit=git.dated(root, commit))


def schemas_in(tree: Tree) -> Schemas:
    """The schemas that ship with the tool; those that a tree holds in `schemas/` take their place."""
    shipped = read_schemas(assets.directory("schemas"))
    documents = dict(shipped.documents)
    for entry in tree.walk("schemas"):
        folder, _, name = entry.path.rpartition("/")
        if folder == "schemas" and name.endswith(SUFFIX):
            raw = tree.read(entry.path, largest=LARGEST_SCHEMA)
            if isinstance(raw, Unreadable):
                raise unread(name, raw)
            own = documents[name.removesuffix(SUFFIX)] = document(name, raw)
            checked(own, name)
    return shipped if documents == shipped.documents else Schemas(documents)


def elsewhere(root: Path) -> str:
    """What to do where a revision has no records."""
    return f"{root} may lie elsewhere in that revision, or be newer: give the folder that holds {FOLDER}/ with -C"


def memory_project(tree: Tree, *, today: str = "") -> Project:
    """A repository out of a tree, with the schemas that ship with the tool."""
    return _project(tree, read_schemas(assets.directory("schemas")), None, today)


def _project(
    tree: Tree, schemas: Schemas, root: Path | None, today: str, *, kept: KeptRecords | None = None
) -> Project:
    settings, problems = read_settings(tree, schemas)
    problems += catalogue_problems(tree)
    loaded = load(tree, schemas, kept.records if kept is not None else {})
    if kept is not None and not loaded.problems:
        kept.keep(loaded.catalog)
    return Project(tree, schemas, settings, loaded, root, today, tuple(problems))


def _days(catalog: Catalog) -> Iterator[str]:
    for record in catalog:
        for path, value, _ in catalog.kinds[record.kind].walked(record.data).texts:
            if DAY.fullmatch(value) and path[-1] not in AHEAD:
                yield value
