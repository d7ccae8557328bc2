"""Look for what exclusions leave out in the ledger of a corpus."""

from __future__ import annotations

from gettext import NullTranslations
from pathlib import Path

import click

from underhood.cli.parts.auditing import ANEW, LEDGER, MEMORY, SUFFIXES, database
from underhood.cli.parts.options import Session, found, session
from underhood.cli.parts.output import FINDINGS, OK
from underhood.corpus.again import addresses, places, stale
from underhood.corpus.ledger import Ledger, open_ledger
from underhood.corpus.listed import Reading, changed, listed
from underhood.corpus.match import Offenders, match
from underhood.corpus.result import Result, evidence, in_json
from underhood.doors import duck
from underhood.doors.dump import plain_yaml
from underhood.doors.suffixes import suffixes
from underhood.doors.writing import write, write_new
from underhood.meaning.audits import outcome
from underhood.records.places import FOLDER
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.values.errors import USAGE, Stop
from underhood.values.ids import id_problem

NAMED = 5


@click.command("check")
@click.argument("names", nargs=-1, required=True, metavar="exclusion/ID...")
@LEDGER
@click.option("--list", "elsewhere", metavar="PATH", type=click.Path(path_type=Path), help="A list kept elsewhere.")
@click.option("-o", "--output", "file", metavar="FILE", type=click.Path(path_type=Path), help="Write the result here.")
@click.option("--list-urls", "urls", metavar="FILE", type=click.Path(path_type=Path), help="Write what was found here.")
@click.option("--write", "keep", is_flag=True, help="Write a record evidence/<id>, and nothing else.")
@click.option("--id", "id", default="", help="The id of that record (default: audit- and the id of the exclusion).")
@SUFFIXES
@MEMORY
@session
def command(session: Session, names: tuple[str, ...], folder: Path, **asked: object) -> int:
    """Look for what an exclusion leaves out in the ledger of a corpus.

    The exit code is 1 where documents were found, or something could not be judged.

    Examples: `underhood audit check exclusion/people-directories --ledger ledger`, with `--write` for a record.
    """
    single = [name for name in ("elsewhere", "file", "urls", "id") if asked[name]]
    if len(names) > 1 and single:
        raise Stop("--list, -o, --list-urls and --id are for one exclusion", "name one", code=USAGE)
    project, ledger = session.project(), open_ledger(folder.absolute())
    exclusions = [_exclusion(project, name) for name in names]
    results = [_checked(session, project, record, ledger=ledger, asked=asked) for record in exclusions]
    for result in results:
        _tell(session, result)
        if asked["keep"]:
            _keep(session, project, result, id=str(asked["id"]))
    return OK if all(one.clean for one in results) else FINDINGS


def _checked(session: Session, project: Project, record: Record, *, ledger: Ledger, asked: dict[str, object]) -> Result:
    given, elsewhere, urls = asked["rules"], asked["elsewhere"], asked["urls"]
    rules = suffixes(given if isinstance(given, Path) else None)
    where = places(ledger)
    with database(ledger, asked["memory"], where.values()) as (db, scratch):
        reading = Reading(record, project.tree, elsewhere if isinstance(elsewhere, Path) else None)
        entries = listed(iter(reading), reading.sources, rules.is_suffix, folder=scratch)
        again = addresses(db, ledger, where)
        offenders = Offenders() if isinstance(urls, Path) else None
        matched = match(db, ledger, entries, addresses=again, offenders=offenders)
        if isinstance(urls, Path) and offenders is not None:
            write(urls.absolute(), offenders.text().encode("utf-8", "surrogatepass"))
    old = tuple(f"{name} has changed since the ledger was made" for name in stale(ledger, where))
    spoilt = tuple(f"{name} is damaged" for name in ledger.damaged)
    told = (*spoilt, *changed(project, record, entries.sources), *old, *matched.unread)
    result = Result(record, ledger, entries, matched, rules, told, session.day, duck.version())
    if isinstance(file := asked["file"], Path):
        write(file.absolute(), in_json(result))
    return result


def _exclusion(project: Project, name: str) -> Record:
    record, address = found(project, name)
    if record.kind != "exclusion" or address.steps:
        raise Stop(f"{address} is no exclusion", "name one, such as exclusion/ID", code=USAGE)
    return record


def _tell(session: Session, result: Result) -> None:
    """Say what came out, and all that was not judged."""
    say = session.output.write
    found, lost = outcome(result.counts, NullTranslations(), lambda number: f"{number:,}"), result.listed.invalid
    missed = f"; {lost:,} of {result.listed.entries:,} entries not looked for" if lost else ""
    say(f"{result.record.address}: {found}{missed}")
    most = sorted(result.matched.hits, key=lambda one: (-one.documents, one.entry))
    for one in most[:NAMED]:
        say(f"  {one.entry}: {one.documents:,} ({', '.join(one.shards)})")
    if len(most) > NAMED:
        say(f"  and {len(most) - NAMED:,} more entries")
    if result.counts.documents and result.counts.unjudged:
        say(f"  not judged: {result.counts.unjudged:,} rows of {result.ledger.rows:,}")
    for flaw in result.listed.flaws[:NAMED]:
        say(f"  not looked for: {flaw}")
    if result.listed.invalid > NAMED:
        say(f"  and {result.listed.invalid - NAMED:,} more entries that were not looked for")
    for fault in result.ledger.faults:
        say(f"  not read: {fault}")
    for name in result.ledger.unread:
        say(f"  not read yet: {name}")
    for words in result.changed:
        say(f"  {words}")
    if result.ledger.damaged:
        session.output.tell(f"hint: {ANEW}")


def _keep(session: Session, project: Project, result: Result, *, id: str) -> None:
    """Write the record of an audit. Raises Stop where there is one of that name."""
    name = id or f"audit-{result.record.id}"
    if problem := id_problem(name):
        raise Stop(f"'{name}' cannot be an id: {problem}", "give another with --id", code=USAGE)
    if any(record.id == name for record in project.catalog.of("evidence")):
        raise Stop(f"evidence/{name} is there already", "give another with --id; nothing was written", code=USAGE)
    path = f"{FOLDER}/evidence/{name}.yaml"
    assert project.root is not None
    (project.root / FOLDER / "evidence").mkdir(parents=True, exist_ok=True)
    write_new(project.root, {path: plain_yaml(evidence(result)).encode()})
    session.output.write(path)
    session.output.tell(f"cite it in {result.record.address} (evidence: [{{source: {name}}}]) to have it sealed")
