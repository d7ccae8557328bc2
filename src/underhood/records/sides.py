"""Two states of a repository side by side, of which only what changed is read: cost follows the change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from underhood.doors import git
from underhood.doors.blobs import Stored
from underhood.doors.changed import ABSENT, Changed
from underhood.doors.oddities import shown
from underhood.doors.schemas import SUFFIX, Schemas
from underhood.doors.tree import Entry, Tree
from underhood.records.kinds import Kind, read_kinds
from underhood.records.late import LateCatalog, LateRecords, address_of
from underhood.records.load import Loaded, load, read_file
from underhood.records.places import FOLDER, FRAMEWORKS, SETTINGS_FILE
from underhood.records.project import Project, checked_day, elsewhere, schemas_in
from underhood.records.reading import Problem
from underhood.records.record import make_catalog
from underhood.records.settings import read_settings
from underhood.records.states import SCHEMAS, State, States, find_states
from underhood.values.errors import USAGE, Stop
from underhood.values.finding import Location
from underhood.values.ids import Address

MOST_TOLD = 100
"""So many oddities are told one by one; of more, the number."""

STRAY = frozenset({"unknown-file", "unknown-folder", "invalid-id"})
"""What is said of files that are no records: that is told, and keeps nothing from being compared."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A changed file that one side cannot read: its record is not compared, and not gone."""

    path: str
    side: str
    location: Location
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Sides:
    """Two states of a repository.

    `changed` names the records whose file differs, or exists on one side only; `files` are the changed files that are
    no records, such as lists and the settings. `told` is what a reader must know besides. `merge_base` is a full id,
    where the older state is that of a merge base; `behind` says what the older state has, and the newer was made
    without. `policy`: whose settings and schemas weigh, without records; None: the older state's.
    """

    old: Project
    new: Project
    old_name: str
    new_name: str
    changed: frozenset[Address]
    unread: tuple[Unread, ...] = ()
    told: tuple[str, ...] = ()
    merge_base: str = ""
    files: frozenset[str] = frozenset()
    behind: str = ""
    policy: Project | None = None

    @property
    def judge(self) -> Project:
        """The state whose settings and schemas weigh what changed: not the newer one, which it would suit."""
        return self.policy or self.old


@dataclass(frozen=True, slots=True)
class _Part:
    """What one side is made of. `side` is "old" or "new"."""

    side: str
    state: State
    schemas: Schemas
    kinds: Mapping[str, Kind]
    root: Path
    today: str

    def odd(self, file: Changed) -> str:
        """What is odd about a file on this side; `ABSENT` where it is not there."""
        odd = file.old if self.side == "old" else file.new
        return odd or ("a file stands where a folder belongs" if file.path == FOLDER else "")


def open_sides(  # noqa: PLR0913  (what a reader of a diff may ask for)
    root: Path,
    base: str,
    head: str | None = None,
    *,
    index: bool = False,
    merge_base: bool = False,
    today: str = "",
) -> Sides:
    """Read what changed from one revision to another, to the index, or to the folder as it lies there.

    Only files that differ are read; the catalogs read others when somebody looks. Schemas and settings are those of
    each side: where a schema changed, everything is read on both.
    """
    checked_day(today)
    states = find_states(root, base, head, index=index, merge_base=merge_base)
    told = list(_missing(states, root))
    parts = _parts(states, root, today)
    names = _changed_names(states.changed, parts)
    whole = parts[0].schemas is not parts[1].schemas
    if whole:
        told.append("schemas differ between the two: every record was read on both sides")
        old, new = (_whole(part) for part in parts)
        old, new = _hidden(old, new, parts[0], files=states.changed), _hidden(new, old, parts[1], files=states.changed)
        names = {*_all(old), *_all(new)}
    else:
        old, new = (_late(part, names, states.changed) for part in parts)
    told += _told(states.changed, parts)
    return Sides(
        old,
        new,
        states.old.name,
        states.new.name,
        changed=frozenset(name for name in names if whole or _differs(name, old, new)),
        unread=(*_unread(old, parts[0], states.changed), *_unread(new, parts[1], states.changed)),
        told=(*states.told, *_bounded(told)),
        merge_base=states.merge_base,
        files=frozenset(_others(states.changed, parts)),
        behind=states.behind,
    )


def _missing(states: States, root: Path) -> Iterator[str]:
    """Say which side has no records at all. Raises Stop where neither has."""
    old, new = (state.there for state in (states.old, states.new))
    if not old and not new:
        raise Stop(
            f"there is no {FOLDER}/ folder in {states.old.name}, and none in {states.new.name}",
            elsewhere(root),
            code=USAGE,
        )
    if not old:
        yield f"there is no {FOLDER}/ folder in {states.old.name}: everything is new"
    if not new:
        yield f"there is no {FOLDER}/ folder in {states.new.name}: everything is gone"


def _parts(states: States, root: Path, today: str) -> tuple[_Part, _Part]:
    """What both sides are made of; they share one object where they have the same schemas."""
    of_old = schemas_in(states.old.tree)
    of_new = of_old
    if any(file.path == SCHEMAS or _is_schema(file.path) for file in states.changed):
        of_new = schemas_in(states.new.tree)
        of_new = of_old if of_new.documents == of_old.documents else of_new
    kinds = read_kinds(of_old)
    other = kinds if of_new is of_old else read_kinds(of_new)
    return (
        _Part("old", states.old, of_old, kinds, root, today),
        _Part("new", states.new, of_new, other, root, today),
    )


def _is_schema(path: str) -> bool:
    return path.startswith(f"{SCHEMAS}/") and path.endswith(SUFFIX)


def _changed_names(files: Sequence[Changed], parts: Sequence[_Part]) -> set[Address]:
    """The records that the changed files may hold."""
    found = (address_of(file.path, part.kinds) for file in files if not file.misnamed for part in parts)
    return {address for address in found if address is not None}


def _late(part: _Part, names: set[Address], files: Sequence[Changed]) -> Project:
    """One side, of which the files of these records are read."""
    sought = _sought(part, names)
    late = LateRecords(part.state.tree, part.schemas, part.kinds, sought)
    order = sorted(names, key=lambda name: (sought[name][0].path if sought[name] else "", name))
    for name in order:  # as git stores them: many are fetched at once
        late.get(name)
    broken = frozenset({*late.broken, *_behind(part, (name for name in names if not sought[name]), files)})
    catalog = LateCatalog(part.kinds, late, broken=broken)
    return _project(part, Loaded(catalog, tuple(late.problems)))


def _sought(part: _Part, names: set[Address]) -> Mapping[Address, list[Entry]]:
    """Where the files of these records lie on this side, wherever below the folder of their kind."""
    tree = part.state.tree
    folders = sorted({f"{FOLDER}/{name.kind}" for name in names})
    found: dict[Address, list[Entry]] = {name: [] for name in sorted(names)}
    for entry in _entries(tree, folders, names):
        address = address_of(entry.path, part.kinds)
        if address in found:
            found[address].append(entry)
    return found


def _entries(tree: Tree, folders: Sequence[str], names: set[Address]) -> Iterable[Entry]:
    if isinstance(tree, Stored):
        blobs = tree.seek(
            [*folders, SETTINGS_FILE], {SETTINGS_FILE.rpartition("/")[2], *(f"{name.id}.yaml" for name in names)}
        )
        return [Entry(path, blobs[path].odd) for path in sorted(blobs)]
    return [entry for folder in folders for entry in tree.walk(folder)]


def _behind(part: _Part, names: Iterable[Address], files: Sequence[Changed]) -> Iterator[Address]:
    """Of the records that are not there, those whose folder cannot be read: they are not gone."""
    blocked = tuple(f"{file.path}/" for file in files if part.odd(file) not in {"", ABSENT})
    if not blocked:
        return
    wanted = set(names)
    for file in files:
        address = address_of(file.path, part.kinds) if file.path.startswith(blocked) else None
        if address in wanted:
            yield address


def _whole(part: _Part) -> Project:
    """One side, read from end to end."""
    return _project(part, load(part.state.tree, part.schemas))


def _hidden(project: Project, other: Project, part: _Part, *, files: Sequence[Changed]) -> Project:
    """A side read from end to end, with the names of records whose folder it cannot read."""
    known = project.catalog
    gone = {address for address in other.catalog.records if address not in known.records}
    broken = known.broken.union(_behind(part, gone, files))
    catalog = make_catalog(known.kinds, known, broken=broken)
    return replace(project, loaded=Loaded(catalog, project.loaded.problems))


def _project(part: _Part, loaded: Loaded) -> Project:
    state = part.state
    settings, problems = read_settings(state.tree, part.schemas)
    commit = git.dated(part.root, state.commit) if state.commit else None
    return Project(state.tree, part.schemas, settings, loaded, part.root, part.today, tuple(problems), commit)


def _all(project: Project) -> set[Address]:
    return {*project.catalog.records, *project.catalog.broken}


def _differs(name: Address, old: Project, new: Project) -> bool:
    before, after = old.catalog.records.get(name), new.catalog.records.get(name)
    if before is None or after is None:
        return before is not after or name in old.catalog.broken or name in new.catalog.broken
    return (before.digest, before.path) != (after.digest, after.path) or name in old.catalog.broken | new.catalog.broken


def _unread(project: Project, part: _Part, files: Sequence[Changed]) -> Iterator[Unread]:
    """What this side cannot read, each file once."""
    first: dict[str, Problem] = {}
    for problem in project.problems:
        if problem.code not in STRAY:
            first.setdefault(problem.location.path, problem)
    for file in files:
        odd = part.odd(file)
        if odd not in {"", ABSENT} and _blocks(file, files, part):
            hint = "put the folder in its place, with its records"
            first.setdefault(file.path, Problem("unreadable-file", Location(file.path), odd, hint))
    touched = {file.path for file in files} | {problem.location.path for problem in project.loaded.problems}
    for path, problem in sorted(first.items()):
        if path in touched:
            yield Unread(path, part.side, problem.location, problem.message, problem.hint)


def _blocks(file: Changed, files: Sequence[Changed], part: _Part) -> bool:
    below = f"{file.path}/"
    return any(one.path.startswith(below) and address_of(one.path, part.kinds) for one in files)


def _told(files: Sequence[Changed], parts: Sequence[_Part]) -> Iterator[str]:
    """What is odd about changed files that are no records."""
    for file in files:
        if not (file.path == FOLDER or file.path.startswith(f"{FOLDER}/")):
            continue
        odd = file.misnamed or next((one for one in (file.new, file.old) if one not in {"", ABSENT}), "")
        if odd:
            if file.misnamed or not any(address_of(file.path, part.kinds) for part in parts):
                yield f"{shown(file.path)} was {file.how}: {odd}"
            continue
        part = parts[0] if file.new == ABSENT else parts[1]
        if address_of(file.path, part.kinds) is None:
            for found in read_file(part.state.tree, Entry(file.path), part.kinds, schemas=part.schemas):
                if isinstance(found, Problem):
                    yield f"{shown(file.path)} was {file.how}: {found.message}"


def _bounded(told: Sequence[str]) -> Iterator[str]:
    yield from told[:MOST_TOLD]
    if len(told) > MOST_TOLD:
        yield f"and {len(told) - MOST_TOLD:,} more files that are no records"


def _others(files: Sequence[Changed], parts: Sequence[_Part]) -> Iterator[str]:
    for file in files:
        inside = file.path.startswith((f"{FOLDER}/", f"{FRAMEWORKS}/")) and not file.misnamed
        if inside and not any(address_of(file.path, part.kinds) for part in parts):
            yield file.path
