"""A ledger: per shard of a corpus, how many documents came from each host, in a folder that a scan can go on with.

`ledger.json` says what was asked and which shards there are; `shards/` holds, for each shard that was read, a table in
Parquet and its facts in JSON, and for each that could not be read, its fault.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from underhood.doors.canonical_json import canonical
from underhood.doors.writing import write_all
from underhood.values.errors import USAGE, Stop

EDITION = 1
"""Of the layout of the folder and the meaning of its counts."""

HEAD, SHARDS, HOSTS = "ledger.json", "shards", "hosts-{}.parquet"
COLUMNS = ("host", "documents", "weight")
"""Of a shard's table, sorted by host: the host in normal form, its documents, the sum of their weights."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a scan was asked for, and the columns that it decided on.

    `column` names the addresses, with a dot for what lies inside another (`metadata.url`); `hosts`: it holds hosts, not
    whole addresses; `weight` names what is summed (empty: nothing), `unit` what that is (`tokens`, `characters`, …).
    """

    corpus: tuple[str, ...]
    column: str
    hosts: bool = False
    weight: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Shard:
    """A shard that was read to its end.

    `name` is its path as the corpus names it. `rows` = `documents` + `nulls` + `unjudged`: rows whose host is in the
    table, rows without an address, rows whose address names no host. `weight` is the sum over the table, `unweighed`
    counts the rows that have no usable weight, `hosts` the lines of the table. `sha256` and `bytes` are of the file as
    it lies there, `digest` of what the table says, `table` of the table as a file; `stamp` tells when it is
    worth looking whether the file has changed.
    """

    name: str
    number: int
    sha256: str
    bytes: int
    format: str
    column: str
    rows: int
    documents: int
    nulls: int
    unjudged: int
    weight: int
    unweighed: int
    hosts: int
    digest: str
    versions: str
    stamp: str = ""
    table: str = ""

    @property
    def stem(self) -> str:
        """The name of its two files, without their endings."""
        return f"{self.number:06d}-{self.sha256[:16]}"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a shard could not be read; `row_group` counts from 0 and is None where there is none to name."""

    name: str
    number: int
    message: str
    hint: str = ""
    row_group: int | None = None

    def __str__(self) -> str:
        group = f", row group {self.row_group}" if self.row_group is not None else ""
        return f"{self.name}{group}: {self.message}"


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger as it stands: its shards in the order of the corpus, its faults, and the shards nobody has read yet.

    `damaged` names the files of the ledger that cannot be understood; their shards count as unread.
    """

    folder: Path
    asked: Asked
    shards: tuple[Shard, ...]
    faults: tuple[Fault, ...] = ()
    unread: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every shard was read."""
        return not self.faults and not self.unread

    @property
    def rows(self) -> int:
        """Rows of all shards that were read."""
        return sum(one.rows for one in self.shards)

    @property
    def documents(self) -> int:
        """Rows whose host is known."""
        return sum(one.documents for one in self.shards)

    @property
    def nulls(self) -> int:
        """Rows without an address."""
        return sum(one.nulls for one in self.shards)

    @property
    def unjudged(self) -> int:
        """Rows with an address that names no host; those without an address come besides."""
        return sum(one.unjudged for one in self.shards)

    @property
    def weight(self) -> int:
        """The sum of the weights, in `asked.unit`."""
        return sum(one.weight for one in self.shards)

    def table(self, shard: Shard) -> Path:
        """The Parquet file of a shard, with COLUMNS."""
        return self.folder / SHARDS / f"{shard.stem}.parquet"

    @property
    def digest(self) -> str:
        """The SHA-256 of what the ledger says, whichever engine, order of work or place made it."""
        told = [_told(one) for one in self.shards]
        asked = {"column": self.asked.column, "weight": self.asked.weight, "unit": self.asked.unit}
        missing = [*(one.name for one in self.faults), *self.unread]
        whole = {"edition": EDITION, "asked": asked, "shards": told, "missing": sorted(missing)}
        return hashlib.sha256(canonical(whole)).hexdigest()


def _told(shard: Shard) -> dict[str, Any]:
    """What the digest counts of a shard: nothing of when, where and with which versions it was read."""
    return {
        name: value for name, value in asdict(shard).items() if name not in {"number", "stamp", "versions", "table"}
    }


def open_ledger(folder: Path) -> Ledger:
    """The ledger in a folder. Raises Stop where there is none."""
    head = _read(folder / HEAD)
    if head is None and (folder / HEAD).is_file():
        raise Stop(f"{folder / HEAD} is damaged", "make the ledger anew with `underhood audit scan`")
    if head is None:
        raise Stop(f"{folder} holds no ledger", "`underhood audit scan CORPUS -o DIR` makes one", code=USAGE)
    if head.get("edition") != EDITION:
        raise Stop(f"{folder} holds a ledger of another edition", "make it anew with `underhood audit scan`")
    try:
        asked = Asked(**{**head["asked"], "corpus": tuple(map(str, head["asked"]["corpus"]))})
        names = [str(name) for name in head["shards"]]
    except (KeyError, TypeError) as error:
        raise Stop(f"{folder / HEAD} is damaged", "make the ledger anew with `underhood audit scan`") from error
    if not _typed(asked, {"corpus": tuple}):
        raise Stop(f"{folder / HEAD} is damaged", "make the ledger anew with `underhood audit scan`")
    shards, faults, damaged = _parts(folder / SHARDS)
    read = tuple(shards[name] for name in names if name in shards)
    failed = tuple(faults[name] for name in names if name in faults and name not in shards)
    unread = tuple(name for name in names if name not in shards and name not in faults)
    return Ledger(folder, asked, read, failed, unread, damaged)


def begin(folder: Path, asked: Asked, names: Iterable[str]) -> None:
    """Write what is asked; the shards that are there already stay."""
    (folder / SHARDS).mkdir(parents=True, exist_ok=True)
    _write(folder, HEAD, {"edition": EDITION, "asked": asdict(asked), "shards": list(names)})


def keep(folder: Path, shard: Shard, table: Path) -> None:
    """Take in a shard: its table is moved into place, then its facts, which make it finished."""
    kept = replace(shard, table=_sha256(table))
    table.replace(folder / SHARDS / f"{shard.stem}.parquet")
    _write(folder / SHARDS, f"{shard.stem}.json", asdict(kept))
    forget_fault(folder, shard.number)


def keep_fault(folder: Path, fault: Fault) -> None:
    """Note that a shard could not be read; the next scan tries it again."""
    _write(folder / SHARDS, f"{fault.number:06d}.fault.json", asdict(fault))


def forget(folder: Path, shard: Shard) -> None:
    """Leave out a shard that has changed since it was read, or that is no longer asked for."""
    (folder / SHARDS / f"{shard.stem}.json").unlink(missing_ok=True)
    (folder / SHARDS / f"{shard.stem}.parquet").unlink(missing_ok=True)


def forget_damaged(folder: Path, name: str) -> None:
    """Leave out a file of the ledger that cannot be understood, and the table that belongs to it."""
    (folder / name).unlink(missing_ok=True)
    (folder / name).with_suffix(".parquet").unlink(missing_ok=True)


def forget_hosts(folder: Path) -> None:
    """Leave out the hosts of all shards, which may have been put together from damaged tables."""
    for old in folder.glob(HOSTS.format("*")):
        old.unlink(missing_ok=True)


def intact(ledger: Ledger, shard: Shard) -> bool:
    """Whether the table of a shard is, bit for bit, the one that was kept."""
    try:
        return not shard.table or _sha256(ledger.table(shard)) == shard.table
    except OSError:
        return False


def forget_fault(folder: Path, number: int) -> None:
    """Leave out a fault: the shard is tried again."""
    (folder / SHARDS / f"{number:06d}.fault.json").unlink(missing_ok=True)


def _parts(folder: Path) -> tuple[dict[str, Shard], dict[str, Fault], tuple[str, ...]]:
    """The finished shards and the faults by name, and the damaged files. What lacks its table counts as unread."""
    shards: dict[str, Shard] = {}
    faults: dict[str, Fault] = {}
    damaged: list[str] = []
    for path in sorted(folder.glob("*.json")):
        found = _read(path)
        part = _made(Fault if path.name.endswith(".fault.json") else Shard, found)
        if isinstance(part, Fault):
            faults[part.name] = part
        elif not isinstance(part, Shard) or part.stem != path.stem:
            damaged.append(f"{SHARDS}/{path.name}")
        elif path.with_suffix(".parquet").is_file():
            shards[part.name] = part
    return shards, faults, tuple(damaged)


def _made(kind: type[Shard] | type[Fault], found: Mapping[str, Any] | None) -> Shard | Fault | None:
    """What a file of the ledger says; None where it says something else, or what cannot be."""
    names = {one.name for one in fields(kind)}
    needed = {one.name for one in fields(kind) if one.default is MISSING}
    if found is None or not needed <= set(found) <= names:
        return None
    made = kind(**found)
    if not _typed(made) or made.number < 0:
        return None
    if isinstance(made, Shard) and made.rows != made.documents + made.nulls + made.unjudged:
        return None
    return made


_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "str": str,
    "int": int,
    "bool": bool,
    "int | None": (int, type(None)),
}


def _typed(made: Asked | Shard | Fault, others: Mapping[str, type] | None = None) -> bool:
    """Whether every value is of the type of its field; no number is below zero."""
    for one in fields(made):
        value = getattr(made, one.name)
        if not isinstance(value, (others or {}).get(one.name) or _TYPES[str(one.type)]):
            return False
        if isinstance(value, int) and one.type != "bool" and (isinstance(value, bool) or value < 0):
            return False
    return True


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _write(folder: Path, name: str, value: Mapping[str, Any]) -> None:
    text = json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False)
    write_all(folder, {name: f"{text}\n".encode()})
