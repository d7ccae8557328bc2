"""Read files of other formats into draft records."""

from __future__ import annotations

import contextlib
import difflib
import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from underhood import __version__, importers
from underhood.cli.parts.options import EDITOR_SCHEMAS, Session, session
from underhood.cli.parts.output import FINDINGS, OK
from underhood.cli.parts.revising import States
from underhood.cli.parts.selecting import Choice
from underhood.cli.parts.starting import bare
from underhood.doors import writing
from underhood.doors.forked import shared_out
from underhood.doors.tree import MemoryTree
from underhood.importers._merging import against, merge, written
from underhood.importers._reading import Found, Read, find, read
from underhood.importers._report import Import, as_json, as_markdown, place, summary
from underhood.records.places import FOLDER
from underhood.records.project import Project, memory_project
from underhood.values.errors import USAGE, Stop
from underhood.values.ids import id_problem
from underhood.values.printable import clean

BASELINE = "baseline.json"
TOLD = 20
"""So many troubles are told on the terminal; the report has all."""


@click.command("import")
@click.argument("form", metavar="FORMAT", required=False)
@click.argument("paths", metavar="PATH…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--release", metavar="ID", default="", help="The release that the files speak of, where they do not say.")
@click.option("--provider", metavar="ID", default="", help="The organisation that provides it.")
@click.option("--dry-run", "dry", is_flag=True, help="Say what would be written, and write nothing.")
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what was used and what was not to this file: Markdown, or JSON where it ends in .json.",
)
@click.option("--list", "listed", is_flag=True, help="List the formats.")
@session
def command(session: Session, form: str | None, paths: tuple[Path, ...], **asked: object) -> int:
    """Read files of other formats into draft records.

    Of a folder, the files with the names of the format are read. Nothing that is recorded already is changed. What a
    file does not say and a record needs begins with TODO; `underhood check` names it. A file that cannot be read is
    named, the others go on, and the exit code is 1. In a folder that holds nothing else, a repository is started, with
    a baseline that accepts what is still missing.

    Examples: `underhood import hugging-face cards`, `underhood import --list`.
    """
    if asked["listed"]:
        for name in importers.formats():
            session.output.write(f"{name}: {importers.load(name).title}\n")
        return OK
    if form is None or not paths:
        hint = "for example: underhood import hugging-face README.md; --list names the formats"
        raise Stop("a format and a file or folder are needed", hint, code=USAGE)
    wanted = importers.Wanted(session.day, _id(asked["release"], "release"), _id(asked["provider"], "organisation"))
    report = asked["report"] if isinstance(asked["report"], Path) else None
    return _run(session, _Call(_chosen(form), paths, wanted, report, bool(asked["dry"])), _project(session, paths))


@dataclass(frozen=True, slots=True)
class _Call:
    """What was asked for. `mode` and `title` are of a repository that is to be started."""

    chosen: importers.Importer
    paths: Sequence[Path]
    wanted: importers.Wanted
    report: Path | None = None
    dry: bool = False
    mode: str = "provider"
    title: str = ""


def begin(session: Session, root: Path, source: Path, *, title: str, mode: str) -> int:
    """Start a repository with the records that a card, or a folder of cards, makes."""
    if (root / FOLDER).exists():
        raise Stop(f"{root / FOLDER} is there already", "run `underhood import hugging-face` to add to it", code=USAGE)
    there = replace(session, start=root)
    call = _Call(_chosen("hugging-face"), [source], importers.Wanted(session.day), mode=mode, title=title)
    return _run(there, call, None)


def _project(session: Session, paths: Sequence[Path]) -> Project | None:
    """The records that are there; None in a folder that holds nothing but what is to be read."""
    root = session.root
    if (root / FOLDER).exists() or not root.is_dir():
        return session.project()
    given = {path.absolute() for path in paths}
    for entry in root.absolute().iterdir():
        if entry.name != ".git" and not any(path == entry or entry in path.parents for path in given):
            return session.project()
    return None


def _run(session: Session, call: _Call, project: Project | None) -> int:
    """Read, merge, write and tell. Without a project, a repository is started around the records."""
    root = session.root
    found = find(call.chosen, call.paths)
    with session.output.working(f"reading {len(found):,} files"), _without_garbage():
        files = [one for part in shared_out(_reader(call), found) for one in part]
        merged = against(merge(files), (project or memory_project(MemoryTree({}))).catalog)
        made = Import(call.chosen.name, f"underhood {__version__}", files, merged, dry=call.dry)
        fresh = written(merged, "schemas" if (root / "schemas").is_dir() else EDITOR_SCHEMAS)
        around = bare(root, call.title, call.mode) if project is None and fresh else {}
        _report(made, call.report)  # before the records: where it cannot be written, nothing is
        if fresh and not call.dry:
            root.mkdir(parents=True, exist_ok=True)
            try:
                writing.write_new(root, {**around, **fresh})
            except Stop:
                if call.report is not None:
                    call.report.unlink(missing_ok=True)  # it would speak of records that are not there
                raise
    own = sorted(path for path in around if not path.startswith(f"{EDITOR_SCHEMAS}/"))
    _tell(session, made, [*own, *fresh], call.report)
    if around and not call.dry:
        _accept(session, root)
    return FINDINGS if made.bad or merged.refused else OK


def _reader(call: _Call) -> Callable[[Sequence[Found]], list[Read]]:
    whole = call.report is not None
    return lambda found: [read(call.chosen, one, call.wanted, whole=whole) for one in found]


def _report(made: Import, place: Path | None) -> None:
    if place is not None:
        text = as_json(made) if place.suffix == ".json" else as_markdown(made)
        writing.write(place.absolute(), text.encode("utf-8", "replace"))


@contextlib.contextmanager
def _without_garbage() -> Iterator[None]:
    """Nobody looks for garbage meanwhile: drafts are trees, of which each is kept, and each look takes longer."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _accept(session: Session, root: Path) -> None:
    """Write the baseline of a repository that has just been started, and say what comes next."""
    from underhood.cli.parts.judging import judge  # noqa: PLC0415  (imports all rules)

    quiet = replace(session, output=replace(session.output, quiet=True))
    findings, _ = judge(quiet, Choice(write_baseline=root / BASELINE), States())
    session.output.write(BASELINE)
    count = len(findings)
    if count:
        told = "1 finding is an error" if count == 1 else f"{count:,} findings are errors"
        session.output.tell(f"{told} of reading, which no baseline accepts: underhood check")
    session.output.tell("\nnext:")
    if root.resolve() != Path.cwd():
        session.output.tell(f"  cd {root}")
    session.output.tell(f"  underhood check --baseline {BASELINE}    # tells only what is new")
    session.output.tell("  underhood check    # names what a person has to add")
    session.output.tell("  underhood serve --drafts    # shows the pages; the releases are drafts until you date them")


def _chosen(name: str) -> importers.Importer:
    """A format by its name. Raises Stop with the nearest one."""
    known = importers.formats()
    if name in known:
        return importers.load(name)
    near = difflib.get_close_matches(name, known, 1, 0.5)
    hint = f"did you mean {near[0]}?" if near else f"the formats are: {', '.join(known)}"
    raise Stop(f"there is no format '{name}'", hint, code=USAGE)


def _id(given: object, kind: str) -> str:
    """An id that was given, with or without its kind."""
    id = str(given).removeprefix(f"{kind}/")
    if id and (problem := id_problem(id)):
        raise Stop(f"'{id}' cannot be the id of a {kind}: {problem}", "choose another", code=USAGE)
    return id


def _tell(session: Session, made: Import, paths: Sequence[str], report: Path | None) -> None:
    out = session.output
    for path in paths:
        out.write(path)
    for file in made.bad:
        out.tell(f"{clean(file.name)}: {clean(file.error)}" + (f"\n  hint: {clean(file.hint)}" if file.hint else ""))
    for name, address in made.merged.refused:
        out.tell(f"{clean(name)}: {address} was made in another way by {clean(made.merged.sources[address])}")
    for address, there in made.merged.different:
        out.tell(f"{address} stays as it is: {clean(there)} says something else")
    for name, one in made.troubles[:TOLD]:
        at = f" {place(one.path)}:" if one.path else ""
        out.tell(f"{clean(name)}:{at} {clean(one.message)}" + (f"; {clean(one.hint)}" if one.hint else ""))
    if len(made.troubles) > TOLD:
        out.tell(f"… and {len(made.troubles) - TOLD:,} more (--report FILE lists all)")
    for line in summary(made):
        out.tell(line)
    if report is not None:
        out.tell(f"{report} names every value that was not used")
    elif sum(file.left for file in made.files):
        out.tell("--report FILE names every value that was not used")
