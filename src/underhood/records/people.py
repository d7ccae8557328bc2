"""The people who act for an organisation in these records: their roles, and the names that they go by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from underhood.doors.tree import Tree
from underhood.records.places import FOLDER
from underhood.records.reading import read_yaml

ORGANISATIONS = f"{FOLDER}/organisation"
_PARTY = re.compile(r"(.*?)<([^<>]*)>")


@dataclass(frozen=True, slots=True)
class Person:
    """One entry of an organisation's `people`; `start` and `end` are dates as written, empty where there is none."""

    id: str
    name: str
    roles: tuple[str, ...] = ()
    git: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    start: str = ""
    end: str = ""

    def names(self) -> tuple[str, ...]:
        """What a line of signers may call the person: the id, or a name or address of git."""
        return (self.id, *self.git)

    def called(self, word: str) -> bool:
        """Whether a word names the person; case does not count."""
        return word.strip().casefold() in {name.casefold() for name in (self.id, self.name, *self.git)}

    def marks(self) -> frozenset[str]:
        """What the person is known by: id, name, names of git, keys. Who shares one of them is the same person."""
        return frozenset({*map(folded, (self.id, self.name, *self.git)), *self.keys} - {""})

    def acts(self, day: str) -> bool:
        """Whether the person has the part on a day."""
        first, last = self.start.partition("/")[0], self.end.rpartition("/")[2]
        return first <= day and (not last or day <= f"{last}~")  # a year ends after all its days


@dataclass(frozen=True, slots=True)
class People:
    """All people of a state; an id that two entries have stands for nobody."""

    every: tuple[Person, ...] = ()

    def get(self, id: str) -> Person | None:
        """The person of this id, if there is one and no other."""
        found = [person for person in self.every if person.id == id]
        return found[0] if len(found) == 1 else None

    def twice(self, id: str) -> bool:
        """Whether several entries have this id."""
        return sum(person.id == id for person in self.every) > 1

    def called(self, words: Iterable[str]) -> tuple[Person, ...]:
        """The people whom one of these words names."""
        said = tuple(words)
        return tuple(person for person in self.every if any(person.called(word) for word in said))

    def resembling(self, words: Iterable[str]) -> tuple[Person, ...]:
        """The people whom one of these words may name, as `Name <address>` too: to hold back, never to let in."""
        meant = {folded(part) for word in words for part in _parts(word)} - {""}
        return tuple(person for person in self.every if not meant.isdisjoint(person.marks()))

    def alike(self) -> Mapping[str, frozenset[str]]:
        """By id, the ids that are one person as far as the records tell, its own among them."""
        found: list[tuple[frozenset[str], frozenset[str]]] = []
        for person in self.every:
            marks, ids = person.marks(), frozenset({person.id})
            for group in [one for one in found if not one[0].isdisjoint(marks)]:
                found.remove(group)
                marks, ids = marks | group[0], ids | group[1]
            found.append((marks, ids))
        return {id: ids for _, ids in found for id in ids}

    def in_role(self, role: str, day: str) -> tuple[Person, ...]:
        """The people who have a role on a day."""
        return tuple(person for person in self.every if role in person.roles and person.acts(day))


def folded(word: str) -> str:
    """A name as it is compared with others: case, width of letters and spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())


def _parts(word: str) -> tuple[str, ...]:
    party = _PARTY.fullmatch(word.strip())
    return (word, *party.groups()) if party else (word,)


def people_of(tree: Tree) -> People:
    """The people of all organisations of a tree. No other record is read."""
    paths = [entry.path for entry in tree.walk(ORGANISATIONS) if not entry.odd and entry.path.endswith(".yaml")]
    return People(tuple(person for path in paths for person in _people(read_yaml(tree, path)[0])))


def _people(data: Any) -> Iterator[Person]:
    entries = data.get("people") if isinstance(data, Mapping) else None
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, Mapping) and isinstance(entry.get("id"), str):
            roles, git, keys = (_words(entry.get(name)) for name in ("roles", "git", "keys"))
            start, end = (str(entry.get(name) or "") for name in ("from", "until"))
            yield Person(entry["id"], str(entry.get("name", "")), roles, git, keys, start, end)


def _words(value: Any) -> tuple[str, ...]:
    return tuple(word for word in value if isinstance(word, str)) if isinstance(value, list) else ()
