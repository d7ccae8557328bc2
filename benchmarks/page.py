"""The page of results: tables, the machine, and what each tool does in its time."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.measure import BARE, CHANGED, COLD, FIRST, HELP, SECOND, WARM, Repository
from benchmarks.peers import Peer
from benchmarks.timing import Timing

HEAD = """\
---
title: Benchmarks
summary: How long the check and the site take, beside other validators on the same files, and how to repeat it.
generated: true
---

# Benchmarks

`make bench` measures all of this anew and writes this page. Seconds depend on the machine, so look at the ratios: the
tools take turns on the same files (first, second, third, then the same again), and the median of each is shown.
"""

NOTES = """\
## What each tool does in its time

| | YAML read | schema | references, sums, dates, rules | place of a finding |
|---|---|---|---|---|
| underhood check | own reader: duplicate keys, depth, YAML 1.2 | JSON Schema 2020-12 | yes | file, line, column |
| check-jsonschema | ruamel.yaml | JSON Schema 2020-12 | no | file and path |
| ajv with js-yaml | js-yaml, core schema | JSON Schema 2020-12 without formats | no | path, by a script of ours |

- The peers are given their best case: the same schemas, with the common part put into each file for check-jsonschema;
  one call for each kind, since it takes one schema a call; one Node process for all files with ajv.
- Neither peer looks at what one record says of another. The check always does.
{warm}- Everything is a whole process, start included; check-jsonschema starts once for each of {kinds} kinds.
- The records are made (`benchmarks/generate.py`): every kind in about the share that it has in this repository, prose
  with references, tables, citations, {bytes} bytes a record; they hold no mistake. Writing findings takes time of its
  own.
- Memory is the most that the processes of a run held at one time, shared pages counted once, looked at five times a
  second; or the largest of them by the system's own count, if that is more.
"""


def machine() -> str:
    """The facts of the machine that matter for times."""
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    system = f"{platform.system()} {platform.machine()}"
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    parts = [f"{os.cpu_count()} cores", system, f"Python {platform.python_version()}"]
    parts += [f"Node {node.removeprefix('v')}"] if node else []
    return f"Measured on: {', '.join(parts)}; load when it ended: {load:.1f}."


KEPT = """\
- Neither peer keeps anything from one run to the next, so that a second run of theirs takes as long as the first. The
  warm check reads what it kept; it is what people meet all day, and it is not a comparison of like with like. The cold
  check is.
"""


@dataclass(frozen=True, slots=True)
class Results:
    """All that was measured."""

    checks: Sequence[tuple[Repository, Mapping[str, Timing]]]
    alone: Sequence[tuple[Repository, Mapping[str, Timing]]]
    sites: Sequence[tuple[str, Mapping[str, Timing]]]
    start: Mapping[str, Timing]
    peers: Sequence[Peer]
    rounds: Mapping[int, int]
    machine: str = field(default_factory=machine)


def page(results: Results) -> str:
    """The whole page."""
    kinds = len(results.checks[0][0].files) if results.checks else 0
    size = sum(repository.written for repository, _ in results.checks) // max(
        1, sum(repository.size for repository, _ in results.checks)
    )
    parts = [HEAD, f"{results.machine}\n"]
    parts += [_checks(repository, timings, results) for repository, timings in results.checks]
    parts += [_flat(results), _sites(results), _start(results), _missing(results.peers)]
    kept = any(WARM in timings for _, timings in results.checks)
    parts.append(NOTES.format(kinds=kinds, bytes=f"{size:,}", warm=KEPT if kept else ""))
    return "\n".join(part for part in parts if part)


def _checks(repository: Repository, timings: Mapping[str, Timing], results: Results) -> str:
    ours = {COLD, WARM, CHANGED}
    bases = [name for name in (COLD, WARM) if name in timings]
    rows = [
        [
            f"underhood check, {name}" if name in ours else name,
            _seconds(timing.wall),
            f"{timing.wall / repository.size * 1000:.3f}",
            *(_ratio(timing.wall, timings[base].wall) for base in bases),
            f"{timing.memory:,.0f}",
        ]
        for name, timing in timings.items()
    ]
    head = ["", "seconds", "ms a record", *(f"beside the {base} check" for base in bases), "memory, MiB"]
    rounds = results.rounds[repository.size]
    words = f"Median of {rounds} rounds" if rounds > 1 else "One round"
    return f"## {repository.size:,} records ({repository.written / 1e6:.1f} MB)\n\n{words}.\n\n{_table(head, rows)}"


def _flat(results: Results) -> str:
    """Time for a record at each size: level, if nothing grows faster than the records do."""
    measured = (*results.checks, *results.alone)
    names = [name for name in (COLD, WARM) if all(name in timings for _, timings in measured)]
    rows = [
        [
            f"{repository.size:,}",
            *(f"{timings[name].wall / repository.size * 1000:.3f}" for name in names),
            *(f"{timings[name].memory:,.0f}" for name in names),
        ]
        for repository, timings in measured
    ]
    head = ["records", *(f"{name}, ms a record" for name in names), *(f"{name}, MiB" for name in names)]
    return f"## By size\n\n{_table(head, rows)}" if len(rows) > 1 else ""


def _sites(results: Results) -> str:
    rows = [
        [name, *(_seconds(timings[key].wall) for key in (FIRST, SECOND)), f"{timings[FIRST].memory:,.0f}"]
        for name, timings in results.sites
    ]
    head = ["", "first build, s", "second build, s", "memory, MiB"]
    return f"## Site\n\nThe whole site, search index included.\n\n{_table(head, rows)}" if rows else ""


def _start(results: Results) -> str:
    bare, help_ = results.start[BARE].wall, results.start[HELP].wall
    return (
        f"## Start\n\n`underhood --help` takes {help_ * 1000:.0f} ms, {(help_ - bare) * 1000:.0f} ms more than "
        f"`python -c pass` ({bare * 1000:.0f} ms).\n"
    )


def _missing(found: Sequence[Peer]) -> str:
    lines = [f"- {peer.name}: {peer.missing}" for peer in found if peer.missing]
    return "## Left out\n\n" + "\n".join(lines) + "\n" if lines else ""


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _seconds(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def _ratio(value: float, base: float) -> str:
    ratio = value / base
    return f"{ratio:,.2f} ×" if ratio < 10 else f"{ratio:,.0f} ×"
