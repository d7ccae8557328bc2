"""Which texts of a record are translated into a language, which are not, and which follow an older original."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from underhood.doors.languages import SOURCE_LANGUAGE, Messages
from underhood.doors.tree import Tree
from underhood.meaning.localise import record_messages
from underhood.records.kinds import Kind
from underhood.records.record import Record, steps_of
from underhood.values.errors import Stop
from underhood.values.finding import DataPath

TranslatedOf = Callable[[str], Messages | None]
"""The translations of records into a language; None where nobody has begun."""


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


def missing(record: Record, kind: Kind, messages: Messages) -> Iterator[Missing]:
    """The texts of a record that readers of a language get in the original."""
    for path, value, found in kind.walk(record.data):
        if not isinstance(value, str) or found is None or not found.translatable:
            continue
        contexts = [str(record.address.at(*steps_of(record.data, path, parts))) for parts in ("", kind.parts)]
        if all(messages.text(context, value) is None for context in contexts):
            yield Missing(path, any(context in messages.fuzzy | messages.stated for context in contexts))


def count(record: Record, kind: Kind) -> int:
    """How many texts a record has."""
    return sum(
        isinstance(value, str) and found is not None and found.translatable
        for _, value, found in kind.walk(record.data)
    )


def others(languages: tuple[str, ...]) -> list[str]:
    """The languages of pages besides that of the records."""
    return [language for language in languages if language != SOURCE_LANGUAGE]
