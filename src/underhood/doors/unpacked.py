"""What a finished file says, whatever it is packed or escaped in: its words, and the ids in it."""

from __future__ import annotations

import gzip
import html
import io
import re
import unicodedata
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property

LARGEST = 1 << 28
"""So much of a packed file is looked at."""

ENDINGS = r"(?:html|yaml|json|atom|docx|xml|md|pdf|svg|css)\b|\."
"""What follows an id in the name of a file, and in that of a pair."""

_WORD = re.compile(r"[^\W_]+")
_KEY = re.compile(r"[a-z0-9]{4,}")
_MARK = re.compile("[\u0300-\u036f]")
_BLOCK = re.compile(r"</?(?:p|div|li|t[dhr]|h[1-6]|d[td]|br|option|summary|section|title)\b[^<>]*>|\n\s*\n|\|")
_BLANK = re.compile(r"\s+")
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\[nrtbf]")
_PERCENT = re.compile(r"[^\s\"'<>]*%[0-9a-fA-F]{2}[^\s\"'<>]*")
_OCTET = re.compile(r"%[0-9a-fA-F]{2}")


def unpacked(raw: bytes) -> Iterator[bytes]:
    """A file, and what it is a packing of: gzip, or zip with the names in it."""
    yield raw
    try:
        if raw.startswith(b"\x1f\x8b"):
            yield gzip.GzipFile(fileobj=io.BytesIO(raw)).read(LARGEST)
        elif raw.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                for info in archive.infolist():
                    yield info.filename.encode()
                    with archive.open(info) as member:
                        yield member.read(LARGEST)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return  # it only looked like one


def plain_words(text: str) -> str:
    """A text as its words alone, with a blank between each, and without accents."""
    return " ".join(_WORD.findall(_plain(text)))


def _plain(text: str) -> str:
    return text if text.isascii() else _MARK.sub("", unicodedata.normalize("NFKD", text))


def keys_of(text: str) -> frozenset[str]:
    """The words that `Said.keys` holds wherever this text is said: those in plain letters."""
    found = _WORD.findall(text)
    others = {one for word in found if not word.isascii() for one in plain_words(word).casefold().split()}
    return frozenset(word for word in (one.casefold() for one in found) if _KEY.fullmatch(word)) - others


class Said:
    """What some bytes say; each view of them is made when it is asked for."""

    def __init__(self, raw: bytes) -> None:
        self._text = raw.decode("utf-8", "replace")

    @cached_property
    def _rough(self) -> str:
        """The text with nothing glued to its words by an escape."""
        text = _ESCAPE.sub(" ", self._text) if "\\" in self._text else self._text
        return _OCTET.sub(" ", text) if "%" in text else text

    @cached_property
    def keys(self) -> frozenset[str]:
        """Its longer words in plain letters; the empty one stands for texts that have none."""
        return frozenset((*_KEY.findall(self._rough.casefold()), ""))

    def names(self, id: str) -> bool:
        """Whether an id, or the address of a record, stands in it by itself: not as a part of a longer one."""
        return any(
            re.search(rf"(?<![a-z0-9.-]){re.escape(id)}(?![a-z0-9-]|\.(?!{ENDINGS})[a-z0-9])", text) is not None
            for text in (self._decoded, self._text)
            if id in text
        )

    def says(self, words: str) -> bool:
        """Whether these words stand in it, one after another."""
        return any(f" {words} " in form for form in self._folded)

    def says_exactly(self, text: str) -> bool:
        """Whether a text stands in it as it is written, by itself."""
        alone = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")
        return any(alone.search(one) is not None for one in self._read)

    @cached_property
    def _decoded(self) -> str:
        text = _ESCAPE.sub(_character, self._text) if "\\" in self._text else self._text
        return urllib.parse.unquote(text) if "%" in text else text

    @cached_property
    def _cased(self) -> tuple[str, ...]:
        """The words as they read without tags, as they read once what is escaped twice is a tag, and with tags."""
        text = _ESCAPE.sub(_character, self._text) if "\\" in self._text else self._text
        forms = [html.unescape(_apart(text))]
        if "&lt;" in text or "&amp;" in text:
            twice = html.unescape(html.unescape(text))
            forms += [_apart(twice), twice]
        elif "<" in text:
            forms.append(text)
        if "%" in text:
            forms.append(" ".join(urllib.parse.unquote(one) for one in _PERCENT.findall(text)))
        return tuple(f" {plain_words(form)} " for form in forms)

    @cached_property
    def _read(self) -> tuple[str, ...]:
        """The text as it reads, and what stands in its tags; with a mark where a paragraph or cell ends."""
        text = _TAG.sub("", _BLOCK.sub(" \0 ", self._text))
        tags = "\0".join(_TAG.findall(self._text))
        return _BLANK.sub(" ", html.unescape(text)), _BLANK.sub(" ", html.unescape(tags))

    @cached_property
    def _folded(self) -> tuple[str, ...]:
        return tuple(form.casefold() for form in self._cased)


def _apart(text: str) -> str:
    """The text without its tags, then what stands in them."""
    return f"{_TAG.sub(' ', text)}\n{' '.join(_TAG.findall(text))}" if "<" in text else text


def _character(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    return chr(int(digits, 16)) if digits else " "
