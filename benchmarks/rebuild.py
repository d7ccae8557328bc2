"""What it costs to build a site again after one record changed, and how soon a preview shows a save.

Run `python -m benchmarks.rebuild`. The search index is left out: it is made by another program.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.diffs import PLACE
from benchmarks.generate import generate
from benchmarks.measure import CACHE, DAY, UNDERHOOD, forget
from benchmarks.timing import Timing, table, timed

RECORDS, SERVED = 10_000, 1_000
"""So many records has the site that is built, and the one that is served."""

ROUNDS, SAVES = 3, 5
COLD, SAME, CHANGED = "from nothing", "nothing changed", "one record changed"
RECORD = "governance/risk/000/risk-00000.yaml"
PAGE = "risk/risk-00000.html"
WAIT = 900.0


@dataclass(frozen=True, slots=True)
class Costs:
    """What was measured: builds by name, the median of what a save takes until it is seen, in seconds."""

    records: int
    timings: Mapping[str, Timing]
    served: int
    seen: float


def measured(place: Path, rounds: int, *, records: int = RECORDS, served: int = SERVED) -> Costs:
    """Build and serve made records."""
    os.environ.setdefault(CACHE, str(place / "cache"))
    return Costs(records, builds(records, place, rounds), served, preview(served, place))


def builds(size: int, place: Path, rounds: int) -> Mapping[str, Timing]:
    """A site from nothing, again, and again after each of some changes; the median of the last."""
    folder, out = place / f"rebuild-{size}", place / "rebuilt"
    generate(size, folder)
    shutil.rmtree(out, ignore_errors=True)
    forget()
    words = ["build", "-q", "-C", str(folder), "--output", str(out), "--today", DAY, "--no-search"]
    command = [[*UNDERHOOD, *words]]
    found = {COLD: timed(command, folder), SAME: timed(command, folder)}
    again = []
    for number in range(rounds):
        edit(folder / RECORD, f"Changed {number}")
        again.append(timed(command, folder))
    found[CHANGED] = sorted(again, key=lambda one: one.wall)[len(again) // 2]
    shutil.rmtree(out, ignore_errors=True)
    return found


def preview(size: int, place: Path, saves: int = SAVES) -> float:
    """Seconds from saving a record until the page in the browser is another, under `underhood serve`."""
    folder = place / f"serve-{size}"
    generate(size, folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [*UNDERHOOD, "-C", str(folder), "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}/{PAGE}"
        _until(address, b"<html")
        time.sleep(2)
        return median(_save(folder / RECORD, address, f"Changed {number}") for number in range(saves))
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()


def edit(path: Path, words: str) -> None:
    """Give a record another first sentence."""
    head, mark, tail = path.read_text().partition("summary: ")
    line, _, rest = tail.partition("\n")
    path.write_text(f"{head}{mark}{words} {line.rpartition(' ')[2]}\n{rest}")


def section(costs: Costs) -> str:
    """The part of the page on building again."""
    peak = max(one.memory for one in costs.timings.values())
    lines = [
        f"## Building again ({costs.records:,} records)",
        "",
        "The search index is left out.",
        "",
        *table(costs.timings),
        "",
        f"The peak of memory is {peak:,.0f} MiB. Under `underhood serve`, with {costs.served:,} records, the page is",
        f"another one {costs.seen:.1f} s after the save.",
        "",
    ]
    return "\n".join(lines)


def _save(path: Path, address: str, words: str) -> float:
    edit(path, words)
    began = time.perf_counter()
    _until(address, words.encode())
    took = time.perf_counter() - began
    time.sleep(1)
    return took


def _until(address: str, words: bytes) -> None:
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        try:
            if words in urllib.request.urlopen(address, timeout=10).read():
                return
        except OSError:
            pass
        time.sleep(0.02)
    raise RuntimeError(f"{address} was not shown")


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rebuild", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--served", type=int, default=SERVED)
    asked = parser.parse_args(words)
    PLACE.mkdir(parents=True, exist_ok=True)
    print(section(measured(PLACE, asked.rounds, records=asked.records, served=asked.served)))


if __name__ == "__main__":
    main(sys.argv[1:])
