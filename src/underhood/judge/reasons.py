"""The written reasons of weakenings: decisions whose `weakens` names the place and the new value.

A reason counts if its decision was added, or came to say something else, since the older state: what was decided for
an earlier change does not excuse the next one. A decision without reasons, without saying who decided and when, or with
a placeholder, gives none.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from underhood.doors import marked
from underhood.doors.tree import Unreadable
from underhood.judge.canonical import canonical
from underhood.judge.stated import holds, meant
from underhood.meaning.wordless import has_words, in_words, tells
from underhood.records.places import SETTINGS_FILE, beside, schema_path
from underhood.records.reading import locate
from underhood.records.record import Catalog, Record, is_absence, steps_of
from underhood.records.references import PROSE_REFERENCE
from underhood.records.trust import REVOKED, SIGNERS
from underhood.rules import Facts, placeholder_text
from underhood.values.change import REVOKED_KEY, SCHEMA, SETTINGS, SIGNER, Change, Weight
from underhood.values.finding import DataPath, Location
from underhood.values.ids import Address, parse_address

if TYPE_CHECKING:
    from underhood.records.project import Project
    from underhood.records.sides import Sides

DECISION, WEAKENS = "decision", "weakens"
KEYS = {SIGNER: SIGNERS, REVOKED_KEY: REVOKED}
"""Where keys stand."""
NOWHERE = Location("")
LONGEST = 240
"""A longer sentence of a reason is cut where it is quoted."""
_SENTENCE = re.compile(r".{20,}?[.!?](?=\s+[^a-z\s]|$)")
NEEDED = ("reasons", "who", "date")
"""Without these, nobody stands for a reason."""
SAID = ("question", "chosen", "reasons", "conditions")
"""What gives the reason. Whatever else is touched in an old decision, it is about what was decided then."""
WORDS = frozenset({"title", "question", "chosen", "reasons", "who"})
"""The fields of a decision that must be written before it is a reason."""


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A change, the decisions that give its reason, and where it and they are to be seen.

    `said`: for each decision its title and how its reasons begin.
    """

    change: Change
    because: tuple[Address, ...]
    at: Location = NOWHERE
    places: tuple[Location, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def unreasoned(self) -> bool:
        """Whether it weakens, and nobody says why."""
        return self.change.weight is Weight.WEAKENING and not self.because

    @property
    def gone(self) -> bool:
        """Whether it is to be seen in the older state only: the whole record is gone."""
        return self.change.new_address is None and not self.change.address.steps


@dataclass(frozen=True, slots=True)
class Reason:
    """One entry of a decision's `weakens`, under the names that its place has in both states.

    `counts`: the decision is new or says something new, and is written; `added`: the entry was not there before.
    """

    decision: Record
    index: int
    names: frozenset[Address]
    to: Any
    counts: bool
    added: bool
    written: bool

    @property
    def what(self) -> str:
        """The place as the decision names it."""
        return str(self.decision.data[WEAKENS][self.index]["what"])

    def about(self, change: Change) -> bool:
        """Whether it names the place of a change."""
        return bool(self.names & {change.old_address, change.new_address})

    def gives(self, change: Change, now: Any) -> bool:
        """Whether it names the place and the new value of a change."""
        return self.about(change) and holds(self.to, change, now)


Standing = Mapping[Address, Sequence[Reason]]
"""Reasons by the places that they name."""


def reasoned(changes: Iterable[Change], sides: Sides) -> tuple[Reasoned, ...]:
    """The changes with their written reasons and their places, in the same order."""
    given = by_place(reason for reason in changed_reasons(sides) if reason.counts)
    place = Places(sides)
    return tuple(_reasoned(change, given, place) for change in changes)


def by_place(given: Iterable[Reason]) -> Standing:
    """Reasons by the places that they name, in their order."""
    found: dict[Address, list[Reason]] = {}
    for reason in given:
        for name in reason.names:
            found.setdefault(name, []).append(reason)
    return found


def names_of(change: Change) -> list[Address]:
    """The places of a change, the newer one first; they are one unless a record was renamed."""
    return list(dict.fromkeys(address for address in (change.new_address, change.old_address) if address is not None))


def _reasoned(change: Change, given: Standing, places: Places) -> Reasoned:
    about = [reason for name in names_of(change) for reason in given.get(name, ())]
    now = value_now(change, places.newer) if about else None
    because = {reason.decision.address: reason for reason in about if reason.gives(change, now)}
    given_by = [because[name] for name in sorted(because)]
    return Reasoned(
        change,
        tuple(sorted(because)),
        places.of(change),
        tuple(places.of_reason(reason) for reason in given_by),
        tuple(in_short(reason.decision) for reason in given_by),
    )


def in_short(decision: Record) -> str:
    """The title of a decision, and the first sentence of its reasons."""
    first = next((str(point.get("text", "")) for point in decision.get("reasons", ())), "")
    words = " ".join(PROSE_REFERENCE.sub(r"\1", first).split())
    sentence = _SENTENCE.match(words)
    told = sentence[0] if sentence else words
    told = told if len(told) <= LONGEST else f"{told[: LONGEST - 1].rstrip()}…"
    return f"“{decision.title}”: {told}" if told else f"“{decision.title}”"


def value_now(change: Change, catalog: Catalog) -> Any:
    """What stands at the place of a change in the newer state; None: nothing."""
    place = catalog.resolve(change.new_address) if change.new_address else None
    return place.value if place else None


def changed_reasons(sides: Sides) -> Iterator[Reason]:
    """What the decisions say that differ between the two states."""
    for address in sorted(sides.changed):
        record = sides.new.catalog.records.get(address) if address.kind == DECISION else None
        if record is not None:
            yield from reasons(record, sides)


def reasons(record: Record, sides: Sides) -> Iterator[Reason]:
    """The reasons that one decision gives."""
    entries = record.get(WEAKENS, ())
    if not entries:
        return
    before = _before(record, sides.old.catalog)
    now = _renamed(sides)
    known = frozenset(_entry(one, now) for one in before.get(WEAKENS, ())) if before else frozenset()
    written = is_written(record, sides.new)
    news = before is None or _said(record, sides, now) != _said(before, sides, now)
    for index, entry in enumerate(entries):
        names = frozenset(_names(str(entry["what"]), sides, here=record.address))
        added = _entry(entry, now) not in known
        yield Reason(record, index, names, entry["to"], (news or added) and written, added, written)


def _entry(entry: Mapping[str, Any], renamed: Renamed) -> Hashable:
    """What an entry of `weakens` means, under the names of the newer state."""
    return _now(entry["what"], renamed), meant(entry["to"])


def is_written(record: Record, project: Project) -> bool:
    """Whether somebody wrote the reason, and says who decided and when: no placeholder stands in its place."""
    if any(is_absence(record.get(name)) or not record.get(name) for name in NEEDED):
        return False
    texts = [str(reason.get("text", "")) for reason in record.data["reasons"]]
    if not tells(texts) or not all(has_words(str(record.data[name])) for name in ("chosen", "who")):
        return False
    today = project.today or (project.commit.day if project.commit else "")
    if today and str(record.data["date"]) > today:  # nobody has decided it yet
        return False
    facts = Facts(project.catalog, project.settings, "")
    return not any(WORDS.intersection(fault.data_path[:1]) for fault in placeholder_text.check(record, facts))


def _before(record: Record, old: Catalog) -> Record | None:
    """The decision as the older state has it, under this id or a former one."""
    ids = (record.id, *record.get("formerly", ()))
    return next((found for id in ids if (found := old.get(DECISION, id)) is not None), None)


Renamed = Mapping[Address, Address]


def _renamed(sides: Sides) -> Renamed:
    """What records that were renamed between the two states are called in the newer one."""
    before, after = sides.old.catalog.records, sides.new.catalog.records
    fresh = (after[address] for address in sorted(sides.changed) if address in after and address not in before)
    found = {Address(record.kind, id): record.address for record in fresh for id in record.get("formerly", ())}
    return {old: new for old, new in found.items() if old in before and old not in after}


def _now(what: object, renamed: Renamed) -> str:
    """An address under the names of the newer state: a rename mends what decisions say, and gives no new reason."""
    address = parse_address(str(what))
    if address is None:
        return str(what)
    return str(renamed.get(address.record, address.record).at(*address.steps))


def _said(record: Record, sides: Sides, renamed: Renamed) -> Hashable:
    """Why a decision was taken, as words without layout and marks, under the names of the newer state."""
    kind = sides.new.catalog.kinds.get(record.kind)
    return tuple(
        canonical(
            in_words(record.get(name)),
            kind.field((name,)) if kind else None,
            here=record.address,
            names=lambda address: renamed.get(address.record, address.record).at(*address.steps),
        )
        for name in SAID
    )


def _names(what: str, sides: Sides, *, here: Address) -> Iterator[Address]:
    """The place that a reason names, as each state calls it."""
    address = parse_address(what, here=here)
    if address is None:
        return
    yield address
    for catalog in (sides.old.catalog, sides.new.catalog):
        place = catalog.resolve(address)
        if place is not None:
            kind = catalog.kinds.get(address.kind)
            yield place.record.address.at(*steps_of(place.record.data, place.data_path, kind.parts if kind else ""))


class Places:
    """Where changes are to be seen: in the newer state, or in the older one where nothing is left of them."""

    def __init__(self, sides: Sides) -> None:
        self.projects = (sides.new, sides.old)
        self._beside = {place: path for path in sides.files if (place := beside(path))}
        self._marks = cache(self._read)

    @property
    def newer(self) -> Catalog:
        """The records of the newer state."""
        return self.projects[0].catalog

    def of(self, change: Change) -> Location:
        """The file and line of a change; of what is gone, the nearest place that is left."""
        for address in (change.new_address, change.old_address):
            for side, project in enumerate(self.projects):
                record = project.catalog.records.get(address.record) if address else None
                if address is not None and record is not None:
                    return self._inside(side, record.path, _path(project.catalog, address))
        if change.address.record == SETTINGS:
            return self._inside(0, SETTINGS_FILE, change.address.steps)
        if change.address.kind == SCHEMA:
            return Location(schema_path(change.address.id))
        return Location(KEYS.get(change.address.kind) or self._beside.get(change.address, ""))

    def of_reason(self, reason: Reason) -> Location:
        """The line of an entry of `weakens`."""
        return self._inside(0, reason.decision.path, (WEAKENS, reason.index, "what"))

    def _inside(self, side: int, path: str, data_path: DataPath) -> Location:
        return locate(path, self._marks(side, path), data_path) if data_path else Location(path)

    def _read(self, side: int, path: str) -> Mapping[DataPath, marked.Mark]:
        raw = self.projects[side].tree.read(path)
        return {} if isinstance(raw, Unreadable) else marked.marks(raw)


def _path(catalog: Catalog, address: Address) -> DataPath:
    """The way to a place, or to the nearest one around it."""
    for end in range(len(address.steps), 0, -1):
        place = catalog.resolve(address.record.at(*address.steps[:end]))
        if place is not None:
            return place.data_path
    return ()
