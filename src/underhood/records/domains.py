"""Files of domains: the names that most was taken from, read bit by bit, whatever the size of the file."""

from __future__ import annotations

import hashlib
import heapq
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from underhood.doors.tree import Tree, Unreadable, stream
from underhood.records.lists import ENTRIES, LARGEST, Refused, lines, misplaced, unpacked
from underhood.records.places import FOLDER

PRINTED = 200
"""So many names are kept: a page that prints more of them serves nobody, and the file itself has all."""

LONGEST_NAME = 253
_NUMBER = re.compile(r"\d{1,40}(?:\.\d{1,40})?(?:[eE]\+?\d{1,2})?")
_TABLE = ".csv"


@dataclass(frozen=True, slots=True)
class Domain:
    """A name, and how much came from it."""

    name: str
    measure: Decimal


@dataclass(frozen=True, slots=True)
class Domains:
    """What a file of domains holds.

    `names` counts its lines that give a name and a number, `total` is the sum of their numbers; `malformed` counts the
    other lines, `first` is the first of these; `top`: the names with the largest numbers, those of one number in the
    order of the file. `problem`: why it could not be read to its end; then the rest says nothing.
    """

    path: str
    names: int = 0
    malformed: int = 0
    first: int = 0
    top: tuple[Domain, ...] = ()
    problem: str = ""
    total: Decimal = Decimal(0)


DomainsOf = Callable[[str], Domains]
"""What a file of domains holds, by the path that a record writes."""


def undomained(written: str) -> Domains:
    """What to say where nobody can look for files."""
    return Domains(written, problem="files of domains are not read here")


def read_domains(tree: Tree, written: str) -> Domains:
    """What the file at a path holds: a table with a heading, a name and a number in each line."""
    path = f"{FOLDER}/{written}"
    if found := misplaced(tree, written, path):
        return Domains(written, problem=found.problem)
    if not written.removesuffix(".gz").endswith(_TABLE):
        return Domains(written, problem="the file is no table (.csv): it gives no amounts by which to rank")
    opened = stream(tree, path, largest=LARGEST)
    if isinstance(opened, Unreadable):
        return Domains(written, problem=opened.message)
    with opened:
        try:
            return _ranked(written, _rows(lines(unpacked(opened, hashlib.sha256()))))
        except Refused as error:
            return Domains(written, problem=str(error))
        except OSError as error:
            return Domains(written, problem=f"the file cannot be read ({error.strerror})")


def _rows(found: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, Domain | None]]:
    """The lines below the heading; None for one that gives no name and number."""
    heading = True
    for number, raw in found:
        line = (raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw).strip()
        if not line or line.startswith(b"#"):
            continue
        if heading:
            heading = False
            continue
        yield number, _domain(line)


def _domain(line: bytes) -> Domain | None:
    name, _, rest = line.decode("utf-8", "replace").partition(",")
    name, measure = name.strip('" '), rest.partition(",")[0].strip('" ')
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or not _NUMBER.fullmatch(measure):
        return None
    return Domain(name, Decimal(measure))


def _ranked(written: str, rows: Iterable[tuple[int, Domain | None]]) -> Domains:
    heap: list[tuple[Decimal, int, str]] = []
    names = malformed = first = 0
    total = Decimal(0)
    for number, found in rows:
        if names + malformed >= ENTRIES:
            raise Refused(f"the file has more than {ENTRIES:,} entries", "split it into several files")
        if found is None:
            malformed, first = malformed + 1, first or number
            continue
        names, total = names + 1, total + found.measure
        entry = (found.measure, -number, found.name)
        if len(heap) < PRINTED:
            heapq.heappush(heap, entry)
        elif entry > heap[0]:
            heapq.heapreplace(heap, entry)
    top = tuple(Domain(name, measure) for measure, _, name in sorted(heap, reverse=True))
    return Domains(written, names, malformed, first, top, total=total)
