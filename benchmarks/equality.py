"""One digest from every way of judging a corpus, also where one is killed while it works, as Markdown.

Run `python -m benchmarks.equality`; it needs pyarrow, pytest, pyspark with Java 17, and ray. The digest is that of what
the check writes, in which that of the ledger stands. All are held against a loop over every address, without SQL, in
two processes. The exit code is 1 where a way gives another digest, or fails.
"""

from __future__ import annotations

import argparse
import hashlib
import inspect
import json
import re
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pyarrow.parquet
import pytest
from tests.corpus.test_engines import cluster, kill
from tests.corpus.test_match import covers, hit
from tests.corpus.test_scan import query
from tests.corpus.test_urls import ROWS as ODD

from benchmarks.audit import EXCLUSION, MAKE, SETTINGS
from benchmarks.diffs import PLACE
from benchmarks.measure import DAY, UNDERHOOD
from underhood.corpus.columns import HEAVIEST
from underhood.corpus.entries import Named, Prefix, understood
from underhood.corpus.ledger import Asked, Ledger, Shard, open_ledger
from underhood.corpus.listed import Reading, listed
from underhood.corpus.match import FIRST_SHARDS, Matched, digest
from underhood.corpus.result import Result, in_json
from underhood.doors import duck
from underhood.doors.hosts import Judged, Located, is_ip, located
from underhood.doors.suffixes import suffixes
from underhood.records.project import open_project

LIMIT, ANY = 3600, ""
ENTRIES = "*.blogspot.com\n.example\nhttp://192.0.2.7/\nbücher.example\nno entry\n"
ENTRIES += "site-8.co.uk/a*\nwww.site-3.blogspot.com:8080/b*\n"
SPELLINGS = r"""SELECT CASE h % 64 WHEN 0 THEN NULL WHEN 1 THEN 'mailto:' || h || '@people.example'
    WHEN 2 THEN replace(url, '://', '://user:secret@') WHEN 3 THEN regexp_replace(url, '(//[^/]+)/', '\1:8080/')
    WHEN 4 THEN regexp_replace(url, '(//[^/]+)/', '\1./') WHEN 5 THEN upper(url)
    WHEN 6 THEN format('http://192.0.2.{{}}/{{}}', h // 64 % 256, h) WHEN 7 THEN 'http://xn--bcher-kva.example/' || h
    WHEN 8 THEN replace(url, 'site-', 'sïte-') WHEN 9 THEN regexp_replace(url, '^https?:', '') WHEN 10 THEN odd
    ELSE url END AS url, CASE h % 61 WHEN 0 THEN NULL WHEN 1 THEN -1 ELSE token_count END AS token_count
    FROM (SELECT *, hash(url) AS h FROM read_parquet('{0}')) JOIN read_parquet('{1}') ON n = h // 64 % {2}"""
"""Ports, accounts, dots, IP addresses, other alphabets, what names no host, and all of the tests' odd addresses."""

Entry = Named | Prefix
Counts = Counter[str | Entry]
"""By host, by entry, and by ANY for what any entry covers."""


def made(folder: Path, rows: int, shards: int, entries: int) -> Path:
    """A corpus with odd addresses, a list, and records that name it; kept for the next time."""
    corpus, plain, records = folder / "corpus", folder / "plain", folder / "records" / "governance"
    if (records / "exclusion" / "made.yaml").exists():
        return folder
    for one in (plain / "corpus", corpus, records / "exclusion", records / "_lists"):
        one.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-c", MAKE, *map(str, (rows, shards, entries, 1)), str(plain)], check=True)
    odd = [url for url, _, _ in ODD if url == url.encode("utf-8", "ignore").decode()]
    pyarrow.parquet.write_table(pyarrow.table({"n": range(len(odd)), "odd": odd}), folder / "odd.parquet")
    for path in sorted((plain / "corpus").iterdir()):
        spelt = SPELLINGS.format(path, folder / "odd.parquet", len(odd))
        query(f"COPY ({spelt}) TO '{corpus / path.name}' (FORMAT parquet, COMPRESSION zstd)", folder)
    names = (plain / "list.txt").read_bytes() + ENTRIES.encode()
    shutil.rmtree(plain)
    (records / "settings.yaml").write_text(SETTINGS)
    (records / "_lists" / "made.txt").write_bytes(names)
    (records / "exclusion" / "made.yaml").write_text(EXCLUSION % hashlib.sha256(names).hexdigest())
    return folder


def scan(folder: Path, ledger: Path, *words: str) -> list[str]:
    """The command that makes a ledger."""
    return [*UNDERHOOD, "audit", "scan", str(folder / "corpus"), "-q", "-o", str(ledger), *words]


def call(command: list[str], *codes: int) -> str:
    """Run a program to its end. Raises RuntimeError where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in {0, *codes}:
        raise RuntimeError(f"ended with {done.returncode}: {' '.join(done.stderr.split())[-300:]}")
    return ""


def killed(folder: Path, ledger: Path) -> str:
    """Kill a scan when a quarter of its shards is read, and go on with it."""
    whole = len(list((folder / "corpus").iterdir()))
    program = subprocess.Popen(scan(folder, ledger, "--jobs", "2"), start_new_session=True)
    until(program, lambda: len(list(ledger.glob("shards/*.json"))) >= whole // 4)
    kill(program)
    done = len(open_ledger(ledger).shards)
    call(scan(folder, ledger, "--jobs", "2"))
    return f"killed with {done} of {whole} shards read"


def spark(folder: Path, ledger: Path, *, lose: bool) -> str:
    """On a cluster of two workers; `lose`: one is killed when it has read a shard, and reads another."""
    place = ledger.with_name("ledger-cluster")
    place.mkdir()
    with pytest.MonkeyPatch.context() as patch, contextmanager(inspect.unwrap(cluster))(place, patch) as found:
        address, (_, first, _) = found
        with (place / "driver.log").open("wb") as log:
            command = scan(folder, ledger, "--engine", address)
            program = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        try:
            if lose:
                said = partial(_said, place / "work-0")
                until(program, lambda: 0 < said().count("Finished task") < said().count("Running task"))
                kill(first)
            if program.wait(LIMIT):
                raise RuntimeError(f"ended with {program.returncode}: {(place / 'driver.log').read_text()[-300:]}")
        finally:
            kill(program)
    again = re.findall(r"Running task \d+\.[1-9]", _said(place))
    if lose and not again:
        raise RuntimeError("no task was lost with the worker: there are too few rows")
    return f"a worker killed; tasks that another began again: {len(again)}" if lose else ""


def _said(place: Path) -> str:
    """What workers of Spark say."""
    return "".join(one.read_text("utf-8", "replace") for one in place.glob("**/app-*/*/stderr"))


def until(program: subprocess.Popen[bytes], ready: Callable[[], bool]) -> None:
    """Wait for a moment in the work of a program. Raises RuntimeError where that is over before."""
    while not ready():
        if program.poll() is not None:
            raise RuntimeError("it was done before anything could be killed: there are too few rows")
        time.sleep(0.01)


def loop(folder: Path, ledger: Path) -> str:
    """Judge every address by itself, hold every one against the list, and write what the check would."""
    project, rules = open_project(folder / "records", today=DAY), suffixes()
    (record,) = project.catalog.of("exclusion")
    reading, entries = Reading(record, project.tree), dict[str, list[Entry]]()
    for one in set(understood(iter(reading), rules.is_suffix)):
        if isinstance(one, Entry):
            entries.setdefault(one.name, []).append(one)
    found = listed(iter(reading), reading.sources, rules.is_suffix, folder=folder)
    paths = sorted((folder / "corpus").iterdir())
    with ProcessPoolExecutor(2) as pool:
        parts = list(pool.map(partial(looped, entries), range(len(paths)), paths))
    whole = Ledger(ledger, Asked((), "url", weight="token_count", unit="tokens"), tuple(shard for shard, *_ in parts))
    ledger.mkdir()
    result = Result(record, whole, found, matched(parts), rules, (), DAY, duck.version())
    (ledger / "result.json").write_bytes(in_json(result))
    return ""


def looped(entries: Mapping[str, list[Entry]], number: int, path: Path) -> tuple[Shard, Counts, Counts]:
    """The loop over the addresses of a shard: its facts, documents and weight."""
    documents, weights, judged, unweighed = Counts(), Counts(), Counter[Judged](), 0
    table = pyarrow.parquet.read_table(path)
    for url, given in zip(table["url"].to_pylist(), table["token_count"].to_pylist(), strict=True):
        where, weight = located(url), given if given is not None and 0 <= given <= HEAVIEST else 0
        judged[where.judged] += 1
        unweighed += weight != given
        hits = covering(entries, where)
        for key in (where.host, *hits, *[ANY][: len(hits)]) if where.host else ():
            documents[key] += 1
            weights[key] += weight
    hosts = sorted(key for key in documents if isinstance(key, str) and key != ANY)
    lines = "".join(f"{host}\t{documents[host]}\t{weights[host]}\n" for host in hosts).encode()
    known, weight = (sum(one[host] for host in hosts) for one in (documents, weights))
    rows, nulls, raw = judged.total(), judged[Judged.MISSING], path.read_bytes()
    told = (rows, known, nulls, rows - known - nulls, weight, unweighed, len(hosts), hashlib.sha256(lines).hexdigest())
    name, sha256 = f"corpus/{path.name}", hashlib.sha256(raw).hexdigest()
    for host in hosts:
        del documents[host], weights[host]
    return Shard(name, number, sha256, len(raw), "parquet", "url", *told, ""), documents, weights


def covering(entries: Mapping[str, list[Entry]], where: Located) -> list[Entry]:
    """The entries that cover an address: those of its host, and of every name above it."""
    labels = where.host.split(".") if where.host and not is_ip(where.host) else [where.host]
    names = (".".join(labels[index:]) for index in range(len(labels)))
    near = (one for name in names for one in entries.get(name, ()))
    return [one for one in near if covers(one, where.host, where.port, where.target)]


def matched(parts: list[tuple[Shard, Counts, Counts]]) -> Matched:
    """What was found in all shards."""
    documents, weights = sum((one for _, one, _ in parts), Counts()), sum((one for *_, one in parts), Counts())
    shards: dict[str | Entry, list[str]] = {}
    for shard, found, _ in parts:
        for one in found:
            shards.setdefault(one, []).append(shard.name)
    named = [one for one in documents if isinstance(one, Entry)]
    hits = [hit(one, [documents[one], weights[one]], shards[one][:FIRST_SHARDS]) for one in named]
    hits.sort(key=lambda one: (one.entry, one.covers))
    return Matched(tuple(hits), documents[ANY], weights[ANY], digest(hits))


def judge(folder: Path, way: str, work: Callable[[Path], str], first: str) -> tuple[str, str]:
    """Judge the corpus in one way: the line of the table, and the digest. What clusters use is not ours to see."""
    for old in folder.glob("ledger*"):
        shutil.rmtree(old)
    ledger, start, before = folder / "ledger", time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    result = ledger / "result.json"
    try:
        note = work(ledger)
        wall, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        words = ["audit", "check", "exclusion/made", "--ledger", str(ledger), "-q", "-C", str(folder / "records")]
        if not result.exists():
            call([*UNDERHOOD, *words, "--today", DAY, "-o", str(result)], 1)
    except (RuntimeError, subprocess.SubprocessError, AssertionError) as error:
        return f"| {way} | | | | | | | NO | failed: {' '.join(str(error).split())} |", ""
    cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    told, sha256 = json.loads(result.read_bytes()), hashlib.sha256(result.read_bytes()).hexdigest()
    figures = (f"{wall:.1f}", "–" if way.startswith(("Spark", "Ray")) else f"{cpu:.1f}", f"{told['rows']:,}")
    digests = (f"{told['judged']:,}", told["ledger"][:16], sha256[:16], "yes" if sha256 == (first or sha256) else "NO")
    return f"| {' | '.join((way, *figures, *digests, note))} |", sha256


def main() -> int:
    """Compare, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.equality", description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=8_000_000)
    parser.add_argument("--shards", type=int, default=16)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--place", type=Path, default=PLACE)
    asked = parser.parse_args()
    name = f"equality-{asked.rows}-{asked.shards}-{asked.entries}"
    folder = made(asked.place.absolute() / name, asked.rows, asked.shards, asked.entries)
    ways: Mapping[str, Callable[[Path], str]] = {
        "loop over every address, 2 processes": partial(loop, folder),
        "local, 1 thread": lambda ledger: call(scan(folder, ledger, "--jobs", "1")),
        "local, 2 threads": lambda ledger: call(scan(folder, ledger, "--jobs", "2")),
        "local, killed and gone on with": partial(killed, folder),
        "Spark, 2 workers": partial(spark, folder, lose=False),
        "Spark, a worker killed": partial(spark, folder, lose=True),
        "Ray": lambda ledger: call(scan(folder, ledger, "--engine", "ray://local")),
    }
    print("| Way | Seconds | Processor | Rows | Judged | Ledger | Result | Same | |")
    print("|---|---:|---:|---:|---:|---|---|---|---|")
    digests: list[str] = []
    for way, work in ways.items():
        line, sha256 = judge(folder, way, work, digests[0] if digests else "")
        digests.append(sha256)
        print(line, flush=True)
    print(f"\nThe digest of the first: {digests[0]}")
    return int("" in digests or len(set(digests)) > 1)


if __name__ == "__main__":
    sys.exit(main())
