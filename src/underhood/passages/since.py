"""What changed since: the past of a record, and what changed in the records behind a release after it appeared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from underhood.doors.history import Touch
from underhood.judge.compare import compare_record
from underhood.meaning.audience import View
from underhood.meaning.release import line, reach, released_on
from underhood.passages.comparison import differences
from underhood.passages.differences import Difference
from underhood.records.past import MOST
from underhood.records.record import Record
from underhood.values.change import Weight
from underhood.values.ids import Address

SHOWN = 8
"""So many differences of one change are shown; the others are counted."""

LATEST = 20
"""So many changes of a release's records are listed; the others are counted."""

LATEST_OF_MODEL = 10


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a record: when, by which commit, what it did; weakened things first.

    Without a date it is not committed yet. `subject` is empty on pages in another language than the repository's own.
    `came`: the record was made; `unread`: what stood before cannot be told,
    since today's schema does not take it or readers could not see it; `more_weakened`, `more` and `details` count what
    is not shown.
    """

    date: str
    subject: str
    commit: str
    came: bool
    unread: bool
    weakened: tuple[Difference, ...]
    others: tuple[Difference, ...]
    more_weakened: int
    more: int
    details: int

    @property
    def told(self) -> bool:
        """Whether there is anything to say of what changed."""
        return bool(self.weakened or self.others or self.details)


@dataclass(frozen=True, slots=True)
class Story:
    """The past of a record, newest first. `earlier` counts the changes that are not told."""

    steps: tuple[Step, ...]
    earlier: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that changed, with its change."""

    record: Record
    step: Step


@dataclass(frozen=True, slots=True)
class Moves:
    """What changed in many records, newest first. `since` is the day that is counted from; `more`: not listed.

    `afterwards`: the records were made after the release appeared, and are counted from then on.
    """

    since: str
    afterwards: bool
    changed: tuple[Changed, ...]
    more: int


def story(view: View, record: Record) -> Story | None:
    """What became of a record; None where git tells nothing, or may not be shown."""
    touches = _touches(view, record.address)
    if not touches:
        return None
    steps = tuple(_step(view, record.address, number, touch) for number, touch in enumerate(touches[:MOST]))
    return Story(steps, len(touches) - len(steps))


def moves(view: View, release: Record) -> Moves | None:
    """What changed in the records behind a release since it appeared, or since they were made if that was later."""
    own = _touches(view, release.address)
    if not own:
        return None
    made, out = own[-1].day, released_on(release)
    behind = {release.address, *reach(view.catalog, release)}
    changed, more = _changed(view, behind, since=max(made, out), most=LATEST)
    return Moves(max(made, out), made > out, changed, more)


def moves_of_model(view: View, model: Record) -> Moves | None:
    """What changed last in the records of a model family and of its releases, since the family was first recorded."""
    own = _touches(view, model.address)
    if not own:
        return None
    releases = line(view.catalog, model.id)
    behind = {model.address, *(release.address for release in releases)}
    behind.update(*(reach(view.catalog, release) for release in releases))
    changed, more = _changed(view, behind, since=own[-1].day, most=LATEST_OF_MODEL)
    return Moves(own[-1].day, False, changed, more)


def lately(view: View, most: int) -> Moves | None:
    """What changed last in all records, each once and after it was first recorded; None where git tells nothing."""
    known = {record.address: made for record in view if (made := _touches(view, record.address))}
    if not known:
        return None
    found = [(made[0].day or view.as_of, address, made[0]) for address, made in known.items() if made[0].old]
    found.sort(key=lambda one: one[1])
    found.sort(key=lambda one: one[0], reverse=True)
    told = tuple(
        Changed(record, _step(view, address, 0, touch))
        for _, address, touch in found[:most]
        if (record := view.at(address)) is not None
    )
    return Moves(min(made[-1].day or view.as_of for made in known.values()), False, told, len(found) - len(told))


def _touches(view: View, address: Address) -> tuple[Touch, ...]:
    return view.past.touches(address) if view.past is not None and view.at(address) is not None else ()


def _changed(view: View, addresses: Iterable[Address], *, since: str, most: int) -> tuple[tuple[Changed, ...], int]:
    found = [
        (touch.day or view.as_of, address, number, touch)
        for address in addresses
        for number, touch in enumerate(_touches(view, address))
        if (touch.day or view.as_of) > since
    ]
    found.sort(key=lambda one: (one[0], one[1], -one[2]), reverse=True)
    told = tuple(
        Changed(record, _step(view, address, number, touch))
        for _, address, number, touch in [one for one in found if one[2] < MOST][:most]
        if (record := view.at(address)) is not None
    )
    return told, len(found) - len(told)


def _step(view: View, address: Address, number: int, touch: Touch) -> Step:
    assert view.past is not None
    after = view.past.view(number) if number else view
    before = view.past.view(number + 1)
    unread = bool(touch.old) and (before.at(address) is None or after.at(address) is None)
    changes = compare_record(before, after, address)
    weakened = [change for change in changes if change.weight is Weight.WEAKENING]
    others = [change for change in changes if change.weight is Weight.NOTABLE]
    room = max(SHOWN - len(weakened), 0)
    return Step(
        date=touch.day,
        subject=touch.subject if view.language == view.settings.languages[0] else "",
        commit=touch.commit[:12],
        came=not touch.old,
        unread=unread,
        weakened=differences(after, weakened[:SHOWN], before=before),
        others=differences(after, others[:room], before=before),
        more_weakened=max(len(weakened) - SHOWN, 0),
        more=len(others[room:]),
        details=len(changes) - len(weakened) - len(others),
    )
