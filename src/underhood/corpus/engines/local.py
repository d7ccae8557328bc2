"""On this machine: as many shards at once as there are threads to use, each in a database of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path

from underhood.corpus.engines import Done, Means, by_size
from underhood.corpus.ledger import Fault
from underhood.corpus.reading import Task, read_shard

SHARE = 128 << 20
"""With less memory, a thread has no room for the buffers that reading JSON lines takes."""


def run(tasks: Sequence[Task], means: Means) -> Iterator[Done]:
    """Read the shards. DuckDB leaves the interpreter alone while it works, so threads do."""
    fed = means.memory // SHARE if means.memory else means.jobs
    workers = max(1, min(means.jobs, len(tasks), fed))
    threads, memory = max(1, min(means.jobs // workers, fed // workers)), means.memory // workers
    waiting = iter(by_size(tasks))
    running: set[Future[Done]] = set()
    pool = ThreadPoolExecutor(workers)
    try:
        while True:
            for task in waiting:
                running.add(pool.submit(_read, replace(task, threads=threads, memory=memory), means.scratch))
                if len(running) == workers:
                    break
            if not running:
                return
            ready, running = wait(running, return_when=FIRST_COMPLETED)
            for one in ready:
                yield one.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _read(task: Task, scratch: Path) -> Done:
    with tempfile.TemporaryDirectory(prefix=f"{task.number}-", dir=scratch) as own:
        found = read_shard(task, Path(own))
        if isinstance(found, Fault):
            return Done(found)
        shard, table = found
        return Done(shard, table.replace(scratch / f"{shard.stem}.parquet"))
