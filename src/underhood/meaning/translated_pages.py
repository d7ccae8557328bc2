"""Pages written by hand in another language: whether each has been revised since the English page changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from underhood.doors.languages import SOURCE_LANGUAGE
from underhood.doors.tree import Tree, Unreadable
from underhood.values.errors import USAGE, Stop

PAGES = "site"
FIELD = "translated_from"
DIGITS = 12
_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_SAID = re.compile(rf"^{FIELD}:[ \t]*[\"']?([0-9a-f]*)[\"']?[ \t]*(?:#.*?)?\r?$", re.MULTILINE)
_GENERATED = re.compile(r"^generated:[ \t]*true\b", re.MULTILINE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class Standing(StrEnum):
    """What became of the translation of a page."""

    CURRENT = "current"
    STALE = "stale"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class TranslatedPage:
    """A page in another language, or the place where it belongs, with the page that it translates."""

    path: str
    original: str
    standing: Standing


def digest(raw: bytes) -> str:
    """What a translation keeps of the page that it was made of."""
    return hashlib.sha256(raw).hexdigest()[:DIGITS]


def pages(tree: Tree, language: str, languages: Collection[str]) -> Iterator[TranslatedPage]:
    """The hand-written pages, each with what became of its translation. Pages that a program writes are left out."""
    paths = {entry.path for entry in tree.walk(PAGES) if not entry.odd and entry.path.endswith(".md")}
    elsewhere = {f"{PAGES}/{code}/" for code in {*languages, language} - {SOURCE_LANGUAGE}}
    for original in sorted(paths):
        if any(original.startswith(folder) for folder in elsewhere):
            continue
        raw = _read(tree, original)
        if _GENERATED.search(_front(raw)):
            continue
        path = f"{PAGES}/{language}/{original.removeprefix(f'{PAGES}/')}"
        if path not in paths:
            yield TranslatedPage(path, original, Standing.MISSING)
        else:
            said = _SAID.search(_front(_read(tree, path)))
            current = said is not None and said[1] == digest(raw)
            yield TranslatedPage(path, original, Standing.CURRENT if current else Standing.STALE)


def confirmed(tree: Tree, path: str) -> bytes:
    """A translated page that says it follows the English page of today. Raises Stop where there is none."""
    parts = path.split("/", 2)
    if len(parts) < 3 or parts[0] != PAGES or not path.endswith(".md") or not _LANGUAGE.fullmatch(parts[1]):
        raise Stop(f"{path} is no translated page", f"they lie at {PAGES}/<language>/….md", code=USAGE)
    original = f"{PAGES}/{parts[2]}"
    if all(entry.path != original for entry in tree.walk(original.rpartition("/")[0])):
        raise Stop(f"{path} translates {original}, which is not there", "give both pages the same name", code=USAGE)
    raw, line = _read(tree, path), f"{FIELD}: {digest(_read(tree, original))}"
    text = _decoded(raw, path)
    found = _FRONT.match(text)
    end = "\r\n" if "\r\n" in text else "\n"
    if found is None:
        return f"---{end}{line}{end}---{end}{end}{text}".encode()
    front, rest = found[1], text[found.end(1) :]
    said = _SAID.search(front)
    if said:
        kept = "\r" if said[0].endswith("\r") else ""
        front = f"{front[: said.start()]}{line}{kept}{front[said.end() :]}"
    else:
        front = f"{front}{line}{end}"
    return f"{text[: found.start(1)]}{front}{rest}".encode()


def _front(raw: bytes) -> str:
    found = _FRONT.match(raw.decode("utf-8", "replace"))
    return found[1] if found else ""


def _decoded(raw: bytes, path: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Stop(f"{path}: the file is not UTF-8", "save it as UTF-8") from error


def _read(tree: Tree, path: str) -> bytes:
    raw = tree.read(path)
    if isinstance(raw, Unreadable):
        raise Stop(f"{path}: {raw.message}", raw.hint)
    return raw
