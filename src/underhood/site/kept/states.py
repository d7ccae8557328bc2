"""What the answer to each question of a page is now, as a short digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from underhood.doors.languages import SOURCE_LANGUAGE
from underhood.meaning.audience import View
from underhood.meaning.localise import LocalisedRecord, Text
from underhood.meaning.release import having
from underhood.passages.concerns import applying_to, rated_for
from underhood.passages.sections import secure
from underhood.records.record import Catalog, Record
from underhood.records.references import Link
from underhood.site.kept.asked import ALL, BEHIND, COMMIT, EVERYTHING, NEVER, PAST
from underhood.values.ids import Address

INDEXES = {one.__name__: one for one in (having, rated_for, applying_to, secure)}
"""What pages ask of the whole catalog at once."""

LENGTH = 12
_FAST = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def brief(*parts: object) -> str:
    """A short digest of values that write themselves the same in every run."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=LENGTH).hexdigest()


@dataclass(frozen=True)
class States:
    """The answers of a view; `changed` tells whether files were read that the commit does not hold."""

    view: View
    changed: Callable[[], bool]
    _known: dict[str, str] = field(default_factory=dict, repr=False)

    def of(self, word: str) -> str:
        """The answer to a question, as a digest; empty where there is nothing, or where it cannot be told."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = self._of(word)
        return found

    def _of(self, word: str) -> str:
        mark, rest = word[:1], word[1:]
        match mark:
            case "!":
                return NEVER
            case "@" if word == COMMIT:
                return brief(self.view.commit, self.changed())
            case "^":
                return self._past(rest)
            case "~" if self.view.behind is not None:
                return _answer(self.view.behind, rest, SOURCE_LANGUAGE)
            case "~":
                return ""
        return self._everything if word == EVERYTHING else _answer(self.view.catalog, word, self.view.language)

    def _past(self, word: str) -> str:
        past = self.view.past
        address = address_of(word)
        touches = past.touches(address) if past is not None else ()
        return brief(touches, self.of(word), self.of(f"{BEHIND}{word}"), self._names)

    @cached_property
    def _names(self) -> str:
        """What there is, and what of it may be seen: names of what may not are left out of the past too."""
        return brief(self.of(ALL), self.of(f"{BEHIND}{ALL}"))

    @cached_property
    def _everything(self) -> str:
        past = self.view.past
        touches = sorted(past.views.past.touches.items()) if past is not None else []
        behind = self.view.behind
        every = [self.of(f"{PAST}{address}") for address in self.view.catalog.records]
        return brief(touches, every, [self.of(f"{BEHIND}{one}") for one in behind.records] if behind else [])

    def facts(self) -> str:
        """All else that any page of the view may show, apart from what stands in files that are compared whole."""
        view = self.view
        return brief(
            view.language,
            str(view.audience),
            view.as_of,
            sorted((str(address), places) for address, places in view.hidden.items()),
            sorted(view.lacking),
            *(sorted(map(str, found)) for found in (view.unsigned, view.outdated, view.catalog.broken)),
        )


def address_of(word: str) -> Address:
    """The address that a word names."""
    kind, _, id = word.partition("/")
    return Address(kind, id)


def _answer(catalog: Catalog, word: str, language: str) -> str:
    mark, rest = word[:1], word[1:]
    match mark:
        case "?":
            return "1" if address_of(rest) in catalog.records else ""
        case ">":
            record = catalog.records.get(address_of(rest))
            return _links(catalog.links(record)) if record is not None else ""
        case "<":
            return _links(catalog.cited_by(address_of(rest)))
        case "*":
            return brief([record.id for record in catalog.of(rest)] if rest else [*map(str, catalog.records)])
        case "%":
            name, _, about = rest.partition(":")
            return brief(catalog.indexed(INDEXES[name], address_of(about)))
    record = catalog.records.get(address_of(word))
    return _said(record, language) if record is not None else ""


def _links(links: Iterable[Link]) -> str:
    return brief([(str(link.source), link.data_path, str(link.target), link.prose) for link in links])


def _said(record: Record, language: str) -> str:
    """What a record says: its file, and each text with the language that it is in."""
    if isinstance(record, LocalisedRecord) and record.as_written:
        return brief(record.path, record.digest)
    in_languages = "".join(_languages(record.data)) if language != SOURCE_LANGUAGE else ""
    return brief(record.path, record.digest, _FAST.encode(record.data), in_languages)


def _languages(value: Any) -> Iterable[str]:
    if isinstance(value, Text):
        yield f"{value.language} "
    elif isinstance(value, Mapping):
        for below in value.values():
            yield from _languages(below)
    elif isinstance(value, list):
        for below in value:
            yield from _languages(below)
