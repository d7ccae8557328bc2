"""The result of an audit: what was compared with what, what was found, what was not judged; as JSON, as record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from underhood import __version__
from underhood.corpus.ledger import Ledger
from underhood.corpus.listed import Listed
from underhood.corpus.match import Hit, Matched
from underhood.doors.canonical_json import canonical
from underhood.doors.suffixes import Suffixes
from underhood.meaning.audits import Counts
from underhood.records.record import Record

FORMAT, EDITION = "underhood-audit", 1
SHOWN = 1000
"""So many entries with documents stand in the file; the digest counts all."""

TOLD = 20
"""So many stand in the record."""


@dataclass(frozen=True, slots=True)
class Result:
    """An audit of one exclusion. `changed`: what was not the same any more; `today`: the day that was told."""

    record: Record
    ledger: Ledger
    listed: Listed
    matched: Matched
    rules: Suffixes
    changed: tuple[str, ...]
    today: str
    by: str

    @property
    def counts(self) -> Counts:
        """What the sentence about it says."""
        unjudged = self.ledger.nulls + self.ledger.unjudged
        return Counts(self.ledger.documents, unjudged, self.matched.documents)

    @property
    def clean(self) -> bool:
        """Whether everything was judged and nothing found."""
        whole = self.ledger.whole and not self.changed and not self.listed.invalid
        return whole and not self.counts.unjudged and not self.counts.documents


def in_json(result: Result) -> bytes:
    """The result as a file that can be signed: canonical, and the same whatever engine made the ledger."""
    return canonical(_told(result))


def _told(result: Result) -> dict[str, Any]:
    ledger = result.ledger
    return {
        "format": FORMAT,
        "version": EDITION,
        "exclusion": {"address": str(result.record.address), "title": str(result.record.title)},
        "list": _of_list(result.listed),
        "corpus": _of_corpus(ledger),
        "ledger": ledger.digest,
        "suffixes": {"sha256": result.rules.digest, "version": result.rules.version},
        "rows": ledger.rows,
        "judged": ledger.documents,
        "without_address": ledger.nulls,
        "unjudged": ledger.unjudged,
        "found": _of_found(result.matched, ledger.asked.unit),
        "changed": list(result.changed),
        "limit": "copies elsewhere are not detected",
        "made_by": f"underhood {__version__}, {result.by}",
    }


def _of_list(found: Listed) -> dict[str, Any]:
    return {
        "sources": [asdict(one) for one in found.sources],
        "entries": found.entries,
        "named": found.named,
        "addresses": found.addresses,
        "alone": found.alone,
        "invalid": found.invalid,
        "first_invalid": [asdict(one) for one in found.flaws],
    }


def _of_corpus(ledger: Ledger) -> dict[str, Any]:
    return {
        "shards": [
            {"name": one.name, "sha256": one.sha256, "bytes": one.bytes, "rows": one.rows} for one in ledger.shards
        ],
        "missing": [{"name": one.name, "why": str(one)} for one in ledger.faults]
        + [{"name": name, "why": "not read yet"} for name in ledger.unread],
    }


def _of_found(matched: Matched, unit: str) -> dict[str, Any]:
    return {
        "entries": len(matched.hits),
        "documents": matched.documents,
        "weight": matched.weight,
        "unit": unit,
        "sha256": matched.digest,
        "first": [{**asdict(one), "shards": list(one.shards)} for one in _most(matched, SHOWN)],
    }


def _most(matched: Matched, count: int) -> list[Hit]:
    """The entries with most documents; the name decides where several have as many."""
    return sorted(matched.hits, key=lambda one: (-one.documents, one.entry, one.covers))[:count]


def evidence(result: Result) -> Mapping[str, Any]:
    """The record of an audit: what readers need, and the digests of the rest."""
    ledger, matched = result.ledger, result.matched
    missing = [*(one.name for one in ledger.faults), *ledger.unread]
    told: dict[str, Any] = {
        "exclusion": str(result.record.address),
        "shards": len(ledger.shards),
        "rows": ledger.rows,
        "judged": ledger.documents,
        "unjudged": ledger.nulls + ledger.unjudged,
        "entries": result.listed.entries,
        "invalid": result.listed.invalid,
        "documents": matched.documents,
        "weight": matched.weight,
        "unit": ledger.asked.unit.removesuffix("s"),
        "found": [{"entry": one.entry, "documents": one.documents} for one in _most(matched, TOLD)],
        "missing": missing[:TOLD],
        "missing_count": len(missing),
        "changed": list(result.changed),
        "lists": [one.sha256 for one in result.listed.sources],
        "ledger": ledger.digest,
        "suffixes": result.rules.digest,
    }
    kept = {name: value for name, value in told.items() if value or name in _ALWAYS}
    if not ledger.asked.weight:
        kept.pop("weight", None)
        kept.pop("unit", None)
    return {
        "title": f"Audit of the corpus for: {result.record.title}",
        "date": result.today,
        "type": "audit",
        "standing": "primary",
        "version": f"underhood {__version__}, {result.by}",
        "sha256": hashlib.sha256(in_json(result)).hexdigest(),
        "read": "original",
        "audit": kept,
    }


_ALWAYS = frozenset({"shards", "rows", "judged", "unjudged", "entries", "invalid", "documents"})
