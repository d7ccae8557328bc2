"""How to cite a page: a sentence with its permanent address, BibTeX, and CSL-JSON.

Its author is whoever compiles the records, never the developer whom they describe.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from underhood.doors import languages
from underhood.doors.languages import SOURCE_LANGUAGE
from underhood.doors.markup import Markdown, clean
from underhood.meaning.audience import View
from underhood.records.record import Record
from underhood.records.references import PROSE_REFERENCE
from underhood.values.ids import parse_address
from underhood.values.origin import SHORT
from underhood.values.page import Citation

FOLDED = "BibTeX, CSL-JSON"
"""What opens the entries for lists of references."""

_BIBTEX = {
    **{sign: f"\\{sign}" for sign in "#$%&_"},
    "{": r"\textbraceleft{}",  # BibTeX counts braces even behind a backslash
    "}": r"\textbraceright{}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",
}
_SPECIAL = re.compile("[" + re.escape("".join(_BIBTEX)) + "]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Citing:
    """How to cite a record, as a document says it: blocks of code, and the file to correct (if it is published)."""

    sentence: str
    bibtex: Markdown
    csl: Markdown
    address: str
    file: str
    contact: str


@dataclass(frozen=True, slots=True)
class _Cited:
    """What is cited: its title, its path on the site, and its record.

    `pinned`: the record's digest is named; not inside documents, since a seal gives their records back without files.
    """

    title: str
    path: str
    record: Record | None = None
    pinned: bool = True

    @property
    def digest(self) -> str:
        """The first digits of the record's digest; empty where it is not named."""
        return self.record.digest[:SHORT] if self.pinned and self.record is not None else ""

    @property
    def key(self) -> str:
        """What tells it from other entries of a list of references."""
        return re.sub(r"[^a-z0-9]+", "-", self.path.removesuffix(".html").lower()).strip("-")


def citing(view: View, record: Record, *, title: str = "", document: str = "", page: str = "") -> Citing:
    """How to cite the page of a record, one of its documents, or another page, as of the day that pages speak of."""
    settings = view.settings
    own = f"{record.kind}/{record.id}{f'/{document}' if document else ''}"
    path = f"{'' if view.language == SOURCE_LANGUAGE else f'{view.language}/'}{page or own}.html"
    found = _citation(view, _Cited(title or record.title, path, record, pinned=False))
    return Citing(
        found.sentence,
        Markdown(f"```bibtex\n{found.bibtex}\n```"),
        Markdown(f"```json\n{found.csl}\n```"),
        address_of(view, path) or f"/{path}",
        record.path if settings.public_repository else "",
        settings.contact,
    )


def citation(view: View, title: str, path: str, *, record: Record | None = None) -> Citation:
    """How to cite any page of the site."""
    return _citation(view, _Cited(title, path, record))


def address_of(view: View, path: str) -> str:
    """The full address of a page; empty where the settings give the site none."""
    site = view.settings.site_url
    return f"{site.rstrip('/')}/{path}" if site else ""


def compiler(view: View) -> str:
    """Who compiles the records, by name; empty where nobody is named, as of a provider's own records."""
    written = view.settings.compiler
    address = parse_address(written) if "/" in written else None
    record = view.at(address) if address is not None else None
    return str(record.title) if record is not None else written


def _citation(view: View, cited: _Cited) -> Citation:
    return Citation(_sentence(view, cited), _bibtex(view, cited), _csl(view, cited))


def _title(cited: _Cited) -> str:
    return clean(PROSE_REFERENCE.sub("", cited.title)).strip()


def _state(cited: _Cited) -> str:
    """The record by its name, with the first digits of its digest."""
    if cited.record is None:
        return ""
    digest = f", SHA-256 {cited.digest}" if cited.digest else ""
    return f"{cited.record.kind}/{cited.record.id}{digest}"


def _sentence(view: View, cited: _Cited) -> str:
    _ = view.messages.gettext
    words = {
        "title": _title(cited),
        "site": view.settings.title,
        "by": compiler(view),
        "day": languages.date(view.as_of, view.language),
    }
    if words["by"]:
        sentence = _("“%(title)s”, in: %(site)s, compiled by %(by)s, state of %(day)s") % words
    else:
        sentence = _("“%(title)s”, in: %(site)s, state of %(day)s") % words
    return ", ".join(part for part in (sentence, _state(cited), address_of(view, cited.path)) if part)


def _bibtex(view: View, cited: _Cited) -> str:
    year, month, _ = view.as_of.split("-")
    by, address = compiler(view), address_of(view, cited.path)
    state = view.messages.gettext("state of %s") % languages.date(view.as_of, view.language)
    fields = {
        "title": f"{{{{{_value(_title(cited))}}}}}",
        "author": f"{{{{{_value(by)}}}}}" if by else "",
        "howpublished": f"{{{_value(view.settings.title)}}}",
        "year": f"{{{year}}}",
        "month": _MONTHS[int(month) - 1],
        "note": f"{{{_value(', '.join(part for part in (state, _state(cited)) if part))}}}",
        "url": f"{{{address.replace('{', '%7B').replace('}', '%7D')}}}" if address else "",
    }
    lines = [f"  {name} = {written}," for name, written in fields.items() if written]
    return "\n".join([f"@misc{{{cited.key}-{year},", *lines, "}"])


def _value(text: str) -> str:
    """Text inside the braces of a BibTeX field, which it cannot end."""
    return _SPECIAL.sub(lambda sign: _BIBTEX[sign[0]], " ".join(clean(text).split()))


def _csl(view: View, cited: _Cited) -> str:
    by, digest = compiler(view), cited.digest
    entry: dict[str, Any] = {
        "id": f"{cited.key}-{view.as_of[:4]}",
        "type": "webpage",
        "title": _title(cited),
        "container-title": view.settings.title,
        "author": [{"literal": by}] if by else [],
        "issued": {"date-parts": [[int(part) for part in view.as_of.split("-")]]},
        "version": f"SHA-256 {digest}" if digest else "",
        "language": view.language,
        "URL": address_of(view, cited.path),
    }
    lines = (f'  "{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in entry.items() if value)
    return "[{\n" + ",\n".join(lines) + "\n}]"
