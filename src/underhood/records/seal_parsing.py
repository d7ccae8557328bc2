"""Reading the file of a seal: in its one spelling, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from underhood.doors.canonical_json import NotCanonical, read_canonical
from underhood.records.seal_values import (
    AUDIENCES,
    GATES,
    HEAD,
    INTERNAL,
    NUMBERS,
    OPEN,
    SCHEMA,
    Entry,
    Seal,
    digest_of,
    manifest_of,
)
from underhood.values.ids import id_problem, parse_address

_HEADER = re.compile(
    rb'\{"seal":([1-9][0-9]{0,8}),"release":"(release/[a-z0-9.-]{1,80})","audience":"([a-z]{1,20})",'
    rb'"manifest":"([0-9a-f]{64})","entries":\['
)
_FULL = re.compile(rb'\{"nonce":"([0-9a-f]{64})","entry":(\{"data":.+\})\}')
_BLIND = re.compile(rb'\{"digest":"([0-9a-f]{64})"\}')


def parse_seal(raw: bytes) -> Seal | str:
    """A seal, or a copy of one for an audience; else why it is none."""
    lines = raw.split(b"\n")
    header = _HEADER.fullmatch(lines[0])
    if header is None or lines[-2:] != [b"]}", b""]:
        return "this is not a seal, or no longer as `underhood seal` wrote it"
    number, release, audience = int(header[1]), header[2].decode(), header[3].decode()
    if number not in NUMBERS:
        return f"its form is number {number}; this version of underhood reads {', '.join(map(str, sorted(NUMBERS)))}"
    try:
        entries = tuple(_entries(lines[1:-2]))
    except NotCanonical as error:
        return str(error)
    manifest = manifest_of(entry.digest for entry in entries)
    if manifest != header[4].decode():
        return "its entries do not fit its manifest: it was changed after it was sealed"
    seal = Seal(release, number, "", entries, manifest)
    return _checked(seal, audience)


def _entries(lines: list[bytes]) -> Iterator[Entry]:
    names: set[str] = set()
    for index, line in enumerate(lines):
        last = index == len(lines) - 1
        text = line if last else line[:-1]
        if not last and line[-1:] != b",":
            raise NotCanonical(f"line {index + 2} is no entry")
        if (blind := _BLIND.fullmatch(text)) is not None:
            yield Entry("", "", blind[1].decode(), None)
            continue
        entry = _full(text, index + 2)
        if entry.name in names:
            raise NotCanonical(f"line {index + 2}: the entry {ascii(entry.name)[1:-1][:80]} stands here twice")
        names.add(entry.name)
        yield entry


def _full(text: bytes, line: int) -> Entry:
    found = _FULL.fullmatch(text)
    if found is None:
        raise NotCanonical(f"line {line} is no entry")
    try:
        value = read_canonical(found[2])
    except NotCanonical as error:
        raise NotCanonical(f"line {line}: {error}") from error
    if (
        set(value) != {"data", "name"}
        or not isinstance(value["name"], str)
        or not value["name"]
        or value["data"] is None
    ):
        raise NotCanonical(f"line {line} is no entry")
    nonce = found[1].decode()
    return Entry(value["name"], nonce, digest_of(bytes.fromhex(nonce), found[2]), value["data"])


def _checked(seal: Seal, audience: str) -> Seal | str:
    """The seal with its day, if its entries bear out what its first line says and it is in its one spelling."""
    head = seal.by_name.get(HEAD)
    said = head.data if head else None
    if not isinstance(said, dict) or said.get("release") != seal.release or not isinstance(said.get("sealed"), str):
        return "its first line and its entries name different releases"
    form = seal.by_name.get(SCHEMA)
    if form is None or form.data != {"number": seal.number}:
        return "its first line and its entries give different numbers"
    wrong = next((name for name in seal.by_name if _misnamed(name, seal.by_name[name].data)), None)
    if wrong is not None:
        return f"the entry {ascii(wrong)[1:-1][:120]} is of no kind that a seal has, or of another shape"
    if audience not in AUDIENCES:
        return "it is for no audience that there is"
    found = Seal(seal.release, seal.number, said["sealed"], seal.entries, seal.manifest)
    blind = any(entry.data is None for entry in seal.entries)
    if blind and audience == INTERNAL:
        return "entries are missing"
    return found if _order(found) == [entry.digest for entry in found.entries] else "its entries are out of order"


def _order(seal: Seal) -> list[str]:
    named = sorted(seal.by_name.values(), key=lambda entry: entry.name)
    return [*(entry.digest for entry in named), *sorted(entry.digest for entry in seal.entries if entry.data is None)]


def _misnamed(name: str, data: Any) -> bool:
    """Whether an entry has a name or a shape that no entry has."""
    prefix, _, rest = name.partition("/")
    return not isinstance(data, dict) or not (name in OPEN or name == GATES or _good(prefix, rest))


def _good(prefix: str, rest: str) -> bool:
    match prefix:
        case "record":
            return _is_record(rest)
        case "view" | "translation":
            return _is_record(rest.partition("/")[2])
        case "release":
            return not id_problem(rest)
        case "list":
            return rest.startswith("_lists/") and ".." not in rest
    return False


def _is_record(text: str) -> bool:
    address = parse_address(text)
    return address is not None and not address.steps and str(address) == text
