"""What a gate, a seal, a proof and rules of one's own cost, beside what reading the same records alone does.

Run `python -m benchmarks.promises`. The release has nearly all records in its closure; its gate asks all that the gates
of the tool ask, without approvals.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.diffs import PLACE, commit, git
from benchmarks.generate import SETTINGS, generate
from benchmarks.measure import DAY, UNDERHOOD
from benchmarks.plan import SHARES, Maker, Plan
from benchmarks.release import whole
from benchmarks.timing import Case, Timing, interleaved, table
from benchmarks.yaml_text import yaml_text

RECORDS, RULED, SITE = 2_300, 1_000, 165
"""So many records stand behind the release, under rules of one's own, and behind the site."""

TIMES = 10
"""So often each record is judged by the rule for its kind."""

ROUNDS = 3
RELEASE = "release/whole"
READ, SEAL, GATE = "reading the records", "underhood seal", "underhood gate"
READ_RULED, OWN, VERIFY = "reading records under own rules", "the same, and judging them", "underhood verify, of a site"

GATES = """\
gates:
  approved:
    rules:
      unresolved-reference: {}
      missing-evidence: {}
      placeholder-text: {}
      unmitigated-high-risk: {}
      risk-without-owner: {}
      regression-unexplained: {}
      figure-dropped: {}
      own-claim-differs: {}
"""
RULE = "size(record.title) > 0 && (!has(record.review_by) || days_until(record.review_by) > 0)"

_READING = (
    "from pathlib import Path; from underhood.judge.check import check; "
    "from underhood.records.project import open_project; "
    f"project = open_project(Path('.'), today='{DAY}')"
)
_JUDGING = f"{_READING}; [check(project, today='{DAY}', only=('own-rule',)) for _ in range({TIMES})]"


@dataclass(frozen=True, slots=True)
class Costs:
    """What was measured: of a release with a closure of so many records, and of a site with so many pages."""

    closure: int
    judged: int
    pages: int
    timings: Mapping[str, Timing]

    @property
    def own(self) -> float:
        """Seconds for the rules of one's own alone."""
        return self.timings[OWN].wall - self.timings[READ_RULED].wall


def made_release(size: int, place: Path) -> Path:
    """Made records, and a draft that has nearly all of them as its parts."""
    folder = place / f"closure-{size}"
    generate(size, folder)
    make = Maker(Plan(size, 1), "release", 0)
    (folder / "governance" / "release" / "whole.yaml").write_text(yaml_text(whole(make)))
    (folder / "governance" / "settings.yaml").write_text(SETTINGS + GATES)
    return folder


def made_ruled(size: int, place: Path) -> Path:
    """Made records with one rule of one's own for each kind."""
    folder = place / f"ruled-{size}"
    generate(size, folder)
    rules = [{"id": f"holds-{kind}", "for": kind, "require": RULE, "message": "does not hold"} for kind in SHARES]
    (folder / "governance" / "settings.yaml").write_text(SETTINGS + yaml_text({"checks": {"own": rules}}))
    return folder


def made_site(size: int, place: Path) -> tuple[Path, Path]:
    """Made records in a repository, and their site."""
    folder, out = place / f"proved-{size}", place / f"proved-{size}-site"
    generate(size, folder)
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    shutil.rmtree(out, ignore_errors=True)
    _run(folder, "build", "-q", "--output", str(out), "--today", DAY)
    return folder, out


def cases(release: Path, ruled: Path, site: tuple[Path, Path]) -> list[Case]:
    """All that is timed. The release is sealed anew in each round, before its gate is asked."""
    seal = release / "governance" / "_sealed" / "whole.json"
    clone, out = site
    return [
        Case(READ, [[sys.executable, "-c", _READING]], folder=release),
        Case(SEAL, [_command("seal", RELEASE)], lambda: seal.unlink(missing_ok=True), release),
        Case(GATE, [_command("gate", RELEASE, "--to", "approved")], folder=release),
        Case(READ_RULED, [[sys.executable, "-c", _READING]], folder=ruled),
        Case(OWN, [[sys.executable, "-c", _JUDGING]], folder=ruled),
        Case(VERIFY, [_command("verify", str(out), "--require", "bytes")], folder=clone),
    ]


def measured(place: Path, rounds: int, *, sizes: tuple[int, int, int] = (RECORDS, RULED, SITE)) -> Costs:
    """Make what is needed, and time it."""
    release, ruled, site = made_release(sizes[0], place), made_ruled(sizes[1], place), made_site(sizes[2], place)
    closure = len(_run(release, "show", "--closure", RELEASE).splitlines())
    pages = sum(1 for _ in site[1].rglob("*.html"))
    timings = interleaved(cases(release, ruled, site), rounds, say=lambda _: None)
    return Costs(closure, TIMES * sizes[1], pages, timings)


def section(costs: Costs) -> str:
    """The part of the page that tells of gates, seals, rules of one's own and proofs."""
    head = (
        f"The release has {costs.closure:,} records in its closure, and is sealed; the site has {costs.pages:,} pages, "
        "and is made again from its records to be proved."
    )
    own = f"{costs.judged:,} judgements by rules of one's own take {costs.own:.2f} s of these."
    return "\n".join(["\n## Seals, gates, own rules and proofs\n", head, "", *table(costs.timings), "", own, ""])


def _command(*words: str) -> Sequence[str]:
    return [*UNDERHOOD, *words, "-q", "--today", DAY]


def _run(folder: Path, *words: str) -> str:
    done = subprocess.run([*UNDERHOOD, *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.promises", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--place", type=Path, default=PLACE)
    asked = parser.parse_args()
    asked.place.mkdir(parents=True, exist_ok=True)
    print(section(measured(asked.place, asked.rounds)))


if __name__ == "__main__":
    main()
