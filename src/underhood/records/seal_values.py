"""What a seal is: its entries, their digests, and the manifest over them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from underhood.doors.canonical_json import canonical
from underhood.values.ids import Address, parse_address

NUMBER = 1
"""The form that is written; older ones are read, and made this one in memory."""

NUMBERS = frozenset({NUMBER})
INTERNAL = "internal"
AUDIENCES = ("public", "downstream", "authority", INTERNAL)

RECORD, VIEW, TRANSLATION, LIST, RELEASE = "record/", "view/", "translation/", "list/", "release/"
HEAD, GATES, TEMPLATES, SCHEMA = "seal", "settings/gates", "templates", "schema"
OPEN = frozenset({HEAD, TEMPLATES, SCHEMA})
"""Entries that any audience may see."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One part of a seal; without name, nonce and data where it is not for the audience of the copy."""

    name: str
    nonce: str
    digest: str
    data: Any | None


@dataclass(frozen=True)
class Seal:
    """What was sealed of a release: `number` is the form, `sealed` the day, `manifest` the digest of all digests."""

    release: str
    number: int
    sealed: str
    entries: tuple[Entry, ...]
    manifest: str

    @cached_property
    def by_name(self) -> Mapping[str, Entry]:
        """The entries that can be read."""
        return {entry.name: entry for entry in self.entries if entry.data is not None}

    def records(self) -> Iterator[tuple[Address, Mapping[str, Any]]]:
        """The records, each with what of it was sealed."""
        for name, entry in self.by_name.items():
            if name.startswith(RECORD) and (address := parse_address(name.removeprefix(RECORD))) is not None:
                yield address, entry.data or {}


def entry_of(name: str, data: Any, nonce: bytes) -> Entry:
    """An entry out of its parts. Raises NotCanonical for data that JSON cannot say."""
    return Entry(name, nonce.hex(), digest_of(nonce, bytes_of(name, data)), data)


def digest_of(nonce: bytes, entry: bytes) -> str:
    """The digest of an entry in its canonical form."""
    return hashlib.sha256(nonce + entry).hexdigest()


def manifest_of(digests: Iterable[str]) -> str:
    """The digest over all digests of a seal."""
    return hashlib.sha256(canonical(sorted(digests))).hexdigest()


def bytes_of(name: str, data: Any) -> bytes:
    """An entry in its canonical form. Raises NotCanonical for data that JSON cannot say."""
    return canonical({"data": data, "name": name})
