"""From paths to what came of each file: found, read, drawn. A file that cannot be used is named, and ends nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from underhood.doors import foreign
from underhood.doors.oddities import shown
from underhood.doors.tree import Unreadable, WorkingTree, read_at
from underhood.importers import Drawn, Given, Importer, Parse, Trouble, Wanted
from underhood.values.errors import USAGE, Stop
from underhood.values.finding import DataPath

HINT = "it was left out; if the value is known, add it by hand"
NOTHING = Drawn(())


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: where it lies, its name as it was given, and its way inside the folder that was given."""

    path: Path
    name: str
    inside: str = ""
    odd: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a file: drafts and troubles, or why it could not be used.

    `held`: how many of its values were used; `left`: how many were not; `lost`: which, where that was asked for.
    """

    name: str
    digest: str = ""
    drawn: Drawn = NOTHING
    held: int = 0
    left: int = 0
    lost: tuple[tuple[DataPath, object], ...] = ()
    error: str = ""
    hint: str = ""


def find(importer: Importer, paths: Sequence[Path]) -> list[Found]:
    """The files that these paths name; of folders, those with the names of the format. Raises Stop where there is none.

    A file is read once, however often it is named.
    """
    found: dict[Path, Found] = {}
    for path in paths:
        if path.is_dir():
            inside = list(_inside(importer, path))
            if not inside:
                names = " or ".join(importer.files)
                hint = f"{importer.name} is read from {names}; other names can be given one by one"
                raise Stop(f"no file in {shown(str(path))} is called {names}", hint, code=USAGE)
        elif path.exists():
            inside = [Found(path, shown(str(path)))]
        else:
            raise Stop(f"there is no file {shown(str(path))}", "nothing was written", code=USAGE)
        for one in inside:
            found.setdefault(one.path.absolute(), one)
    return list(found.values())


def _inside(importer: Importer, folder: Path) -> Iterator[Found]:
    for entry in WorkingTree(folder).walk(""):
        name = entry.path.rpartition("/")[2]
        if any(fnmatchcase(entry.path if "/" in one else name, one) for one in importer.files):
            yield Found(folder / entry.path, shown(str(folder / entry.path)), entry.path, entry.odd)


def read(importer: Importer, found: Found, wanted: Wanted, *, whole: bool = False) -> Read:
    """Read a file and draw its drafts. `whole`: keep every value that was not used, not only their number."""
    if found.odd:
        return Read(found.name, error=found.odd, hint="put an ordinary file in its place")
    raw = read_at(found.path, largest=foreign.LARGEST)
    if isinstance(raw, Unreadable):
        return Read(found.name, error=raw.message, hint=_cure(raw))
    digest = hashlib.sha256(raw).hexdigest()
    try:
        given, odd = _given(importer.parse, found, raw, digest=digest)
        given, beside = _with_neighbours(importer, found, given)
        drawn = importer.draw(given, wanted)
    except ValueError as error:
        return Read(
            found.name, digest, error=str(error) or "this cannot be read", hint=f"is it a {importer.name} file?"
        )
    troubles = (*odd, *beside, *drawn.troubles)
    files = (given, *given.beside.values())
    counts = [one.counts() for one in files]
    return Read(
        found.name,
        digest,
        Drawn(drawn.drafts, troubles),
        sum(held for held, _ in counts),
        sum(left for _, left in counts),
        tuple(entry for one in files for entry in one.left()) if whole else (),
    )


def _cure(raw: Unreadable) -> str:
    return "a log so large has to be cut into parts" if "KiB" in raw.message else raw.hint


def _given(parse: Parse, found: Found, raw: bytes, *, digest: str) -> tuple[Given, list[Trouble]]:
    before = foreign.Unusable.made[0]
    data = parse(raw)
    odd = foreign.unusable(data) if foreign.Unusable.made[0] > before else ()
    troubles = [Trouble(path, f"{written[:40]} is no figure", HINT) for path, written in odd]
    return Given(found.name, digest, data, found.inside), troubles


def _with_neighbours(importer: Importer, found: Found, given: Given) -> tuple[Given, list[Trouble]]:
    """The file with those that belong to it; one of them that cannot be read is a trouble, and no more."""
    if not importer.beside:
        return given, []
    troubles: list[Trouble] = []
    beside: dict[str, Given] = {}
    for pattern, parse in importer.beside.items():
        for entry in _matching(found.path.parent, pattern):
            path = found.path.parent / entry
            raw = read_at(path, largest=foreign.LARGEST)
            if isinstance(raw, Unreadable):
                troubles.append(Trouble((entry,), raw.message, raw.hint))
                continue
            one = Found(path, shown(str(path)), f"{found.inside.rpartition('/')[0]}/{entry}".lstrip("/"))
            try:
                beside[entry], odd = _given(parse, one, raw, digest=hashlib.sha256(raw).hexdigest())
                troubles += [replace(trouble, path=(entry, *trouble.path)) for trouble in odd]
            except ValueError as error:
                troubles.append(Trouble((entry,), str(error), "the rest was read without it"))
    return replace(given, beside=beside), troubles


def _matching(folder: Path, pattern: str) -> Iterator[str]:
    """The files of a folder, or of one below it, that a pattern names."""
    below, _, name = pattern.rpartition("/")
    try:
        entries = sorted(one.name for one in (folder / below).iterdir() if one.is_file() and not one.is_symlink())
    except OSError:
        return
    for entry in entries:
        if fnmatchcase(entry, name):
            yield f"{below}/{entry}" if below else entry
