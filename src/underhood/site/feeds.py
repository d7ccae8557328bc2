"""Feeds: what became of the releases of a family, or of all, as dated entries; dates are those of the records.

A feed is made of the sections of a changelog, so that it cannot say anything else: an entry for each release, state,
event, outside study, revision and correction. It is written by `site/atom.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from underhood.doors import markup
from underhood.judge.compare import compare_releases
from underhood.meaning.audience import View
from underhood.meaning.dates import earliest, is_date
from underhood.meaning.prose import Writer
from underhood.passages.coded import word
from underhood.passages.events import Correction, Event
from underhood.passages.sections import Heading, Section, corrections_of, family_corrections, model_of_record, sections
from underhood.records.record import Record
from underhood.site.atom import Entry, Feed
from underhood.site.digest import Digest
from underhood.site.frame import ALL_FEED
from underhood.site.links import document_path, in_language, published, record_path
from underhood.values.page import Reference

MOST = 100
"""So many entries at most stand in the feed of all releases, the latest ones."""

_OF_ITSELF = {"incident": "incident", "study": "assessment"}
"""Events that have a record of their own, and their category."""


def feed_path(view: View, model: Record | None = None) -> str:
    """Where the feed of a family lies, or that of all."""
    path = document_path("changelog", model.address).replace(".html", ".atom") if model else ALL_FEED
    return in_language(path, view.language)


def feeds_about(view: View, record: Record | None) -> tuple[Reference, ...]:
    """The feed that a page names beside that of all releases: that of the family which it is about."""
    model = model_of_record(view, record) if record else None
    if model is None:
        return ()
    title = markup.plain(Writer(view).line(model.title))
    return (Reference(view.messages.gettext("Feed of %s (Atom)") % title, feed_path(view, model)),)


def model_feed(view: View, model: Record, found: Sequence[Section] | None = None) -> Feed:
    """The feed of a family; `found` are the sections of its changelog, where they are at hand."""
    path = feed_path(view, model)
    made = sections(view, model, compare=compare_releases) if found is None else found
    entries = _entries(view, made, path, family_corrections(view, model))
    page = in_language(document_path("changelog", model.address), view.language)
    return Feed(path, page, _title(view, markup.plain(Writer(view).line(model.title))), entries)


def whole_feed(view: View, found: Iterable[Section] | None = None) -> Feed:
    """The feed of all releases, events and corrections; `found` are the sections of all changelogs."""
    if found is None:
        found = [one for model in view.of("model") for one in sections(view, model, compare=compare_releases)]
    path = feed_path(view)
    events = [
        Event(str(record.data["date"]), "incident", record.get("summary", ""), record) for record in view.of("incident")
    ]
    entries = _entries(view, found, path, corrections_of(view), events)
    return Feed(path, in_language("releases.html", view.language), _title(view, view.settings.title), entries[:MOST])


def _title(view: View, name: str) -> str:
    return view.messages.gettext("%s: releases, events and corrections") % name


def _entries(
    view: View, found: Iterable[Section], path: str, corrections: Iterable[Correction], events: Iterable[Event] = ()
) -> tuple[Entry, ...]:
    """The entries of a feed, each once, latest first; what lies ahead of the day of the pages is none yet."""
    maker = _Maker(view, Digest(view, Writer(view)), path)
    made: dict[str, Entry] = {}
    for entry in maker.entries(found, corrections, events):
        if entry.published and entry.published <= view.as_of:
            made.setdefault(entry.place, entry)
    return tuple(sorted(made.values(), key=lambda one: (one.updated, one.published, one.place), reverse=True))


@dataclass(frozen=True, slots=True)
class _Maker:
    view: View
    digest: Digest
    path: str

    def entries(
        self, found: Iterable[Section], corrections: Iterable[Correction], events: Iterable[Event]
    ) -> Iterator[Entry]:
        for section in found:
            yield self._release(section)
            for heading in (Heading.HAPPENED, Heading.DEPRECATED, Heading.FIXED):
                part = section.part(heading)
                yield from self._events(part.events)
                yield from map(self._correction, part.corrections)
        yield from map(self._correction, corrections)
        yield from self._events(events)

    def _release(self, section: Section) -> Entry:
        gettext = self.view.messages.gettext
        release = section.release
        title = self.digest.plain(release.title)
        history = [str(entry["date"]) for entry in release.data["history"]]
        published = day(section.date) or max(map(day, history), default="")
        if section.status:
            title = self.digest.labelled(gettext("Unreleased"), f"{title} ({word(self.view, section.status)})")
        elif section.ended:
            title = f"{title} ({gettext('withdrawn on %s') % self.digest.date(section.ended)})"
        days = (published, max(published, day(section.ended)))
        body = self._body(self.digest.release(section))
        return Entry(self._place(release), title, "release", *days, body, withdrawn=bool(section.ended))

    def _events(self, found: Iterable[Event]) -> Iterator[Entry]:
        seen: dict[str, int] = {}
        for event in found:
            record, when = event.record, day(event.date)
            body = self._body(self.digest.happened(event))
            if event.kind in _OF_ITSELF:
                updated = max(when, self._last(record))
                title = self.digest.plain(record.title)
                yield Entry(self._place(record), title, _OF_ITSELF[event.kind], when, updated, body)
                continue
            mark = f"{event.kind}-{event.date}".replace("/", "-")
            seen[mark] = seen.get(mark, 0) + 1
            place = self._place(record, mark if seen[mark] == 1 else f"{mark}-{seen[mark]}")
            what = word(self.view, "documents revised" if event.kind == "revision" else event.kind)
            title = self.digest.labelled(self.digest.plain(record.title), what)
            yield Entry(place, title, event.kind, when, when, body, withdrawn=event.kind == "withdrawn")

    def _correction(self, one: Correction) -> Entry:
        when = day(one.date)
        title = self.digest.labelled(self.view.messages.gettext("Correction"), self.digest.plain(one.record.title))
        return Entry(self._place(one.record), title, "correction", when, when, self._body(self.digest.correction(one)))

    def _last(self, incident: Record) -> str:
        """The latest day that the course of an event names, up to the day of the pages."""
        found = [day(str(step.get("date", ""))) for step in incident.get("timeline", ())]
        return max((one for one in found if one <= self.view.as_of), default="")

    def _place(self, record: Record, mark: str = "") -> str:
        page = in_language(record_path(record.address), self.view.language)
        return f"{page}#{mark}" if mark else page

    def _body(self, html: str) -> str:
        return published(html, self.path, self.view.language, site=self.view.settings.site_url)


def day(date: str) -> str:
    """The first day that a date can mean; empty where it is none, or no calendar has it."""
    if not is_date(date):
        return ""
    first = earliest(date)
    for written in (first, f"{first[:7]}-01"):
        try:
            return dt.date.fromisoformat(written).isoformat()
        except ValueError:
            continue
    return ""
