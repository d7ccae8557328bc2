"""What a difference of two revisions costs, beside what git alone needs for it, and beside reading both sides whole.

Run `python -m benchmarks.diffs --sizes 1000 10000 100000`. The floor is `git diff-tree`, `git cat-file` of the changed
files of both sides, and a Python that imports what the program imports and does nothing.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate import generate
from benchmarks.timing import Case, Timing, interleaved

CHANGED = 66
ROUNDS = 5
PLACE = Path(__file__).resolve().parents[1] / "build" / "bench"

START, TREE, BLOBS = "imports", "git diff-tree", "git cat-file"
READ, COMPARE, WHOLE, COMMAND = "read both sides", "read and compare", "parse both sides", "underhood diff"
PEER = "datacontract changelog"
PACKAGE = "datacontract-cli"

_IMPORTS = "import git, pathlib; from underhood.records.sides import open_sides; import underhood.records.load"
_WITH_JUDGE = f"{_IMPORTS}; from underhood.judge.compare import compare_states"
_PROGRAMS: Mapping[str, str] = {
    START: _IMPORTS,
    READ: f"{_IMPORTS}; open_sides(pathlib.Path('.'), 'HEAD~1', 'HEAD')",
    COMPARE: f"{_WITH_JUDGE}; compare_states(open_sides(pathlib.Path('.'), 'HEAD~1', 'HEAD'))",
    WHOLE: f"{_IMPORTS}; from underhood.records.project import open_project; "
    "[open_project(pathlib.Path('.'), revision=one) for one in ('HEAD~1', 'HEAD')]",
}


def contract(properties: int, *, changed: bool) -> str:
    """A data contract for `datacontract changelog`, as it is or with some descriptions reworded."""
    lines = ["apiVersion: v3.0.2", "kind: DataContract", "id: made", "name: made", "version: 1.0.0", "status: active"]
    lines.append("schema:")
    for number in range(properties):
        if number % 10 == 0:
            lines += [f"- name: t{number // 10}", "  physicalType: table", "  properties:"]
        again = " again" if changed and number % (properties // CHANGED) == 0 else ""
        lines += [f"  - name: f{number % 10}", "    logicalType: string", "    physicalType: varchar(20)"]
        lines += ["    required: true", f"    description: Field {number}{again}"]
    return "\n".join(lines) + "\n"


def peer(program: str, size: int, place: Path) -> Case:
    """The same question to datacontract-cli: of a contract with as many properties as there are records."""
    paths = [place / f"contract-{size}-{word}.yaml" for word in ("old", "new")]
    for path, changed in zip(paths, (False, True), strict=True):
        path.write_text(contract(size, changed=changed))
    return Case(PEER, [[program, "changelog", *map(str, paths)]])


@dataclass(frozen=True, slots=True)
class Costs:
    """What was measured at one size."""

    size: int
    timings: Mapping[str, Timing]

    @property
    def floor(self) -> float:
        """Seconds that git and the start of the program take together."""
        return sum(self.timings[name].wall for name in (START, TREE, BLOBS))

    @property
    def over_floor(self) -> float:
        """How many times the floor the reading of both sides takes."""
        return self.timings[READ].wall / self.floor

    @property
    def cheaper(self) -> float:
        """How many times cheaper than parsing both sides it is, the start of the program apart."""
        start = self.timings[START].cpu
        return (self.timings[WHOLE].cpu - start) / (self.timings[READ].cpu - start) if WHOLE in self.timings else 0.0


def made(size: int, place: Path) -> Path:
    """A packed repository of two commits, of which the second rewords a few records."""
    folder = place / f"history-{size}"
    if not (folder / ".git").is_dir():
        generate(size, folder)
        git(folder, "init", "-q", "-b", "main")
        git(folder, "config", "gc.auto", "0")  # it would run beside ours
        commit(folder)
        paths = [path for path in sorted((folder / "governance").rglob("*.yaml")) if path.name != "settings.yaml"]
        for path in random.Random(size).sample(paths, CHANGED):
            head, mark, tail = path.read_text().partition("title: ")
            line, _, rest = tail.partition("\n")
            path.write_text(f"{head}{mark}{line} again\n{rest}")
        commit(folder)
        git(folder, "gc", "-q")
    return folder


def measured(size: int, place: Path, rounds: int, *, program: str = "") -> Costs:
    """All cases at one size, taking turns. Above 20,000 records, both sides are not parsed: it would take minutes."""
    folder = made(size, place)
    lines = git(folder, "diff-tree", "-r", "HEAD~1", "HEAD").splitlines()
    asked = place / "changed-blobs.txt"
    asked.write_text("".join(f"{id}\n" for line in lines for id in line.split()[2:4]))
    cases = [
        Case(TREE, [["git", "diff-tree", "-r", "-z", "--raw", "HEAD~1", "HEAD", "--", "governance"]], folder=folder),
        Case(BLOBS, [["sh", "-c", f"git cat-file --batch <'{asked}'"]], folder=folder),
        *(
            Case(name, [[sys.executable, "-c", program]], folder=folder)
            for name, program in _PROGRAMS.items()
            if name != WHOLE or size <= 20_000
        ),
        Case(COMMAND, [[sys.executable, "-m", "underhood", "diff", "-q", "HEAD~1", "HEAD"]], folder=folder),
    ]
    if program and size <= 20_000:
        cases.append(peer(program, size, place))
    return Costs(size, interleaved(cases, rounds, say=lambda _: None))


def table(costs: Sequence[Costs]) -> str:
    """What was measured, as a table in Markdown."""
    lines = ["| Records | | Seconds | Processor | Memory |", "|---:|---|---:|---:|---:|"]
    for one in costs:
        for name, timing in one.timings.items():
            lines.append(f"| {one.size:,} | {name} | {timing.wall:.3f} | {timing.cpu:.3f} | {timing.memory:,.0f} MiB |")
    for one in costs:
        cheaper = f", {one.cheaper:.0f} times cheaper than parsing both sides" if one.cheaper else ""
        lines.append(f"\n{one.size:,} records: reading takes {one.over_floor:.2f} times the floor{cheaper}.")
    return "\n".join(lines)


def install(place: Path) -> str:
    """datacontract-cli in an environment of its own: its program, or nothing where it cannot be had."""
    home = place / "datacontract"
    program = home / "bin" / "datacontract"
    pip = [str(home / "bin" / "python"), "-m", "pip", "-q", "--disable-pip-version-check", "install", PACKAGE]
    for command in () if program.exists() else ([sys.executable, "-m", "venv", str(home)], pip):
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return ""
    return str(program)


def section(costs: Sequence[Costs]) -> str:
    """The part of the page that tells of differences."""
    head = f"## What changed between two revisions\n\n{CHANGED} records differ, and only those are read."
    return f"\n{head}\n\n{table(costs)}\n"


def git(folder: Path, *arguments: str) -> str:
    """Run git, and nothing of the user's with it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    who = {f"GIT_{role}_{what}": "made@lab.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, text=True, env={**kept, **who}
    )
    return done.stdout


def commit(folder: Path) -> None:
    """Commit all that lies there."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "made")


def main() -> None:
    """Measure what the command line asks for, and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.diffs", description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--peer", default="", help="the program of datacontract-cli, to be measured beside")
    parser.add_argument("--place", type=Path, default=PLACE)
    asked = parser.parse_args()
    asked.place.mkdir(parents=True, exist_ok=True)
    print(table([measured(size, asked.place, asked.rounds, program=asked.peer) for size in asked.sizes]))


if __name__ == "__main__":
    main()
