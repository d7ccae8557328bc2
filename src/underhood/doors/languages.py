"""Words, numbers and dates in the reader's language: gettext catalogues and locale data, through Babel."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal, get_decimal_symbol

from underhood.doors.tree import LARGEST, Unreadable, read_at
from underhood.values.errors import USAGE, Stop
from underhood.values.quantity import wide

SOURCE_LANGUAGE = "en"
_CODE = re.compile(r"(^```.*?^```|`[^`\n]*`)", re.DOTALL | re.MULTILINE)
_TIGHT = re.compile(r"(?<=[\w)\]*»%\ue001])(?<!&amp) ?([:;!?])(?=[\s|*]|$)")  # the end of &amp; is none of a sentence
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}(?:/[0-9]{4}(?:-[0-9]{2}){0,2})?")
_PLACE = re.compile(r"%(?:\(\w+\))?[sd]")
_FORMS = re.compile(rb"nplurals\s*=\s*([0-9]{1,20})")
_OLD_WORDS = re.compile(rb"(?m)^[ \t]*#~\|")
KEPT = 10_000
"""So many numbers, dates and names are kept as they are written: the same ones stand on many pages."""

MOST_FORMS = 6
"""As Arabic has; a header that claims a thousand million would be counted up to."""

_LOCALES = {"en": "en_GB", "fr": "fr_FR"}


@dataclass(frozen=True, slots=True)
class Messages:
    """The translations into one language: by message alone, and by (context, message).

    Fuzzy ones are left out; `fuzzy` and `stated` are the contexts that have one, and that have any.
    """

    language: str
    plain: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    in_context: Mapping[tuple[str, str], str] = field(default_factory=dict)
    fuzzy: frozenset[str] = frozenset()
    stated: frozenset[str] = frozenset()

    def gettext(self, message: str) -> str:
        """The message in this language, or as it is."""
        found = self.plain.get(message)
        return found[0] if found and found[0] else message

    def ngettext(self, one: str, many: str, count: int | Decimal) -> str:
        """The message that fits a count; French takes the singular below two, English at exactly one."""
        single = -2 < count < 2 if self.language == "fr" else count == 1
        found = self.plain.get(one)
        if found and len(found) > 1 and all(found):
            return found[0] if single else found[1]
        return one if single else many

    def text(self, context: str, message: str) -> str | None:
        """The translation of a record's text at an address; None when there is none."""
        return self.in_context.get((context, message))


def read_messages(raw: bytes, language: str) -> Messages:
    """Read a gettext catalogue (PO). Raises ValueError naming the line of what cannot be read."""
    if any(int(forms) > MOST_FORMS for forms in _FORMS.findall(raw)):
        raise ValueError(f"no language has more than {MOST_FORMS} plural forms")
    try:
        catalogue = read_po(io.BytesIO(without_old_words(raw)), locale=language, abort_invalid=True)
    except (PoFileError, ValueError, LookupError, TypeError, AttributeError) as error:  # the header may say anything
        raise ValueError(str(error)) from error
    plain: dict[str, tuple[str, ...]] = {}
    in_context: dict[tuple[str, str], str] = {}
    fuzzy = frozenset(str(message.context) for message in catalogue if message.fuzzy and message.context)
    stated = frozenset(str(message.context) for message in catalogue if message.string and message.context)
    for message in catalogue:
        if not message.id or message.fuzzy or not message.string:
            continue
        strings = (message.string,) if isinstance(message.string, str) else tuple(message.string)
        if not any(strings):
            continue
        identity = message.id if isinstance(message.id, str) else message.id[0]
        if message.context:
            in_context[message.context, identity] = strings[0]
        else:
            plain[identity] = strings
    return Messages(language, plain, in_context, fuzzy, stated)


def without_old_words(raw: bytes) -> bytes:
    """A PO file whose lines `#~| msgid`, which editors write and Babel cannot read, are comments."""
    return _OLD_WORDS.sub(b"# |", raw) if b"#~|" in raw else raw


def interface_messages(folders: tuple[Path, ...], language: str) -> Messages:
    """The translations of templates and interface; an earlier folder's (the user's own) win."""
    return Messages(language, catalogue(folders, language, "underhood").plain)


def catalogue(folders: tuple[Path, ...], language: str, named: str) -> Messages:
    """The translations of that name; an earlier folder's (the user's own) win."""
    plain: dict[str, tuple[str, ...]] = {}
    in_context: dict[tuple[str, str], str] = {}
    for folder in reversed(folders):
        path = folder / "locale" / language / "LC_MESSAGES" / f"{named}.po"
        if os.path.lexists(path):
            raw = read_at(path, largest=LARGEST)
            if isinstance(raw, Unreadable):
                raise Stop(f"{path} cannot be used: {raw.message}", raw.hint, code=USAGE)
            try:
                found = read_messages(raw, language)
                _same_places(found.plain)
            except ValueError as error:
                raise Stop(f"{path} cannot be used: {error}", "mend the catalogue", code=USAGE) from error
            plain |= found.plain
            in_context |= found.in_context
    return Messages(language, plain, in_context)


def _same_places(translations: Mapping[str, tuple[str, ...]]) -> None:
    """Raise ValueError where a translation asks for other values than the message gives: filling it in would fail."""
    for message, strings in translations.items():
        places = sorted(_PLACE.findall(message))
        for text in strings if places else ():
            if not text:  # a plural that somebody has begun is not used yet
                continue
            if sorted(_PLACE.findall(text)) != places or "%" in _PLACE.sub("", text).replace("%%", ""):
                raise ValueError(f"the translation of '{message}' must hold {', '.join(places)} and no other %")


def is_known(code: str) -> bool:
    """Whether numbers and dates can be written as this language does."""
    try:
        Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def number(value: Decimal, language: str, decimals: int | None = None) -> str:
    """A number as the language writes it, with all its digits or with so many decimals."""
    return _number(str(value), language, decimals)


@lru_cache(KEPT)
def _number(written: str, language: str, decimals: int | None) -> str:
    value = Decimal(written)
    shown = digits_after(value) if decimals is None else decimals
    pattern = "#,##0" + ("." + "0" * shown if shown else "")
    with wide():
        text = format_decimal(value, format=pattern, locale=_LOCALES.get(language, language), decimal_quantization=True)
    return text.replace("-", "\N{MINUS SIGN}")


def decimal_mark(language: str) -> str:
    """What stands between the whole and the decimals of a number."""
    return get_decimal_symbol(_LOCALES.get(language, language))


def digits_after(value: Decimal) -> int:
    """How many digits a number has after its decimal mark."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def spaced(markdown: str, language: str) -> str:
    """Markdown with the spaces that the language's typography asks for before punctuation; code is left alone.

    Translated sentences bring their own; this is for the punctuation of templates, which is written once for all.
    """
    if language != "fr":
        return markdown
    parts = _CODE.split(markdown)
    return "".join(
        part if index % 2 else _TIGHT.sub("\N{NARROW NO-BREAK SPACE}\\1", part) for index, part in enumerate(parts)
    )


@lru_cache(KEPT)
def date(text: str, language: str) -> str:
    """An EDTF level 0 date (year, month, day or interval) in words: 18 July 2023, July 2023; other text stays."""
    if not _DATE.fullmatch(text) or text.isdigit():
        return text
    if "/" in text:
        start, _, end = text.partition("/")
        return f"{date(start, language)} \N{EN DASH} {date(end, language)}"
    parts = [int(part) for part in text.split("-")]
    try:
        day = dt.date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    except ValueError:
        return text
    locale = _LOCALES.get(language, language)
    if len(parts) == 2:
        return str(format_date(day, "MMMM y", locale=locale))
    if language == "fr" and day.day == 1:
        return "1er " + str(format_date(day, "MMMM y", locale=locale))
    return str(format_date(day, "d MMMM y", locale=locale))


@lru_cache(KEPT)
def name(code: str, language: str) -> str:
    """A language by its name in the reader's language; a code that is not known stays."""
    try:
        found = Locale.parse(code, sep="-").get_display_name(_LOCALES.get(language, language))
    except (ValueError, UnknownLocaleError):
        return code
    return found or code
