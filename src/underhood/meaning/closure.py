"""The closure of a release: the records that it stands on, and what of each was signed with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from underhood.meaning.release import parts
from underhood.records.kinds import Field, Kind
from underhood.records.record import Catalog, Record
from underhood.records.references import Link
from underhood.values.ids import Address

RELEASE, ORGANISATION = "release", "organisation"

IDENTITY = frozenset({"title", "legal_name", "role", "visibility"})
"""Of an organisation, who it is: offices, contacts and people move without any release changing."""

VISIBILITY = "visibility"


def closure_of(catalog: Catalog, release: Record) -> tuple[Address, ...]:
    """The release and every record behind it, sorted.

    References are followed whose schema says `x-closure: true`, and those in a text that show a value; the parts that
    it inherits belong to it. Other releases stop it (`bordering` names them).
    """
    return tuple(
        sorted(address for address in _reached(catalog, release) if address.kind != RELEASE or _own(release, address))
    )


def bordering(catalog: Catalog, release: Record) -> tuple[Address, ...]:
    """The other releases that the closure leads to and stops at, sorted."""
    return tuple(
        sorted(
            address for address in _reached(catalog, release) if address.kind == RELEASE and not _own(release, address)
        )
    )


def unresolved(catalog: Catalog, release: Record) -> tuple[Address, ...]:
    """What the closure leads to and nothing can be read of, sorted."""
    return tuple(sorted(address for address in _reached(catalog, release) if address not in catalog.records))


def named(catalog: Catalog, release: Record) -> frozenset[Address]:
    """The other releases that the release itself names: its predecessor, those that its variants come from."""
    links = followed(catalog, release)
    return frozenset(link.target.record for link in links if link.target.kind == RELEASE) - {release.address}


def followed(catalog: Catalog, record: Record) -> Iterator[Link]:
    """The references of a record that a closure follows, from what of it belongs to a closure."""
    kind = catalog.kinds.get(record.kind)
    for link in catalog.links(record) if kind is not None else ():
        if record.kind == ORGANISATION and link.data_path[0] not in IDENTITY:
            continue
        if _leads(kind, link):
            yield link


def signed(record: Record, kind: Kind, visibility: str) -> Mapping[str, Any]:
    """What of a record is signed with a release: without fields that live on; `visibility` where it says none."""
    data = without_living(record.data, kind.root)
    if record.kind == ORGANISATION:
        data = {name: value for name, value in data.items() if name in IDENTITY}
    return {**data, VISIBILITY: data.get(VISIBILITY, visibility)}


def without_living(value: Any, field: Field | None) -> Any:
    """What of a value is signed: all of it but the fields that live on."""
    if field is None or not field.living:
        return value
    if isinstance(value, Mapping):
        below = ((name, inner, field.below(name)) for name, inner in value.items())
        return {
            name: without_living(inner, place)
            for name, inner, place in below
            if place is None or place.closure is not False
        }
    return [without_living(inner, field.items) for inner in value] if isinstance(value, list) else value


def _own(release: Record, address: Address) -> bool:
    return address == release.address


def _reached(catalog: Catalog, release: Record) -> set[Address]:
    found = {release.address}
    stack = [release, *(record for record in parts(catalog, release) if record.kind != RELEASE)]
    found.update(record.address for record in stack)
    while stack:
        record = stack.pop()
        for link in followed(catalog, record):
            target = link.target.record
            if target not in found:
                found.add(target)
                below = catalog.records.get(target) if target.kind != RELEASE else None
                if below is not None:
                    stack.append(below)
    return found


def _leads(kind: Kind | None, link: Link) -> bool:
    """Whether a closure follows a reference: its field says so, and no field above it lives on."""
    field: Field | None = kind.root if kind else None
    for step in link.data_path:
        if field is None or field.closure is False:
            return False
        field = field.below(step)
    if field is None or field.closure is False:
        return False
    return bool(link.target.steps) if link.prose else bool(field.closure)
