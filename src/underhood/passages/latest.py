"""What the repository tells as a whole: its releases by date, what was dated last, how many records there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from underhood.meaning.audience import View
from underhood.meaning.dates import is_date
from underhood.meaning.localise import Text
from underhood.meaning.release import WITHHELD, model_of, released_on, variants
from underhood.passages.coded import word
from underhood.passages.status import status
from underhood.records.record import Record
from underhood.values.page import Badge


@dataclass(frozen=True, slots=True)
class Shown:
    """A release in a list: when it appeared, its state, the sizes that were published and those that were not."""

    record: Record
    date: str
    status: tuple[Badge, ...]
    sizes: tuple[str, ...]
    withheld: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A family of models with its releases, newest first."""

    model: Record
    releases: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated that happened to a release: what it is in a word, and what happened."""

    date: str
    what: str
    record: Record
    text: Text | str


def releases(view: View) -> tuple[Shown, ...]:
    """All releases that may be seen, newest first."""
    found = sorted(view.of("release"), key=lambda release: (released_on(release), release.id), reverse=True)
    return tuple(_shown(view, release) for release in found)


def lines(view: View) -> tuple[Line, ...]:
    """The families of models, that of the newest release first."""
    found: dict[str, list[Shown]] = {}
    for release in releases(view):
        found.setdefault(model_of(release.record), []).append(release)
    models = {name: view.get("model", name) for name in found}
    return tuple(Line(model, tuple(found[name])) for name, model in models.items() if model is not None)


def latest(view: View, most: int) -> tuple[Event, ...]:
    """The latest dated entries of releases, events, revisions of documents, and corrections."""
    found = [event for event in _events(view) if is_date(event.date)]
    return tuple(
        sorted(found, key=lambda event: (event.date, str(event.record.address), event.what), reverse=True)[:most]
    )


def _shown(view: View, release: Record) -> Shown:
    sizes = [(str(variant.get("title") or variant["id"]), variant["status"]) for variant in variants(release)]
    return Shown(
        record=release,
        date=released_on(release),
        status=status(view, release),
        sizes=tuple(title for title, state in sizes if state != WITHHELD),
        withheld=tuple(title for title, state in sizes if state == WITHHELD),
    )


def _events(view: View) -> Iterator[Event]:
    _ = view.messages.gettext
    for release in view.of("release"):
        for entry in release.data["history"]:
            text = entry.get("reason") or release.get("summary", "")
            yield Event(str(entry["date"]), word(view, entry["status"]), release, text)
        for entry in release.get("revisions", ()):
            yield Event(str(entry["date"]), _("documents revised"), release, entry["text"])
    for incident in view.of("incident"):
        yield Event(str(incident.data["date"]), _("event"), incident, incident.get("summary", ""))
    for erratum in view.of("erratum"):
        yield Event(str(erratum.data["date"]), _("correction"), erratum, erratum.data["reason"])
