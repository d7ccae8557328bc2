"""On a cluster of Ray (`ray://host:port`): a shard is a task, and what a lost node had is read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from underhood.corpus.engines import Done, Means, by_size, read_away
from underhood.corpus.reading import Task
from underhood.doors import ray


def run(tasks: Sequence[Task], means: Means) -> Iterator[Done]:
    """Read the shards. The workers need underhood[audit], and to see the corpus at the same paths."""
    yield from ray.mapped(read_away, by_size(tasks), means.address)
