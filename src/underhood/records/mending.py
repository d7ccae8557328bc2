"""Mending what can be mended without a question: slips in names, numbers that are to be text, the line for editors.

Everything else in a file stays as it is, byte for byte.
"""

from __future__ import annotations

import contextlib
import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from underhood.doors import edit, marked
from underhood.doors.comments import comments
from underhood.doors.schemas import SETTINGS, SUFFIX
from underhood.doors.tree import LARGEST, Entry, Tree, Unreadable
from underhood.records.kinds import Field
from underhood.records.load import load
from underhood.records.places import FOLDER, SETTINGS_FILE
from underhood.records.project import Project
from underhood.records.reading import locate, read_yaml
from underhood.records.record import Record, addresses_inside, value_at
from underhood.records.references import Link
from underhood.records.typos import meant
from underhood.values.finding import DataPath, Location

ROUNDS = 10
MOST_WORK = 200_000
"""Steps taken one by one, times the size of their file, in one round: each of them reads the file anew."""
MOST_LOST = 100
"""References of one file that are looked at in one round: each is held against all records."""
SCHEMA_FOLDERS = ("schemas", ".schemas")
"""Where a repository keeps schemas for editors: its own, or copies that `underhood init` made."""

Step = tuple[DataPath, str | None, str]
"""A place, and its old and new words: no old ones for the name of a field, none at all for a number."""

Holds = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Mend:
    """One thing that was mended: where, and what."""

    location: Location
    what: str


@dataclass(frozen=True, slots=True)
class Mended:
    """The files that change, as they were and as they are to be, and what was mended in them."""

    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    mends: tuple[Mend, ...]


@dataclass(frozen=True, slots=True)
class _Overlay:
    """A tree in which some files are other than on the disk."""

    tree: Tree
    files: Mapping[str, bytes] = field(default_factory=dict)

    def walk(self, folder: str) -> list[Entry]:
        return list(self.tree.walk(folder))

    def read(self, path: str, *, largest: int = LARGEST) -> bytes | Unreadable:
        return self.files[path] if path in self.files else self.tree.read(path, largest=largest)


def mended(project: Project, *, holds: Holds) -> Mended:
    """What can be mended in the files that `holds` says may change; done again until nothing is left to mend."""
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    mends: list[Mend] = []
    state = project
    for _ in range(ROUNDS):
        changed = {}
        for path, steps in _wanted(state, holds):
            raw = state.tree.read(path)
            if isinstance(raw, Unreadable):
                continue
            new, done = _apply(state, path, raw, steps=steps)
            if done:
                changed[path] = new
                before.setdefault(path, raw)
                mends += done
        if not changed:
            break
        after |= changed
        tree = _Overlay(project.tree, after)
        state = replace(state, tree=tree, loaded=load(tree, state.schemas))
    return Mended(before, after, tuple(sorted(mends, key=lambda mend: (mend.location, mend.what))))


def _wanted(state: Project, holds: Holds) -> Iterator[tuple[str, list[tuple[Mend, Step]]]]:
    """The files that something can be mended in, with the steps that mend it."""
    broken = dict.fromkeys(problem.location.path for problem in state.problems)
    for path in broken:
        if holds(path) and path.endswith(".yaml"):
            yield path, list(_schema_steps(state, path))
    for record in state.catalog:
        if holds(record.path):
            yield record.path, [*_reference_steps(state, record), *_editor_step(state, record)]


def _apply(state: Project, path: str, raw: bytes, *, steps: list[tuple[Mend, Step]]) -> tuple[bytes, list[Mend]]:
    """The file after all steps that can be taken; a file that its schema refuses may not get worse by them."""
    new, done = _taken(raw, steps)
    if done and path in {problem.location.path for problem in state.problems}:
        name = _schema_of(path)
        old, data = marked.read(raw).data, marked.read(new).data
        left = 0 if state.schemas.accepts(name, data) else len(state.schemas.explain(name, data))
        if left > len(state.schemas.explain(name, old)):
            return raw, []
    return new, done


def _taken(raw: bytes, steps: list[tuple[Mend, Step]]) -> tuple[bytes, list[Mend]]:
    """All steps at once; where they cannot be taken together, one by one, as many as a file of its size bears."""
    if steps:
        with contextlib.suppress(edit.Unmendable):
            return _edited(raw, [step for _, step in steps]), [mend for mend, _ in steps]
    done = []
    for mend, step in steps[: max(1, MOST_WORK // (len(raw) + 1))]:
        with contextlib.suppress(edit.Unmendable):
            raw = _edited(raw, [step])
            done.append(mend)
    return raw, done


def _edited(raw: bytes, steps: list[Step]) -> bytes:
    texts: dict[DataPath, list[tuple[str, str]]] = {}
    for path, old, new in steps:
        if old and path:
            texts.setdefault(path, []).append((old, new))
    edits = edit.Edits(
        {path: new for path, old, new in steps if old is None and path},
        [path for path, old, _ in steps if old == ""],
        {path: _replacing(pairs) for path, pairs in texts.items()},
    )
    raw = edit.several(raw, edits)
    for path, _, new in steps:
        raw = raw if path else edit.put_on_top(raw, new)
    return raw


def _replacing(pairs: list[tuple[str, str]]) -> edit.Rewrite:
    def replaced(text: str) -> str:
        for old, new in pairs:
            text = text.replace(old, new)
        return text

    return replaced


def _schema_steps(state: Project, path: str) -> Iterator[tuple[Mend, Step]]:
    """Fields whose name is a slip away from one that is known, and numbers where text belongs."""
    name = _schema_of(path)
    data, problems, _ = read_yaml(state.tree, path)
    if problems or name not in state.schemas.documents or data is None or state.schemas.accepts(name, data):
        return
    root = Field(state.schemas, tuple(state.schemas.parts(state.schemas.documents[name], name)))
    raw = state.tree.read(path)
    places = {} if isinstance(raw, Unreadable) else marked.marks(raw)
    for violation in state.schemas.explain(name, data):
        where = violation.data_path
        above = _field(root, where[:-1])
        if violation.code == "unknown-field" and above is not None:
            old = str(where[-1])
            new = meant(old, above.properties)
            if new and new not in value_at(data, where[:-1]):
                mend = Mend(locate(path, places, where, key=True), f"field '{old}' is now '{new}'")
                yield mend, (where, None, new)
        elif where and _is_number(value_at(data, where)) and _wants_text(_field(root, where)):
            mend = Mend(locate(path, places, where), f"{_words(where)} is now text, as it is written")
            yield mend, (where, "", "")


def _reference_steps(state: Project, record: Record) -> Iterator[tuple[Mend, Step]]:
    """References that lead nowhere and are a slip away from one that leads somewhere."""
    lost = [
        link
        for link in state.catalog.links(record)
        if link.target.record not in state.catalog.broken and state.catalog.resolve(link.target) is None
    ]
    raw = state.tree.read(record.path) if lost else b""
    places = {} if isinstance(raw, Unreadable) else marked.marks(raw)
    for link in lost[:MOST_LOST]:
        if new := _target(state, link):
            written = str(value_at(record.data, link.data_path))
            old, new = _as_written(written, link, new)
            if old:
                mend = Mend(locate(record.path, places, link.data_path), f"'{old}' is now '{new}'")
                yield mend, (link.data_path, old, new)


def _target(state: Project, link: Link) -> str:
    """The address that a reference meant; empty where that is not certain."""
    record = state.catalog.records.get(link.target.record)
    if record is not None:
        parts = state.catalog.kinds[record.kind].parts
        inside = ("/".join(steps) for steps in addresses_inside(record.data, parts))
        found = meant("/".join(link.target.steps), inside)
        return f"{link.target.record}#{found}" if found else ""
    near = meant(str(link.target.record), map(str, (*state.catalog.records, *state.catalog.broken)))
    return near + str(link.target).removeprefix(str(link.target.record)) if near else ""


def _as_written(written: str, link: Link, new: str) -> tuple[str, str]:
    """The old and the new words of a reference, as short as the old ones were."""
    for old, short in (
        (str(link.target), new),
        (str(link.target).partition("/")[2], new.partition("/")[2]),
        (str(link.target).removeprefix(str(link.source)), new.removeprefix(str(link.source))),
    ):
        if link.prose and f"[[{old}]]" in written:
            return f"[[{old}]]", f"[[{short}]]"
        if not link.prose and written == old:
            same_kind = new.partition("/")[0] == link.target.kind
            return (old, short) if same_kind or short == new else (old, new)
    return "", ""


def _editor_step(state: Project, record: Record) -> Iterator[tuple[Mend, Step]]:
    """The line that names the schema, where the repository holds schemas for editors."""
    if state.root is None:
        return
    folder = next((name for name in SCHEMA_FOLDERS if (state.root / name / f"{record.kind}{SUFFIX}").is_file()), "")
    raw = state.tree.read(record.path)
    if not folder or isinstance(raw, Unreadable) or any("yaml-language-server:" in one.text for one in comments(raw)):
        return
    way = posixpath.relpath(f"{folder}/{record.kind}{SUFFIX}", posixpath.dirname(record.path))
    mend = Mend(Location(record.path), "the line that names the schema is added")
    yield mend, ((), None, f"# yaml-language-server: $schema={way}")


def _schema_of(path: str) -> str:
    return SETTINGS if path == SETTINGS_FILE else path.removeprefix(f"{FOLDER}/").partition("/")[0]


def _field(root: Field, path: DataPath) -> Field | None:
    found: Field | None = root
    for step in path:
        found = found.below(step) if found else None
    return found


def _wants_text(field: Field | None) -> bool:
    wanted = [node["type"] for node, _ in field.nodes if "type" in node] if field else []
    return bool(wanted) and all(one == "string" for one in wanted)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _words(path: DataPath) -> str:
    return ".".join(str(step) for step in path)
