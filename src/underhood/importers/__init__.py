"""Formats that others write, read into draft records: one file each, with a function marked by `@importer(...)`.

An importer takes every value that it uses from `Given.take`, and nothing from anywhere else, so that what it had no
place for is known when it is done. What a person must add stands in a draft as text that begins with `TODO`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from underhood.doors import members
from underhood.values.errors import USAGE, Stop
from underhood.values.finding import DataPath
from underhood.values.ids import Address


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """A file of a format as it was read. `name`: as it was given; `digest`: SHA-256 of its bytes, in hexadecimal.

    `data`: numbers are int or Decimal, with the digits of the file. `take` hands out what stands at a place, and notes
    that it was used. `inside`: the way to it inside the folder that was given, with forward slashes; empty where the
    file itself was given. `beside`: the files that belong to it, by the way from its folder to each. `above`: where
    this part stands in the file, empty for the whole of it.
    """

    name: str
    digest: str
    data: Any
    inside: str = ""
    beside: Mapping[str, Given] = field(default_factory=dict)
    above: DataPath = ()
    _taken: dict[DataPath, Any] = field(default_factory=dict, repr=False)

    def below(self, *path: str | int) -> Given:
        """A part of the file, whose paths begin there; what is used of it is used of the file."""
        return Given(self.name, self.digest, _at(self.data, path), self.inside, {}, self.above + path, self._taken)

    def take(self, *path: str | int) -> Any:
        """What stands at a path, to be used whole; None where nothing stands there."""
        value = self.look(*path)
        if value is not None:
            self._taken[self.above + path] = value
        return value

    def used(self, *path: str | int) -> None:
        """Note that what stands at a path was used, where it was looked at before."""
        self.take(*path)

    def noted(self, path: DataPath, value: Any) -> None:
        """Note that this value, which was found at a path, was used: spares a second walk to it."""
        self._taken[self.above + path] = value

    def look(self, *path: str | int) -> Any:
        """What stands at a path, to decide by and not to use."""
        if len(path) == 1 and type(self.data) is dict:  # most are asked for by one name
            return self.data.get(path[0])
        return _at(self.data, path)

    def every(self) -> Iterator[tuple[DataPath, Any]]:
        """All single values."""
        yield from _single((), self.data, {})

    def left(self) -> tuple[tuple[DataPath, Any], ...]:
        """The single values that were not used."""
        return tuple(_single((), self.data, self._taken))

    def counts(self) -> tuple[int, int]:
        """How many single values were used, and how many were not."""
        groups = {path for path, value in self._taken.items() if type(value) in _GROUPS}
        tops = [path for path in groups if not _inside(path, groups)]
        plain = [path for path in self._taken if path not in groups] if groups else self._taken
        alone = sum(not _inside(path, groups) for path in plain) if groups else len(plain)
        held = alone + sum(_count(self._taken[path]) for path in tops)
        return held, _count(self.data) - held


_GROUPS = frozenset({dict, list})


def _at(data: Any, path: DataPath) -> Any:
    """What stands at a path of plain data: some hundred times a file, so that types are asked for by name."""
    for step in path:
        if type(data) is dict:
            data = data.get(step)
        elif type(data) is list and type(step) is int and -len(data) <= step < len(data):
            data = data[step]
        else:
            return None
    return data


def _inside(path: DataPath, groups: Collection[DataPath]) -> bool:
    """Whether a path lies below one of these."""
    return any(path[:length] in groups for length in range(len(path)))


def _count(value: Any) -> int:
    """The single values in a value."""
    if type(value) not in _GROUPS:
        return value is not None
    count, level = 0, [value]
    while level:
        inner = [one for group in level for one in (group.values() if type(group) is dict else group)]
        level = [one for one in inner if type(one) in _GROUPS]
        count += len(inner) - len(level) - inner.count(None)
    return count


def _single(path: DataPath, value: Any, without: Collection[DataPath]) -> Iterator[tuple[DataPath, Any]]:
    """The single values in a value; none at these places or below them. What is empty says nothing."""
    stack = [(path, value)]
    while stack:
        path, value = stack.pop()
        if path in without:
            continue
        if type(value) is dict:
            stack.extend(((*path, name), value[name]) for name in reversed(value))
        elif type(value) is list:
            stack.extend(((*path, place), value[place]) for place in range(len(value) - 1, -1, -1))
        elif value is not None:
            yield path, value


@dataclass(frozen=True, slots=True)
class Draft:
    """A record to be. Several files may name the same one; equal drafts are one, and others are refused by name."""

    address: Address
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A value that could not be used as it stands: where in the file, what is wrong, and what helps."""

    path: DataPath
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came of a file."""

    drafts: tuple[Draft, ...]
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user said besides: the release that the file speaks of, its provider, and the day.

    `release` and `provider` are ids, or empty where the file is to say it.
    """

    today: str
    release: str = ""
    provider: str = ""


Parse = Callable[[bytes], Any]
Draw = Callable[[Given, Wanted], Drawn]


@dataclass(frozen=True, slots=True)
class Importer:
    """A format: its name and title, the file names that it has in a folder, what reads its bytes and what draws drafts.

    `parse` raises ValueError with a sentence where the bytes are none of the format. `beside`: the files that belong to
    one such file, as patterns of the way from its folder, each with what reads it.
    """

    name: str
    title: str
    files: tuple[str, ...]
    parse: Parse
    draw: Draw
    beside: Mapping[str, Parse] = field(default_factory=dict)


def importer(
    title: str, *, files: tuple[str, ...], parse: Parse, beside: Mapping[str, Parse] | None = None
) -> Callable[[Draw], Draw]:
    """Mark the function that draws drafts. `files`: patterns such as `*.json`, for folders that are given whole."""

    def mark(draw: Draw) -> Draw:
        cast(Any, draw).imports = (title, files, parse, beside or {})
        return draw

    return mark


def formats() -> tuple[str, ...]:
    """The names of all formats."""
    return members.names(__name__)


def load(name: str) -> Importer:
    """The importer of a format. Raises Stop where the extra that it needs is not installed."""
    try:
        draw = members.marked(members.member(__name__, name), "imports")
    except ImportError as error:
        hint = f"pip install 'underhood[{name}]'"
        raise Stop(f"{name} files need the library '{error.name}'", hint, code=USAGE) from error
    title, files, parse, beside = draw.imports
    return Importer(name, title, files, parse, draw, beside)
