"""What the steps of `underhood audit` that work on a ledger have in common."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from underhood.corpus.ledger import Ledger, intact
from underhood.doors import duck
from underhood.values.errors import Stop

LEDGER = click.option(
    "--ledger", "folder", required=True, metavar="DIR", type=click.Path(path_type=Path), help="What `audit scan` made."
)
SUFFIXES = click.option(
    "--suffixes",
    "rules",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Another edition of the Public Suffix List than the one installed.",
)
MEMORY = click.option(
    "--memory",
    metavar="MIB",
    type=click.IntRange(min=64),
    default=700,
    show_default=True,
    help="MiB of memory to use.",
)
ANEW = "scan again with `underhood audit scan`: a shard whose part of the ledger is damaged is read again"


@contextmanager
def database(ledger: Ledger, memory: object, reads: Iterable[Path] = ()) -> Iterator[tuple[duck.Duck, Path]]:
    """A database that may read the ledger and these files, and a folder for what lies in between. Raises Stop."""
    for shard in ledger.shards:
        if not intact(ledger, shard):
            raise Stop(f"{ledger.table(shard)} is damaged", ANEW)
    with tempfile.TemporaryDirectory(prefix="underhood-audit-", ignore_cleanup_errors=True) as folder:
        scratch, folders = Path(folder), sorted({ledger.folder.absolute(), *(path.parent for path in reads)})
        mebibytes = memory if isinstance(memory, int) else 0
        with duck.opened(scratch, threads=os.cpu_count() or 1, memory=mebibytes << 20, reads=folders) as db:
            try:
                yield db, scratch
            except duck.Trouble as trouble:
                hint = "free disk space, or give more --memory" if trouble.spent else ANEW
                raise Stop(f"the ledger cannot be used: {trouble}", hint) from trouble
