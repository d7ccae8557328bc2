"""What a build kept, in the cache of its repository: as JSON, so that reading it runs nothing."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import underhood
from underhood.doors import assets, cache, stamps
from underhood.doors.tree import WorkingTree
from underhood.records.places import FOLDER, FRAMEWORKS
from underhood.site.kept.covering import Answered
from underhood.site.kept.memory import Keeping, Memory
from underhood.site.kept.states import address_of
from underhood.site.kept.units import Made, Misshapen, Unit, unpacked
from underhood.values.page import Page

PAGES, PREVIEW = "pages", "preview"
"""Builds and previews keep apart what they know: else each would make the other start from nothing."""

LIBRARIES = ("yaml", "jinja2", "markupsafe", "markdown_it", "nh3", "babel")
MISSHAPEN = (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError)
"""What reading a value of another shape than expected may raise."""

_WRITE = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


def key_of(root: Path, *asked: object) -> str:
    """All that pages depend on besides records: the program, and every other file that they may come from.

    `asked`: what was asked for, such as an audience. Records are compared one by one.
    """
    words = hashlib.sha256(f"{underhood.__version__} {sys.version} {asked!r}".encode())
    words.update(stamps.print_of(_code()).encode())
    tree, kinds = WorkingTree(root), {path.name.split(".")[0] for path in _schemas(root)}
    for folder in (FOLDER, "schemas", "templates", FRAMEWORKS):
        for path in stamps.stamps(root, folder):
            if not _is_record(path, kinds):
                words.update(f"{path}\0{stamps.digest(tree, path)}\n".encode("utf-8", "surrogateescape"))
    return words.hexdigest()


def _is_record(path: str, kinds: set[str]) -> bool:
    top, *rest = path.split("/")
    return top == FOLDER and len(rest) > 1 and rest[0] in kinds and path.endswith(".yaml")


def _schemas(root: Path) -> Iterator[Path]:
    for folder in (assets.directory("schemas"), root / "schemas"):
        yield from folder.glob("*.schema.json")


def _code() -> Iterator[str]:
    """The files of the program: a checkout changes without a new version."""
    top = Path(underhood.__file__).parent
    for folder in (top, *map(assets.directory, ("schemas", "templates", "theme", FRAMEWORKS))):
        for place, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if name != "__pycache__")
            yield from (f"{place}/{name}" for name in sorted(names))
    for name in LIBRARIES:
        spec = find_spec(name)
        yield (spec.origin or name) if spec else name


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept under a key, by language, for builds or previews. `new`: what lies in the cache is another."""

    key: str
    what: str = PAGES
    memories: Mapping[str, Memory] = field(default_factory=dict)
    new: bool = False

    def after(self, keeping: Keeping) -> Kept:
        """What a build leaves."""
        return Kept(self.key, self.what, keeping.new, any(memory.fresh for memory in keeping.new.values()))

    def save(self, root: Path) -> None:
        """Keep it for the next build."""
        if self.new:
            save(cache.place(root, self.what), self.key, self.memories)


def load(root: Path, key: str, *, what: str = PAGES, whole: bool = False) -> Kept:
    """What an earlier build under the same key kept; nothing where it cannot be used. `whole`: look into all of it."""
    place = cache.place(root, what)
    kept = cache.read(place, key) if place is not None else None
    lines = kept.lines() if kept is not None else None
    if kept is None or lines is None:
        return Kept(key, what)
    try:
        memories = _memories(kept.head, lines)
        for memory in memories.values() if whole else ():
            for unit in memory.units.values():
                for made in unit.made:
                    unpacked(made.content)
    except MISSHAPEN:
        return Kept(key, what)
    return Kept(key, what, memories)


def save(place: Path | None, key: str, memories: Mapping[str, Memory]) -> None:
    """Keep what a build knows for the next one."""
    if place is None:
        return
    languages: dict[str, Any] = {}
    for language, memory in memories.items():
        languages[language] = {
            "facts": memory.facts,
            "frame": memory.frame,
            "states": memory.states,
            "scopes": {name: sorted(found) for name, found in memory.scopes.items()},
            "answered": {
                id: [digest, {str(address): groups for address, groups in found.items()}]
                for id, (digest, found) in memory.answered.items()
            },
            "units": len(memory.units),
        }
    cache.write(place, {"key": key, "languages": languages}, _lines(memories.values()))


def _lines(memories: Iterable[Memory]) -> Iterator[str]:
    for memory in memories:
        words = {word: number for number, word in enumerate(memory.states)}
        for name, unit in memory.units.items():
            yield _line(name, unit, words)


def _line(name: str, unit: Unit, words: Mapping[str, int]) -> str:
    numbers = [words.get(word, word) for word in unit.words]
    made = [
        [one.path, one.content, sorted(one.anchors), one.asked, _plain(one.page) if one.page else None]
        for one in unit.made
    ]
    return _WRITE([name, numbers, made])


def _memories(head: Mapping[str, Any], lines: Iterator[str]) -> Mapping[str, Memory]:
    found = {}
    for language, said in head["languages"].items():
        states = _texts(said["states"])
        words = list(states)
        units = dict(_unit(line, words) for line in islice(lines, int(said["units"])))
        if len(units) != said["units"]:
            raise Misshapen
        answered: dict[str, tuple[str, Answered]] = {
            id: (_text(digest), {address_of(name): _groups(groups) for name, groups in one.items()})
            for id, (digest, one) in said["answered"].items()
        }
        scopes = {name: set(map(_text, one)) for name, one in said["scopes"].items()}
        found[language] = Memory(_text(said["facts"]), _text(said["frame"]), states, scopes, answered, units)
    return found


def _groups(said: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    return {_text(name): tuple(map(_text, ids)) for name, ids in said.items()}


def _unit(line: str, words: list[str]) -> tuple[str, Unit]:
    name, numbers, made = json.loads(line)
    found = [words[one] if isinstance(one, int) and one >= 0 else _text(one) for one in numbers]
    return _text(name), Unit(found, [_made(*one) for one in made])


def _made(path: str, content: str, anchors: list[str], asked: Mapping[str, str], page: Any) -> Made:
    if not content.isascii():
        raise Misshapen
    named = frozenset(map(_text, anchors))
    return Made(_text(path), _page(*page) if page is not None else None, "", content, named, _texts(asked))


def _plain(page: Page) -> list[Any]:
    """The card of a page as plain data."""
    record = str(page.record) if page.record is not None else ""
    return [page.path, page.language, page.kind, page.title, page.summary, page.facets, page.search, record]


def _page(path: str, *said: Any) -> Page:
    *words, facets, search, record = said
    language, kind, title, summary = map(_text, words)
    values = {_text(name): tuple(map(_text, one)) for name, one in facets.items()}
    about = address_of(record) if record else None
    return Page(_text(path), language, kind, title, "", summary, facets=values, search=bool(search), record=about)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Misshapen
    return value


def _texts(value: Any) -> dict[str, str]:
    return {_text(name): _text(text) for name, text in value.items()}
