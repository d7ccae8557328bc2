"""YAML to plain data with exact places: YAML 1.2 core over libyaml's event stream.

Composing a document before looking at it can be crashed by nesting and bent by anchors; the event stream cannot. Files
with nothing to say of them are read by `quick`; this is the exact reader, which has the last word.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import yaml
from yaml import events
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from underhood.doors.decoding import CONTROL, MOST_PROBLEMS, SEPARATORS, Problem, decode, place
from underhood.doors.foreign import exact_number
from underhood.doors.quick import Odd, quick
from underhood.doors.scalars import CONSTANTS, LARGEST_INTEGER, LONGEST_NUMBER, is_number, number
from underhood.doors.syntax import conflicts, not_yaml
from underhood.values.finding import DataPath

DEEPEST = 64
_HEAD, _THREE = re.compile(r"[-+]?\d{1,3}", re.ASCII), re.compile(r"\d{3}", re.ASCII)
MOST_ENTRIES = 50_000
"""Fields and list entries of one file; what has more takes long to explain, and belongs into a list file."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where an entry's key and its value begin; the key's place is the value's in a list."""

    key: tuple[int, int]
    value: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Document:
    """What a text says: plain data, or the problems that kept it from being read. `empty`: nothing but comments."""

    data: Any
    problems: tuple[Problem, ...] = ()
    empty: bool = False


def read(raw: bytes) -> Document:
    """Read one YAML document; every problem that can be seen in one pass is told."""
    text, problems = decode(raw)
    if problems:
        return Document(None, tuple(problems))
    try:
        return Document(quick(text))
    except Odd:
        return _document(text, None)


def exact(text: str) -> Document:
    """Read what others wrote: numbers keep their digits, and what is no figure of a record stands as `Unusable`."""
    return _document(text, None, _Exact)


def marks(raw: bytes) -> dict[DataPath, Mark]:
    """The place of every entry of a text, by data path; only called for files that have something to say."""
    found: dict[DataPath, Mark] = {}
    text, problems = decode(raw)
    if not problems:
        _document(text, found)
    return found


def scalars(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each scalar of a text begins and ends, in characters, and its quote or block sign; field names included."""
    next_event: Callable[[], Any] = CParser(text).get_event
    while not isinstance(event := next_event(), events.StreamEndEvent):
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, events.ScalarEvent):
            yield start, end, event.style or ""


def _document(text: str, marks: dict[DataPath, Mark] | None, reading: type[_Reader] | None = None) -> Document:
    reader = (reading or _Reader)(CParser(text).get_event, [], marks)
    data, empty = None, False
    try:
        data, empty = reader.whole()
    except yaml.YAMLError as error:
        reader.problems.append(not_yaml(error, text))
    except _TooMuch:
        pass
    if reader.problems and (found := conflicts(text)):
        return Document(None, found)
    if marks or reader.problems:
        _end(place(text, len(text)), marks or {}, reader.problems)
    return Document(None if reader.problems else data, tuple(reader.problems), empty)


def _end(end: tuple[int, int], marks: dict[DataPath, Mark], problems: list[Problem]) -> None:
    """Take back to the end of the text what libyaml places behind it, where no line break ends the last line."""
    for path, mark in marks.items():
        if max(mark.key, mark.value) > end:
            marks[path] = Mark(min(mark.key, end), min(mark.value, end))
    for index, problem in enumerate(problems):
        if (problem.line, problem.column) > end:
            problems[index] = replace(problem, line=end[0], column=end[1])


class _TooMuch(Exception):
    """Nested too deep or too many problems: reading on would not help."""


@dataclass(slots=True)
class _Reader:
    """Builds plain data out of events, noting problems as it goes."""

    next: Callable[[], Any]
    problems: list[Problem]
    marks: dict[DataPath, Mark] | None
    path: list[str | int] = field(default_factory=list)
    entries: int = 0
    digits: list[Any] = field(default_factory=list)

    def whole(self) -> tuple[Any, bool]:
        """Read the stream: one document and nothing after it."""
        self.next()
        event = self.next()
        if isinstance(event, events.StreamEndEvent):
            return None, True
        first = self.next()
        empty = isinstance(first, events.ScalarEvent) and first.value == "" and first.implicit[0]
        if self.marks is not None:
            self.marks[()] = Mark(_at(first), _at(first))
        data = self.node(first)
        self.next()
        after = self.next()
        if not isinstance(after, events.StreamEndEvent):
            self.note(after, "a second document starts here", "a file holds one record; remove '---'")
        return data, empty

    def note(self, event: Any, message: str, hint: str) -> None:
        """Note a problem at an event."""
        line, column = _at(event)
        self.problems.append(Problem(line, column, message, hint))
        if len(self.problems) >= MOST_PROBLEMS:
            raise _TooMuch

    def node(self, event: Any) -> Any:
        """Read the node that starts with this event."""
        kind = type(event)
        if kind is events.AliasEvent:
            self.note(event, f"alias '*{event.anchor}'", "write the value out; records have no aliases")
            return None
        if event.anchor is not None:
            self.note(event, f"anchor '&{event.anchor}'", "remove it; records have no anchors")
        if event.tag is not None:
            self.note(event, f"tag '{event.tag}'", "remove it; the schema says what a value is")
        if kind is events.ScalarEvent:
            return self.scalar(event)
        if len(self.path) >= DEEPEST:
            self.note(event, f"nested deeper than {DEEPEST} levels", "flatten the record")
            raise _TooMuch
        return self.mapping() if kind is events.MappingStartEvent else self.sequence()

    def mapping(self) -> dict[str, Any]:
        """Read a mapping up to its end."""
        found: dict[str, Any] = {}
        places: dict[str, Any] = {}
        before: Any = None
        while type(event := self.next()) is not events.MappingEndEvent:
            if _separated(before, event):
                before = self.rest_of(before, event)
                continue
            key = self.key(event)
            before = value = self.next()
            if key is None:
                self.path.append("")
                self.node(value)
                self.path.pop()
                continue
            if key in found:
                self.note(
                    event,
                    f"field '{key}' stands here again; it stands already in line {_at(places[key])[0]}",
                    "keep one of the two",
                )
            places[key] = event
            found[key] = self.child(key, event, value)
        return found

    def rest_of(self, before: Any, event: Any) -> Any:
        """Note a number that was written with a comma, of which `event` is what follows it; the value read last."""
        if self.digits and self.digits[-1] is before:
            self.problems.pop()
        else:
            self.digits = [before]
        self.digits.append(event)
        parts = [digits.value for digits in self.digits]
        self.note(self.digits[0], f"{','.join(parts)} is written with separators", SEPARATORS.format("".join(parts)))
        value = self.next()
        if type(value) is not events.ScalarEvent:
            self.node(value)
        return event

    def key(self, event: Any) -> str | None:
        """The name of a field; None for what cannot be one."""
        if type(event) is events.AliasEvent or type(event) is not events.ScalarEvent:
            self.note(event, "a field's name is not plain text", "write the name out")
            if type(event) is not events.AliasEvent:
                self.path.append("")
                self.node(event)
                self.path.pop()
            return None
        if event.anchor is not None:
            self.note(event, f"anchor '&{event.anchor}'", "remove it; records have no anchors")
        if event.tag is not None:
            self.note(event, f"tag '{event.tag}'", "remove it; a field's name is always text")
        if event.implicit[0] and event.value == "<<":
            self.note(event, "merge key '<<'", "write the fields out; records have no merge keys")
            return None
        if event.implicit[0] and not isinstance(self.plain(event), str):
            self.note(
                event, f"the field name {event.value or 'null'} is not text", f'put it between quotes: "{event.value}"'
            )
        return sys.intern(event.value)

    def sequence(self) -> list[Any]:
        """Read a list up to its end."""
        found: list[Any] = []
        while type(event := self.next()) is not events.SequenceEndEvent:
            found.append(self.child(len(found), event, event))
        return found

    def child(self, step: str | int, key: Any, value: Any) -> Any:
        """Read an entry of a mapping or list, marking its place if asked to."""
        self.path.append(step)
        self.entries += 1
        if self.entries > MOST_ENTRIES:
            hint = "split the record, or move a long list into a list file"
            self.note(key, f"more than {MOST_ENTRIES:,} entries stand in this file", hint)
            raise _TooMuch
        if self.marks is not None:
            self.marks[tuple(self.path)] = Mark(_at(key), _at(value))
        data = self.node(value)
        self.path.pop()
        return data

    def scalar(self, event: Any) -> Any:
        """The value of a scalar: text unless it was written plainly and is a number, true, false or null."""
        if event.style == '"' and (match := CONTROL.search(event.value)):
            self.note(event, f"control character U+{ord(match[0]):04X}", "delete it")
        return self.plain(event) if event.implicit[0] else event.value

    def plain(self, event: Any) -> Any:
        """What an unquoted scalar means in YAML 1.2 core."""
        text = event.value
        if text in CONSTANTS:
            return CONSTANTS[text]
        if not is_number(text):
            return text
        if len(text) > LONGEST_NUMBER:
            self.note(event, f"a number of {len(text)} digits", "write large numbers as 1.0e25")
            return 0
        value = number(text)
        if isinstance(value, int) and abs(value) >= LARGEST_INTEGER:
            self.note(event, f"the integer {text[:24]} is too large to be exact everywhere", "write it as 1.0e25")
        elif isinstance(value, float) and not math.isfinite(value):
            self.note(event, f"{text} is not a finite number", "leave the field out, or record an absence")
            return 0
        return value


class _Exact(_Reader):
    """Reads numbers as they are printed."""

    def plain(self, event: Any) -> Any:
        """What an unquoted scalar means."""
        text = event.value
        return CONSTANTS[text] if text in CONSTANTS else exact_number(text) if is_number(text) else text


def _separated(before: Any, event: Any) -> bool:
    """Whether three digits that look like a field go on with a number, as in {prompts: 1,700}."""
    if before is None or not (type(before) is type(event) is events.ScalarEvent):
        return False
    start: Any = event.start_mark
    end: Any = before.end_mark
    plain = before.implicit[0] and event.implicit[0] and start.index == end.index + 1
    return plain and bool(_HEAD.fullmatch(before.value) and _THREE.fullmatch(event.value))


def _at(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1
