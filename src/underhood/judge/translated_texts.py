"""What became of the translations of records between two states: counted, and never judged for what they say.

Only the parts of a catalogue that differ are read, so that the cost follows the change.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from underhood.changes import Difference, Spot
from underhood.doors.languages import read_messages
from underhood.doors.tree import Tree, Unreadable
from underhood.meaning.localise import LARGEST_CATALOGUE
from underhood.records.places import beside
from underhood.records.project import Project
from underhood.records.record import Catalog, Record, value_at
from underhood.values.change import TRANSLATION, Kind, Weight
from underhood.values.ids import Address, parse_address

TEXTS = "translated texts"
"""The last name of differences between catalogues, which are in no field."""
WARNING = frozenset({"capability", "risk"})
"""Kinds whose texts warn readers. What they no longer read in their language is missed."""
MOST_LOOKED_UP = 2000
"""So many texts that went are looked up in the records; of more, it is not asked why they went."""
SHOWN = 5

Texts = Mapping[tuple[str, str], str]


def translation_differences(projects: tuple[Project, Project], files: Collection[str]) -> Iterator[Difference]:
    """How catalogues differ, each language once. What one side cannot read is told elsewhere."""
    for path in sorted(files):
        address = beside(path)
        if address is not None:
            yield from _difference(address, path, projects)


def _difference(address: Address, path: str, projects: tuple[Project, Project]) -> Iterator[Difference]:
    old, new = (_raw(project.tree, path) for project in projects)
    if old is None and new is None:
        return
    spot = Spot(Record(TRANSLATION, address.id, path, {}), ())
    was, now = (None if raw is None else spot for raw in (old, new))
    digests = _digest(old), _digest(new)
    if old is None or new is None:
        kind, which = (Kind.ADDED, Weight.NOTABLE) if old is None else (Kind.REMOVED, Weight.WEAKENING)
        yield Difference(kind, (TEXTS,), was, now, *digests, which)
        return
    try:
        before, after = _differing(old, new)
    except ValueError:
        if not _readable(old):  # nothing was read of it before
            return
        before, after = {("", ""): ""}, {}
    gone, come = before.keys() - after.keys(), after.keys() - before.keys()
    others = {key for key in before.keys() & after.keys() if before[key] != after[key]}
    if not (gone or come or others):
        return
    told = [f"{len(keys):,} {word}" for keys, word in ((gone, "gone"), (others, "changed"), (come, "new")) if keys]
    which = Weight.WEAKENING if _missed(gone, {place for place, _ in come}, projects[1].catalog) else Weight.NOTABLE
    wording = f"{', '.join(told)}; {_of({*gone, *come, *others})}"
    yield Difference(Kind.CHANGED, (TEXTS,), was, now, *digests, which, wording=wording)


def _raw(tree: Tree, path: str) -> bytes | None:
    if all(entry.path != path for entry in tree.walk(path.rpartition("/")[0])):
        return None
    raw = tree.read(path, largest=LARGEST_CATALOGUE)
    return b"" if isinstance(raw, Unreadable) else raw


def _digest(raw: bytes | None) -> str | None:
    """Sixteen digits that name what a catalogue says."""
    return None if raw is None else hashlib.sha256(raw).hexdigest()[:16]


def _readable(raw: bytes) -> bool:
    try:
        read_messages(raw, "")
    except ValueError:
        return False
    return True


def _differing(old: bytes, new: bytes) -> tuple[Texts, Texts]:
    """The texts in those entries that only one of two catalogues has. Raises ValueError where one cannot be read."""
    before, after = (
        [part.strip() for part in re.split(rb"\n\s*\n", raw.replace(b"\r\n", b"\n"))] for raw in (old, new)
    )
    known, kept = frozenset(before), frozenset(after)
    return _texts(part for part in before if part not in kept), _texts(part for part in after if part not in known)


def _texts(parts: Iterable[bytes]) -> Texts:
    return read_messages(HEAD + b"\n\n".join(part for part in parts if b"msgctxt" in part), "en").in_context


HEAD = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def _missed(gone: Collection[tuple[str, str]], renewed: Collection[str], catalog: Catalog) -> bool:
    """Whether a warning that still stands in the records lost its translation."""
    warning = [(parse_address(place), text) for place, text in sorted(gone) if place not in renewed]
    found = [(place, text) for place, text in warning if place is None or place.kind in WARNING]
    return len(found) > MOST_LOOKED_UP or any(place is None or _stands(place, text, catalog) for place, text in found)


def _stands(place: Address, text: str, catalog: Catalog) -> bool:
    found = catalog.resolve(place)
    return found is not None and value_at(found.record.data, found.data_path) == text


def _of(keys: Collection[tuple[str, str]]) -> str:
    """The records that texts belong to, the first few by name."""
    names = sorted({place.partition("#")[0] for place, _ in keys if place})
    rest = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return f"of {', '.join(names[:SHOWN])}{rest}" if names else "it can no longer be read"
