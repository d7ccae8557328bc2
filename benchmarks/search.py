"""What search costs on a large site: the index, and from a question to the first result in a real browser.

Run `python -m benchmarks.search`, or `python -m benchmarks.search --site FOLDER` on a site that is built already. Bytes
are counted as a server sends them that compresses nothing; the index, its fragments and the program that searches are
compressed files in any case. Each question is asked by a browser that has kept nothing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page, Request
from tests.browser.conftest import launched, served

from benchmarks.diffs import PLACE
from benchmarks.measure import CACHE, DAY, UNDERHOOD, made
from benchmarks.timing import timed

SIZE, ROUNDS = 10_000, 3
QUESTIONS = ("board", "risk 120", "mitigation/mitigation-00007", "why was translation reviewed", "2099")
RESULT = ".search-results li"
INDEX = (
    "import sys; from pathlib import Path; from underhood.engines.searching import index_for_search; "
    "site, copies = map(Path, sys.argv[1:]); index_for_search(site, copies, folder=site)"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: milliseconds to its first result, from opening the address and from typing; bytes of that opening."""

    question: str
    opened: float
    typed: float
    carried: int


@dataclass(frozen=True, slots=True)
class Costs:
    """What was measured, of so many pages: seconds and processor time of the index, and the questions."""

    pages: int
    seconds: float
    cpu: float
    asked: Sequence[Asked]


def measured(place: Path, rounds: int = ROUNDS, *, size: int = SIZE, site: Path | None = None) -> Costs:
    """Build a site of made records unless one is given, index it, and ask."""
    if site is None:
        os.environ.setdefault(CACHE, str(place / "cache"))
        site = place / "search-site"
        command = [*UNDERHOOD, "build", "-q", "--no-search", "-C", str(made(size, place).folder), "--today", DAY]
        subprocess.run([*command, "--output", str(site)], check=True)
    shutil.rmtree(site / "pagefind", ignore_errors=True)
    index = timed([[sys.executable, "-c", INDEX, str(site), str(place / "copies")]], place)
    shutil.rmtree(place / "copies", ignore_errors=True)
    pages = sum(1 for _ in (site / "pagefind" / "fragment").iterdir())
    with served(site) as address, launched() as browser:
        asked = [_asked(browser, f"{address}/search.html", question, rounds) for question in QUESTIONS]
    return Costs(pages, index.wall, index.cpu, asked)


def _asked(browser: Browser, address: str, question: str, rounds: int) -> Asked:
    """The middle of so many rounds, each in a browser that knows nothing."""
    opened, typed, carried = [], [], 0
    for _ in range(rounds):
        context = browser.new_context()
        page = context.new_page()
        sizes: list[int] = []
        page.on("requestfinished", partial(_counted, sizes))
        start = time.perf_counter()
        page.goto(f"{address}?q={quote(question)}", wait_until="commit")
        opened.append(_until_shown(page, start))
        page.wait_for_timeout(1500)
        carried = sum(sizes)
        context.close()
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        page.locator("#search-words").focus()
        page.wait_for_timeout(1500)  # somebody begins to type
        page.locator("#search-words").fill(question)
        start = time.perf_counter()
        page.locator("#search-words").press("Enter")
        typed.append(_until_shown(page, start))
        context.close()
    return Asked(question, statistics.median(opened), statistics.median(typed), carried)


def _counted(sizes: list[int], one: Request) -> None:
    sizes.append(one.sizes()["responseBodySize"])


def _until_shown(page: Page, start: float) -> float:
    page.locator(RESULT).first.wait_for()
    return (time.perf_counter() - start) * 1000


def section(costs: Costs) -> str:
    """The part of the page that tells of search."""
    head = (
        f"{costs.pages:,} pages; the index takes {costs.seconds:.1f} s ({costs.cpu:.1f} s of processor) and is made by "
        "`build` only. Bytes are those of the search page, its style, the program and all that one question fetches, "
        "as a server sends them that compresses nothing."
    )
    rows = [
        f"| {one.question} | {one.opened:,.0f} ms | {one.typed:,.0f} ms | {one.carried / 1000:,.0f} kB |"
        for one in costs.asked
    ]
    table = [
        "| Question | First result, from the address | From Enter | Carried |",
        "|---|---:|---:|---:|",
        *rows,
    ]
    return "\n".join(["\n## Search\n", head, "", *table, ""])


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=SIZE)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--place", type=Path, default=PLACE)
    parser.add_argument("--site", type=Path, help="a built site, whose index is made again")
    asked = parser.parse_args()
    asked.place.mkdir(parents=True, exist_ok=True)
    print(section(measured(asked.place, asked.rounds, size=asked.size, site=asked.site)))


if __name__ == "__main__":
    main()
