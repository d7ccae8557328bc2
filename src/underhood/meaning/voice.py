"""Whose voice a record speaks in: the organisation that keeps the records, or somebody that they describe."""

from __future__ import annotations

from underhood.meaning.claims import provider_of
from underhood.records.record import Catalog, Record
from underhood.records.settings import Settings
from underhood.values.ids import parse_address


def is_own(catalog: Catalog, settings: Settings, *, claim: Record) -> bool:
    """Whether a statement was made by the organisation that keeps the records: the provider, writing of itself."""
    provider = "" if settings.compiled else provider_of(catalog, claim)
    sources = [parse_address(str(citation["source"]), kind="evidence") for citation in claim.get("at", ())]
    issuers = [
        record.get("issued_by", "") for address in sources if address and (record := catalog.records.get(address))
    ]
    return bool(provider) and any(_organisation(str(issuer)) == provider for issuer in issuers)


def _organisation(written: str) -> str:
    address = parse_address(written, kind="organisation")
    return address.id if address else ""
