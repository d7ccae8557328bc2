"""Work on a cluster of Ray. The library is an extra."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from underhood.values.errors import USAGE, Stop

EXTRA = "ray"
TRIES = 8
HERE = "local"
"""`ray://local` starts a cluster on this machine."""

Given = TypeVar("Given")
Gained = TypeVar("Gained")


def mapped(work: Callable[[Given], Gained], items: Sequence[Given], address: str) -> Iterator[Gained]:
    """What the work makes of each item, as it comes. Raises Stop."""
    if not items:
        return
    try:
        import ray  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise Stop("this engine needs the extra 'ray'", f"pip install 'underhood[{EXTRA}]'", code=USAGE) from error
    library: Any = ray
    try:
        here = address.removeprefix("ray://") == HERE
        library.init(address=HERE if here else address, log_to_driver=False, include_dashboard=False if here else None)
        try:
            remote = library.remote(max_retries=TRIES)(work)
            waiting = [remote.remote(item) for item in items]
            while waiting:
                ready, waiting = library.wait(waiting, num_returns=1)
                yield from library.get(ready)
        finally:
            library.shutdown()
    except Exception as error:  # what the cluster says comes as many kinds of exception
        words = " ".join(str(error).split())[:300]
        raise Stop(f"{address}: {words}", "scan again: what was read is kept") from error
