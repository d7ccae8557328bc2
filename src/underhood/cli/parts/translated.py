"""How much is translated: counted for `underhood translate status`, and written as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from underhood.cli.parts.options import found as record_named
from underhood.cli.parts.translating import (
    catalogue,
    page_words,
    records_path,
    same_as_shipped,
    shipped_path,
    words_path,
)
from underhood.doors import languages, po_entries
from underhood.doors.tree import LARGEST
from underhood.meaning.closure import closure_of
from underhood.meaning.localise import record_messages, stays
from underhood.meaning.translated_pages import Standing, TranslatedPage, pages
from underhood.meaning.translations import Tally, missing, tally
from underhood.records.project import Project
from underhood.records.record import Record, steps_of
from underhood.values.errors import USAGE, Stop

VERSION = 1
NAMED = 10
CHANGED = {Standing.STALE: "the English page changed since", Standing.MISSING: "no page yet"}


@dataclass(frozen=True, slots=True)
class Open:
    """A text that readers get in the original."""

    address: str
    fuzzy: bool


@dataclass(frozen=True, slots=True)
class Status:
    """How much is translated into a language. `obsolete`: entries out of use in the two catalogues."""

    language: str
    kinds: Mapping[str, Tally]
    open: Sequence[Open]
    words: Tally
    obsolete: tuple[int, int]
    pages: Sequence[TranslatedPage]

    @property
    def records(self) -> Tally:
        """Of all kinds."""
        return sum(self.kinds.values(), Tally())


@dataclass(frozen=True, slots=True)
class Told:
    """The languages asked for; `releases`: whose records were counted, empty: all records."""

    releases: tuple[str, ...]
    languages: tuple[Status, ...]


def told(project: Project, chosen: Iterable[str], releases: Sequence[str]) -> Told:
    """Count, language by language. Raises Stop for a catalogue or page that cannot be read."""
    found = [record_named(project, name)[0] for name in releases]
    for record in found:
        if record.kind != "release":
            raise Stop(f"{record.address} is no release", "write release/<id>", code=USAGE)
    behind = {address for release in found for address in closure_of(project.catalog, release)}
    records = [record for record in project.catalog if not releases or record.address in behind]
    asked = page_words(project)
    made = tuple(_status(project, language, records, asked) for language in chosen)
    return Told(tuple(str(record.address) for record in found), made)


def _status(project: Project, language: str, records: Collection[Record], asked: Mapping[str, str]) -> Status:
    kinds, counted = project.catalog.kinds, dict[str, Tally]()
    messages, open_ones = record_messages(project.tree, language), list[Open]()
    for record in records:
        kind = kinds[record.kind]
        found = tally(record, kind, messages)
        if found.total:
            counted[record.kind] = counted.get(record.kind, Tally()) + found
        for one in missing(record, kind, messages):
            if not stays(record, one.data_path):
                address = record.address.at(*steps_of(record.data, one.data_path, kind.parts))
                open_ones.append(Open(str(address), one.fuzzy))
    words, words_obsolete = _words(project, language, asked)
    file = catalogue(project, records_path(language), language)
    obsolete = sum(entry.obsolete for entry in file.entries)
    by_hand = tuple(pages(project.tree, language, project.settings.languages))
    return Status(language, dict(sorted(counted.items())), tuple(open_ones), words, (obsolete, words_obsolete), by_hand)


def _words(project: Project, language: str, asked: Mapping[str, str]) -> tuple[Tally, int]:
    """The words of the pages, and how many entries of the repository's own catalogue are out of use."""
    own = catalogue(project, words_path(language), language, largest=LARGEST)
    plain = languages.interface_messages(project.template_folders, language).plain
    done = {one for one in asked if one in plain and all(plain[one])}
    fuzzy = {entry.id for entry in own.entries if entry.fuzzy and not entry.obsolete and entry.translated}
    if shipped_path(language).is_file() and not same_as_shipped(project):
        theirs = po_entries.read(shipped_path(language).read_bytes(), language)
        fuzzy |= {entry.id for entry in theirs.entries if entry.fuzzy and entry.translated}
    return Tally(len(asked), len(done), len((fuzzy & asked.keys()) - done)), sum(one.obsolete for one in own.entries)


def as_text(told: Told, _: str) -> str:
    """For people, ending with a line break."""
    return "\n".join("\n".join(_lines(one, told.releases)) for one in told.languages) + "\n"


def _lines(one: Status, releases: Sequence[str]) -> Iterator[str]:
    yield f"{one.language} ({po_entries.in_english(one.language)})"
    behind = f" behind {', '.join(releases)}" if releases else ""
    yield f"  texts of records{behind}: {_counted(one.records, one.obsolete[0])}"
    width = max((len(kind) for kind in one.kinds), default=0)
    for kind, found in one.kinds.items():
        yield f"    {kind:<{width}}  {_counted(found)}"
    yield from _named([f"    {'fuzzy  ' if text.fuzzy else 'missing'}  {text.address}" for text in one.open])
    yield f"  words of the pages: {_counted(one.words, one.obsolete[1])}"
    current = sum(page.standing is Standing.CURRENT for page in one.pages)
    yield f"  pages written by hand: {current:,} of {len(one.pages):,} current"
    for page in one.pages:
        if page.standing is not Standing.CURRENT:
            yield f"    {page.standing.value:<7}  {page.path}: {CHANGED[page.standing]}"


def _counted(found: Tally, obsolete: int = 0) -> str:
    parts = [(found.fuzzy, "fuzzy"), (found.missing, "missing"), (obsolete, "out of use")]
    said = [f"{count:,} {word}" for count, word in parts if count]
    return ", ".join((f"{found.translated:,} of {found.total:,} translated", *said))


def _named(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:NAMED]
    if len(lines) > NAMED:
        yield f"    … and {len(lines) - NAMED:,} more (--format json lists all)"


def as_json(told: Told, tool: str) -> str:
    """For programs; the schema is `schemas/formats/translation-1.schema.json`."""
    whole: Mapping[str, Any] = {
        "version": VERSION,
        "tool": tool,
        "releases": list(told.releases),
        "languages": [_as_json(one) for one in told.languages],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _as_json(one: Status) -> Mapping[str, Any]:
    open_ones = [{"address": text.address, "state": "fuzzy" if text.fuzzy else "missing"} for text in one.open]
    own = words_path(one.language)
    return {
        "language": one.language,
        "records": {
            "catalogue": records_path(one.language),
            **_numbers(one.records),
            "obsolete": one.obsolete[0],
            "kinds": {kind: _numbers(found) for kind, found in one.kinds.items()},
            "open": open_ones,
        },
        "words": {"catalogue": own, **_numbers(one.words), "obsolete": one.obsolete[1]},
        "pages": [{"path": page.path, "original": page.original, "state": page.standing.value} for page in one.pages],
    }


def _numbers(found: Tally) -> Mapping[str, int]:
    return {"total": found.total, "translated": found.translated, "fuzzy": found.fuzzy, "missing": found.missing}
