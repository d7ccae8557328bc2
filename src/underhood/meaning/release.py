"""Releases in their line: status, parts, predecessor, and which variant takes the place of which."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from underhood.records.record import Catalog, Record
from underhood.values.ids import Address, parse_address

OUT = frozenset({"released", "superseded", "deprecated", "withdrawn"})
"""The statuses of a release that has been made available."""

SIGNED = OUT | {"approved"}
"""The statuses of a release from which on its seal is fixed."""

WITHHELD = "not-released"


@dataclass(frozen=True, slots=True)
class Pair:
    """A variant, and the one of the predecessor that it takes the place of; None where there is none."""

    old: Mapping[str, Any] | None
    new: Mapping[str, Any]


def state(release: Record) -> Mapping[str, Any]:
    """The latest entry of a release's history."""
    history: list[Mapping[str, Any]] = release.data["history"]
    return (
        max(enumerate(history), key=lambda entry: (str(entry[1]["date"]), entry[0]))[1]
        if history
        else {"status": "draft", "date": ""}
    )


def status(release: Record) -> str:
    """The release's status today."""
    return str(state(release)["status"])


def released_on(release: Record) -> str:
    """The day that a release was first made available; empty before."""
    return next((str(entry["date"]) for entry in release.data["history"] if entry["status"] == "released"), "")


def ever_out(release: Record) -> bool:
    """Whether a release was ever made available, whatever became of it."""
    return any(entry["status"] in OUT for entry in release.data["history"])


def ever_signed(release: Record) -> bool:
    """Whether a release was ever approved or made available while it was recorded: its seal may no longer change."""
    return release.get("recorded") == "live" and any(entry["status"] in SIGNED for entry in release.data["history"])


def is_out(release: Record, as_of: str) -> bool:
    """Whether readers may know of a release: it was released by that day, and its day of publication has come."""
    released = any(entry["status"] in OUT and str(entry["date"]) <= as_of for entry in release.data["history"])
    return released and str(release.get("publish_at", "")) <= as_of


def parts(catalog: Catalog, release: Record) -> list[Record]:
    """The records that belong to a release, inherited ones included, without those set aside; by address."""
    found: dict[Address, Record] = {}
    for address in _parts(catalog, release, set()):
        record = catalog.records.get(address.record)
        if record is not None:
            found[record.address] = record
    return [found[address] for address in sorted(found)]


def having(catalog: Catalog) -> Mapping[Address, tuple[Address, ...]]:
    """The releases that each record belongs to, as an index."""
    found: dict[Address, list[Address]] = {}
    for release in catalog.of("release"):
        for part in parts(catalog, release):
            found.setdefault(part.address, []).append(release.address)
    return {address: tuple(releases) for address, releases in found.items()}


def part_kind(catalog: Catalog, release: Record, kind: str) -> list[Record]:
    """The parts of a release that are of one kind."""
    return [record for record in parts(catalog, release) if record.kind == kind]


def part_addresses(catalog: Catalog, release: Record) -> frozenset[Address]:
    """The names of the records that belong to a release, inherited ones included; none of them is read."""
    return frozenset(address.record for address in _parts(catalog, release, set()))


def _parts(catalog: Catalog, release: Record, seen: set[Address]) -> Iterator[Address]:
    if release.address in seen:
        return
    seen.add(release.address)
    source = parse_address(str(release.get("parts_from", "")), kind="release")
    earlier = catalog.records.get(source.record) if source else None
    without = {str(entry["part"]) for entry in release.get("without", ())}
    if earlier is not None:
        yield from (address for address in _parts(catalog, earlier, seen) if str(address) not in without)
    for written in release.get("parts", ()):
        address = parse_address(written)
        if address is not None:
            yield address


def reach(catalog: Catalog, release: Record) -> set[Address]:
    """Every record that a release's parts lead to, through references that a closure follows.

    Other releases stop it.
    """
    found: set[Address] = set()
    stack = parts(catalog, release)
    while stack:
        record = stack.pop()
        if record.address in found or record.kind == "release":
            continue
        found.add(record.address)
        targets = (catalog.records.get(address) for address in catalog.closure(record))
        stack.extend(target for target in targets if target is not None)
    return found


def predecessor(catalog: Catalog, release: Record) -> Record | None:
    """The earlier release that this one is compared with."""
    address = parse_address(str(release.get("predecessor", "")), kind="release")
    return catalog.records.get(address.record) if address else None


def line(catalog: Catalog, model: str) -> list[Record]:
    """The releases of a model, oldest first; a release comes after its predecessor."""
    releases = [release for release in catalog.of("release") if model_of(release) == model]
    releases.sort(key=lambda release: (released_on(release) or "9999", release.id))
    waiting = {release.address for release in releases}
    found: dict[Address, Record] = {}
    for release in releases:
        chain: list[Record] = []
        one: Record | None = release
        while one is not None and one.address in waiting:
            waiting.discard(one.address)
            chain.append(one)
            one = predecessor(catalog, one)
        found.update((each.address, each) for each in reversed(chain))
    return list(found.values())


def model_of(release: Record) -> str:
    """The id of the release's model."""
    address = parse_address(str(release.data["model"]), kind="model")
    return address.id if address else ""


def variants(release: Record) -> list[Mapping[str, Any]]:
    """The sizes and tunings of a release."""
    return list(release.data["variants"])


def variant_address(release: Record, variant: Mapping[str, Any]) -> Address:
    """The name of a variant: `release/x#70b`."""
    return release.address.at(str(variant["id"]))


def short_name(catalog: Catalog, address: Address) -> str:
    """A variant without the name of its release: 70B."""
    release, place = catalog.records.get(address.record), catalog.resolve(address)
    if release is None or place is None or not address.steps:
        return release.title if release else str(address)
    title = str(place.value.get("title") or "")
    short = title.removeprefix(f"{release.title} ")
    return short if short and short != title else title or address.steps[-1].upper()


def pairs(old: Record, new: Record, catalog: Catalog | None = None) -> list[Pair]:
    """The variants of a release, each with the one of the other release that it succeeds.

    With a catalog, `succeeds` is followed through the releases that lie between the two.
    """
    before = {str(variant_address(old, variant)): variant for variant in variants(old)}
    return [Pair(before.get(_origin(variant, old, catalog)), variant) for variant in variants(new)]


def successors(old: Record, new: Record, catalog: Catalog | None = None) -> dict[Address, Address]:
    """What takes the place of a release and of its variants in a later one, by the older address."""
    found = {old.address: new.address}
    for pair in pairs(old, new, catalog):
        if pair.old is not None:
            found[variant_address(old, pair.old)] = variant_address(new, pair.new)
    return found


def succeeded(catalog: Catalog, record: Record, among: Container[Address]) -> Address | None:
    """The record that one takes the place of, among these: its own predecessor, or the predecessor's, and so on."""
    seen = {record.address}
    found: Record | None = record
    while found is not None:
        address = parse_address(str(found.get("succeeds", "")))
        if address is None or address.record in seen:
            return None
        if address.record in among:
            return address.record
        seen.add(address.record)
        found = catalog.records.get(address.record)
    return None


def _origin(variant: Mapping[str, Any], old: Record, catalog: Catalog | None) -> str:
    """The variant of an older release that one goes back to, as its address; empty where it goes back to none."""
    written, seen = str(variant.get("succeeds", "")), set[Address]()
    while (address := parse_address(written, kind="release")) is not None and address not in seen:
        if address.record == old.address or catalog is None:
            return str(address)
        seen.add(address)
        place = catalog.resolve(address)
        written = str(place.value.get("succeeds", "")) if place and isinstance(place.value, Mapping) else ""
    return ""


def subject(written: str) -> Address | None:
    """The variant, release or system that a row or a rating is about."""
    return parse_address(written, kind="release")


def pointed_at(record: Record) -> frozenset[Address]:
    """The releases that a record is about: an incident, a claim, a later study, an approval."""
    values = (record.get(name, ()) for name in ("about", "releases", "release"))
    written = (one for value in values for one in ([value] if isinstance(value, str) else value))
    addresses = (parse_address(str(one), kind="release") for one in written)
    return frozenset(address.record for address in addresses if address is not None)


def pointing(catalog: Catalog, release: Record, kind: str) -> list[Record]:
    """The records of a kind that point at a release, by id."""
    sources = {link.source for link in catalog.cited_by(release.address) if link.source.kind == kind}
    found = (catalog.records[source] for source in sorted(sources) if source in catalog.records)
    return [record for record in found if release.address in catalog.derived(record, pointed_at)]
