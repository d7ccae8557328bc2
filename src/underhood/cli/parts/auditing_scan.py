"""`underhood audit scan`: count how many documents of a corpus came from each host."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from underhood.cli.parts import asking
from underhood.cli.parts.options import Session, session
from underhood.cli.parts.output import FINDINGS, OK
from underhood.corpus.engines import Means, engine
from underhood.corpus.ledger import Asked
from underhood.corpus.scanning import Scan, scan
from underhood.values.errors import USAGE, Stop

SHOWN = 20
"""So many faults are listed; the ledger has all."""

LEAST = 64 << 20
"""So many bytes one reader of JSON lines needs for its buffers."""

_SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,3})?) ?(?:([KMGT])i?B?|B)", re.IGNORECASE)
_POWERS = {"k": 1, "m": 2, "g": 3, "t": 4}


@click.command("scan")
@click.argument("corpus", metavar="CORPUS...", nargs=-1, required=True)
@asking.folder("The folder of the ledger; one that is not finished is gone on with.")
@click.option("--column", metavar="NAME", default="", help="The column of addresses (default: found).")
@click.option("--weight", metavar="NAME", default="", help="The column that is summed: tokens, or a text; or none.")
@click.option("--unit", metavar="WORD", default="", help="What the weight is: tokens, characters, … (default: found).")
@click.option("--memory", metavar="SIZE", default="", help="What DuckDB may use of memory, such as 4GiB.")
@click.option("--jobs", metavar="N", type=click.IntRange(1, 1024), help="Threads (default: all processors).")
@click.option(
    "--engine", "address", metavar="WHERE", default="local", show_default=True, help="local, spark://… or ray://…"
)
@session
def command(session: Session, corpus: tuple[str, ...], **asked: object) -> int:
    """Count how many documents of a corpus came from each host, and write a ledger.

    CORPUS is a folder, a pattern or a file: Parquet, JSON lines or CSV, plain or packed with gzip or Zstandard, here or
    (with the extra `remote`) on another machine. A shard that was read is not read again; one that cannot be read is
    named, and the others go on.

    Examples: `underhood audit scan data/fineweb -o ledger`, `underhood audit scan 's3://c4/*.json.gz' -o ledger`.
    """
    folder = asked["folder"]
    if not isinstance(folder, Path):
        raise Stop("a folder for the ledger is needed", "name it with -o DIR", code=USAGE)
    address = str(asked["address"])
    wanted = Asked(corpus, str(asked["column"]), weight=str(asked["weight"]), unit=str(asked["unit"]))
    jobs = asked["jobs"] if isinstance(asked["jobs"], int) else _processors()
    means = Means(address, jobs, _bytes(str(asked["memory"])), folder)
    with session.output.working("looking for shards") as say:

        def tell(done: int, shards: int, rows: int) -> None:
            say(f"{done:,} of {shards:,} shards, {rows:,} rows")

        found = scan(folder, wanted, means, engine=engine(address), tell=tell)
    return _said(session, found, folder)


def _said(session: Session, found: Scan, folder: Path) -> int:
    ledger, output = found.ledger, session.output
    shards = len(ledger.shards) + len(ledger.faults) + len(ledger.unread)
    kept = f", {found.kept:,} of them before" if found.kept else ""
    output.write(f"{len(ledger.shards):,} of {shards:,} shards read{kept}: {ledger.rows:,} rows")
    output.write(f"  {ledger.documents:,} with a host")
    output.write(f"  {ledger.nulls:,} without an address")
    output.write(f"  {ledger.unjudged:,} with an address that names no host")
    if ledger.asked.weight:
        unweighed = sum(one.unweighed for one in ledger.shards)
        output.write(f"  {ledger.weight:,} {ledger.asked.unit}" + f"; {unweighed:,} rows say none" * bool(unweighed))
    output.write(f"ledger {ledger.digest}")
    for name in found.changed[:SHOWN]:
        output.tell(f"{name}: it has changed since it was read, and was read again")
    for fault in ledger.faults[:SHOWN]:
        output.tell(f"error: {fault}" + f"\nhint: {fault.hint}" * bool(fault.hint))
    if len(ledger.faults) > SHOWN:
        output.tell(f"and {len(ledger.faults) - SHOWN:,} more: see {folder / 'shards'}")
    return OK if ledger.whole else FINDINGS


def _processors() -> int:
    """Those that this process may use, which are fewer than there are in many containers."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _bytes(written: str) -> int:
    """A size in bytes. Raises Stop."""
    found = _SIZE.fullmatch(written.strip())
    if written and found is None:
        raise Stop(f"'{written}' is no size", "write --memory 4GiB, for example", code=USAGE)
    size = int(float(found[1]) * 1024 ** _POWERS.get((found[2] or "").lower(), 0)) if found else 0
    if found and size < LEAST:
        raise Stop(f"--memory {written} is too little to read anything", f"give {LEAST >> 20}MiB or more", code=USAGE)
    return size
