"""The words of the site; they ship with the tool, and a repository's own `templates/glossary.yaml` adds or replaces."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from underhood.doors import marked
from underhood.doors.languages import SOURCE_LANGUAGE
from underhood.doors.tree import LARGEST, Unreadable, read_at
from underhood.values.errors import Stop

FILE = "glossary.yaml"


@dataclass(frozen=True, slots=True)
class Term:
    """A word and its meaning in one language; `files` is the word that files use, where it is another.

    `linked`: pages link it where they first use it; not so a word that is as often used in its everyday sense.
    """

    id: str
    term: str
    definition: str
    files: str = ""
    linked: bool = True


def glossary(folders: Sequence[Path], language: str) -> tuple[Term, ...]:
    """The words in a language, in its alphabetical order; a folder that comes first wins."""
    found: dict[str, Term] = {}
    for folder in reversed(folders):
        path = folder / FILE
        if os.path.lexists(path):
            found |= {term.id: term for term in _read(path, language)}
    return tuple(sorted(found.values(), key=lambda term: _plain(term.term)))


def _read(path: Path, language: str) -> list[Term]:
    raw = read_at(path, largest=LARGEST)
    if isinstance(raw, Unreadable):
        raise Stop(f"{path}: {raw.message}", raw.hint)
    document = marked.read(raw)
    if document.problems:
        problem = document.problems[0]
        raise Stop(f"{path}:{problem.line}: {problem.message}", problem.hint)
    try:
        return [_term(entry, language) for entry in document.data]
    except (KeyError, TypeError, AttributeError) as error:
        hint = "an entry has `id`, `term` and `definition`, the last two with a text for each language"
        raise Stop(f"{path}: an entry of the glossary is not complete", hint) from error


def _term(entry: Mapping[str, Any], language: str) -> Term:
    texts = {name: entry[name].get(language) or entry[name][SOURCE_LANGUAGE] for name in ("term", "definition")}
    files, linked = str(entry.get("files", "")), entry.get("link", True) is not False
    return Term(str(entry["id"]), str(texts["term"]), str(texts["definition"]), files, linked)


def _plain(word: str) -> str:
    """A word without accents and case, to order by."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(sign))
