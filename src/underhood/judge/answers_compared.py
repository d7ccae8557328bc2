"""Which answers to frameworks became other ones between two states, release by release."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from underhood.judge.compare import States
from underhood.meaning.concerned import STATEMENT, USED, Concerned
from underhood.meaning.coverage import make_sight
from underhood.meaning.covered import Covered, behind
from underhood.meaning.release import part_addresses, pointed_at
from underhood.records.places import FRAMEWORKS
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.values.framework import Framework, Item
from underhood.values.ids import Address, parse_address

SOURCE, WEIGHS = "evidence", ("judges", "issued_by", "standing")
"""Of a source nothing counts but who speaks, and of what."""


@dataclass(frozen=True, slots=True)
class Shift:
    """An item that is answered otherwise than before. `old`: the earlier answer; empty: it was not asked.

    `new`: empty where it is not asked any more. `behind`: the places that stand behind the newer answer.
    """

    release: Record
    framework: Framework
    item: Item
    old: str
    new: str
    behind: tuple[Address, ...] = ()


def answers_compared(states: States) -> tuple[Shift, ...]:
    """The items that are answered otherwise, by release, in the order of their framework.

    Only what changed records could answer is looked at again. Of a release that only one state has, nothing is said: it
    is new, or gone.
    """
    shown = states.old.settings.frameworks == states.new.settings.frameworks
    if shown and not states.changed and not any(path.startswith(f"{FRAMEWORKS}/") for path in states.files):
        return ()
    compared = _Compared(states, _frameworks(states.old), _frameworks(states.new))
    if not compared.touched and not compared.again and not compared.gone:
        return ()
    return tuple(compared.shifts())


def _frameworks(project: Project) -> Mapping[str, Framework]:
    """The frameworks that the settings name, or all; taxonomies ask nothing."""
    known = project.frameworks
    wanted = project.settings.frameworks or tuple(known)
    return {id: known[id] for id in wanted if id in known and not known[id].taxonomy}


@dataclass(frozen=True)
class _Compared:
    """Two states and their frameworks, and what of them can matter."""

    states: States
    old: Mapping[str, Framework]
    new: Mapping[str, Framework]

    @cached_property
    def again(self) -> frozenset[str]:
        """The frameworks that are new, or ask something else."""
        was = {id: one.digest for id, one in self.old.items()}
        return frozenset(id for id, one in self.new.items() if was.get(id) != one.digest)

    @cached_property
    def gone(self) -> Mapping[str, Sequence[Item]]:
        """The items that are not asked any more, by framework."""
        kept = {
            id: one.by_id if id in self.again else self.old[id].by_id for id, one in self.new.items() if id in self.old
        }
        found = {id: [item for item in one.items if item.id not in kept.get(id, ())] for id, one in self.old.items()}
        return {id: items for id, items in found.items() if items}

    @cached_property
    def kinds(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """The kinds that answer each item, through other items as well."""
        items = {(id, item.id): item for id, one in self.states.new.frameworks.items() for item in one.items}

        def of(name: tuple[str, str], seen: frozenset[tuple[str, str]]) -> frozenset[str]:
            found: set[str] = set()
            for source in items[name].answered_by if name in items and name not in seen else ():
                framework, _, id = source.item.partition("/")
                found |= of((framework, id), seen | {name}) if source.item else {source.kind}
            return frozenset(found)

        return {name: of(name, frozenset()) for name in items}

    @cached_property
    def touched(self) -> frozenset[Address]:
        """The changed records that could answer something."""
        kinds = frozenset().union(*self.kinds.values()) | {"release", "model", STATEMENT}
        found = {address for address in self.states.changed if address.kind in kinds}
        return frozenset(found | {one for one in self.states.changed if one.kind == SOURCE and self._weighs(one)})

    def _weighs(self, address: Address) -> bool:
        old, new = (side.catalog.records.get(address) for side in (self.states.old, self.states.new))
        return any((old.get(name) if old else None) != (new.get(name) if new else None) for name in WEIGHS)

    def shifts(self) -> Iterator[Shift]:
        """Release by release."""
        earlier = self.states.old.catalog.records
        for after in self.states.new.catalog.of("release"):
            before = earlier.get(after.address)
            if before is None:
                continue
            near = self._near(self.states.old, before) | self._near(self.states.new, after)
            wanted = {id: self._items(one, near) for id, one in self.new.items()}
            if any(wanted.values()) or self.gone:
                yield from self._of_release(before, after, wanted)

    def _near(self, side: Project, release: Record) -> frozenset[Address]:
        """The changed records that count for a release, and sources, which may count for any."""
        catalog, whole = side.catalog, Concerned(side.catalog, release)
        found = {release.address, *part_addresses(catalog, release)} & self.touched
        about = {one.address for one in (release, whole.model, whole.provider) if one is not None}
        found |= self.touched & about
        for address in self.touched - found:
            record = catalog.records.get(address)
            if address.kind == SOURCE or (record is not None and about & _named(record)):
                found.add(address)
        if any(address.kind == USED for address in self.touched):
            found |= {record.address for record in whole.of(USED)} & self.touched
        return frozenset(found)

    def _items(self, framework: Framework, near: Collection[Address]) -> Sequence[Item]:
        """The items of a framework that these records could answer, or make to be asked."""
        if framework.id in self.again:
            return framework.items
        kinds = {address.kind for address in near}
        if SOURCE in kinds:
            return framework.items
        said = {name for one in near if one.kind == STATEMENT for name in self._answered(one)}
        return [
            item
            for item in framework.items
            if kinds & self.kinds[(framework.id, item.id)]
            or (framework.id, item.id) in said
            or _asked(framework.applies_when, kinds)
            or _asked(item.applies_when, kinds)
            or (item.outside_evidence and "model" in kinds)
        ]

    def _answered(self, statement: Address) -> Iterator[tuple[str, str]]:
        """The items that a statement names on either side, and those that are answered by them."""
        records = (side.catalog.records.get(statement) for side in (self.states.old, self.states.new))
        named = {(str(one.get("framework", "")), str(one.get("item", ""))) for one in records if one is not None}
        yield from named
        for id, framework in self.new.items():
            for item in framework.items:
                if any(tuple(source.item.split("/", 1)) in named for source in item.answered_by if source.item):
                    yield id, item.id

    def _of_release(self, before: Record, after: Record, wanted: Mapping[str, Sequence[Item]]) -> Iterator[Shift]:
        states, day = self.states, self.states.new.today
        earlier = make_sight(states.old.catalog, before, states.old.frameworks, as_of=day)
        later = make_sight(states.new.catalog, after, states.new.frameworks, as_of=day)
        for id, items in wanted.items():
            known: Mapping[str, Covered] = {}
            if id in self.old:
                same = [item for item in items if item.id in self.old[id].by_id]
                own = [self.old[id].by_id[item.id] for item in same]
                known = {one.item.id: one for one in earlier.all(self.old[id], own)}
            for one in later.all(self.new[id], items):
                was = known[one.item.id].answer.value if one.item.id in known else ""
                if was != one.answer.value:
                    places = tuple(place.address for place in behind(one))
                    yield Shift(after, self.new[id], one.item, was, one.answer.value, places)
        for id, gone in self.gone.items():
            for one in earlier.all(self.old[id], gone):
                yield Shift(after, self.new.get(id, self.old[id]), one.item, one.answer.value, "")


def _asked(condition: str, kinds: Collection[str]) -> bool:
    """Whether a condition may look at records of these kinds."""
    if not condition:
        return False
    return "release" in kinds or "ref(" in condition or any(f"'{kind}'" in condition for kind in kinds)


def _named(record: Record) -> frozenset[Address]:
    """What a record says that it is about."""
    about = parse_address(str(record.get("about", ""))) if record.kind == STATEMENT else None
    return pointed_at(record) | ({about.record} if about is not None else frozenset())
