"""Write the registered domains that most of a corpus came from."""

from __future__ import annotations

from pathlib import Path

import click

from underhood.cli.parts.auditing import ANEW, LEDGER, MEMORY, SUFFIXES, database
from underhood.cli.parts.options import Session, session
from underhood.cli.parts.output import FINDINGS, OK
from underhood.corpus.domains import concentration, rank, rows
from underhood.corpus.ledger import open_ledger
from underhood.doors.suffixes import suffixes
from underhood.doors.writing import write


@click.command("domains")
@LEDGER
@click.option("-o", "--output", "file", metavar="FILE", type=click.Path(path_type=Path), help="Write the table here.")
@click.option("--small", is_flag=True, help="As asked of small and medium firms: 5 percent, at most 1,000.")
@SUFFIXES
@MEMORY
@session
def command(session: Session, folder: Path, **asked: object) -> int:
    """Write the registered domains that most of a corpus came from: the top 10 percent of all names.

    The table serves as `domains_file` of a data source; its first two columns are the name and the amount.

    Example: `underhood audit domains --ledger ledger -o governance/_lists/crawl-domains.csv`.
    """
    ledger, given, file = open_ledger(folder.absolute()), asked["rules"], asked["file"]
    rules = suffixes(given if isinstance(given, Path) else None)
    with database(ledger, asked["memory"]) as (db, scratch):
        table = rank(db, ledger, rules, small=bool(asked["small"]), scratch=scratch)
        text = "".join(rows(db, table))
        shares = list(concentration(db, table))
    if isinstance(file, Path):
        write(file.absolute(), text.encode())
    else:
        session.output.write(text)
    for count, held, whole in shares:
        of = f"{100 * held / whole:.1f}" if whole else "0.0"
        session.output.tell(f"the first {count:,} of {table.names:,} names: {of} % of the {table.unit or 'documents'}")
    for name in (*(one.name for one in ledger.faults), *ledger.unread):
        session.output.tell(f"not counted, since it was not read: {name}")
    for name in ledger.damaged:
        session.output.tell(f"{name} is damaged\nhint: {ANEW}")
    return OK if ledger.whole else FINDINGS
