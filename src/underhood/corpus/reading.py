"""One shard, read once: how many documents came from each host. Every engine runs this, wherever it runs it."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from underhood import __version__
from underhood.corpus.columns import Lying, chosen, read, table, unmeasured
from underhood.corpus.intact import Damaged, Seen, seen, walk
from underhood.corpus.ledger import Asked, Fault, Shard
from underhood.corpus.shards import Packing, Source, glob_magic
from underhood.corpus.unlike import in_words
from underhood.doors import duck as door
from underhood.doors import remote
from underhood.doors.duck import Duck, Trouble
from underhood.doors.hosts import PLAIN, judge

WHOLE = "\x01"
"""Stands before an address that the quick way leaves to the exact one."""

_WEB = r"^https?://([A-Za-z0-9_.:-]+)(?:[/?#]|\z)"
_BARE = r"^([a-z0-9_.-]+)(?:[/?#]|\z)"
_PLAIN = PLAIN.pattern.partition(r"\Z)")[2]

KEY = f"""coalesce(nullif(regexp_extract(url, '{_WEB}', 1), ''), nullif(regexp_extract(url, '{_BARE}', 1), ''),
    chr(1) || url)"""
"""What the quick way makes of an address: the part that names its host, if that is written with plain letters only.

RE2 cuts it out of nearly all addresses of a corpus. The normaliser judges the part, or the whole address, once for all
rows that have it, unless it is plainly a host in normal form.
"""

BARE_KEY = "CASE WHEN starts_with(url, chr(1)) THEN chr(1) || 'http://' || url ELSE url END"
"""The same, of what a column of hosts holds."""

ODD = f"k IS NOT NULL AND NOT (regexp_full_match(k, '{_PLAIN}') AND length(k) <= 253 AND NOT contains(k, 'xn--'))"


@dataclass(frozen=True, slots=True)
class Task:
    """A shard to read, and what it may take: threads, bytes of memory (0: as DuckDB thinks fit)."""

    source: Source
    number: int
    asked: Asked
    threads: int = 1
    memory: int = 0


def read_shard(task: Task, scratch: Path) -> tuple[Shard, Path] | Fault:
    """Read a shard into a table in the scratch folder."""
    try:
        return _read(task, scratch)
    except (Damaged, remote.Unreachable) as error:
        return _fault(task, str(error), error.hint)
    except Trouble as error:
        hint = "give more memory (--memory), or free the disk on which the ledger lies" if error.spent else ""
        return _fault(task, str(error), hint)
    except OSError as error:
        return _fault(
            task, f"it cannot be read: {(error.strerror or str(error)).lower()}", "check the file and the disk"
        )


def _read(task: Task, scratch: Path) -> tuple[Shard, Path] | Fault:
    source, target = task.source, scratch / "table.parquet"
    with _lying(source, scratch) as (lying, facts), _database(task, lying, scratch) as duck:
        try:
            counts = _counted(duck, table(duck, lying, task.asked), hosts=task.asked.hosts)
        except Trouble as error:
            if error.spent:
                raise
            words = in_words(str(error), source.format)
            return _fault(task, words, group=_group(duck, lying, task.asked))
        digest = _written(duck, target)
    _unchanged(source)
    rows, nulls, unjudged, weight, unweighed, hosts = counts
    shard = Shard(
        name=source.name,
        number=task.number,
        sha256=facts.sha256,
        bytes=facts.bytes,
        format=f"{lying.format}{'.' * bool(lying.packing)}{lying.packing}",
        column=task.asked.column,
        rows=rows,
        documents=rows - nulls - unjudged,
        nulls=nulls,
        unjudged=unjudged,
        weight=weight,
        unweighed=unweighed,
        hosts=hosts,
        digest=digest,
        versions=f"underhood {__version__}, {door.version()}",
        stamp=source.stamp,
    )
    return shard, target


def found_columns(source: Source, asked: Asked, scratch: Path) -> Asked:
    """What was asked, with the columns that this shard has. Raises what read_shard gives as a fault."""
    with _lying(source, scratch) as (lying, _), _database(Task(source, 0, asked), lying, scratch) as duck:
        try:
            return chosen(duck, lying, asked)
        except Trouble as error:
            if error.spent:
                raise
            raise Damaged(in_words(str(error), source.format), "fetch or write it again") from error


@contextlib.contextmanager
def _lying(source: Source, scratch: Path) -> Iterator[tuple[Lying, Seen]]:
    """The shard on this machine, fetched if need be, with its digest."""
    path = Path(source.place)
    if source.far:
        path = scratch / "shard"
        facts = Seen()
        if remote.fetch(source.place, path, facts.take) != source.bytes:
            raise Damaged("another length came than was announced", "scan it again")
        facts.end()
        if facts.packing is Packing.ZSTD:
            walk(path)
    else:
        facts = seen(path)
        if glob_magic(source.place):  # DuckDB would take it for a pattern
            path = scratch / "shard"
            path.symlink_to(source.place)
    try:
        yield Lying(path, source.format, facts.packing, source.name), facts
    finally:
        if path == scratch / "shard":
            path.unlink()


@contextlib.contextmanager
def _database(task: Task, lying: Lying, scratch: Path) -> Iterator[Duck]:
    with tempfile.TemporaryDirectory(prefix="spill-", dir=scratch) as spill:
        reads = [lying.path, scratch]
        with door.opened(Path(spill), threads=task.threads, memory=task.memory, reads=reads) as duck:
            yield duck


def _counted(duck: Duck, statement: str, *, hosts: bool) -> tuple[int, int, int, int, int, int]:
    """Count by host, into the table `hosts`: rows, nulls, unjudged, weight, unweighed, hosts."""
    duck.run(f"""CREATE TEMP TABLE keys AS SELECT {BARE_KEY if hosts else KEY} AS k, count(*) AS n,
        coalesce(sum(weight), 0)::BIGINT AS w, count(*) - count(weight) AS u FROM ({statement}) GROUP BY k""")  # noqa: S608
    duck.run("CREATE TEMP TABLE odd (k VARCHAR, host VARCHAR)")
    for keys in list(duck.chunks(f"SELECT k FROM keys WHERE {ODD}")):  # noqa: S608  (our own words)
        written = [one for (one,) in keys]
        duck.fill("odd", [written, [_host(one) for one in written]])
    duck.run(f"""CREATE TEMP TABLE hosts AS
        SELECT host, sum(n)::BIGINT AS documents, sum(w)::BIGINT AS weight FROM (
            SELECT k AS host, n, w FROM keys WHERE k IS NOT NULL AND NOT ({ODD})
            UNION ALL SELECT host, n, w FROM keys JOIN odd USING (k) WHERE host <> '')
        GROUP BY host ORDER BY host""")  # noqa: S608  (our own words)
    ((rows, nulls, unweighed),) = duck.run("""SELECT coalesce(sum(n), 0)::BIGINT,
        coalesce(sum(n) FILTER (k IS NULL), 0)::BIGINT, coalesce(sum(u), 0)::BIGINT FROM keys""")
    ((known, weight, lines),) = duck.run("""SELECT coalesce(sum(documents), 0)::BIGINT,
        coalesce(sum(weight), 0)::BIGINT, count(*) FROM hosts""")
    return rows, nulls, rows - nulls - known, weight, unweighed, lines


def _host(key: str) -> str:
    """The host that the normaliser finds for a key; empty where there is none."""
    return judge(key[1:] if key.startswith(WHOLE) else f"http://{key}")[0]


def _written(duck: Duck, target: Path) -> str:
    """Write the counts, sorted by host; the digest of what they say, a line for each host."""
    duck.run(f"COPY hosts TO {door.text(str(target))} (FORMAT parquet, COMPRESSION zstd)")
    lines = target.with_suffix(".lines")
    duck.run(f"COPY hosts TO {door.text(str(lines))} (FORMAT csv, HEADER false, DELIMITER '\t', QUOTE '')")
    with lines.open("rb") as told:
        digest = hashlib.file_digest(told, "sha256")
    lines.unlink()
    return digest.hexdigest()


def _group(duck: Duck, lying: Lying, asked: Asked) -> int | None:
    """The first row group that cannot be decoded, where there are such."""
    if lying.format != "parquet":
        return None
    path, start = door.text(str(lying.path)), 0
    with contextlib.suppress(Trouble):
        groups = f"SELECT DISTINCT row_group_id, row_group_num_rows FROM parquet_metadata({path}) ORDER BY 1"  # noqa: S608
        known = {one for one, *_ in duck.run(f"DESCRIBE SELECT * FROM {read(lying)}")}  # noqa: S608  (a quoted path)
        wanted = {asked.column, unmeasured(asked.weight)}
        columns = sorted(known & {*wanted, *(one.partition(".")[0] for one in wanted)})
        whole = ", ".join(f"bit_xor(hash({door.name(one)}))" for one in columns)
        for group, rows in duck.run(groups):
            within = f"file_row_number >= {start} AND file_row_number < {start + rows}"
            try:
                duck.run(f"SELECT {whole} FROM {read(lying, numbered=True)} WHERE {within}")  # noqa: S608
            except Trouble:
                return int(group)
            start += rows
    return None


def _unchanged(source: Source) -> None:
    """Nobody has written the file while it was read. Raises Damaged."""
    if not source.far:
        about = Path(source.place).stat()
        if f"{about.st_size}-{about.st_mtime_ns}" != source.stamp:
            raise Damaged("it was written to while it was read", "scan it again when nobody writes it")


def _fault(task: Task, message: str, hint: str = "", *, group: int | None = None) -> Fault:
    shown = message.replace(task.source.place, task.source.name)
    return Fault(task.source.name, task.number, shown, hint or "fetch or write it again", group)
