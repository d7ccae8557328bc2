"""What `verify` and `attest` look at: a document or the folder of a site, a clone of the records, an envelope, keys."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from underhood.doors.envelope import Broken, read_json
from underhood.doors.tree import Unreadable, WorkingTree, stream
from underhood.records.places import FOLDER
from underhood.records.project import Project
from underhood.values.days import DAY
from underhood.values.errors import UNREADABLE, USAGE, Stop
from underhood.values.origin import COMMIT, FACTS, Origin, read

LARGEST_CARD = 1 << 26
LARGEST_FILE = 1 << 30
_PIECE = 1 << 20
ENDING = ".dsse.json"
"""An envelope lies beside what it is about, under its name with this at the end."""

_FACTS: Mapping[str, type] = {
    "as_of": str,
    "commit": str,
    "changed": bool,
    "tool": str,
    "templates": str,
    "drafts": bool,
    "tool_pages": bool,
    "by_hand": list,
    "seals": dict,
    "records": dict,
}


@dataclass(frozen=True, slots=True)
class Card:
    """A document in a file of its own."""

    raw: bytes
    origin: Origin

    @property
    def commit(self) -> str:
        """The commit that it names; empty where no commit holds what it was made from."""
        return "" if self.origin.changed else self.origin.commit

    @property
    def as_of(self) -> str:
        """The day that it speaks of."""
        return self.origin.as_of


@dataclass(frozen=True, slots=True)
class Folder:
    """A site: what it says of itself, the digests of its files, and what in it is no file."""

    facts: Mapping[str, Any]
    held: Mapping[str, str]
    odd: tuple[str, ...] = ()

    @property
    def commit(self) -> str:
        """The commit that it names; empty where no commit holds what it was made from."""
        return "" if self.facts["changed"] else str(self.facts["commit"])

    @property
    def as_of(self) -> str:
        """The day that it speaks of."""
        return str(self.facts["as_of"])


@dataclass(frozen=True, slots=True)
class Clone:
    """Where the records are, and which state of them is wanted: a revision, or the folder as it lies there."""

    root: Path
    revision: str = ""
    folder: bool = False


@dataclass
class Looked:
    """The records at a state of a clone; `project` is None, and `why` says why, where they could not be read."""

    project: Project | None = None
    why: str = ""
    where: str = ""
    notes: list[str] = field(default_factory=list)


def read_subject(path: Path) -> Card | Folder:
    """What is to be proved. Raises Stop where it is neither a document of ours nor a site."""
    if path.is_symlink():
        raise Stop(f"{path} is a symbolic link", "name the file or folder that it leads to")
    if path.is_dir():
        return _folder(path)
    raw = WorkingTree(path.parent).read(path.name, largest=LARGEST_CARD)
    if isinstance(raw, Unreadable):
        raise Stop(f"{path}: {raw.message}", "name a document that `underhood render` wrote, or the folder of a site")
    origin = read(raw)
    if origin is None:
        hint = "only what underhood 0.1 or newer wrote can be proved; a copy has to be of the whole file"
        raise Stop(f"{path} has no footer that says where it comes from", hint)
    if isinstance(origin, str):
        raise Stop(f"{path}: {origin}", "get the file anew from where it was published")
    return Card(raw, origin)


def _folder(path: Path) -> Folder:
    tree = WorkingTree(path)
    raw = tree.read(FACTS, largest=LARGEST_CARD)
    if isinstance(raw, Unreadable):
        raise Stop(f"{path} is no site: {FACTS}: {raw.message}", "name the folder that `underhood build` wrote")
    try:
        facts = read_json(raw)
    except Broken as broken:
        raise Stop(f"{path / FACTS} cannot be read: {broken}", "get the site anew") from broken
    wrong = [name for name, kind in _FACTS.items() if not isinstance(facts, dict) or type(facts.get(name)) is not kind]
    if wrong:
        raise Stop(f"{path / FACTS} cannot be read: '{wrong[0]}' is missing or of another kind", "get the site anew")
    if not ((not facts["commit"] or COMMIT.fullmatch(facts["commit"])) and DAY.fullmatch(facts["as_of"])):
        raise Stop(f"{path / FACTS} cannot be read: its commit or its day is none", "get the site anew")
    entries = list(tree.walk(""))
    held = {entry.path: _digest(tree, entry.path) for entry in entries if not entry.odd}
    return Folder(facts, held, tuple(f"{entry.path}: {entry.odd}" for entry in entries if entry.odd))


def _digest(tree: WorkingTree, path: str) -> str:
    file = stream(tree, path, largest=LARGEST_FILE)
    if isinstance(file, Unreadable):
        raise Stop(f"{tree.root / path}: {file.message}", file.hint)
    digest = hashlib.sha256()
    with file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def read_file(path: Path, what: str, *, largest: int) -> bytes:
    """The bytes of a file that was named. Raises Stop."""
    raw = WorkingTree(path.parent).read(path.name, largest=largest)
    if isinstance(raw, Unreadable):
        raise Stop(f"{what} {path}: {raw.message}", raw.hint, code=UNREADABLE if path.exists() else USAGE)
    return raw


def digests(subject: Card | Folder, name: str) -> Mapping[str, str]:
    """The files that are to be proved, by name."""
    return subject.held if isinstance(subject, Folder) else {name: hashlib.sha256(subject.raw).hexdigest()}


def envelope_beside(path: Path, named: Path | None) -> Path | None:
    """Where the envelope of something lies."""
    beside = path.resolve().with_name(f"{path.resolve().name}{ENDING}")
    return named or (beside if beside.is_file() else None)


def clone_of(start: Path | None, nearest: Path, revision: str, *, folder: bool) -> Clone | None:
    """The clone that was named, else the one that we are in."""
    if start is None and not (nearest / FOLDER).is_dir():
        return None
    if start is not None and not start.is_dir():
        raise Stop(f"there is no folder {start}", "name a clone of the records", code=USAGE)
    if folder and revision:
        raise Stop("--revision and --folder exclude each other", "give one of them", code=USAGE)
    return Clone(start or nearest, revision, folder)


def sha256(text: str) -> str:
    """The digits of a digest. Raises Stop where it is none."""
    digits = text.removeprefix("sha256:").lower()
    if text and (len(digits) != 64 or any(one not in "0123456789abcdef" for one in digits)):
        raise Stop(f"'{text}' is no digest", "write it as sha256: and 64 digits", code=USAGE)
    return digits
