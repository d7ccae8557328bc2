"""Timing of whole processes, interleaved: A B C, A B C, so that a busy moment meets everybody."""

from __future__ import annotations

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

MIB = 1024
BETWEEN = 0.2
"""Seconds between two looks at the memory of a run."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What one run took: seconds by the clock, seconds of processors, peak of memory in MiB."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Case:
    """Something to time: commands that run one after the other, and what is prepared before each round, untimed."""

    name: str
    commands: Sequence[Sequence[str]]
    before: Callable[[], None] = lambda: None
    folder: Path = field(default_factory=Path.cwd)


def interleaved(cases: Sequence[Case], rounds: int, *, say: Callable[[str], None]) -> Mapping[str, Timing]:
    """The median of each case over rounds in which the cases take turns."""
    runs: dict[str, list[Timing]] = {case.name: [] for case in cases}
    for number in range(rounds):
        for case in cases:
            case.before()
            runs[case.name].append(timed(case.commands, case.folder))
            say(f"  round {number + 1} of {rounds}: {case.name}: {runs[case.name][-1].wall:.2f} s")
    return {name: _median(timings) for name, timings in runs.items()}


def timed(commands: Sequence[Sequence[str]], folder: Path) -> Timing:
    """Run commands and take their time. Raises RuntimeError when one fails, for then its time means nothing."""
    wall = cpu = memory = 0.0
    for command in commands:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        watch = _Watch(process.pid)
        assert process.stderr
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall += time.perf_counter() - start
        process.stderr.close()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command[:4])} ended with {process.returncode}: {said.decode()[-400:]}")
        cpu += usage.ru_utime + usage.ru_stime
        memory = max(memory, usage.ru_maxrss / MIB, watch.peak() / MIB)
    return Timing(wall, cpu, memory)


class _Watch:
    """Looks now and then at what a process and those that it started hold together, shared pages once."""

    def __init__(self, pid: int) -> None:
        self._most, self._pid, self._done = 0, pid, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def peak(self) -> int:
        """The most that was seen, in KiB; 0 where the system does not tell."""
        self._done.set()
        self._thread.join()
        return self._most

    def _look(self) -> None:
        while not self._done.wait(BETWEEN):
            self._most = max(self._most, _held(self._pid))


def _held(pid: int) -> int:
    """What a process and its children hold, in KiB."""
    folder = Path("/proc", str(pid))
    try:
        told = (folder / "smaps_rollup").read_text().split("Pss:")
        children = (folder / "task" / str(pid) / "children").read_text().split()
    except OSError:
        return 0
    own = int(told[1].split()[0]) if len(told) > 1 else 0
    return own + sum(_held(int(child)) for child in children)


def _median(timings: Sequence[Timing]) -> Timing:
    return Timing(
        statistics.median(timing.wall for timing in timings),
        statistics.median(timing.cpu for timing in timings),
        max(timing.memory for timing in timings),
    )


def table(timings: Mapping[str, Timing]) -> list[str]:
    """The lines of a table: what was timed, a line each."""
    rows = (f"| {name} | {one.wall:.2f} | {one.cpu:.2f} | {one.memory:,.0f} MiB |" for name, one in timings.items())
    return ["| | Seconds | Processor | Memory |", "|---|---:|---:|---:|", *rows]
