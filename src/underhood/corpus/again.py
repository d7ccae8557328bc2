"""The second pass: the addresses of a shard that lead to certain hosts, out of the shard itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from underhood.corpus.columns import Lying, table
from underhood.corpus.intact import Damaged
from underhood.corpus.ledger import Ledger, Shard
from underhood.corpus.match import Addresses
from underhood.corpus.shards import Format, Packing, sources
from underhood.doors.duck import Duck, Trouble, text
from underhood.doors.hosts import judge
from underhood.values.errors import Stop

PLAIN = r"^https?://((?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?)(?:[/?#]|\z)"
"""An address whose host stands there in its normal form; labels that are encoded take the long way."""

AGAIN = "make the ledger anew with `underhood audit scan`"
CHUNK = 1 << 20
BESIDE = "url"
"""Where Common Crawl's index has the addresses, beside the hosts."""


def places(ledger: Ledger) -> Mapping[str, Path]:
    """Where the shards lie, by name, so far as they are on this machine."""
    try:
        found, _ = sources(ledger.asked.corpus)
    except Stop:
        return {}
    return {one.name: Path(one.place) for one in found if not one.far}


def addresses(db: Duck, ledger: Ledger, where: Mapping[str, Path]) -> Addresses:
    """What gives the addresses of a shard. Raises Stop for one that is not there, or has changed since the scan."""

    def found(shard: Shard, hosts: frozenset[str]) -> Iterator[tuple[str, int]]:
        if shard.name not in where:
            hint = "entries with a path, and --list-urls, need the corpus: run this where it lies"
            raise Stop(f"{shard.name} is not within reach", hint)
        place = where[shard.name]
        _unchanged(shard, place)
        query = (
            f"SELECT url, coalesce(weight, 0), key FROM (SELECT *, regexp_extract(url, {text(PLAIN)}, 1) AS key"  # noqa: S608
            f" FROM ({_rows(db, ledger, shard, place)}))"
            " WHERE url IS NOT NULL AND (key = '' OR contains(key, 'xn--') OR key IN (SELECT unnest(?::VARCHAR[])))"
        )
        try:
            for rows in db.chunks(query, sorted(hosts)):
                for address, amount, key in rows:
                    if (key if key and "xn--" not in key else judge(address)[0]) in hosts:
                        yield address, amount
        except Trouble as trouble:
            raise Stop(f"{shard.name} cannot be read again: {trouble}", AGAIN) from trouble

    return found


def stale(ledger: Ledger, where: Mapping[str, Path]) -> tuple[str, ...]:
    """The shards that are within reach, and are not the size that they had when the ledger was made."""
    return tuple(one.name for one in ledger.shards if one.name in where and where[one.name].stat().st_size != one.bytes)


def _unchanged(shard: Shard, place: Path) -> None:
    digest = hashlib.sha256()
    try:
        with place.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise Stop(f"{shard.name} cannot be read again: {error.strerror}", AGAIN) from error
    if digest.hexdigest() != shard.sha256:
        raise Stop(f"{shard.name} has changed since the ledger was made", AGAIN)


def _rows(db: Duck, ledger: Ledger, shard: Shard, place: Path) -> str:
    """A statement that gives addresses and weights; where the scan read hosts, the addresses lie beside them."""
    form, _, packed = shard.format.partition(".")
    asked = replace(ledger.asked, column=BESIDE, hosts=False) if ledger.asked.hosts else ledger.asked
    try:
        return table(db, Lying(place, Format(form), Packing(packed)), asked)
    except (Damaged, Trouble) as error:
        raise Stop(f"{shard.name} cannot be read again: {error}", AGAIN) from error
