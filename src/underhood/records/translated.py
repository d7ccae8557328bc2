"""The catalogues of translations below `governance/_locale/`: whether each can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from underhood.doors.languages import read_messages
from underhood.doors.tree import Tree, Unreadable
from underhood.records.places import FOLDER
from underhood.records.reading import Problem
from underhood.values.finding import Location

LARGEST_CATALOGUE = 1 << 26
_LINE = re.compile(r" on ([0-9]+)$")
"""How the parser ends its sentences; it counts from nought."""


def catalogue_problems(tree: Tree) -> Iterator[Problem]:
    """Why catalogues of records' translations cannot be read, each at its line."""
    for entry in tree.walk(f"{FOLDER}/_locale"):
        if not entry.path.endswith("/LC_MESSAGES/records.po"):
            continue
        raw = tree.read(entry.path, largest=LARGEST_CATALOGUE)
        if isinstance(raw, Unreadable):
            yield Problem("unreadable-file", Location(entry.path), raw.message, raw.hint)
            continue
        try:
            read_messages(raw, entry.path.split("/")[-3])
        except ValueError as error:
            words = str(error)
            found = _LINE.search(words)
            line = min(int(found[1]), raw.count(b"\n")) + 1 if found else 1
            said = _LINE.sub("", words)
            message = f"the catalogue cannot be read: {said[:1].lower()}{said[1:]}"
            yield Problem("invalid-catalogue", Location(entry.path, line), message, "mend the catalogue, or remove it")
