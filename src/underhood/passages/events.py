"""What happened to a release since it appeared: states, channels, events, outside studies, revisions, corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from underhood.meaning.audience import View
from underhood.meaning.release import parts, pointing, released_on, status
from underhood.records.record import Record
from underhood.values.ids import Address, parse_address

TONES = {
    "released": "good",
    "superseded": "muted",
    "deprecated": "warn",
    "withdrawn": "bad",
    "offered": "good",
    "gated": "neutral",
    "paused": "warn",
    "closed": "bad",
}
"""The colour of the badge of a status; the word is always there too."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of distribution with its latest state."""

    record: Record
    status: str
    date: str
    tone: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A dated correction of something that was published."""

    record: Record
    target: Address
    was: Any
    is_: Any
    date: str
    reason: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated. `record` is where more stands; `kind` is a status, or incident, study, revision, correction."""

    date: str
    kind: str
    text: str
    record: Record
    evidence: tuple[Mapping[str, Any], ...] = ()
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class Since:
    """What happened since a release, each list by date. `undated` are studies whose date is not known."""

    incidents: tuple[Record, ...]
    dated: tuple[Event, ...]
    undated: tuple[Record, ...]
    corrections: tuple[Correction, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is recorded."""
        return not (self.incidents or self.dated or self.undated or self.corrections)


def tone(word: str) -> str:
    """The colour for a status."""
    return TONES.get(word, "neutral")


def channels(view: View, release: Record) -> tuple[Channel, ...]:
    """The channels of a release with the state that each is in."""
    found = []
    for record in parts(view.catalog, release):
        if record.kind == "distribution":
            last: Mapping[str, Any] = max(record.data["history"], key=lambda entry: str(entry["date"]), default={})
            word = str(last.get("status", ""))
            found.append(Channel(record, word, str(last.get("date", "")), tone(word)))
    return tuple(found)


def studies(view: View, release: Record) -> tuple[Record, ...]:
    """The assessments of a release that are no part of it, and that its developer did not make."""
    own = parts(view.catalog, release)
    found = pointing(view.catalog, release, "assessment")
    return tuple(one for one in found if one.get("independence") != "developer" and one not in own)


def since(view: View, release: Record) -> Since:
    """Everything that is recorded about a release after the day on which it appeared."""
    found = studies(view, release)
    undated = [record for record in found if not isinstance(record.get("date"), str)]
    incidents = sorted(
        pointing(view.catalog, release, "incident"), key=lambda record: (str(record.data["date"]), record.id)
    )
    dated = [*_states(release), *(_incident(record) for record in incidents), *_revisions(release)]
    dated += [Event(str(record.get("date")), "study", "", record) for record in found if record not in undated]
    corrections = tuple(_corrections(view, release))
    dated += [Event(one.date, "correction", one.reason, one.record, correction=one) for one in corrections]
    return Since(
        incidents=tuple(incidents),
        dated=tuple(sorted(dated, key=lambda event: (event.date, event.kind, str(event.record.address)))),
        undated=tuple(undated),
        corrections=corrections,
    )


def current(release: Record) -> tuple[str, str]:
    """A release's status and the colour for it."""
    return status(release), tone(status(release))


def _states(release: Record) -> Iterator[Event]:
    """The later states of a release; what led to its first appearance is no event since."""
    first, came = released_on(release), False
    for entry in release.data["history"]:
        before, came = came, came or entry["status"] == "released"
        if str(entry["date"]) > first or (str(entry["date"]) == first and before):
            yield Event(
                str(entry["date"]),
                str(entry["status"]),
                entry.get("reason", ""),
                release,
                tuple(entry.get("evidence", ())),
            )


def _incident(record: Record) -> Event:
    return Event(str(record.data["date"]), "incident", record.get("summary", ""), record)


def _revisions(release: Record) -> Iterator[Event]:
    for entry in release.get("revisions", ()):
        yield Event(str(entry["date"]), "revision", entry["text"], release, tuple(entry.get("evidence", ())))


def _corrections(view: View, release: Record) -> Iterator[Correction]:
    """Errata of the release and of its parts."""
    concerned = {release.address, *(record.address for record in parts(view.catalog, release))}
    for record in sorted(view.of("erratum"), key=lambda one: (str(one.data["date"]), one.id)):
        target = parse_address(str(record.data["target"]))
        if target is not None and target.record in concerned:
            date, reason = str(record.data["date"]), record.get("reason", "")
            yield Correction(record, target, record.data["was"], record.data["is"], date, reason)
