"""How to cite a page: its permanent address, in words and as BibTeX."""

from __future__ import annotations

import re
from dataclasses import dataclass

from underhood.doors import languages
from underhood.doors.languages import SOURCE_LANGUAGE
from underhood.doors.markup import Markdown, clean
from underhood.meaning.audience import View
from underhood.records.record import Record
from underhood.records.references import PROSE_REFERENCE

_SPECIAL = re.compile(r"([#$%&_{}])")
_UNSAFE = re.compile(r"[`\\~^\n\r\t]")


@dataclass(frozen=True, slots=True)
class Citing:
    """How to cite a record: a sentence, BibTeX as a block of code, and the file to correct (if it is published)."""

    sentence: str
    bibtex: Markdown
    address: str
    file: str
    contact: str


def citing(view: View, record: Record, *, title: str = "", document: str = "", page: str = "") -> Citing:
    """How to cite the page of a record, one of its documents, or another page, as of the day that pages speak of."""
    _ = view.messages.gettext
    settings = view.settings
    folder = "" if view.language == SOURCE_LANGUAGE else f"{view.language}/"
    own = f"{record.kind}/{record.id}{f'/{document}' if document else ''}"
    path = f"{folder}{page or own}.html"
    address = f"{settings.site_url.rstrip('/')}/{path}"
    name = PROSE_REFERENCE.sub("", title or record.title)
    day = languages.date(view.as_of, view.language)
    words = {"title": name, "site": settings.title, "by": settings.compiler, "day": day, "address": address}
    if settings.compiler:
        sentence = _("“%(title)s”, in: %(site)s, compiled by %(by)s, state of %(day)s, %(address)s") % words
    else:
        sentence = _("“%(title)s”, in: %(site)s, state of %(day)s, %(address)s") % words
    file = record.path if settings.public_repository else ""
    return Citing(sentence, _bibtex(view, record, name, address), address, file, settings.contact)


def _bibtex(view: View, record: Record, title: str, address: str) -> Markdown:
    settings = view.settings
    fields = {
        "title": title,
        "howpublished": settings.title,
        "author": settings.compiler,
        "year": view.as_of[:4],
        "note": view.messages.gettext("state of %s") % view.as_of,
        "url": address if settings.site_url else "",
        "number": f"{record.kind}/{record.id}",
    }
    lines = [f"  {name} = {{{_value(text)}}}," for name, text in fields.items() if text]
    key = re.sub(r"[^a-z0-9]+", "-", f"{record.kind}-{record.id}-{view.as_of[:4]}")
    return Markdown("\n".join(["```bibtex", f"@misc{{{key},", *lines, "}", "```"]))


def _value(text: str) -> str:
    """Text inside the braces of a BibTeX field and of a block of code, neither of which it can end."""
    return _SPECIAL.sub(r"\\\1", _UNSAFE.sub(" ", clean(text)))
