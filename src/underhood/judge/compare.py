"""What changed: two states of a repository, or two releases in one state, as one sorted list of changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from underhood.changes import Comparison, Difference, Pair, Spot, weigh, weighings
from underhood.judge.differences import Differences
from underhood.meaning.audience import View
from underhood.meaning.figures import figures
from underhood.meaning.release import parts, successors
from underhood.records.record import Record
from underhood.values.change import Change, Kind, Measured, Weight
from underhood.values.ids import Address, parse_address


def compare(old: View, new: View) -> tuple[Change, ...]:
    """What changed between two states. Records pair by kind and id; `formerly` is followed."""
    names = _formerly(old, new)
    back = {after: before for before, after in names.items()}
    pairs: list[Pair] = [(old.catalog.records.get(back.get(record.address, record.address)), record) for record in new]
    pairs += [(record, None) for record in old if names.get(record.address, record.address) not in new.catalog.records]
    return _changes(Comparison(old, new, tuple(pairs), names))


def compare_releases(view: View, old: Record, new: Record) -> tuple[Change, ...]:
    """What changed from one release to another: variants, figures, and the records of both closures."""
    return _changes(_between(view, old, new))


def paired_figures(view: View, old: Record, new: Record) -> tuple[Measured, ...]:
    """Every figure that both releases have under one protocol, size by size; equal figures included."""
    return tuple(found.measured for found in figures(view.catalog, (old, new), _between(view, old, new).names))


def _formerly(old: View, new: View) -> Mapping[Address, Address]:
    """The records that were renamed: gone under the older id, and claimed by one that is new."""
    found: dict[Address, Address] = {}
    for record in sorted(new, key=lambda record: record.address):
        for id in record.get("formerly", ()):
            before = Address(record.kind, id)
            if record.address in old.catalog.records or before not in old.catalog.records:
                continue
            if before not in new.catalog.records and before not in found:
                found[before] = record.address
                break
    return found


def _between(view: View, old: Record, new: Record) -> Comparison:
    names = successors(old, new)
    before = {record.address: record for record in parts(view.catalog, old)}
    after = {record.address: record for record in parts(view.catalog, new)}
    for record in after.values():
        address = parse_address(str(record.get("succeeds", "")))
        if address is not None and address.record in before and address.record not in after:
            names.setdefault(address.record, record.address)
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


def _changes(comparison: Comparison) -> tuple[Change, ...]:
    found = [change for difference in _differences(comparison) for change in weigh(difference, comparison)]
    if comparison.releases is not None:
        for code, member in weighings().items():
            if member.across is not None:
                found += [replace(change, code=code) for change in member.across(comparison)]
    return tuple(sorted(found, key=lambda change: (*change.order, change.kind.value, change.message)))


def _differences(comparison: Comparison) -> Iterator[Difference]:
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
            yield from Differences(comparison, old, new, kind.parts if kind else "").find()
