"""How much of a corpus came from which registered domain, by rank: the table that public summaries ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from underhood.corpus.ledger import Ledger
from underhood.corpus.match import IP, LEVELS
from underhood.corpus.together import whole_hosts
from underhood.doors.duck import Duck
from underhood.doors.suffixes import Suffixes
from underhood.meaning.sizes import share_of

SHARE, SHARE_OF_SMALL, MOST_OF_SMALL = Decimal(10), Decimal(5), 1000


@dataclass(frozen=True, slots=True)
class Table:
    """The domains by rank: `names` counts all of them, `wanted` those that are written."""

    names: int
    wanted: int
    documents: int
    weight: int
    unit: str


def rank(db: Duck, ledger: Ledger, rules: Suffixes, *, small: bool, scratch: Path) -> Table:
    """Put the domains together, into the table `ranked`. Of one measure, the name decides."""
    whole_hosts(db, ledger)
    _load_rules(db, rules, scratch)
    _register(db)
    unit = ledger.asked.unit if ledger.asked.weight else ""
    measure = "weight DESC, documents DESC" if unit else "documents DESC"
    db.run(
        "CREATE TEMP TABLE ranked AS SELECT name, documents, weight, row_number() OVER"  # noqa: S608
        f" (ORDER BY {measure}, name) AS place FROM (SELECT name, sum(documents)::BIGINT AS documents,"
        " coalesce(sum(weight), 0)::HUGEINT AS weight FROM registered GROUP BY 1)"
    )
    ((names, documents, weight),) = db.run(
        "SELECT count(*), coalesce(sum(documents), 0)::BIGINT, coalesce(sum(weight), 0)::HUGEINT FROM ranked"
    )
    wanted = share_of(names, SHARE_OF_SMALL if small else SHARE, of=Decimal(100)) if names else 0
    return Table(names, min(wanted, MOST_OF_SMALL) if small else wanted, documents, int(weight), unit)


def rows(db: Duck, table: Table) -> Iterator[str]:
    """The lines of the file: name, measure, and documents where these are not the measure."""
    yield f"domain,{table.unit},documents\n" if table.unit else "domain,documents\n"
    for some in db.chunks("SELECT name, weight, documents FROM ranked WHERE place <= ? ORDER BY place", table.wanted):
        for name, weight, documents in some:
            yield f"{name},{int(weight)},{documents}\n" if table.unit else f"{name},{documents}\n"


def concentration(db: Duck, table: Table) -> Iterator[tuple[int, int, int]]:
    """How much the first names hold: their number, their measure, the whole; by powers of ten."""
    measure, whole = ("weight", table.weight) if table.unit else ("documents", table.documents)
    first = 1
    while first < table.names:
        ((held,),) = db.run(f"SELECT sum({measure})::HUGEINT FROM ranked WHERE place <= ?", first)  # noqa: S608
        yield first, int(held), whole
        first *= 10


def _load_rules(db: Duck, rules: Suffixes, scratch: Path) -> None:
    kinds = (("exact", rules.exact), ("below", rules.below), ("except", rules.except_for))
    path = scratch / "suffixes.tsv"
    path.write_text("".join(f"{name}\t{kind}\n" for kind, names in kinds for name in sorted(names)), encoding="utf-8")
    db.run(
        "CREATE TEMP TABLE suffixes AS SELECT * FROM read_csv(?, header=false, delim='\t', auto_detect=false,"
        " columns={'name': 'VARCHAR', 'kind': 'VARCHAR'})",
        str(path),
    )


def _register(db: Duck) -> None:
    """Fill `registered`, from the longest name of each host to the shortest, as `Suffixes.registered` does."""
    db.run("CREATE TEMP TABLE registered (name VARCHAR, documents BIGINT, weight HUGEINT)")
    ip = f"starts_with(host, '[') OR (right(host, 1) BETWEEN '0' AND '9' AND regexp_matches(host, '{IP}'))"
    db.run(f"INSERT INTO registered SELECT host, documents, weight FROM hosts WHERE {ip}")  # noqa: S608
    db.run(
        "CREATE TEMP TABLE climbing AS SELECT host AS longer, host AS rest, documents, weight FROM hosts"  # noqa: S608
        f" WHERE NOT ({ip})"
    )
    for _ in range(LEVELS):
        db.run(
            "CREATE TEMP TABLE told AS SELECT *, rest IN (SELECT name FROM suffixes WHERE kind = 'except') AS alone,"
            " NOT contains(rest, '.') OR rest IN (SELECT name FROM suffixes WHERE kind = 'exact') OR"
            " substr(rest, strpos(rest, '.') + 1) IN (SELECT name FROM suffixes WHERE kind = 'below') AS ended"
            " FROM climbing"
        )
        db.run(
            "INSERT INTO registered SELECT CASE WHEN alone THEN rest ELSE longer END, documents, weight FROM told"
            " WHERE alone OR ended"
        )
        db.run("DROP TABLE climbing")
        db.run(
            "CREATE TEMP TABLE climbing AS SELECT rest AS longer, substr(rest, strpos(rest, '.') + 1) AS rest,"
            " documents, weight FROM told WHERE NOT alone AND NOT ended"
        )
        db.run("DROP TABLE told")
        if not db.run("SELECT count(*) FROM climbing")[0][0]:
            break
