"""Which two states of a repository are compared, what each is called, and which of their files differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from underhood.doors import changed
from underhood.doors.blobs import GitTree, IndexTree, Stored
from underhood.doors.changed import ABSENT, Changed
from underhood.doors.git import run
from underhood.doors.overlay import Overlay
from underhood.doors.revisions import ahead, merge_bases, resolve, shallow
from underhood.doors.tree import Tree, WorkingTree
from underhood.records.places import FOLDER, FRAMEWORKS
from underhood.values.errors import USAGE, Stop

SCHEMAS = "schemas"
PLACES = (FOLDER, SCHEMAS, FRAMEWORKS)


@dataclass(frozen=True, slots=True)
class State:
    """One state: its files, what people call it, and whether it has records at all.

    `commit` is a full id, where it is a commit.
    """

    tree: Tree
    name: str
    there: bool
    commit: str = ""


@dataclass(frozen=True, slots=True)
class States:
    """Two states and the files that differ. `told` is what a reader must know of how they were found.

    `behind`: what the base has and the newer state does not, in words; empty: nothing.
    """

    old: State
    new: State
    changed: Sequence[Changed]
    told: tuple[str, ...] = ()
    merge_base: str = ""
    behind: str = ""


def find_states(root: Path, base: str, head: str | None, *, index: bool, merge_base: bool) -> States:
    """The two states that a call names. Raises Stop where one of them is not there, or cannot be."""
    if index and head is not None:
        raise Stop(
            "a second revision and the index cannot both be the newer state", "leave one of them out", code=USAGE
        )
    if head is None and run(root, "rev-parse", "--is-inside-work-tree").strip() != b"true":
        raise Stop(
            f"{root} is a repository without a folder of files and without an index (it is bare)",
            "name two revisions",
            code=USAGE,
        )
    commit = resolve(root, base)
    other = resolve(root, head) if head is not None else ""
    tree, name, told = GitTree(root, commit), named(base, commit), []
    if merge_base:
        point, *more = merge_bases(root, commit, other or resolve(root, "HEAD"))
        tree, name = GitTree(root, point), f"where {head or 'HEAD'} left {base} ({point[:12]})"
        if more:
            told.append(
                f"{base} and {head or 'HEAD'} have {len(more) + 1} best common ancestors; {point[:12]} was taken"
            )
        if shallow(root):
            told.append("this clone is shallow: a later common ancestor may be missing (`git fetch --unshallow`)")
    behind = "" if merge_base else _behind(root, base, commit, other)
    new, files, more_told = _newer(tree, head or "", commit=other, index=index)
    known = any(file.old != ABSENT and file.path.startswith(f"{FOLDER}/") for file in files)
    old = State(tree, name, known or tree.has(FOLDER), tree.commit)
    return States(old, new, files, (*told, *more_told), tree.commit if merge_base else "", behind)


def _behind(root: Path, base: str, commit: str, other: str) -> str:
    """The commits of the base that the newer state, or the one it was made from, does not have."""
    try:
        count = ahead(root, commit, other or resolve(root, "HEAD"))
    except Stop:  # there is no commit yet
        return ""
    commits = f"{count:,} commit{'' if count == 1 else 's'}"
    return f"{base} has {commits} that this state has not" if count else ""


def _newer(old: GitTree, head: str, *, commit: str, index: bool) -> tuple[State, Sequence[Changed], Sequence[str]]:
    """The newer state, and the files in which it differs from the older one."""
    root = old.root
    if commit:
        tree = old.at(commit)
        files = changed.between(old, tree, PLACES)
        return State(tree, named(head, commit), _there(tree, files), commit), files, ()
    if index:
        staged = IndexTree(root)
        files = changed.staged(old, PLACES)
        return State(staged, "the index", _there(staged, files)), files, ()
    found = changed.lying(old, PLACES)
    lying = WorkingTree(root)
    if not found.absent:
        return State(lying, "the working tree", (root / FOLDER).is_dir()), found.changed, ()
    count = len(found.absent)
    told = f"a sparse checkout leaves {count:,} file{'' if count == 1 else 's'} out: they are read from the index"
    return State(Overlay(lying, IndexTree(root), found.absent), "the working tree", there=True), found.changed, (told,)


def _there(tree: Stored, files: Sequence[Changed]) -> bool:
    """Whether a newer state has records: usually a file that it has, and that differs, says so."""
    return any(file.new != ABSENT and file.path.startswith(f"{FOLDER}/") for file in files) or tree.has(FOLDER)


def named(revision: str, commit: str) -> str:
    """A commit as people read of it: the name that was given, with the beginning of its id."""
    return commit[:12] if commit.startswith(revision.lower()) else f"{revision} ({commit[:12]})"
