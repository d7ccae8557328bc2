"""What changed: two states of a repository, or two releases in one state, as one sorted list of changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Protocol

from underhood.changes import Comparison, Difference, Pair, Spot, weigh, weighings
from underhood.judge.beside import allow_differences, list_differences, repeated
from underhood.judge.differences import Differences
from underhood.judge.schema_changes import schema_differences
from underhood.judge.settings import settings_compared, settings_kind, tolerances
from underhood.judge.signer_changes import key_differences
from underhood.judge.translated_texts import translation_differences
from underhood.meaning.audience import View, bare
from underhood.meaning.figures import figures
from underhood.meaning.release import parts, succeeded, successors
from underhood.records.kinds import Field
from underhood.records.kinds import Kind as RecordKind
from underhood.records.places import SETTINGS_FILE
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.values.change import SETTINGS, Change, Kind, ListDiff, Measured, Weight
from underhood.values.ids import Address, parse_address


class States(Protocol):
    """Two states of a repository, and what differs between them."""

    @property
    def old(self) -> Project:
        """The older state."""

    @property
    def new(self) -> Project:
        """The newer state."""

    @property
    def changed(self) -> Collection[Address]:
        """The records whose file differs, or lies elsewhere, or that only one side has."""

    @property
    def files(self) -> Collection[str]:
        """The files that differ and are no records: settings, lists, translations."""


def compare_states(sides: States, *, policy: Project | None = None) -> tuple[Change, ...]:
    """What changed between two states: records, settings, schemas, lists, translations, keys, comments that allow.

    Everything counts, whoever may see it. Nothing is looked at but the records whose files differ: the same bytes say
    the same. Records that one side cannot read say nothing here. The weights are the heavier of what the newer state
    says and of what `policy` says, or else the older state; so is what its gates tolerate.
    """
    old, new = bare(sides.old), bare(sides.new)
    before, after = old.catalog.records, new.catalog.records
    changed = sorted(sides.changed)
    names = _formerly(old, new, [after[address] for address in changed if address in after])
    back = {later: earlier for earlier, later in names.items()}
    pairs: list[Pair] = [
        (before.get(back.get(address, address)), after[address]) for address in changed if address in after
    ]
    pairs += [
        (before[address], None) for address in changed if address in before and names.get(address, address) not in after
    ]
    measured = any(address.kind == "evaluation" for address in changed)
    allowed = tolerances(policy or sides.old) if measured else {}
    comparison = Comparison(old, new, tuple(pairs), names, tolerance=allowed)
    projects = sides.old, sides.new
    kinds = {**policy.catalog.kinds, SETTINGS.kind: settings_kind(policy.schemas)} if policy else None
    lists = list(list_differences(comparison, projects, sides.files, kinds=kinds))
    idle = {place for listed in lists for place in repeated(listed)}
    more = [one for one in lists if one.listed is None or one.listed != ListDiff(0, 0)]
    more += [*allow_differences(comparison, projects), *schema_differences(projects)]
    more += [*translation_differences(projects, sides.files), *key_differences(projects, sides.files)]
    settings = settings_compared(*projects) if SETTINGS_FILE in sides.files else None
    found = _changes(comparison, more, idle, kinds=kinds)
    return _sorted([*found, *(_changes(settings, kinds=kinds) if settings else ())])


def compare(old: View, new: View) -> tuple[Change, ...]:
    """What changed between two states. Records pair by kind and id; `formerly` is followed."""
    names = _formerly(old, new, new)
    back = {after: before for before, after in names.items()}
    pairs: list[Pair] = [(old.catalog.records.get(back.get(record.address, record.address)), record) for record in new]
    pairs += [(record, None) for record in old if names.get(record.address, record.address) not in new.catalog.records]
    return _changes(Comparison(old, new, tuple(pairs), names))


def compare_releases(view: View, old: Record, new: Record) -> tuple[Change, ...]:
    """What changed from one release to another: variants, figures, and the records of both closures."""
    return _changes(_between(view, old, new))


def compare_record(old: View, new: View, address: Address) -> tuple[Change, ...]:
    """What changed in one record between two states; nothing where one of them does not have it."""
    pair = (old.at(address), new.at(address))
    return _changes(Comparison(old, new, (pair,), {})) if all(pair) else ()


def paired_figures(view: View, old: Record, new: Record) -> tuple[Measured, ...]:
    """Every figure that both releases have under one protocol, size by size; equal figures included."""
    return tuple(found.measured for found in figures(view.catalog, (old, new), _between(view, old, new).names))


def _formerly(old: View, new: View, among: Iterable[Record]) -> Mapping[Address, Address]:
    """The records that were renamed: gone under the older id, and claimed by one of these that is new."""
    found: dict[Address, Address] = {}
    fresh = [record for record in among if record.address not in old.catalog.records]
    for record in sorted(fresh, key=lambda record: record.address):
        for id in record.get("formerly", ()):
            before = Address(record.kind, id)
            if before not in old.catalog.records:
                continue
            if before not in new.catalog.records and before not in found:
                found[before] = record.address
                break
    return found


def _between(view: View, old: Record, new: Record) -> Comparison:
    names = successors(old, new, view.catalog)
    before = {record.address: record for record in parts(view.catalog, old)}
    after = {record.address: record for record in parts(view.catalog, new)}
    for record in after.values():
        earlier = succeeded(view.catalog, record, before)
        if earlier is not None and earlier not in after:
            names.setdefault(earlier, record.address)
    names.update(_by_terms(view, before, names))
    taken = set(names.values())
    pairs: list[Pair] = [(old, new)]
    pairs += [
        (record, after[names.get(record.address, record.address)])
        for record in before.values()
        if names.get(record.address, record.address) in after
    ]
    pairs += [(record, None) for record in before.values() if names.get(record.address, record.address) not in after]
    pairs += [
        (None, record) for record in after.values() if record.address not in before and record.address not in taken
    ]
    return Comparison(view, view, tuple(pairs), names, (old, new))


def _by_terms(
    view: View, before: Mapping[Address, Record], names: Mapping[Address, Address]
) -> Mapping[Address, Address]:
    """The licences that pair because one channel takes the place of another, and each names its terms."""
    found: dict[Address, Address] = {}
    taken = set(names.values())
    for address, successor in names.items():
        if address.kind != "distribution":
            continue
        later = _terms(view.catalog.records[successor])
        for thing, terms in _terms(before[address]).items():
            new = (
                later.get(thing) or later.get("all") or (min(later.values(), default=None) if thing == "all" else None)
            )
            if (
                new is not None
                and terms in before
                and new != terms
                and terms not in names
                and new not in taken
                and new not in before
            ):
                found.setdefault(terms, new)
    return found


def _terms(distribution: Record) -> dict[str, Address]:
    read = (
        (licence["for"], parse_address(str(licence.get("terms", "")), kind="policy"))
        for licence in distribution.get("licences", ())
    )
    return {thing: address for thing, address in read if address is not None}


def _changes(
    comparison: Comparison,
    more: Iterable[Difference] = (),
    idle: Collection[tuple[Address, tuple[str, ...]]] = (),
    *,
    kinds: Mapping[str, RecordKind] | None = None,
) -> tuple[Change, ...]:
    """The changes that the differences and these others amount to; fields that are `idle` repeat what another says.

    `kinds`: whose weights count beside the newer state's, where it is not the older state's.
    """
    differences = [one for one in _differences(comparison, kinds) if (one.record.address, one.names) not in idle]
    found = [change for difference in (*differences, *more) for change in weigh(difference, comparison)]
    if comparison.releases is not None:
        for code, member in weighings().items():
            if member.across is not None:
                found += [replace(change, code=code) for change in member.across(comparison)]
    return _sorted(found)


def _sorted(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda change: (*change.order, change.kind.value, change.message)))


def _differences(comparison: Comparison, kinds: Mapping[str, RecordKind] | None = None) -> Iterator[Difference]:
    for old, new in comparison.pairs:
        if old is None and new is not None:
            if new.address not in comparison.old.catalog.broken:
                yield Difference(Kind.ADDED, (), None, Spot(new, ()), None, new.title, Weight.NOTABLE)
        elif new is None and old is not None:
            if old.address not in comparison.new.catalog.broken:
                yield Difference(Kind.REMOVED, (), Spot(old, ()), None, old.title, None, Weight.NOTABLE)
        elif old is not None and new is not None:
            if comparison.releases is None and old.address != new.address:
                yield Difference(Kind.CHANGED, (), Spot(old, ()), Spot(new, ()), str(old.address), str(new.address))
            if (
                old.digest
                and old.digest == new.digest
                and comparison.releases is None
                and old.address == new.address
                and not comparison.names
            ):
                continue  # the same bytes say the same
            kind = comparison.new.catalog.kinds.get(new.kind)
            other = _other_schema(comparison, new.kind, kinds)
            yield from Differences(comparison, old, new, kind, other).find()


def _other_schema(comparison: Comparison, kind: str, kinds: Mapping[str, RecordKind] | None) -> Field | None:
    """What the older state's schema, or one of these, says of a kind, if it says anything else."""
    before = (comparison.old.catalog.kinds if kinds is None else kinds).get(kind)
    after = comparison.new.catalog.kinds.get(kind)
    if before is None or after is None or before is after:
        return None
    return None if before.root.schemas.documents == after.root.schemas.documents else before.root
