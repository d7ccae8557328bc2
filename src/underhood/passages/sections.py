"""One section of a changelog: a release beside its predecessor, and what happened to it since, under fixed headings."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from underhood.meaning.audience import View
from underhood.meaning.dates import certainly_before
from underhood.meaning.release import (
    is_out,
    line,
    model_of,
    parts,
    pointing,
    predecessor,
    released_on,
    state,
    status,
    variants,
)
from underhood.passages.answers import changed_answers
from underhood.passages.comparison import Comparison, Figure, arranged
from underhood.passages.differences import Difference
from underhood.passages.events import Correction, Event, Since, since
from underhood.records.record import Catalog, Record
from underhood.values.change import Change, Kind, Weight
from underhood.values.ids import Address, parse_address

Compare = Callable[[View, Record, Record], Iterable[Change]]

ENDED = frozenset({"withdrawn"})
SHUT = frozenset({"paused", "closed"})
"""The states of a channel in which nothing is to be had from it."""
STEPPED_DOWN = frozenset({"deprecated", "superseded"})
HAPPENED = frozenset({"incident", "study"}) | ENDED
POINTING = ("assessment", "claim", "incident", "statement")
"""The kinds whose records say themselves which release they speak of."""

EARLIER_ONLY = "Recorded for the earlier release only. That does not mean that it was dropped."
"""What readers are told where records were made afterwards and the newer release has less of them."""

_SECURITY = ("information-security", "owasp", "mitre-atlas")
"""What the names of lists of risks, or of items in them, hold where they are about security."""


class Heading(StrEnum):
    """The headings of Keep a Changelog 1.1 in their order, with two in front; the values are the words shown."""

    HAPPENED = "Withdrawn and incidents"
    WEAKENED = "Weakened"
    ADDED = "Added"
    CHANGED = "Changed"
    DEPRECATED = "Deprecated"
    REMOVED = "Removed"
    FIXED = "Fixed"
    SECURITY = "Security"

    @property
    def code(self) -> str:
        """The heading in addresses and for programs: `withdrawn-and-incidents`."""
        return self.value.lower().replace(" ", "-")


_OF_KIND = {Kind.ADDED: Heading.ADDED, Kind.CHANGED: Heading.CHANGED, Kind.REMOVED: Heading.REMOVED}


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading. `undated` are outside studies; `said` statements whose answer is another now.

    `changes` are all changes that belong here, for programs; `figures` and `differences` are those that readers see.
    `first` holds the names of the variants of a release that has no predecessor. `earlier_only`: what is gone is only
    not recorded for the newer release, whose records were made afterwards.
    """

    heading: Heading
    events: tuple[Event, ...] = ()
    undated: tuple[Record, ...] = ()
    changes: tuple[Change, ...] = ()
    figures: tuple[Figure, ...] = ()
    differences: tuple[Difference, ...] = ()
    said: tuple[Record, ...] = ()
    corrections: tuple[Correction, ...] = ()
    first: tuple[str, ...] = ()
    earlier_only: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is recorded, so that the heading can be left out."""
        return not (
            self.events
            or self.undated
            or self.changes
            or self.figures
            or self.differences
            or self.said
            or self.corrections
            or self.first
        )


@dataclass(frozen=True, slots=True)
class Section:
    """A release of a changelog, with the parts that hold something.

    `comparison` is None for the first of a line. `ended` is the day on which the release was withdrawn, and `status`
    its state while it is not out; else they are empty.
    """

    release: Record
    date: str
    status: str
    ended: str
    comparison: Comparison | None
    since: Since
    parts: tuple[Part, ...]

    def part(self, heading: Heading) -> Part:
        """What stands under a heading, which may be nothing."""
        return next((part for part in self.parts if part.heading is heading), Part(heading))


def sections(view: View, model: Record, *, compare: Compare) -> tuple[Section, ...]:
    """The releases of a model, newest first; what may not be seen yet is no part of the view."""
    return tuple(section(view, release, compare=compare) for release in reversed(line(view.catalog, model.id)))


def section(view: View, release: Record, *, compare: Compare) -> Section:
    """The section of a release; `compare` says what changed between two releases."""
    before = predecessor(view.catalog, release)
    changes = tuple(compare(view, before, release)) if before else ()
    comparison = arranged(view, changes, old=before, new=release) if before else None
    happened = since(view, release)
    found = _parts(view, release, happened, changes=changes, comparison=comparison)
    out = is_out(release, view.as_of)
    return Section(
        release=release,
        date=released_on(release) if out else "",
        status="" if out else status(release),
        ended=str(state(release)["date"]) if status(release) in ENDED else "",
        comparison=comparison,
        since=happened,
        parts=tuple(part for part in found if not part.empty),
    )


def family_corrections(view: View, model: Record) -> tuple[Correction, ...]:
    """The errata of the record of a family itself."""
    return tuple(_corrections(view, {model.address}))


def corrections_of(view: View) -> tuple[Correction, ...]:
    """Every erratum that may be seen, of what may be seen too: else it would tell what stands there."""
    return tuple(_corrections(view, {record.address for record in view}))


def _parts(
    view: View, release: Record, happened: Since, *, changes: tuple[Change, ...], comparison: Comparison | None
) -> Iterator[Part]:
    """The parts in the order of their headings, empty ones included."""
    secure = _Secure(view.catalog)
    by_heading: dict[Heading, list[Change]] = {}
    for change in changes:
        by_heading.setdefault(heading_of(change, secure), []).append(change)
    shown = _differences(comparison, secure) if comparison else {}
    events = {
        Heading.HAPPENED: [event for event in happened.dated if event.kind in HAPPENED] + _shut(view, release),
        Heading.DEPRECATED: [event for event in happened.dated if event.kind in STEPPED_DOWN],
        Heading.FIXED: [event for event in happened.dated if event.kind == "revision"],
    }
    said = _said(view, release)
    afterwards = release.get("recorded") == "retrospective"
    for heading in Heading:
        found = by_heading.get(heading, ())
        yield Part(
            heading=heading,
            events=tuple(sorted(events.get(heading, ()), key=lambda event: (event.date, event.kind))),
            undated=happened.undated if heading is Heading.HAPPENED else (),
            changes=tuple(found),
            figures=comparison.worse if comparison and heading is Heading.WEAKENED else (),
            differences=tuple(shown.get(heading, ())),
            said=tuple(said.get(heading, ())),
            corrections=_fixed(view, release, happened) if heading is Heading.FIXED else (),
            first=_names(release) if heading is Heading.ADDED and comparison is None else (),
            earlier_only=afterwards and heading is not Heading.WEAKENED and any(_gone(change) for change in found),
        )


def heading_of(change: Change, secure: Container[Address] = frozenset()) -> Heading:
    """The heading that a change stands under; `secure` are the records that are about security."""
    if change.weight is Weight.WEAKENING:
        return Heading.WEAKENED
    return Heading.SECURITY if change.address.record in secure else _OF_KIND[change.kind]


def _differences(found: Comparison, secure: Container[Address]) -> Mapping[Heading, list[Difference]]:
    """The differences that readers see, by heading."""
    shown: dict[Heading, list[Difference]] = {Heading.WEAKENED: list(found.weakened)}
    for heading, differences in (
        (Heading.ADDED, found.added),
        (Heading.CHANGED, found.changed),
        (Heading.REMOVED, found.removed),
    ):
        for one in differences:
            shown.setdefault(Heading.SECURITY if one.record in secure else heading, []).append(one)
    return shown


def _gone(change: Change) -> bool:
    return change.kind is Kind.REMOVED and change.measured is None


@dataclass(frozen=True, slots=True)
class _Secure(Container[Address]):
    """The records of a catalog that are about security."""

    catalog: Catalog

    def __contains__(self, address: object) -> bool:
        return isinstance(address, Address) and bool(self.catalog.indexed(secure, address))


def secure(catalog: Catalog) -> Mapping[Address, bool]:
    """The risks that a list of risks files under security, and the measures that answer no other risk, as an index."""
    risks = {risk.address for risk in catalog.of("risk") if any(_about_security(entry) for entry in _lists(risk))}
    answered: dict[Address, set[Address]] = {}
    for risk in catalog.of("risk"):
        for rating in risk.get("ratings", ()):
            for written in rating.get("mitigations", ()):
                measure = parse_address(str(written), kind="mitigation")
                if measure is not None:
                    answered.setdefault(measure.record, set()).add(risk.address)
    return dict.fromkeys(risks | {measure for measure, found in answered.items() if found <= risks}, True)


def _lists(risk: Record) -> Iterable[Mapping[str, Any]]:
    found: Iterable[Mapping[str, Any]] = risk.get("taxonomies", ())
    return found


def _about_security(entry: Mapping[str, Any]) -> bool:
    return any(word in f"{entry['framework']} {entry['item']}" for word in _SECURITY)


def _said(view: View, release: Record) -> Mapping[Heading, list[Record]]:
    """Statements on the release whose answer differs from that of an earlier release, by heading."""
    found: dict[Heading, list[Record]] = {}
    for statement, before in changed_answers(view, release):
        now = statement.data["answer"]
        heading = Heading.REMOVED if before == "yes" else Heading.ADDED if now == "yes" else Heading.CHANGED
        found.setdefault(heading, []).append(statement)
    return found


def _shut(view: View, release: Record) -> list[Event]:
    """The channels of a release that were paused or closed since it appeared."""
    first = released_on(release)
    return [
        Event(
            str(entry["date"]), str(entry["status"]), entry.get("reason", ""), channel, tuple(entry.get("evidence", ()))
        )
        for channel in parts(view.catalog, release)
        if channel.kind == "distribution"
        for entry in channel.data["history"]
        if first and entry["status"] in SHUT and str(entry["date"]) >= first
    ]


def _fixed(view: View, release: Record, happened: Since) -> tuple[Correction, ...]:
    """The errata of the release, of its parts, and of the records that speak of it, since it appeared."""
    first = released_on(release)
    speaking = {record.address for kind in POINTING for record in pointing(view.catalog, release, kind)}
    known = {one.record.address for one in happened.corrections}
    more = (one for one in _corrections(view, speaking) if one.record.address not in known)
    since_then = (one for one in (*happened.corrections, *more) if first and not certainly_before(one.date, first))
    return tuple(sorted(since_then, key=lambda one: (one.date, one.record.id)))


def _corrections(view: View, concerned: set[Address]) -> Iterator[Correction]:
    for record in view.of("erratum"):
        target = parse_address(str(record.data["target"]))
        if target is not None and target.record in concerned:
            said = record.data
            yield Correction(record, target, said["was"], said["is"], str(said["date"]), record.get("reason", ""))


def _names(release: Record) -> tuple[str, ...]:
    return tuple(str(one.get("title") or one["id"]) for one in variants(release))


def model_of_record(view: View, record: Record) -> Record | None:
    """The family that a page is about: the record itself, or the family of a release."""
    if record.kind == "model":
        return record
    return view.get("model", model_of(record)) if record.kind == "release" else None
