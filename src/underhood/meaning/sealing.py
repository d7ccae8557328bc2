"""What the records say of a release today, in the parts that a seal has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from underhood.doors.languages import Messages
from underhood.meaning.closure import VISIBILITY, bordering, closure_of, named, signed
from underhood.meaning.release import ever_out, ever_signed
from underhood.meaning.restricting import level_at
from underhood.records.lists import list_paths
from underhood.records.reading import Problem
from underhood.records.record import Catalog, Record, steps_of
from underhood.records.seal_values import AUDIENCES, INTERNAL, LIST, RECORD, RELEASE, TRANSLATION, Seal
from underhood.values.ids import Address


@dataclass(frozen=True)
class Sources:
    """Where the parts come from: records, catalogues by language, digests of list files, other seals."""

    catalog: Catalog
    visibility: str
    languages: tuple[str, ...]
    messages: Callable[[str], Messages | None]
    list_digest: Callable[[str], str]
    seal: Callable[[str], Seal | Problem | None]


def said(sources: Sources, release: Record) -> Mapping[str, Any]:
    """The parts by name: records of the closure, their translations, list files, releases at its border."""
    catalog = sources.catalog
    records = [catalog.records[address] for address in closure_of(catalog, release) if address in catalog.records]
    found: dict[str, Any] = {}
    for record in records:
        found[f"{RECORD}{record.address}"] = signed(record, catalog.kinds[record.kind], sources.visibility)
    found.update(_translations(sources, records))
    found.update(_lists(sources, records))
    direct = named(catalog, release)
    for address in bordering(catalog, release):
        found[f"{RELEASE}{address.id}"] = _border(sources, address, named=address in direct)
    return found


def _border(sources: Sources, address: Address, *, named: bool) -> Mapping[str, Any]:
    """Another release: who it is, and where the release itself names it, the digest of its seal once that is fixed.

    One that is only reached through a shared record is for nobody else to see, and its seal does not count: two
    releases that share a record would else change each other's seals for ever.
    """
    other = sources.catalog.records.get(address)
    seal = sources.seal(address.id) if named and other is not None and ever_signed(other) else None
    shown = named and other is not None and ever_out(other)
    level = str(other.get(VISIBILITY, sources.visibility)) if other is not None and shown else INTERNAL
    return {"manifest": seal.manifest if isinstance(seal, Seal) else None, VISIBILITY: level}


def _translations(sources: Sources, records: Iterable[Record]) -> Iterator[tuple[str, Any]]:
    for language in sources.languages:
        messages = sources.messages(language)
        if messages is None:
            continue
        begun = {context.partition("#")[0] for context, _ in messages.in_context}
        for record in records:
            texts = dict(_texts(sources, record, messages)) if str(record.address) in begun else {}
            if texts:
                yield f"{TRANSLATION}{language}/{record.address}", texts


def _texts(sources: Sources, record: Record, messages: Messages) -> Iterator[tuple[str, Any]]:
    """Each translated text that is signed: its place, the original, the translation."""
    kind = sources.catalog.kinds[record.kind]
    data = signed(record, kind, sources.visibility)
    for path, text, _ in kind.walked(data).prose:
        for parts in ("", kind.parts):
            context = str(record.address.at(*steps_of(data, path, parts)))
            if (found := messages.text(context, text)) is not None:
                yield context, {"original": text, "text": found}
                break


def _lists(sources: Sources, records: Iterable[Record]) -> Iterator[tuple[str, Any]]:
    """Each list file with its digest, for the widest audience of the places that name it."""
    levels: dict[str, str] = {}
    for record in records:
        whole = str(record.get(VISIBILITY, sources.visibility))
        for path, written in list_paths(sources.catalog, record):
            level = max(whole, level_at(record, sources.catalog.kinds[record.kind], path), key=AUDIENCES.index)
            levels[written] = min(level, levels.get(written, level), key=AUDIENCES.index)
    for written, level in sorted(levels.items()):
        yield f"{LIST}{written}", {"sha256": sources.list_digest(written) or None, VISIBILITY: level}
