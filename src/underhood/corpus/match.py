"""The entries of a list beside a ledger: what each names, how many documents come from there, in which shards.

Every host of the ledger is looked up as it is, then without its first label, and so on: so an entry finds the hosts
below it whatever their depth. The hosts of all shards are put together once, and kept in the ledger's folder.
Entries that name a path take a second pass, over those shards that hold documents of their hosts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from underhood.corpus.entries import Covers, Named, Prefix
from underhood.corpus.ledger import Ledger, Shard
from underhood.corpus.listed import Listed
from underhood.corpus.together import rows_of, tables_of, whole_hosts
from underhood.doors.duck import Duck
from underhood.doors.hosts import located
from underhood.values.errors import Stop

FIRST_SHARDS = 3
PORTION = 32 << 20
"""So many bytes of tables are looked through at once, some millions of hosts."""
IP = r"\.[0-9]+$"
LEVELS = 130
"""A name has 127 labels at most."""

Addresses = Callable[[Shard, frozenset[str]], Iterator[tuple[str, int]]]
"""The addresses of a shard that lead to one of these hosts, with their weights, in the order of the file."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry with documents: how it is written, which hosts it covers, how much is there, the first shards."""

    entry: str
    covers: str
    documents: int
    weight: int
    shards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """What was found: the entries with documents by name, and the documents and weight at any of them.

    `digest` is that of the whole table; `unread` says which shards could not be read again.
    """

    hits: tuple[Hit, ...]
    documents: int
    weight: int
    digest: str
    unread: tuple[str, ...] = ()


@dataclass(slots=True)
class Offenders:
    """The addresses that entries cover, as a table: shard, address."""

    lines: list[str] = field(default_factory=lambda: ["shard,address\n"])

    def add(self, shard: Shard, url: str) -> None:
        """One more address."""
        self.lines.append(",".join('"' + text.replace('"', '""') + '"' for text in (shard.name, url)) + "\n")

    def text(self) -> str:
        """The table."""
        return "".join(self.lines)


def match(
    db: Duck, ledger: Ledger, entries: Listed, *, addresses: Addresses, offenders: Offenders | None = None
) -> Matched:
    """Look every entry up in the ledger; `offenders` is filled, for which the shards are read again."""
    _load(db, entries)
    whole_hosts(db, ledger)
    _climb(db)
    db.run("CREATE TEMP TABLE held AS SELECT * FROM hosts WHERE host IN (SELECT host FROM hit)")
    hits = [*_of_hosts(db, ledger)]
    ((documents, weight),) = db.run(
        "SELECT coalesce(sum(documents), 0)::BIGINT, coalesce(sum(weight), 0)::HUGEINT FROM held"
    )
    wanted = _prefixes(db)
    covered = frozenset(host for (host,) in db.run(_ALL if offenders else _COVERED))
    looked = frozenset(wanted) | (covered if offenders else frozenset())
    again = _shards_with(db, ledger, looked) if looked else ()
    paths = _Paths(wanted, covered, offenders)
    unread: list[str] = []
    for shard in again:
        try:
            paths.read(shard, addresses(shard, looked))
        except Stop as stop:
            unread.append(stop.message)
    hits += paths.hits()
    hits.sort(key=lambda one: (one.entry, one.covers))
    return Matched(tuple(hits), documents + paths.documents, int(weight) + paths.weight, digest(hits), tuple(unread))


_ALL = "SELECT DISTINCT host FROM hit"
_COVERED = "SELECT DISTINCT host FROM hit SEMI JOIN prefixes ON hit.host = prefixes.host"


def digest(hits: Iterable[Hit]) -> str:
    """The SHA-256 of a table of entries with documents, in the order of their names."""
    whole = hashlib.sha256()
    for one in hits:
        whole.update(f"{one.entry}\t{one.covers}\t{one.documents}\t{one.weight}\n".encode())
    return whole.hexdigest()


def _load(db: Duck, entries: Listed) -> None:
    table = "CREATE TEMP TABLE {} AS SELECT DISTINCT * FROM read_csv(?, header=false, delim='\t', quote='', escape='',"
    table += " auto_detect=false, max_line_size=8388608, null_padding=false, columns={{{}}})"
    hosts, prefixes = str(entries.hosts), str(entries.prefixes)
    if entries.named:
        db.run(table.format("entries", "'name': 'VARCHAR', 'covers': 'TINYINT'"), hosts)
    else:
        db.run("CREATE TEMP TABLE entries (name VARCHAR, covers TINYINT)")
    if entries.addresses:
        columns = "'host': 'VARCHAR', 'port': 'VARCHAR', 'target': 'VARCHAR', 'open': 'TINYINT'"
        db.run(table.format("prefixes", columns), prefixes)
    else:
        db.run("CREATE TEMP TABLE prefixes (host VARCHAR, port VARCHAR, target VARCHAR, open TINYINT)")


def _climb(db: Duck) -> None:
    """Fill `hit` with the hosts that entries cover, level by level."""
    db.run("CREATE TEMP TABLE hit (host VARCHAR, name VARCHAR, covers TINYINT)")
    db.run(
        "INSERT INTO hit SELECT host, name, covers FROM hosts JOIN entries ON host = name"  # noqa: S608
        f" WHERE covers & {Covers.ITSELF.value}"
    )
    db.run(
        "CREATE TEMP TABLE climbing AS SELECT host, substr(host, strpos(host, '.') + 1) AS rest FROM hosts"  # noqa: S608
        " WHERE contains(host, '.') AND NOT starts_with(host, '[')"
        f" AND CASE WHEN right(host, 1) BETWEEN '0' AND '9' THEN NOT regexp_matches(host, '{IP}') ELSE true END"
    )
    for _ in range(LEVELS):
        db.run(
            "INSERT INTO hit SELECT host, name, covers FROM climbing JOIN entries ON rest = name"  # noqa: S608
            f" WHERE covers & {Covers.BELOW.value}"
        )
        db.run(
            "CREATE TEMP TABLE higher AS SELECT host, substr(rest, strpos(rest, '.') + 1) AS rest FROM climbing"
            " WHERE contains(rest, '.')"
        )
        db.run("DROP TABLE climbing")
        db.run("ALTER TABLE higher RENAME TO climbing")
        if not db.run("SELECT count(*) FROM climbing")[0][0]:
            break
    db.run("DROP TABLE climbing")
    db.run("DROP TABLE entries")


def _of_hosts(db: Duck, ledger: Ledger) -> Iterator[Hit]:
    """The entries that name hosts, with what was found there."""
    db.run(
        "CREATE TEMP TABLE named AS SELECT row_number() OVER () AS id, name, covers"
        " FROM (SELECT DISTINCT name, covers FROM hit)"
    )
    db.run("CREATE TEMP TABLE reach AS SELECT host, id FROM hit JOIN named USING (name, covers)")
    names = _first_shards(db, ledger)
    known: dict[tuple[int | None, ...], tuple[str, ...]] = {}
    for chunk in db.chunks(
        "SELECT name, covers, documents, weight, columns('first_.*') FROM named JOIN firsts USING (id) JOIN"
        " (SELECT id, sum(documents)::BIGINT AS documents, sum(weight)::HUGEINT AS weight"
        " FROM reach JOIN held USING (host) GROUP BY id) USING (id)"
    ):
        for name, covers, documents, weight, *first in chunk:
            entry, numbers = Named(name, Covers(covers)), tuple(first)
            shards = known.setdefault(numbers, tuple(names[one] for one in numbers if one is not None))
            yield Hit(entry.entry, WORDS[entry.covers], documents, int(weight or 0), shards)
    for table in ("reach", "seen", "files", "firsts", "named"):
        db.run(f"DROP TABLE {table}")


def _first_shards(db: Duck, ledger: Ledger) -> list[str]:
    """Fill `firsts` with the numbers of the first shards of each entry; what each number stands for.

    Some shards are looked at at a time, in their order: for all of a large corpus at once there would be no memory.
    """
    tables = sorted((ledger.table(one).name, one.name, str(ledger.table(one))) for one in ledger.shards)
    db.run("CREATE TEMP TABLE seen (id BIGINT, number BIGINT)")
    db.run("CREATE TEMP TABLE files (file VARCHAR, number BIGINT)")
    db.fill("files", [[file for file, _, _ in tables], range(len(tables))])
    for some in _portions([path for _, _, path in tables]):
        db.run(
            f"INSERT INTO seen SELECT id, number FROM (SELECT DISTINCT id, number FROM reach"  # noqa: S608
            f" JOIN {rows_of(some, named=True)} USING (host) JOIN files ON file = parse_filename(filename)"
            f" WHERE id NOT IN (SELECT id FROM seen GROUP BY id HAVING count(*) >= {FIRST_SHARDS}))"
            f" QUALIFY row_number() OVER (PARTITION BY id ORDER BY number) <= {FIRST_SHARDS}"
        )
    ranked = "SELECT id, number, row_number() OVER (PARTITION BY id ORDER BY number) AS rank FROM seen"
    first = ", ".join(f"max(number) FILTER (rank = {at}) AS first_{at}" for at in range(1, FIRST_SHARDS + 1))
    db.run(f"CREATE TEMP TABLE firsts AS SELECT id, {first} FROM ({ranked}) GROUP BY id")  # noqa: S608
    return [name for _, name, _ in tables]


def _portions(tables: Iterable[str]) -> Iterator[list[str]]:
    """The tables in their order, some at a time."""
    some: list[str] = []
    whole = 0
    for path in tables:
        some.append(path)
        whole += Path(path).stat().st_size
        if whole > PORTION:
            yield some
            some, whole = [], 0
    if some:
        yield some


WORDS: Mapping[Covers, str] = {Covers.ITSELF: "host", Covers.BELOW: "below", Covers.BOTH: "host-and-below"}
ADDRESS = "address"


def _prefixes(db: Duck) -> dict[str, list[Prefix]]:
    """The entries with a path whose host is in the ledger."""
    found: dict[str, list[Prefix]] = {}
    for host, port, target, open_end in db.run(
        "SELECT host, coalesce(port, ''), target, open FROM prefixes SEMI JOIN hosts USING (host) ORDER BY ALL"
    ):
        found.setdefault(host, []).append(Prefix(host, port, target, bool(open_end)))
    return found


def _shards_with(db: Duck, ledger: Ledger, wanted: Iterable[str]) -> tuple[Shard, ...]:
    """The shards that hold documents of these hosts."""
    rows = db.run(
        f"SELECT DISTINCT parse_filename(filename) FROM {rows_of(tables_of(ledger), named=True)} WHERE host IN"  # noqa: S608
        " (SELECT unnest(?::VARCHAR[]))",
        sorted(wanted),
    )
    there = {name for (name,) in rows}
    return tuple(one for one in ledger.shards if ledger.table(one).name in there)


class _Paths:
    """What the second pass finds: documents by entry, and those that no entry for hosts has counted."""

    def __init__(
        self, wanted: Mapping[str, list[Prefix]], covered: frozenset[str], offenders: Offenders | None
    ) -> None:
        self.wanted, self.covered, self.offenders = wanted, covered, offenders
        self.documents = self.weight = 0
        self._found: dict[Prefix, list[int]] = {}
        self._shards: dict[Prefix, list[str]] = {}

    def read(self, shard: Shard, addresses: Iterator[tuple[str, int]]) -> None:
        """Count the addresses of a shard."""
        for url, weight in addresses:
            found = located(url)
            entries = [
                one for one in self.wanted.get(found.host, ()) if one.port == found.port and one.covers(found.target)
            ]
            for one in entries:
                count = self._found.setdefault(one, [0, 0])
                count[0] += 1
                count[1] += weight
                shards = self._shards.setdefault(one, [])
                if shard.name not in shards and len(shards) < FIRST_SHARDS:
                    shards.append(shard.name)
            if self.offenders is not None and (entries or found.host in self.covered):
                self.offenders.add(shard, url)
            if entries and found.host not in self.covered:
                self.documents += 1
                self.weight += weight

    def hits(self) -> Iterator[Hit]:
        """The entries that name a path, with what was found there."""
        for one, (documents, weight) in self._found.items():
            yield Hit(one.entry, ADDRESS, documents, weight, tuple(self._shards[one]))
