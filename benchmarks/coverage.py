"""What coverage costs: every item of 15 frameworks for 100 releases, beside reading the same records alone.

Run `python -m benchmarks.coverage`. It is promised to take less than five seconds beyond reading.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.diffs import PLACE
from benchmarks.generate import generate
from benchmarks.measure import DAY
from benchmarks.plan import RELEASE_RECORDS
from benchmarks.timing import Case, Timing, interleaved, table

RELEASES, FRAMEWORKS, ROUNDS = 100, 15, 3
READ, COVER = "reading the records", "the same, and coverage"

_READING = (
    "import gc; gc.set_threshold(100_000, 50, 50); "  # as every command of ours does
    "from pathlib import Path; from underhood.meaning.audience import Views; "
    "from underhood.meaning.coverage import coverage, counts, shown; "
    "from underhood.records.project import open_project; "
    f"view = Views(open_project(Path('.'), today='{DAY}'), drafts=True).view()"
)
_COVERING = (
    f"{_READING}; frameworks = [one for one in shown(view) if not one.taxonomy][:{FRAMEWORKS}]; "
    "told = [coverage(view, release, one) for release in view.of('release') for one in frameworks]; "
    "print(len(frameworks), len(told), sum(map(len, told)))"
)


@dataclass(frozen=True, slots=True)
class Costs:
    """What was measured, of so many records, releases and items."""

    records: int
    releases: int
    timings: Mapping[str, Timing]

    @property
    def own(self) -> float:
        """Seconds for coverage alone."""
        return self.timings[COVER].wall - self.timings[READ].wall


def measured(place: Path, rounds: int = ROUNDS, *, releases: int = RELEASES) -> Costs:
    """Make so many releases with their records, and time both."""
    size = releases * (RELEASE_RECORDS + 1)
    folder = place / f"coverage-{size}"
    generate(size, folder)
    cases = [
        Case(name, [[sys.executable, "-c", code]], folder=folder)
        for name, code in ((READ, _READING), (COVER, _COVERING))
    ]
    made = sum(1 for _ in (folder / "governance" / "release").rglob("*.yaml"))
    return Costs(size, made, interleaved(cases, rounds, say=lambda _: None))


def section(costs: Costs) -> str:
    """The part of the page that tells of coverage."""
    head = (
        f"{costs.records:,} records of {costs.releases:,} releases; every item of {FRAMEWORKS} frameworks is answered "
        "for each release, its condition judged."
    )
    own = f"Coverage alone takes {costs.own:.2f} s of these."
    return "\n".join(["\n## Coverage of frameworks\n", head, "", *table(costs.timings), "", own, ""])


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coverage", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--releases", type=int, default=RELEASES)
    parser.add_argument("--place", type=Path, default=PLACE)
    asked = parser.parse_args()
    asked.place.mkdir(parents=True, exist_ok=True)
    print(section(measured(asked.place, asked.rounds, releases=asked.releases)))


if __name__ == "__main__":
    main()
