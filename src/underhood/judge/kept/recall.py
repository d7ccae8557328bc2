"""A check that was made before and would come out the same: known by walking over the files, without reading them.

This module is all that such a check needs, and imports nothing that reads records.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import underhood
from underhood.doors import assets, cache, stamps
from underhood.doors.tree import LARGEST_SCHEMA, Unreadable, WorkingTree, read_at
from underhood.judge.kept.findings import finding, text
from underhood.records.places import FOLDER, FRAMEWORKS
from underhood.records.places import FRAMEWORK_ENDING as ENDING
from underhood.values.days import DAY
from underhood.values.outcome import Outcome

FLOORS = ("", "values", "doors", "records", "meaning", "rules", "judge", "judge/gates", "judge/kept")
"""The folders of our code that what is found depends on."""

LIBRARIES = ("yaml", "jsonschema", "jsonschema_rs", "babel")
MISSHAPEN = (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError)
"""What reading a value of another shape than expected may raise."""


@dataclass(frozen=True, slots=True)
class Look:
    """The files as they lay there when a check began. `looked` is when, `key` all else that findings depend on."""

    root: Path
    key: str
    looked: int
    stamps: stamps.Stamps

    @property
    def tree(self) -> WorkingTree:
        """The files."""
        return WorkingTree(self.root)

    @property
    def place(self) -> Path | None:
        """Where the cache of this repository lies."""
        return cache.place(self.root, "check")

    def racy(self) -> Iterator[str]:
        """The files that could change again and look the same."""
        return (path for path, stamp in self.stamps.items() if stamps.racy(stamp, self.looked))


def look(root: Path) -> Look:
    """Walk over a repository's files."""
    looked = stamps.now()
    return Look(root, key_of(root), looked, stamps.stamps(root, FOLDER))


def key_of(root: Path) -> str:
    """What findings depend on besides the records: the program, its libraries, the schemas."""
    words = hashlib.sha256(f"{underhood.__version__} {sys.version} {sys.implementation.cache_tag}".encode())
    words.update(stamps.print_of(_code()).encode())
    own = ((root / "schemas").glob("*.json"), (root / FRAMEWORKS).glob(f"*{ENDING}"))
    for path in sorted(chain.from_iterable(own)):
        raw = read_at(path, largest=LARGEST_SCHEMA)
        said = raw.message if isinstance(raw, Unreadable) else hashlib.sha256(raw).hexdigest()
        words.update(f"{path.name}\0{said}".encode("utf-8", "replace"))
    return words.hexdigest()


def _code() -> Iterator[str]:
    """The files of the program: a checkout changes without a new version."""
    top = Path(underhood.__file__).parent
    data = (assets.directory("schemas"), assets.directory(FRAMEWORKS))
    for folder in (*(top / floor for floor in FLOORS), *data):
        with os.scandir(folder) as entries:
            yield from sorted(os.fspath(entry) for entry in entries if entry.name.endswith((".py", ".json", ENDING)))
    for name in LIBRARIES:
        spec = find_spec(name)
        yield (spec.origin or name) if spec else name


def recall(seen: Look, day: str) -> tuple[cache.Kept | None, Outcome | None]:
    """What an earlier run kept, and what it came to where that still holds."""
    kept = cache.read(seen.place, seen.key) if seen.place else None
    if kept is None:
        return None, None
    try:
        return kept, _recalled(kept, seen, day)
    except MISSHAPEN:
        return None, None


def _recalled(kept: cache.Kept, seen: Look, day: str) -> Outcome | None:
    head = kept.head
    if head["listing"] != stamps.listing(seen.stamps):
        return None
    if head["day"] != day and (head["dated"] or not DAY.fullmatch(day)):
        return None
    racy: Mapping[str, str] = head["racy"]
    if any(not digest or stamps.digest(seen.tree, path) != digest for path, digest in racy.items()):
        return None
    excused = {text(title): int(count) for title, count in head["excused"].items()}
    findings = tuple(finding(one) for one in head["told"])
    records, kinds, unread, allowed = (int(head[name]) for name in ("records", "kinds", "unread", "allowed"))
    found = Outcome(findings, records, kinds, unread, excused, bool(head["out"]), allowed)
    still = {path: digest for path, digest in racy.items() if stamps.racy(seen.stamps[path], seen.looked)}
    if len(still) < len(racy) and (rest := kept.rest()) is not None:
        cache.write(kept.path, {**head, "racy": still}, rest)
    return found
