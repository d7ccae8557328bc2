"""What a page is about, in the words of schema.org, for search engines and catalogues of data.

The page is by whoever compiles the records; what it is about is by whoever made that. A statement that was compared is
a `Claim`, and never a `ClaimReview`: that needs a rating, and a comparison with sources is none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from underhood.doors import markup
from underhood.meaning.audience import View
from underhood.meaning.prose import Writer
from underhood.meaning.release import released_on
from underhood.passages.citing import address_of, compiler
from underhood.passages.glossary import glossary
from underhood.records.record import Record, is_absence
from underhood.site.links import document_path, in_language, record_path, relative
from underhood.values.ids import parse_address
from underhood.values.page import Page

CONTEXT = "https://schema.org"
Thing = dict[str, Any]

EVIDENCE: Mapping[str, str] = {
    "paper": "ScholarlyArticle",
    "repository": "SoftwareSourceCode",
    "commit": "SoftwareSourceCode",
    "pull-request": "SoftwareSourceCode",
    "blog": "BlogPosting",
    "press": "NewsArticle",
    "dataset": "Dataset",
    "index": "Report",
    "summary": "Report",
    "audit": "Report",
}
"""What schema.org calls a source, by its type; any other is a CreativeWork."""


@dataclass(frozen=True, slots=True)
class About:
    """A record, and the page from which it is told."""

    view: View
    record: Record
    path: str

    def href(self, target: str) -> str:
        """A page of the site: its address, or the way there."""
        return address_of(self.view, target) or relative(target, self.path)

    def page_of(self, record: Record) -> str:
        """The page of a record."""
        return self.href(in_language(record_path(record.address), self.view.language))

    def words(self, name: str) -> str:
        """A field as plain words; empty where it is absent, or no text."""
        value = self.record.get(name)
        return markup.plain(Writer(self.view).line(value)) if isinstance(value, str) else ""

    def party(self, name: str) -> Thing | None:
        """An organisation that a field names, by its record or in words."""
        written = self.record.get(name)
        address = parse_address(written, kind="organisation") if isinstance(written, str) else None
        found = self.view.at(address) if address is not None else None
        said = str(found.title) if found is not None else self.words(name)
        return {"@type": "Organization", "name": said} if said else None


def page_thing(view: View, page: Page, record: Record) -> Thing:
    """A page of a record, and on the record's own page what it is about."""
    about, own = About(view, record, page.path), page.path == in_language(record_path(record.address), view.language)
    return _kept(
        {
            "@context": CONTEXT,
            "@type": "WebPage",
            "@id": about.href(page.path),
            "name": page.title,
            "description": markup.plain(page.summary),
            "inLanguage": view.language,
            "dateModified": page.marks.day,
            "author": _author(view),
            "creditText": view.settings.notice_in(view.language),
            "genre": "Fiction" if view.settings.fiction else "",
            "isPartOf": _site(about),
            "mainEntity": _entity(about) if own else None,
        }
    )


def terms(view: View, path: str) -> str:
    """The glossary as a set of defined terms: a file of its own."""
    page = in_language("glossary.html", view.language)
    href = address_of(view, page) or relative(page, path)
    found = glossary(view.templates, view.language)
    told = {
        "@context": CONTEXT,
        "@type": "DefinedTermSet",
        "@id": href,
        "name": view.messages.gettext("Glossary"),
        "inLanguage": view.language,
        "creditText": view.settings.notice_in(view.language),
        "hasDefinedTerm": [
            {
                "@type": "DefinedTerm",
                "@id": f"{href}#{one.id}",
                "termCode": one.id,
                "name": one.term,
                "description": one.definition,
            }
            for one in found
        ],
    }
    return json.dumps(_kept(told), ensure_ascii=False, indent=1) + "\n"


def harmless(thing: Thing) -> str:
    """JSON in which no sign can end the element of a page that it stands in."""
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _kept(thing: Mapping[str, Any]) -> Thing:
    """Without what is not known."""
    return {name: value for name, value in thing.items() if value}


def _author(view: View) -> Thing | None:
    by = compiler(view)
    return {"@type": "Organization", "name": by} if by else None


def _site(about: About) -> Thing:
    home = in_language("index.html", about.view.language)
    return {"@type": "WebSite", "@id": about.href(home), "name": about.view.settings.title}


def _entity(about: About) -> Thing | None:
    """What the record describes, where schema.org has a word for it."""
    found = _BY_KIND.get(about.record.kind)
    if found is None:
        return None
    own = {
        "name": str(about.record.title),
        "description": about.words("summary"),
        "identifier": str(about.record.address),
    }
    return _kept({"@type": "", "@id": f"{about.page_of(about.record)}#record", **own, **found(about)})


def _data_source(about: About) -> Thing:
    licence = about.words("licence")
    return {
        "@type": "Dataset",
        "description": about.words("summary") or about.words("description"),
        "version": about.words("version"),
        "creator": about.party("creator"),
        "license": {"@type": "CreativeWork", "name": licence} if licence else None,
    }


def _evaluation(about: About) -> Thing:
    return {"@type": "Dataset", "creator": about.party("evaluator"), "datePublished": _date(about.record)}


def _model(about: About) -> Thing:
    return {"@type": "SoftwareApplication", "creator": about.party("provider")}


def _release(about: About) -> Thing:
    model = about.view.get("model", str(about.record.get("model", "")).removeprefix("model/"))
    notes = in_language(document_path("release-notes", about.record.address), about.view.language)
    return {
        "@type": "SoftwareApplication",
        "softwareVersion": about.words("version"),
        "datePublished": released_on(about.record),
        "creator": About(about.view, model, about.path).party("provider") if model is not None else None,
        "releaseNotes": about.href(notes),
        "isPartOf": {"@type": "SoftwareApplication", "@id": f"{about.page_of(model)}#record", "name": str(model.title)}
        if model is not None
        else None,
    }


def _claim(about: About) -> Thing:
    words = about.words("words")
    places = (parse_address(str(one["source"]), kind="evidence") for one in about.record.get("at", ()))
    found = [source for place in places if place is not None and (source := about.view.at(place)) is not None]
    return {
        "@type": "Claim",
        "text": words or about.words("paraphrase"),
        "claimInterpreter": None if words else _author(about.view),
        "datePublished": _date(about.record),
        "appearance": [{"@type": "CreativeWork", "name": str(one.title), "url": about.page_of(one)} for one in found],
    }


def _evidence(about: About) -> Thing:
    record = about.record
    url, archived = (str(record.get(name) or "") for name in ("url", "archived"))
    return {
        "@type": EVIDENCE.get(str(record.get("type")), "CreativeWork"),
        "url": url if record.get("link") is not False and url.startswith(("http://", "https://")) else "",
        "archivedAt": archived if record.get("link") is not False else "",
        "author": {"@type": "Person", "name": about.words("author")} if about.words("author") else None,
        "publisher": about.party("publisher"),
        "datePublished": _date(record),
        "version": about.words("version"),
    }


def _organisation(_about: About) -> Thing:
    return {"@type": "Organization"}


def _date(record: Record) -> str:
    value = record.get("date", "")
    return "" if is_absence(value) or "/" in str(value) else str(value)


_BY_KIND: Mapping[str, Callable[[About], Thing]] = {
    "data-source": _data_source,
    "evaluation": _evaluation,
    "model": _model,
    "release": _release,
    "claim": _claim,
    "evidence": _evidence,
    "organisation": _organisation,
}
