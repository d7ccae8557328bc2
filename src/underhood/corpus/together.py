"""The hosts of all shards of a ledger, put together once and kept in its folder."""

from __future__ import annotations

from pathlib import Path

from underhood.corpus.ledger import HOSTS, Ledger
from underhood.doors.duck import Duck, Trouble, text
from underhood.values.errors import Stop


def whole_hosts(db: Duck, ledger: Ledger) -> None:
    """The hosts of all shards, put together; as a view, over a file that the next list finds there."""
    path = ledger.folder / HOSTS.format(ledger.digest[:16])
    if not _adds_up(db, ledger, path):
        tables = tables_of(ledger)
        if not tables:
            db.run("CREATE TEMP TABLE hosts (host VARCHAR, documents BIGINT, weight HUGEINT)")
            return
        _put_together(db, tables, path)
        for old in ledger.folder.glob(HOSTS.format("*")):
            if old != path:
                old.unlink(missing_ok=True)
    db.run(f"CREATE TEMP VIEW hosts AS SELECT * FROM read_parquet({text(str(path))})")  # noqa: S608


def _adds_up(db: Duck, ledger: Ledger, path: Path) -> bool:
    """Whether the hosts were put together before, and are as many documents as the shards have."""
    if not path.is_file():
        return False
    try:
        ((documents,),) = db.run(f"SELECT coalesce(sum(documents), 0)::BIGINT FROM read_parquet({text(str(path))})")  # noqa: S608
    except Trouble:
        return False
    return bool(documents == ledger.documents)


def _put_together(db: Duck, tables: list[str], path: Path) -> None:
    aside = path.with_suffix(".part")
    made = (
        f"SELECT host, sum(documents)::BIGINT documents, sum(weight)::HUGEINT weight FROM {rows_of(tables)} GROUP BY 1"  # noqa: S608
    )
    try:
        db.run(f"COPY ({made}) TO {text(str(aside))} (FORMAT parquet, COMPRESSION zstd)")
        aside.replace(path)
    except OSError as error:
        raise Stop(f"cannot write {path}: {error.strerror}", "check the permissions and the free space") from error


def tables_of(ledger: Ledger) -> list[str]:
    """The paths of the tables of a ledger's shards."""
    return [str(ledger.table(one)) for one in ledger.shards]


def rows_of(tables: list[str], *, named: bool = False) -> str:
    """The rows of these tables, for a FROM; `named` adds the column `filename`."""
    return f"read_parquet([{', '.join(map(text, tables))}]{', filename = true' if named else ''})"
