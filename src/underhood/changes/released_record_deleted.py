"""A record of a release that was made available is gone.

**What:** a release that was ever released in the base, the records behind it, and those that speak of it (incidents,
approvals, evaluations), must still be there under the same id, or be claimed by another record's `formerly`. A file
that is there and cannot be read is not gone.

**Why:** people rely on what was published with a release, and its documents are rendered from these records.

**Example:** `risk/toxic-output` is deleted after `release/lynx-1`, which lists it, was released.

**Instead:** keep the record, and say in it what came to be: a measure that was taken away is `status: removed`, a
release is withdrawn, an incident closed. What a later release no longer has stands there under `without`; what was
wrong is corrected with an erratum; another id comes with `underhood rename`.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Loss, between_states
from underhood.meaning.release import ever_out, reach
from underhood.records.record import Catalog, Record
from underhood.values.finding import Fault, Pointer
from underhood.values.ids import Address

OVER = ("removed", "withdrawn", "closed")
"""The words by which a record says of itself that it is over."""
SET_ASIDE = frozenset({"risk", "capability", "evaluation", "policy", "exclusion", "training", "inference", "impact"})
"""Kinds that a later release can do without."""


@between_states
def deleted(old: Catalog, new: Catalog) -> Iterator[Loss]:
    """The records of released releases that only the older state has."""
    kept = {Address(record.kind, id) for record in new for id in record.get("formerly", ())}
    releases = _released(old)
    for record in old:
        address = record.address
        if address in releases and not (address in new.records or address in new.broken or address in kept):
            yield Loss(record, _fault(record, releases[address], new, _cure(record, old)))


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


def _cure(record: Record, old: Catalog) -> str:
    """What to do instead of deleting a record of this kind."""
    kind = old.kinds.get(record.kind)
    for path, told in ((("status",), "`status: {}`"), (("history", 0, "status"), "a last entry of `history` `{}`")):
        field = kind.field(path) if kind else None
        word = next((word for word in OVER if field is not None and word in field.words), "")
        if word:
            return f"say there that it is over: {told.format(word)}"
    if record.kind in SET_ASIDE:
        return "what a later release no longer has, it names under `without`; what was wrong, an erratum corrects"
    return "what was wrong, an erratum corrects; what came later, a record of its own says"


def _fault(record: Record, release: Record, new: Catalog, cure: str) -> Fault:
    was = "was released" if release.address == record.address else f"belongs to {release.address}, which was released"
    heir = next((other for other in new.of(record.kind) if _alike(record, other)), None)
    if heir is not None:
        hint = f"if it is {heir.address} now, say so there: `formerly: [{record.id}]`; otherwise restore {record.path}"
    else:
        hint = f"restore {record.path}; {cure} (another id comes with `underhood rename`)"
    there = release.address in new.records and release.address != record.address
    related = (Pointer(str(release.address), (), "the release that it belongs to"),) if there else ()
    return Fault((), f"{record.address} is gone, and {was}", hint, related)


def _alike(record: Record, other: Record) -> bool:
    """Whether a record may be another one under a new id."""
    return (bool(record.digest) and record.digest == other.digest) or record.title == other.title
