"""Editing YAML at a place: what is not named stays as it is, byte for byte, comments and order included.

An edit is only believed when the edited text, read again, says exactly what was meant.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from yaml import events
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from underhood.doors import marked
from underhood.values.finding import DataPath

BOM = "\ufeff"
KEY = -1
"""The step before a field's name, for the node of the name itself; no entry of a list has this number."""
Rewrite = Callable[[str], str]


class Unmendable(Exception):
    """The text cannot be edited at this place without harm to the rest; the message says why."""


@dataclass(frozen=True, slots=True)
class _Node:
    """Where a node stands in the text, in characters from its start.

    `style` is a scalar's quote or block sign; `flow`: it is, or stands in, a list or group between brackets; `leaf`: it
    is a scalar, or ends with a bracket.
    """

    start: int
    end: int
    style: str = ""
    flow: bool = False
    column: int = 0
    leaf: bool = True


def rewrite(raw: bytes, changes: Mapping[DataPath, Rewrite]) -> bytes:
    """Change texts in place: each function gets the text at its path and gives the new one.

    It is given the words as the file writes them, so that quotes and line ends within a long text stay. Only where that
    does not come to the same, the whole text is written anew between double quotes.
    """
    text, mark = _text(raw)
    nodes = _nodes(text)
    meant = marked.read(raw).data
    for path, change in changes.items():
        old = _at(meant, path)
        node = nodes.get(path)
        if not isinstance(old, str) or node is None:
            raise Unmendable(f"there is no text at {_words(path)}")
        meant = _with(meant, path, change(old))
    for path in sorted(changes, key=lambda path: nodes[path].start, reverse=True):
        node = nodes[path]
        text = text[: node.start] + _piece(text, node, changes[path], _at(meant, path)) + text[node.end :]
    return _believed(text, mark, meant)


@dataclass(frozen=True, slots=True)
class Edits:
    """What is to change in a file: fields that get another name, numbers that become text, texts."""

    names: Mapping[DataPath, str] = field(default_factory=dict)
    numbers: Collection[DataPath] = ()
    texts: Mapping[DataPath, Rewrite] = field(default_factory=dict)


def several(raw: bytes, edits: Edits) -> bytes:
    """Make many edits at once. A number becomes the text that the file writes: `1.10` is then "1.10"."""
    text, mark = _text(raw)
    nodes, meant = _nodes(text), copy.deepcopy(marked.read(raw).data)
    pieces: list[tuple[_Node, str]] = []
    for path in edits.numbers:
        words = text[nodes[path].start : nodes[path].end]
        pieces.append((nodes[path], quoted(words)))
        _at(meant, path[:-1])[path[-1]] = words
    for path, change in edits.texts.items():
        value = change(_at(meant, path))
        pieces.append((nodes[path], _piece(text, nodes[path], change, value)))
        _at(meant, path[:-1])[path[-1]] = value
    for path, new in sorted(edits.names.items(), key=lambda entry: -len(entry[0])):  # what lies deeper keeps its path
        node, above = nodes[(*path[:-1], KEY, path[-1])], _at(meant, path[:-1])
        if new in above:
            raise Unmendable(f"there is a field {new} at {_words(path[:-1])} already")
        pieces.append((node, f"{node.style}{new}{node.style}"))
        above[new] = above.pop(path[-1])
    for node, words in sorted(pieces, key=lambda piece: piece[0].start, reverse=True):
        text = text[: node.start] + words + text[node.end :]
    return _believed(text, mark, meant)


def put_on_top(raw: bytes, line: str) -> bytes:
    """Add a comment as the first line."""
    text, mark = _text(raw)
    return _believed(f"{line}{_newline(text)}{text}", mark, marked.read(raw).data)


def append(raw: bytes, *, field: str, word: str) -> bytes:
    """Add a word to a list of words at the top of a record; the list is made, below the title, if there is none."""
    text, mark = _text(raw)
    data = marked.read(raw).data
    if not isinstance(data, dict):
        raise Unmendable("the file is no group of fields")
    nodes = _nodes(text)
    meant = {**data, field: [*data.get(field, []), word]}
    whole, found = nodes[()], nodes.get((field,))
    if found is None and whole.flow:
        text = _insert(text, whole.end - 1, f", {field}: [{word}]")
    elif found is None:
        place = _line_after(text, nodes.get(("title",)))
        text = _insert(text, place, f"{_gap(text, place)}{field}: [{word}]{_newline(text)}")
    elif found.flow:
        text = _insert(text, found.end - 1, f", {word}" if data[field] else word)
    else:
        last = nodes[field, len(data[field]) - 1]
        text = _insert(text, last.end, f"{_newline(text)}{' ' * found.column}- {word}")
    return _believed(text, mark, meant)


def add_entry(raw: bytes, *, field: str, entry: Mapping[str, str]) -> bytes:
    """Add a group of texts at the end of a list at the top of a record. Raises Unmendable where there is no list."""
    text, mark = _text(raw)
    data = marked.read(raw).data
    listed = data.get(field) if isinstance(data, dict) else None
    if not isinstance(listed, list) or not listed:
        raise Unmendable(f"there is no list {field} with an entry")
    nodes = _nodes(text)
    words = f"{{{', '.join(f'{name}: {_plain(value)}' for name, value in entry.items())}}}"
    found = nodes[field,]
    if found.flow:
        inner = text[: found.end - 1].rstrip()
        comma = "" if inner.endswith(",") else ","
        place, piece = len(inner), f"{comma} {words}"
    else:
        last = max(node.end for path, node in nodes.items() if path[:2] == (field, len(listed) - 1) and node.leaf)
        last = len(text[:last].rstrip())
        end = text.find("\n", last)
        place = len(text) if end < 0 else end - text[:end].endswith("\r")
        piece = f"{_newline(text)}{' ' * found.column}- {words}"
    return _believed(_insert(text, place, piece), mark, {**data, field: [*listed, dict(entry)]})


def remove(raw: bytes, field: str) -> bytes:
    """Take a field at the top of a record out, with the comments between it and the next field."""
    text, mark = _text(raw)
    data = marked.read(raw).data
    if not isinstance(data, dict) or field not in data:
        return raw
    keys = {path[0]: place.key for path, place in marked.marks(raw).items() if len(path) == 1}
    lines = text.splitlines(keepends=True)
    first = keys[field][0] - 1
    last = min((line - 1 for line, _ in keys.values() if line - 1 > first), default=len(lines))
    meant = {name: value for name, value in data.items() if name != field}
    return _believed("".join(lines[:first] + lines[last:]), mark, meant)


def quoted(text: str) -> str:
    """A text as a YAML scalar between double quotes."""
    return json.dumps(text, ensure_ascii=False)


def scalar(text: str) -> str:
    """A text as the plainest YAML scalar that reads as that text, wherever it stands."""
    if text and re.fullmatch(r"[\w(][\w ./+()-]*", text) and not text.endswith(" "):
        try:
            read = marked.read(f"[{text}]".encode())
        except ValueError:
            return quoted(text)
        if not read.problems and read.data == [text]:
            return text
    return quoted(text)


def _plain(text: str) -> str:
    """A text as a scalar; what begins with a digit stands between quotes, for readers of older YAML."""
    return quoted(text) if text[:1].isdigit() else scalar(text)


def _text(raw: bytes) -> tuple[str, str]:
    if problems := marked.read(raw).problems:
        raise Unmendable(f"line {problems[0].line}: {problems[0].message}")
    text = raw.decode("utf-8")
    return text.removeprefix(BOM), BOM if text.startswith(BOM) else ""


def _nodes(text: str) -> dict[DataPath, _Node]:
    """Every node of a text that `marked` accepts, by data path; the name of a field by (…, KEY, name)."""
    next_event: Callable[[], Any] = CParser(text).get_event
    found: dict[DataPath, _Node] = {}

    def node(event: Any, path: DataPath, *, flow: bool) -> None:
        start, column = event.start_mark.index, event.start_mark.column
        if isinstance(event, events.ScalarEvent):
            found[path] = _Node(start, _end(event), event.style or "", flow, column)
            return
        flow, step = bool(event.flow_style), 0
        while not isinstance(inner := next_event(), (events.MappingEndEvent, events.SequenceEndEvent)):
            if isinstance(event, events.MappingStartEvent):
                node(inner, (*path, KEY, inner.value), flow=flow)
                node(next_event(), (*path, inner.value), flow=flow)
            else:
                node(inner, (*path, step), flow=flow)
                step += 1
        found[path] = _Node(start, _end(inner), flow=flow, column=column, leaf=flow)

    while not isinstance(event := next_event(), events.StreamEndEvent):
        if isinstance(event, events.ScalarEvent | events.CollectionStartEvent):
            node(event, (), flow=False)
    return found


def _end(event: Any) -> int:
    return int(event.end_mark.index)


def _piece(text: str, node: _Node, change: Rewrite, value: str) -> str:
    """A scalar as it is to be written: changed within its own words if that gives the value, else quoted anew."""
    words = text[node.start : node.end]
    quote = node.style if node.style in {"'", '"'} else ""
    inner = words[1:-1] if quote else words
    changed = f"{quote}{change(inner)}{quote}"
    if "\n" not in words:
        read = marked.read((f"[{changed}]" if node.flow else f"- {changed}").encode())
        if read.problems or read.data != [value]:
            return quoted(value)
    return changed


def _believed(text: str, mark: str, meant: Any) -> bytes:
    raw = (mark + text).encode("utf-8")
    read = marked.read(raw)
    if read.problems or read.data != meant:
        raise Unmendable("the file is written in a way that this edit does not understand")
    return raw


def _with(data: Any, path: DataPath, value: str) -> Any:
    changed = copy.deepcopy(data)
    parent = _at(changed, path[:-1])
    if not path:
        return value
    parent[path[-1]] = value
    return changed


def _at(data: Any, path: DataPath) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _words(path: DataPath) -> str:
    return ".".join(str(step) for step in path) or "the top"


def _insert(text: str, place: int, words: str) -> str:
    return text[:place] + words + text[place:]


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _line_after(text: str, node: _Node | None) -> int:
    """The start of the line after a one-line scalar; the end of the text without one."""
    if node is None or node.style in {"|", ">"} or "\n" in text[node.start : node.end]:
        return len(text)
    end = text.find("\n", node.end)
    return len(text) if end < 0 else end + 1


def _gap(text: str, place: int) -> str:
    return "" if place == 0 or text[place - 1] == "\n" else _newline(text)
