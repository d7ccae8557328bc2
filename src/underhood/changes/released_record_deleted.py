"""A record of a release that was made available is gone.

**What:** a release that was ever released in the base, the records behind it, and those that speak of it (incidents,
approvals, evaluations), must still be there under the same id, or be claimed by another record's `formerly`. A file
that is there and cannot be read is not gone.

**Why:** people rely on what was published with a release, and its documents are rendered from these records.

**Example:** `risk/toxic-output` is deleted after `release/lynx-1`, which lists it, was released.

**Instead:** keep the record. Rename with `underhood rename`, set aside for a later release with `without`, withdraw
with a status, correct with an erratum.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Loss, between_states
from underhood.meaning.release import ever_out, reach
from underhood.records.record import Catalog, Record
from underhood.values.finding import Fault, Pointer
from underhood.values.ids import Address


@between_states
def deleted(old: Catalog, new: Catalog) -> Iterator[Loss]:
    """The records of released releases that only the older state has."""
    kept = {Address(record.kind, id) for record in new for id in record.get("formerly", ())}
    releases = _released(old)
    for record in old:
        address = record.address
        if address in releases and not (address in new.records or address in new.broken or address in kept):
            yield Loss(record, _fault(record, releases[address], new))


def _released(catalog: Catalog) -> dict[Address, Record]:
    """Each record that belongs to a release that was ever made available, with the first such release."""
    found: dict[Address, Record] = {}
    for release in catalog.of("release"):
        if not ever_out(release):
            continue
        speaking = {link.source for link in catalog.cited_by(release.address) if not link.prose}
        behind = {address for address in reach(catalog, release) | speaking if address.kind != "release"}
        for address in sorted({release.address, *behind}):
            found.setdefault(address, release)
    return found


def _fault(record: Record, release: Record, new: Catalog) -> Fault:
    was = "was released" if release.address == record.address else f"belongs to {release.address}, which was released"
    heir = next((other for other in new.of(record.kind) if _alike(record, other)), None)
    if heir is not None:
        hint = f"if it is {heir.address} now, say so there: `formerly: [{record.id}]`; otherwise restore {record.path}"
    else:
        hint = (
            f"restore {record.path}; correct it with an erratum, withdraw a release with a status, rename with "
            "`underhood rename`"
        )
    there = release.address in new.records and release.address != record.address
    related = (Pointer(str(release.address), (), "the release that it belongs to"),) if there else ()
    return Fault((), f"{record.address} is gone, and {was}", hint, related)


def _alike(record: Record, other: Record) -> bool:
    """Whether a record may be another one under a new id."""
    return (bool(record.digest) and record.digest == other.digest) or record.title == other.title
