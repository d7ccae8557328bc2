"""Rename a record, and mend every reference to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import click

from underhood.cli.parts.options import Session, found, session
from underhood.cli.parts.output import OK
from underhood.doors import edit, writing
from underhood.doors.schemas import SETTINGS
from underhood.doors.tree import Tree, Unreadable
from underhood.records.kinds import Field, Kind
from underhood.records.places import FOLDER, SETTINGS_FILE
from underhood.records.project import Project
from underhood.records.reading import read_yaml
from underhood.records.record import Record
from underhood.records.references import Link, references
from underhood.values.errors import USAGE, Stop
from underhood.values.finding import DataPath
from underhood.values.ids import Address, id_problem

LARGEST_CATALOGUE = 1 << 26
_START = r"\s*(?:[|>][^\n]*\n\s*)?"
"""What may stand before the words of a scalar in its file: the sign of a block."""


@dataclass(frozen=True, slots=True)
class Mended:
    """The files that change: the contents they get, how many references each held, and the file that goes."""

    files: Mapping[str, bytes]
    counts: Mapping[str, int]
    old: str
    new: str


@click.command("rename")
@click.argument("address", metavar="KIND/ID")
@click.argument("new_id", metavar="NEW-ID")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@session
def command(session: Session, address: str, new_id: str, *, dry_run: bool) -> int:
    """Rename a record, and mend every reference to it.

    The file is moved, its old id is kept under 'formerly', and each reference is changed where it stands: in fields,
    inside text, and in the catalogues of translations. Comments and order stay. Either all files change, or none.
    """
    with session.output.working("reading the records") as say:
        project = session.project()
        record, asked = found(project, address)
        if asked.steps:
            raise Stop(f"{asked} is a place inside a record", "only whole records can be renamed", code=USAGE)
        new = _new_address(project, record, new_id)
        say("mending references")
        mended = mend(project, record, new=new)
        _refuse_signed(project, record, mended)
    assert project.root is not None
    if not dry_run:
        writing.write_all(project.root, mended.files, remove=[mended.old])
    out = session.output
    out.write(f"{'would rename' if dry_run else 'renamed'} {record.address} to {new}")
    out.write(f"  {mended.old} -> {mended.new}")
    for path, count in mended.counts.items():
        out.write(f"  {path}: {count} {'reference' if count == 1 else 'references'}")
    for path in _pages(project.tree, record.address):
        out.tell(f"note: the page {path} names {record.address} too; it is not changed")
    return OK


def mend(project: Project, record: Record, *, new: Address) -> Mended:
    """The files as they are to be once the record has its new name. Raises Stop when one cannot be mended."""
    folder, _, _ = record.path.rpartition("/")
    target = f"{folder}/{new.id}.yaml"
    files: dict[str, bytes] = {}
    counts: dict[str, int] = {}
    for path, found_in, kind in _readers(project):
        changes = dict(_changes(found_in, kind, old=record.address, new=new))
        place = target if path == record.path else path
        if changes or path == record.path:
            files[place] = _edited(project.tree, path, changes, record=record)
        if changes:
            counts[place] = len(changes)
    for path, content, count in _catalogues(project.tree, record.address, new):
        files[path], counts[path] = content, count
    return Mended(files, counts, record.path, target)


def _refuse_signed(project: Project, record: Record, mended: Mended) -> None:
    """Raise Stop where a rename would part a release from its seal, or change what somebody signed."""
    if record.kind == "release" and record.id in project.seals.ids:
        raise Stop(
            f"{record.address} is sealed, and its seal and its approvals know it by this id",
            "a sealed release keeps its id; its title may change",
            code=USAGE,
        )
    signatures = {entry.path for entry in project.tree.walk(f"{FOLDER}/approval")}
    if path := next((path for path in mended.files if f"{path}.sig" in signatures), None):
        raise Stop(
            f"{path} names {record.address}, and is signed: a change breaks its signature",
            f"keep the id {record.id}; the record's title may change",
            code=USAGE,
        )


def _new_address(project: Project, record: Record, new_id: str) -> Address:
    new_id = new_id.removeprefix(f"{record.kind}/")
    if problem := id_problem(new_id):
        raise Stop(f"'{new_id}' cannot be an id: {problem}", "choose another name", code=USAGE)
    new = Address(record.kind, new_id)
    if new == record.address:
        raise Stop(f"the record is already named {new}", "nothing to do", code=USAGE)
    if new in project.catalog.records or new in project.catalog.broken:
        raise Stop(f"there is a record {new} already", "choose another name", code=USAGE)
    if project.problems:
        problem_at = project.problems[0].location
        count = len({problem.location.path for problem in project.problems})
        files = "1 file" if count == 1 else f"{count} files"
        raise Stop(
            f"{files} cannot be read ({problem_at} …), so a reference might be missed",
            "`underhood check` says what is wrong; mend that first",
        )
    for other in project.catalog.of(record.kind):
        if new_id in other.get("formerly", ()) and other.address != record.address:
            raise Stop(
                f"{other.address} had the id '{new_id}' before",
                "an old id stays a pointer to its record; choose another",
                code=USAGE,
            )
    return new


def _readers(project: Project) -> Iterator[tuple[str, Record, Kind]]:
    """Everything that may hold references: the records, and the settings as if they were one."""
    for record in project.catalog:
        yield record.path, record, project.catalog.kinds[record.kind]
    data, problems, _ = read_yaml(project.tree, SETTINGS_FILE)
    if not problems and isinstance(data, dict):
        schema = project.schemas.documents[SETTINGS]
        root = Field(project.schemas, tuple(project.schemas.parts(schema, SETTINGS)))
        yield SETTINGS_FILE, Record(SETTINGS, SETTINGS, SETTINGS_FILE, data), Kind(SETTINGS, root, schema)


def _changes(record: Record, kind: Kind, *, old: Address, new: Address) -> Iterator[tuple[DataPath, edit.Rewrite]]:
    """The places of a record that name another, each with the change that its text needs."""
    whole, bare, prose = _whole(old, new), _bare(old, new), _prose(old, new)
    done: set[DataPath] = set()
    for link in references(kind.texts_that_refer(record.data), record.address):
        if isinstance(link, Link) and link.target.record == old and link.data_path not in done:
            done.add(link.data_path)
            if link.prose:
                yield link.data_path, prose
            elif not _is_own_place(record, link):
                yield link.data_path, bare
    for path, value, field in kind.walk(record.data):
        if path not in done and isinstance(value, str) and whole(value) != value and not (field and field.translatable):
            yield path, whole


def _is_own_place(record: Record, link: Link) -> bool:
    """Whether a reference is `#step`, which names no record."""
    value: object = record.data
    for step in link.data_path:
        value = value[step]  # type: ignore[index]
    return isinstance(value, str) and value.startswith("#")


def _whole(old: Address, new: Address) -> Callable[[str], str]:
    pattern = re.compile(rf"\A({_START}){re.escape(str(old))}(?=#|\s*\Z)")
    return lambda text: pattern.sub(rf"\g<1>{new}", text)


def _bare(old: Address, new: Address) -> Callable[[str], str]:
    pattern = re.compile(rf"\A({_START})({re.escape(old.kind)}/)?{re.escape(old.id)}(?=#|\s*\Z)")
    return lambda text: pattern.sub(lambda match: f"{match[1]}{match[2] or ''}{new.id}", text)


def _prose(old: Address, new: Address) -> Callable[[str], str]:
    pattern = re.compile(rf"(\[\[\s*){re.escape(str(old))}(?=#|\s*\]\])")
    return lambda text: pattern.sub(rf"\g<1>{new}", text)


def _edited(tree: Tree, path: str, changes: Mapping[DataPath, edit.Rewrite], *, record: Record) -> bytes:
    raw = tree.read(path)
    if isinstance(raw, Unreadable):
        raise Stop(f"{path}: {raw.message}", raw.hint)
    try:
        raw = edit.rewrite(raw, changes)
        return edit.append(raw, field="formerly", word=record.id) if path == record.path else raw
    except edit.Unmendable as error:
        raise Stop(f"{path}: {error}", "change this file by hand, then rename again") from error


def _catalogues(tree: Tree, old: Address, new: Address) -> Iterator[tuple[str, bytes, int]]:
    """The catalogues of translations that name the record: as context, and inside the texts."""
    context = re.compile(rf'(?m)^((?:#[~|] )*msgctxt "(?:"\r?\n")?){re.escape(str(old))}(?=[#"])')
    prose = _prose(old, new)
    for entry in tree.walk(f"{FOLDER}/_locale"):
        if not entry.path.endswith(".po"):
            continue
        raw = tree.read(entry.path, largest=LARGEST_CATALOGUE)
        if isinstance(raw, Unreadable):
            raise Stop(f"{entry.path}: {raw.message}", raw.hint)
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Stop(f"{entry.path}: the file is not UTF-8", "save it as UTF-8") from error
        changed, count = context.subn(lambda match: f"{match[1]}{new}", text)
        mended = prose(changed)
        count += len(re.findall(rf"\[\[\s*{re.escape(str(old))}(?=#|\s*\]\])", changed))
        if left := _wrapped(mended, old):
            raise Stop(
                f"{entry.path}:{left}: a reference to {old} is broken over two lines",
                "write it on one line, then rename again",
            )
        if mended != text:
            yield entry.path, mended.encode("utf-8"), count


def _wrapped(text: str, old: Address) -> int:
    """The line of a reference that a catalogue has wrapped in its middle; 0 without one."""
    joined = re.compile(r'"\r?\n"')
    pattern = re.compile(rf"\[\[\s*{re.escape(str(old))}(?=#|\s*\]\])")
    start = 0
    for block in re.split(r"(\r?\n\s*\r?\n)", text):
        if pattern.search(joined.sub("", block)):
            return text.count("\n", 0, start) + 1
        start += len(block)
    return 0


def _pages(tree: Tree, old: Address) -> Iterator[str]:
    """Pages written by hand that name the record."""
    for entry in tree.walk("site"):
        if entry.path.endswith(".md") and not entry.odd:
            raw = tree.read(entry.path)
            if isinstance(raw, bytes) and re.search(
                rb"(?<![a-z-])" + re.escape(str(old)).encode() + rb"(?![a-z0-9-])", raw
            ):
                yield entry.path
