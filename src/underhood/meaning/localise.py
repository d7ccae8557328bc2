"""Records in a reader's language: each text knows the language that it is in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from underhood.doors.languages import SOURCE_LANGUAGE, Messages, read_messages
from underhood.doors.tree import Tree, Unreadable
from underhood.records.kinds import Field, Kind
from underhood.records.places import FOLDER
from underhood.records.record import Record, steps_of
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


def localised(record: Record, kind: Kind, messages: Messages) -> Record:
    """The record with each of its texts in the language wanted, or in the original where there is no translation.

    A place that a text names without its record (`[[#figures/people]]`) gets its whole address, since texts travel.
    Fields stand in the order of the schema: what a page shows must not depend on the order in which a file has them.
    """

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

    return record.saying(walk(record.data, (), kind.root))


def stays(record: Record, path: DataPath) -> bool:
    """Whether a text is the title of a document, which is cited as it is."""
    return record.kind == "evidence" and path == ("title",)


def _whole(text: str, record: Record) -> str:
    """A text in which each reference says which record it means."""
    return _HERE.sub(f"[[{record.address}#", text) if "[[" in text else text
