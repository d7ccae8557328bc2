"""Work on a cluster of Spark, through pyspark. The library is an extra."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from underhood.values.errors import USAGE, Stop

EXTRA = "spark"
TRIES = "8"
"""So often a piece of work is begun before Spark gives up: workers get lost."""

AHEAD, FEWEST = 8, 64
"""Results come back together: of so many items for each processor, or of so many at least."""

Given = TypeVar("Given")
Gained = TypeVar("Gained")


def mapped(work: Callable[[Given], Gained], items: Sequence[Given], address: str) -> Iterator[Gained]:
    """What the work makes of each item, in the order of the items, each as a partition of its own. Raises Stop."""
    if not items:
        return
    try:
        from pyspark import SparkConf, SparkContext  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise Stop("this engine needs the extra 'spark'", f"pip install 'underhood[{EXTRA}]'", code=USAGE) from error
    settings = {"spark.task.maxFailures": TRIES, "spark.ui.enabled": "false", "spark.driver.maxResultSize": "0"}
    try:
        context: Any = SparkContext(
            conf=SparkConf().setAppName("underhood").setMaster(address).setAll(list(settings.items()))
        )
        try:
            size = max(FEWEST, AHEAD * context.defaultParallelism)
            for start in range(0, len(items), size):
                part = list(items[start : start + size])
                yield from context.parallelize(part, len(part)).map(work).collect()
        finally:
            context.stop()
    except Stop:
        raise
    except Exception as error:  # what Java says comes as many kinds of exception
        words = " ".join(str(error).split())[:300]
        raise Stop(f"{address}: {words}", "scan again: what was read is kept") from error
