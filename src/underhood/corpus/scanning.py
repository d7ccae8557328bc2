"""Making a ledger, or going on with one: what is there already is not read again."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from underhood.corpus import ledger as ledgers
from underhood.corpus.engines import Done, Engine, Means
from underhood.corpus.intact import Damaged
from underhood.corpus.ledger import Asked, Fault, Ledger, Shard, open_ledger
from underhood.corpus.reading import Task, found_columns
from underhood.corpus.shards import Source, sources
from underhood.doors import duck
from underhood.doors.alone import LOCK, Busy, alone
from underhood.doors.duck import Trouble
from underhood.doors.remote import Unreachable, is_remote
from underhood.values.errors import USAGE, Stop

SCRATCH = ".scratch-"

Told = Callable[[int, int, int], None]
"""Hears how many shards are done, of how many, and how many rows they had."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan that is over: the ledger, the shards kept from before, and those that had changed and were read again."""

    ledger: Ledger
    kept: int
    changed: tuple[str, ...]


def scan(folder: Path, asked: Asked, means: Means, *, engine: Engine, tell: Told) -> Scan:
    """Read every shard of a corpus that the ledger in a folder lacks. Raises Stop."""
    duck.version()
    corpus = tuple(one if is_remote(one) else str(Path(one).absolute()) for one in asked.corpus)
    found, missing = sources(corpus)
    _ours(folder)
    with _scratch(folder) as scratch:
        earlier = _earlier(folder)
        decided = _decided(replace(asked, corpus=corpus), found, earlier, scratch)
        names = [*(one.name for one in found), *(one.name for one in missing)]
        numbers = {name: number for number, name in enumerate(sorted(names))}
        ledgers.begin(folder, decided, sorted(names))
        kept, changed = _kept(folder, found, earlier, numbers)
        for one in missing:
            ledgers.keep_fault(folder, Fault(one.name, numbers[one.name], one.message, one.hint))
        tasks = [Task(one, numbers[one.name], decided) for one in found if one.name not in kept]
        done, rows = len(kept), sum(one.rows for one in kept.values())
        tell(done, len(names), rows)
        for result in engine(tasks, replace(means, scratch=scratch)) if tasks else ():
            _take(folder, result, scratch)
            done, rows = done + 1, rows + (result.result.rows if isinstance(result.result, Shard) else 0)
            tell(done, len(names), rows)
    return Scan(open_ledger(folder), len(kept), changed)


@contextlib.contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A folder in the ledger for what is passing, removed at the end; those of scans that were killed go as well.

    Raises Stop where another scan is at work in the same ledger, whose folder this would take away.
    """
    with contextlib.ExitStack() as held:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            held.enter_context(alone(folder))
            for old in folder.glob(f"{SCRATCH}*"):
                shutil.rmtree(old, ignore_errors=True)
            scratch = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=folder)).absolute()
        except Busy:
            hint = "wait until it is done, or name another folder"
            raise Stop(f"another scan is writing into {folder}", hint) from None
        except OSError as error:
            message = f"{folder} cannot be written: {(error.strerror or str(error)).lower()}"
            raise Stop(message, "check the path, its permissions and the free space") from error
        held.callback(shutil.rmtree, scratch, ignore_errors=True)
        yield scratch


def _earlier(folder: Path) -> Ledger | None:
    return open_ledger(folder) if (folder / ledgers.HEAD).is_file() else None


def _ours(folder: Path) -> None:
    """Nothing is written among the files of somebody else. Raises Stop."""
    if not folder.is_dir() or (folder / ledgers.HEAD).is_file():
        return
    if any(one for one in folder.iterdir() if one.name != LOCK and not one.name.startswith(SCRATCH)):
        raise Stop(f"{folder} is not empty, and holds no ledger", "name a new folder", code=USAGE)


def _decided(asked: Asked, found: Sequence[Source], earlier: Ledger | None, scratch: Path) -> Asked:
    """The columns: those of the ledger, else as asked, else as the first readable shard has them. Raises Stop."""
    if earlier is not None:
        was = earlier.asked
        weight = {"": was.weight, "none": ""}.get(asked.weight, asked.weight)
        same = asked.column in {"", was.column} and weight in {was.weight, was.weight.removeprefix("length(")[:-1]}
        if not same:
            words = f"its addresses are in '{was.column}', its weights in '{was.weight or 'none'}'"
            raise Stop(f"this ledger was begun with other columns: {words}", "name a new folder", code=USAGE)
        return replace(was, corpus=asked.corpus)
    reasons: list[str] = []
    for one in found:
        try:
            return found_columns(one, asked, scratch)
        except (Damaged, Trouble, Unreachable, OSError) as error:
            reasons.append(f"{one.name}: {error}")
    if asked.column:
        return replace(asked, weight="" if asked.weight == "none" else asked.weight)
    first = "; ".join(reasons[:3]) or "none can be read"
    raise Stop(f"no shard shows where the addresses are: {first}", "name the column with --column")


def _kept(
    folder: Path, found: Sequence[Source], earlier: Ledger | None, numbers: dict[str, int]
) -> tuple[dict[str, Shard], tuple[str, ...]]:
    """The shards that need not be read again, and the names of those that have changed; what is damaged goes."""
    stamps = {one.name: one.stamp for one in found}
    kept: dict[str, Shard] = {}
    changed: list[str] = []
    broken = {one.name for one in earlier.shards if not ledgers.intact(earlier, one)} if earlier else set()
    for shard in earlier.shards if earlier else ():
        same = stamps.get(shard.name) == shard.stamp and shard.number == numbers[shard.name]
        if same and shard.name not in broken:
            kept[shard.name] = shard
            continue
        if shard.name in stamps and stamps[shard.name] != shard.stamp:
            changed.append(shard.name)
        ledgers.forget(folder, shard)
    for name in earlier.damaged if earlier else ():
        ledgers.forget_damaged(folder, name)
    if broken:
        ledgers.forget_hosts(folder)
    for fault in earlier.faults if earlier else ():
        ledgers.forget_fault(folder, fault.number)
    return kept, tuple(changed)


def _take(folder: Path, done: Done, scratch: Path) -> None:
    """Put a result in its place. Raises Stop where there is no space for it."""
    if isinstance(done.result, Fault):
        ledgers.keep_fault(folder, done.result)
        return
    table = done.table
    try:
        if isinstance(table, bytes):
            content, table = table, scratch / f"{done.result.stem}.parquet"
            table.write_bytes(content)
        ledgers.keep(folder, done.result, table)
    except OSError as error:
        message = f"{folder} cannot be written: {(error.strerror or str(error)).lower()}"
        raise Stop(message, "free some space, and scan again: what was read is kept") from error
