"""Where shards are read: on this machine, on a Spark cluster, on Ray. All run one function, and give one ledger."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from underhood.corpus.ledger import Fault, Shard
from underhood.corpus.reading import Task, read_shard
from underhood.doors import members
from underhood.values.errors import USAGE, Stop


@dataclass(frozen=True, slots=True)
class Done:
    """A shard that was read, or why not; `table` holds its counts, in Parquet."""

    result: Shard | Fault
    table: bytes | Path = b""


@dataclass(frozen=True, slots=True)
class Means:
    """What a scan may take: an address of a cluster, threads, bytes of memory, a folder for what is passing."""

    address: str
    jobs: int
    memory: int
    scratch: Path


Engine = Callable[[Sequence[Task], Means], Iterator[Done]]
"""Reads all shards, in whatever order."""


def engine(address: str) -> Engine:
    """The engine for an address: `local`, `spark://…`, `ray://…`. Raises Stop."""
    name = address if address in names() else urlsplit(address).scheme
    if name not in names():
        raise Stop(f"there is no engine '{address}'", "the engines are: local, spark://…, ray://…", code=USAGE)
    found: Engine = members.member(__name__, name).run
    return found


def names() -> tuple[str, ...]:
    """The engines that there are."""
    return members.names(__name__)


def read_away(task: Task) -> Done:
    """Read a shard on a machine that does not share our folders: the table comes back as bytes."""
    with tempfile.TemporaryDirectory(prefix="underhood-") as scratch:
        found = read_shard(task, Path(scratch))
        return Done(found) if isinstance(found, Fault) else Done(found[0], found[1].read_bytes())


def by_size(tasks: Iterable[Task]) -> list[Task]:
    """The largest first, so that none is left alone at the end."""
    return sorted(tasks, key=lambda task: (-task.source.bytes, task.number))
