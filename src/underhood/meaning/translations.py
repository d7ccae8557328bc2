"""Which texts of a record are translated into a language, which are not, and which follow an older original.

What a page says of itself: `documents.render` gives `Rendered.texts`, the records' texts that the page shows, each with
the language that it stands in; `share(rendered.texts, view.language)` counts them. Texts that are not in the page's
language carry `lang="…" class="untranslated"` where they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from underhood.doors.languages import SOURCE_LANGUAGE, Messages
from underhood.doors.tree import Tree
from underhood.meaning.cataloguing import Asked
from underhood.meaning.localise import record_messages, stays
from underhood.records.kinds import Kind
from underhood.records.record import Record, steps_of
from underhood.values.errors import Stop
from underhood.values.finding import DataPath

TranslatedOf = Callable[[str], Messages | None]
"""The translations of records into a language; None where nobody has begun."""


@dataclass(frozen=True, slots=True)
class Share:
    """How much of what a page shows of records is in the page's language; `untranslated`: the texts that are not."""

    total: int
    untranslated: tuple[str, ...] = ()

    @property
    def translated(self) -> int:
        """How many texts are in the page's language."""
        return self.total - len(self.untranslated)

    @property
    def whole(self) -> bool:
        """Whether all are: also where the page shows none."""
        return not self.untranslated


@dataclass(frozen=True, slots=True)
class Tally:
    """How many texts there are, and what became of their translation."""

    total: int = 0
    translated: int = 0
    fuzzy: int = 0

    @property
    def missing(self) -> int:
        """How many have none at all."""
        return self.total - self.translated - self.fuzzy

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.total + other.total, self.translated + other.translated, self.fuzzy + other.fuzzy)


@dataclass(frozen=True, slots=True)
class Missing:
    """A text without a translation that holds; `fuzzy`: there is one, of an older text or not yet looked over."""

    data_path: DataPath
    fuzzy: bool


def translated(tree: Tree, language: str) -> Messages | None:
    """The translations of records into a language; None without a catalogue, or with one that cannot be read."""
    try:
        found = record_messages(tree, language)
    except Stop:  # building the pages tells it
        return None
    return found if found.in_context or found.fuzzy else None


def untranslated(language: str) -> Messages | None:  # noqa: ARG001  (stands in for `translated`)
    """What to say where nobody can look for catalogues."""
    return None


def share(texts: Mapping[str, str], language: str) -> Share:
    """How much of the texts that a page shows, each with the language that it stands in, is in the page's."""
    return Share(len(texts), tuple(text for text, spoken in texts.items() if spoken != language))


def asked(records: Iterable[Record], kinds: Mapping[str, Kind]) -> Iterator[Asked]:
    """What a catalogue of these records has to hold. Titles of sources stay as they are."""
    for record in records:
        for path, text in _texts(record, kinds[record.kind]):
            if not stays(record, path):
                yield Asked(text, names=_names(record, kinds[record.kind], path))


def tally(record: Record, kind: Kind, messages: Messages) -> Tally:
    """How much of a record is translated. Titles of sources are not counted."""
    total = sum(not stays(record, path) for path, _ in _texts(record, kind))
    open_ones = [one for one in missing(record, kind, messages) if not stays(record, one.data_path)]
    return Tally(total, total - len(open_ones), sum(one.fuzzy for one in open_ones))


def missing(record: Record, kind: Kind, messages: Messages) -> Iterator[Missing]:
    """The texts of a record that readers of a language get in the original."""
    for path, value in _texts(record, kind):
        contexts = _names(record, kind, path)
        if all(messages.text(context, value) is None for context in contexts):
            yield Missing(path, any(context in messages.fuzzy | messages.stated for context in contexts))


def count(record: Record, kind: Kind) -> int:
    """How many texts a record has."""
    return sum(1 for _ in _texts(record, kind))


def others(languages: tuple[str, ...]) -> list[str]:
    """The languages of pages besides that of the records."""
    return [language for language in languages if language != SOURCE_LANGUAGE]


def _texts(record: Record, kind: Kind) -> Iterator[tuple[DataPath, str]]:
    for path, value, found in kind.walk(record.data):
        if isinstance(value, str) and found is not None and found.translatable:
            yield path, value


def _names(record: Record, kind: Kind, path: DataPath) -> tuple[str, ...]:
    """The addresses that a catalogue may give a text: with the name of the list it stands in, or without."""
    steps = [steps_of(record.data, path, parts) for parts in ("", kind.parts)]
    return tuple(dict.fromkeys(str(record.address.at(*found)) for found in steps))
