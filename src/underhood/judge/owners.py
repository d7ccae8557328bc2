"""CODEOWNERS out of the records: which people a forge asks when a file changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from underhood.meaning.release import status
from underhood.records.people import People, people_of
from underhood.records.places import FOLDER, SETTINGS_FILE
from underhood.records.project import Project
from underhood.records.reading import read_yaml
from underhood.records.record import Record
from underhood.records.trust import REVOKED, SIGNERS

FOLDERS = ("_sealed", "organisation", "release", "approval", "waiver")
GUARDED = (SETTINGS_FILE, SIGNERS, REVOKED, *(f"{FOLDER}/{name}/" for name in FOLDERS))
HEAD = "# Written by `underhood owners`; the records say who owns what. The last line that fits a file counts."
_HANDLE = re.compile(r"@[A-Za-z0-9][A-Za-z0-9-]*(?:/[A-Za-z0-9_.-]+)?")
_ADDRESS = re.compile(r"[^\s@<>#!]+@[^\s@<>#!]+")
_PLAIN = re.compile(r"[\w./@+-]+", re.ASCII)


def owners(project: Project, *, day: str, folder: str = "") -> str:
    """The lines of CODEOWNERS. `folder`: the way from the top of the repository to the records."""
    people = people_of(project.tree)
    lines = [HEAD]
    known = [(record, _answers(record, people, day)) for record in _ordered(project)]
    asked = _handles(people, _roles(project), day)
    top = f"/{folder}/" if folder else "/"
    told = [line for record, who in known if who is not None for line in _line(record, who, top)]
    told += _unknown(who[0] for _, who in known if who is not None and not who[1])
    if told:
        lines += ["", "# Records, by their owners, or by their stewards.", *told]
    if asked:
        lines += ["", "# What decides over releases: everybody whom a gate asks."]
        lines += [f"{top}{path} {' '.join(asked)}" for path in GUARDED]
    else:
        lines += ["", "# Nobody whom a gate asks has a handle or an address under `git`."]
    return "\n".join(lines) + "\n"


def _ordered(project: Project) -> Iterable[Record]:
    return sorted(project.catalog, key=lambda record: record.path)


def _line(record: Record, who: tuple[str, list[str]], top: str) -> Iterator[str]:
    _, handles = who
    place = f"{top}{record.path}"
    if not _PLAIN.fullmatch(place):
        yield f"# {_safe(place)}: a forge cannot be told of a file with this name"
    elif handles:
        yield f"{place} {' '.join(handles)}"


def _unknown(words: Iterable[str]) -> list[str]:
    counts = Counter(words)
    told = ((word, f"{count:,} record{'' if count == 1 else 's'}") for word, count in sorted(counts.items()))
    return [f"# {records} of '{_safe(word)}', who has no `git` entry: nobody is asked" for word, records in told]


def _answers(record: Record, people: People, day: str) -> tuple[str, list[str]] | None:
    """Who answers for a record, as it says, and as a forge calls them; None where it says nobody."""
    word = next((str(record.get(name)) for name in ("owner", "steward") if isinstance(record.get(name), str)), None)
    if word is None or (record.kind == "release" and status(record) == "withdrawn"):
        return None
    found = [person for person in people.called([word]) if person.acts(day)]
    found += [person for person in people.in_role(word, day) if person not in found]
    return word, list(dict.fromkeys(handle for person in found for handle in _called(person.git)))


def _roles(project: Project) -> list[str]:
    """The roles that gates ask for."""
    data, _, _ = read_yaml(project.tree, SETTINGS_FILE)
    gates = data.get("gates") if isinstance(data, Mapping) else None
    said: list[Any] = [gate.get("approvals") for gate in gates.values()] if isinstance(gates, Mapping) else []
    return sorted({str(role) for one in said if isinstance(one, Mapping) for role in one})


def _handles(people: People, roles: Iterable[str], day: str) -> list[str]:
    found = (handle for role in roles for person in people.in_role(role, day) for handle in _called(person.git))
    return list(dict.fromkeys(found))


def _called(names: Iterable[str]) -> list[str]:
    """The one name by which a forge knows somebody: a handle, else an address."""
    said = list(names)
    handles = [name for name in said if _HANDLE.fullmatch(name)]
    return (handles or [name for name in said if _ADDRESS.fullmatch(name)])[:1]


def _safe(text: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in text)[:120]
