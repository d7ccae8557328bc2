"""Records in a reader's language: each text knows the language that it is in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from underhood.doors.languages import SOURCE_LANGUAGE, Messages, read_messages
from underhood.doors.tree import Tree, Unreadable
from underhood.records.kinds import Field, Kind
from underhood.records.packed import PackedRecord
from underhood.records.places import FOLDER
from underhood.records.record import Record, steps_of
from underhood.records.references import BadLink, Link
from underhood.values.errors import USAGE, Stop
from underhood.values.finding import DataPath

LARGEST_CATALOGUE = 1 << 26
_HERE = re.compile(r"\[\[\s*#(?=[^\[\]\n]{1,300}\]\])")


class Text(str):
    """A text that readers see, as CommonMark, with the language that it is in; `stays`: nobody is to translate it."""

    __slots__ = ("language", "stays")
    language: str
    stays: bool

    def __new__(cls, text: str, language: str, *, stays: bool = False) -> Text:
        """A text in a language."""
        made = super().__new__(cls, text)
        made.language, made.stays = language, stays
        return made

    def __deepcopy__(self, _: object) -> Text:
        return self


def record_messages(tree: Tree, language: str) -> Messages:
    """The translations of records' texts into a language: context is the address, the message is the original.

    Raises Stop naming file and line when the catalogue cannot be read.
    """
    path = f"{FOLDER}/_locale/{language}/LC_MESSAGES/records.po"
    if language == SOURCE_LANGUAGE or all(entry.path != path for entry in tree.walk(f"{FOLDER}/_locale/{language}")):
        return Messages(language)
    raw = tree.read(path, largest=LARGEST_CATALOGUE)
    if isinstance(raw, Unreadable):
        raise Stop(f"{path}: {raw.message}", raw.hint)
    try:
        return read_messages(raw, language)
    except ValueError as error:
        raise Stop(f"{path}: {error}", "mend the catalogue, or remove it", code=USAGE) from error


class LocalisedRecord(Record):
    """A record in a reader's language, worked out when somebody asks what it says."""

    __slots__ = ("_kind", "_messages", "_real")

    _real: Record
    _kind: Kind
    _messages: Messages

    def __init__(self, real: Record, kind: Kind, messages: Messages) -> None:
        for name in ("kind", "id", "path", "digest", "remarks", "address"):
            object.__setattr__(self, name, getattr(real, name))
        object.__setattr__(self, "_real", real)
        object.__setattr__(self, "_kind", kind)
        object.__setattr__(self, "_messages", messages)

    def __getattr__(self, name: str) -> Any:
        """The data, where nobody asked for it yet: Python asks here for what an object does not have."""
        if name != "data":
            raise AttributeError(name)
        data = _said(self._real, self._kind, self._messages)
        object.__setattr__(self, "data", data)
        return data

    @property
    def as_written(self) -> bool:
        """Whether it says what its file says, and nothing else: then the file's digest tells it apart."""
        return isinstance(self._real, PackedRecord) and not self._messages.in_context

    def has(self, name: str) -> bool:
        """Whether a field stands in it."""
        return self._real.has(name)

    def references(self, kind: Kind) -> Iterable[Link | BadLink]:
        """Every reference in the record; a text that is not translated makes those of the original."""
        if self._messages.in_context:
            return super().references(kind)
        return sorted(self._real.references(kind), key=lambda found: kind.place(found.data_path))


def localised(record: Record, kind: Kind, messages: Messages) -> Record:
    """The record with each of its texts in the language wanted, or in the original where there is no translation.

    A place that a text names without its record (`[[#figures/people]]`) gets its whole address, since texts travel.
    Fields stand in the order of the schema: what a page shows must not depend on the order in which a file has them.
    """
    return LocalisedRecord(record, kind, messages)


def _said(record: Record, kind: Kind, messages: Messages) -> Mapping[str, Any]:
    """What a record says in a reader's language."""

    def walk(node: Any, path: DataPath, field: Field | None) -> Any:
        if isinstance(node, Mapping):
            names = field.in_order(node) if field else sorted(node)
            return {name: walk(node[name], (*path, name), field.below(name) if field else None) for name in names}
        if isinstance(node, list):
            return [walk(value, (*path, index), field.items if field else None) for index, value in enumerate(node)]
        if isinstance(node, str) and not isinstance(node, Text) and field is not None and field.translatable:
            return _text(node, path)
        return node

    def _text(text: str, path: DataPath) -> Text:
        for parts in ("", kind.parts):
            found = messages.text(str(record.address.at(*steps_of(record.data, path, parts))), text)
            if found is not None:
                return Text(_whole(found, record), messages.language)
        return Text(_whole(text, record), SOURCE_LANGUAGE, stays=stays(record, path))

    found: Mapping[str, Any] = walk(record.data, (), kind.root)
    return found


def stays(record: Record, path: DataPath) -> bool:
    """Whether a text is the title of a document, which is cited as it is."""
    return record.kind == "evidence" and path == ("title",)


def _whole(text: str, record: Record) -> str:
    """A text in which each reference says which record it means."""
    return _HERE.sub(f"[[{record.address}#", text) if "[[" in text else text
