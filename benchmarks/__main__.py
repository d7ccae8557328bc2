"""Measure, print the page, and write it into the project's pages. `make bench` runs this."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from benchmarks import audit, coverage, diffs, measure, peers, promises, rebuild, search
from benchmarks import site as beside
from benchmarks.page import Results, page
from benchmarks.timing import Timing, interleaved

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "build" / "bench"
PAGE = ROOT / "site" / "about" / "tool" / "benchmarks.md"

ROUNDS = {1_000: 5, 10_000: 3}
SITES = (1_000, 3_000)
LARGE = 100_000


def main() -> None:
    """Run what the command line asks for; without options, all but the largest size."""
    asked = _arguments()
    PLACE.mkdir(parents=True, exist_ok=True)
    os.environ[measure.CACHE] = str(PLACE / "cache")
    rounds = {size: asked.rounds or ROUNDS.get(size, 3) for size in asked.sizes}
    found = [] if asked.no_peers else [peers.install_check_jsonschema(PLACE), peers.install_ajv(PLACE)]
    start = measure.start(11, say=lambda _: None)
    checks = []
    for size, times in rounds.items():
        repository = measure.made(size, PLACE)
        print(f"{size:,} records", flush=True)
        cases = measure.checks(repository, found, place=PLACE)
        checks.append((repository, interleaved(cases, times, say=_say)))
    large = [measure.made(LARGE, PLACE)] if asked.large else []
    results = Results(
        checks=checks,
        alone=[(repository, measure.alone(repository)) for repository in large],
        sites=[] if asked.no_sites else _sites(),
        start=start,
        peers=found,
        rounds=rounds,
    )
    program = "" if asked.no_peers else diffs.install(PLACE)
    costs = [diffs.measured(size, PLACE, times, program=program) for size, times in rounds.items()]
    promised = promises.measured(PLACE, asked.rounds or promises.ROUNDS)
    covered = coverage.measured(PLACE, asked.rounds or coverage.ROUNDS)
    again = rebuild.measured(PLACE, asked.rounds or rebuild.ROUNDS)
    built = [] if asked.no_sites else [beside.measured(PLACE, asked.rounds or beside.ROUNDS, peers=not asked.no_peers)]
    text = page(results) + "".join(map(beside.section, built)) + diffs.section(costs) + promises.section(promised)
    text += coverage.section(covered)
    text += rebuild.section(again)
    text += "" if asked.no_sites else search.section(search.measured(PLACE, asked.rounds or search.ROUNDS))
    text += audit.section(audit.measured(PLACE, asked.rounds or audit.ROUNDS, peers=not asked.no_peers))
    print(text)
    if asked.write:
        PAGE.write_text(text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(ROUNDS), help="how many records")
    parser.add_argument("--rounds", type=int, help="how often each is run (default: by size)")
    parser.add_argument("--large", action="store_true", help=f"{LARGE:,} records as well, without the peers")
    parser.add_argument("--no-peers", action="store_true", help="leave the other tools out")
    parser.add_argument("--no-sites", action="store_true", help="leave the sites out")
    parser.add_argument("--no-write", dest="write", action="store_false", help="print the page only")
    return parser.parse_args()


def _sites() -> list[tuple[str, Mapping[str, Timing]]]:
    """This repository's site, and sites of made records."""
    out = PLACE / "site"
    found = [("this repository", measure.site(ROOT, out))]
    for size in SITES:
        repository = measure.made(size, PLACE)
        found.append((f"{size:,} made records", measure.site(repository.folder, out)))
    shutil.rmtree(out, ignore_errors=True)
    return found


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
