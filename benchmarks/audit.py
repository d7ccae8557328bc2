"""What an audit of a corpus costs, beside decoding its addresses and beside datatrove's filter, as Markdown.

Run `python -m benchmarks.audit`. All run with one thread on the same made addresses and the same list. It is promised
that the whole audit judges fifteen times as many addresses in a second of processor as datatrove's URLFilter, and an
eighth of what decoding the column alone does; a scan a sixth; and that a second list against the ledger takes 5 s.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.diffs import PLACE
from benchmarks.measure import UNDERHOOD
from benchmarks.timing import Case, Timing, interleaved

ROWS, ENTRIES, ROUNDS, SHARDS = 4_000_000, 100_000, 3, 4
SHARE = 20
"""datatrove gets every twentieth address: it would take minutes for all."""

DECODE, SCAN, CHECK, PEER = "decoding the column alone", "scan", "check", "datatrove's URLFilter"
PACKAGES = ("datatrove[processing]==0.10.1", "pyarrow")

MAKE = """
import duckdb, sys
rows, shards, entries, sample, folder = *map(int, sys.argv[1:5]), sys.argv[5]
duck = duckdb.connect()
duck.execute("SET threads = 1")
host = '''CASE WHEN h % 3 = 0 THEN 'www.' ELSE '' END || 'site-' || h || '.'
    || ['com', 'org', 'co.uk', 'net', 'de', 'blogspot.com'][1 + h % 6]'''
path = '''substr(md5(i::VARCHAR), 1, 8) || '/' || ['articles', 'news/2020/01', 'blog-posts-about', 'p'][1 + i % 4]
    || '/' || substr(md5((i * 7)::VARCHAR), 1, 6 + i % 30) || '.html' '''
drawn = '''SELECT i, floor(exp((hash(i) % 1000000007) / 1000000007.0 * ln(5000000)))::BIGINT AS h
    FROM range({}, {}) r(i)'''
row = f"CASE WHEN i % 5 = 0 THEN 'http://' ELSE 'https://' END || {host} || '/' || {path} AS url"
for shard in range(shards):
    part = drawn.format(rows * shard // shards, rows * (shard + 1) // shards)
    duck.execute(f"COPY (SELECT {row}, (hash(i) % 2000)::BIGINT AS token_count FROM ({part})) "
                 f"TO '{folder}/corpus/{shard:04}.parquet' (FORMAT parquet, COMPRESSION zstd)")
duck.execute(f"COPY (SELECT url FROM '{folder}/corpus/*.parquet' USING SAMPLE {sample} ROWS (reservoir, 1)) "
             f"TO '{folder}/sample.parquet' (FORMAT parquet)")
numbers = f"SELECT 2 + i * 37 % 9000000 AS h FROM range({entries}) r(i)"
listed = f"SELECT DISTINCT replace({host}, 'www.', '') AS name FROM ({numbers})"
duck.execute(f"COPY (SELECT name FROM ({listed}) ORDER BY name) TO '{folder}/list.txt' (FORMAT csv, HEADER false)")
"""
COLUMN = """
import duckdb, sys
duck = duckdb.connect()
duck.execute("SET threads = 1")
duck.execute(f"SELECT sum(strlen(url)) FROM read_parquet('{sys.argv[1]}/corpus/*.parquet')").fetchall()
"""
FILTER = """
import pyarrow.parquet, sys
from datatrove.data import Document
from datatrove.pipeline.filters import URLFilter
listed = open(sys.argv[1] + "/list.txt").read().split()
found = URLFilter(extra_domains=listed, use_integrated_lists=False)
for url in pyarrow.parquet.read_table(sys.argv[1] + "/sample.parquet")["url"].to_pylist():
    found.filter(Document(text="", id="", metadata={"url": url}))
"""
SETTINGS = "schema: 1\ntitle: Made records\nlanguages: [en]\npublication: {mode: provider}\n"
EXCLUSION = """title: Made sites
what: Sites that were made up.
category: personal-data
criterion: Made-up sites.
reason: To measure.
list: {path: _lists/made.txt, sha256: "%s"}
"""


@dataclass(frozen=True, slots=True)
class Costs:
    """What was measured, of so many addresses and entries; `missing` says why the peer could not be run."""

    rows: int
    entries: int
    timings: Mapping[str, Timing]
    missing: str = ""

    def rate(self, *names: str) -> float:
        """Addresses for each second of processor, in millions."""
        rows = self.rows // SHARE if names == (PEER,) else self.rows
        return rows / sum(self.timings[name].cpu for name in names) / 1e6


def measured(
    place: Path, rounds: int = ROUNDS, *, rows: int = ROWS, entries: int = ENTRIES, peers: bool = True
) -> Costs:
    """Make a corpus, a list and records that name it, and judge the addresses with each."""
    folder = _made(place / f"audit-{rows}-{entries}", rows, entries)
    missing = install(place) if peers else "not asked for"
    ledger, records = folder / "ledger", folder / "records"

    def fresh() -> None:
        shutil.rmtree(ledger, ignore_errors=True)

    scan = [*UNDERHOOD, "audit", "scan", str(folder / "corpus"), "-q", "--jobs", "1", "-o", str(ledger)]
    check = [*UNDERHOOD, "audit", "check", "exclusion/made", "--ledger", str(ledger), "-q", "-C", str(records)]
    tolerant = [sys.executable, "-c", "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]) not in (0, 1))"]
    cases = [
        Case(DECODE, [[sys.executable, "-c", COLUMN, str(folder)]]),
        Case(SCAN, [scan], fresh),
        Case(CHECK, [[*tolerant, *check, "-o", str(folder / "result.json")]]),
    ]
    if not missing:
        cases.append(Case(PEER, [[str(_python(place)), "-c", FILTER, str(folder)]]))
    return Costs(rows, entries, interleaved(cases, rounds, say=print), missing)


def install(place: Path) -> str:
    """datatrove in an environment of its own; says why not, where it cannot be done."""
    python = _python(place)
    pip = [str(python), "-m", "pip", "-q", "--disable-pip-version-check", "install", *PACKAGES]
    for command in () if python.exists() else ([sys.executable, "-m", "venv", str(place / "datatrove")], pip):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            shutil.rmtree(place / "datatrove", ignore_errors=True)
            return (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
    return ""


def _python(place: Path) -> Path:
    return place / "datatrove" / "bin" / "python"


def _made(folder: Path, rows: int, entries: int) -> Path:
    if (folder / "records").exists():
        return folder
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    numbers = map(str, (rows, SHARDS, entries, rows // SHARE))
    subprocess.run([sys.executable, "-c", MAKE, *numbers, str(folder)], check=True)
    listed = (folder / "list.txt").read_bytes()
    governance = folder / "records" / "governance"
    for name, content in {
        "settings.yaml": SETTINGS.encode(),
        "_lists/made.txt": listed,
        "exclusion/made.yaml": (EXCLUSION % hashlib.sha256(listed).hexdigest()).encode(),
    }.items():
        (governance / name).parent.mkdir(parents=True, exist_ok=True)
        (governance / name).write_bytes(content)
    return folder


def section(costs: Costs) -> str:
    """The part of the page that tells of the audit."""
    decoding, whole = costs.rate(DECODE), costs.rate(SCAN, CHECK)
    head = (
        f"{costs.rows:,} made addresses in Parquet, a list of {costs.entries:,} entries, one thread. The peer gets "
        f"every {SHARE}th address and the same list, without its own lists; every start of a program is in its time."
    )
    rows: list[Sequence[str]] = [(DECODE, *_figures(costs, DECODE), "1")]
    rows.append((SCAN, *_figures(costs, SCAN), f"{costs.rate(SCAN) / decoding:.2f}"))
    rows.append((f"{CHECK} of a list, from the ledger", *_figures(costs, CHECK), f"{costs.rate(CHECK) / decoding:.2f}"))
    rows.append((f"{SCAN} and {CHECK}", *_figures(costs, SCAN, CHECK), f"{whole / decoding:.2f}"))
    if PEER in costs.timings:
        rows.append((PEER, *_figures(costs, PEER), f"{costs.rate(PEER) / decoding:.4f}"))
    table = [
        "| | Million addresses per second of processor | Processor | Memory | To decoding |",
        "|---|---:|---:|---:|---:|",
    ]
    table += [f"| {' | '.join(row)} |" for row in rows]
    last = f"\nThe peer is left out: {costs.missing}."
    if PEER in costs.timings:
        last = f"\nScan and check judge {whole / costs.rate(PEER):.0f} times as many addresses as the peer."
    return "\n".join(["\n## The audit beside others\n", head, "", *table, last, ""])


def _figures(costs: Costs, *names: str) -> tuple[str, str, str]:
    timings = [costs.timings[name] for name in names]
    cpu, memory = sum(one.cpu for one in timings), max(one.memory for one in timings)
    return f"{costs.rate(*names):.2f}", f"{cpu:.1f} s", f"{memory:,.0f} MiB"


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit", description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--place", type=Path, default=PLACE)
    parser.add_argument("--no-peers", dest="peers", action="store_false", help="leave datatrove out")
    asked = parser.parse_args()
    asked.place.mkdir(parents=True, exist_ok=True)
    os.environ["TLDEXTRACT_CACHE"] = str(asked.place / "tldextract")
    costs = measured(asked.place, asked.rounds, rows=asked.rows, entries=asked.entries, peers=asked.peers)
    print(section(costs))


if __name__ == "__main__":
    main()
