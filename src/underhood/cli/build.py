"""Build the site."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from pathlib import Path

import click

from underhood.cli.parts import asking
from underhood.cli.parts.options import Session, session
from underhood.cli.parts.output import FINDINGS, OK, Output, Progress, failure
from underhood.judge.check import check
from underhood.meaning.audience import Audience, Views
from underhood.records.places import FOLDER
from underhood.records.project import Project
from underhood.reports import Frame, clean, load
from underhood.site.paper import ready
from underhood.site.plan import PAPER
from underhood.values.errors import USAGE, Stop

SITE = Path("build", "site")
FRONT = ("index.html", "index.md")
MARK = "provenance.json"
"""A folder that has this, or nothing at all, may be given to an engine; an index page may be somebody's own work."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: where the site goes, as what, and for whom."""

    target: Path
    engine: str
    drafts: bool
    search: bool
    audience: Audience
    papers: tuple[str, ...] = ()
    keep: bool = True


class _Warnings(logging.Handler):
    """Tells what MkDocs warns of, such as a broken link in a page written by hand, and what it says before it stops."""

    def __init__(self, out: Output) -> None:
        super().__init__(logging.WARNING)
        self.out = out

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage():
            self.out.tell(f"{record.levelname.lower()}: {clean(record.getMessage())}")


@click.command("build")
@asking.folder("Where to put it (default: build/site).")
@click.option(
    "--engine",
    type=click.Choice(["mkdocs", "folder"]),
    default="mkdocs",
    show_default=True,
    help="mkdocs: the site. folder: the same pages as plain Markdown files.",
)
@click.option("--drafts", is_flag=True, help="Include releases that are not out yet.")
@asking.audience()
@click.option(
    "--with",
    "papers",
    metavar="FORMS",
    default="",
    callback=lambda _, __, told: _papers(told),
    help="Make the documents of releases and sources as files besides, and link them: pdf, docx, or pdf,docx.",
)
@click.option("--no-search", "search", flag_value=False, default=True, help="Leave the search index out (faster).")
@click.option("--no-cache", is_flag=True, help="Read everything anew, and keep nothing for the next time.")
@session
def command(session: Session, /, folder: Path | None, **asked: object) -> int:
    """Build the site.

    The new site takes the place of the old one only when it is complete, and when no file of it says what its readers
    may not see. Records that cannot be read stop the build
    (exit code 1); other findings do not: `underhood check` lists them.

    Finished pages are kept in the user's cache folder (UNDERHOOD_CACHE names another), so that the next build makes
    only those anew that show something that changed.
    """
    began = time.monotonic()
    target = (folder or session.root / SITE).absolute()
    _guard(target, session.root.absolute())
    papers, engine = asked["papers"], str(asked["engine"])
    assert isinstance(papers, tuple)
    if papers and engine == "folder":
        raise Stop("--with is for the site", "leave --engine folder out", code=USAGE)
    for form in papers:
        ready(form)
    with session.output.working("reading the records") as say:
        project = session.project(keep=not asked["no_cache"])
        if project.problems:
            return _refuse(session, project, target)
        audience = Audience(str(asked["audience"]))
        wanted = Wanted(
            target, engine, bool(asked["drafts"]), bool(asked["search"]), audience, papers, not asked["no_cache"]
        )
        pages = _write(project, wanted, say, out=session.output)
    seconds = time.monotonic() - began
    front = target / FRONT[engine == "folder"]
    session.output.tell(f"{pages:,} pages as of {project.as_of}, in {seconds:.1f} s")
    session.output.write(str(_short(front)))
    return OK


def _papers(told: str) -> tuple[str, ...]:
    """The forms that were asked for, each once. Raises Stop for one that is not known."""
    forms = tuple(dict.fromkeys(part.strip() for part in told.split(",") if part.strip()))
    for form in forms:
        if form not in PAPER:
            raise Stop(f"there is no form '{form}'", f"the forms are: {', '.join(PAPER)}", code=USAGE)
    return forms


def _write(project: Project, wanted: Wanted, say: Progress, *, out: Output) -> int:
    """Write the pages with the engine that was asked for, which alone is imported; how many there are."""
    if wanted.engine == "folder":
        from underhood.engines import folder  # noqa: PLC0415

        say("writing pages")
        return folder.write(Views(project, drafts=wanted.drafts), wanted.target, wanted.audience)
    from underhood.engines import mkdocs  # noqa: PLC0415

    assert project.root is not None
    where, when = project.root.absolute(), project.today
    order = mkdocs.Order(
        where,
        wanted.target,
        when,
        wanted.drafts,
        wanted.search,
        audience=wanted.audience,
        paper=wanted.papers,
        keep=wanted.keep,
        project=project,
    )
    handler = _Warnings(out)
    logging.getLogger("mkdocs").addHandler(handler)
    try:
        return mkdocs.build(order, say=say).pages
    finally:
        logging.getLogger("mkdocs").removeHandler(handler)


def _refuse(session: Session, project: Project, target: Path) -> int:
    """Say which files could not be read; a site without them would be silent about what they hold."""
    findings = check(project, today=session.day, only={problem.code for problem in project.problems})
    frame = Frame(project.tree, session.output.colour, "underhood", len(project.catalog.records))
    session.output.write(load("text").write(findings, frame))
    kept = "; the earlier site is untouched" if target.exists() else ""
    failure(f"nothing was built, since not everything could be read{kept}", "mend these files, then build again")
    return FINDINGS


def _guard(target: Path, root: Path) -> None:
    """Refuse to put a site where something else would be lost."""
    where = target.resolve()
    if root.resolve().is_relative_to(where) or where.is_relative_to((root / FOLDER).resolve()):
        raise Stop(f"the site cannot take the place of {target}", "name a folder of its own: -o build/site", code=USAGE)
    if not target.exists():
        return
    if not target.is_dir():
        raise Stop(f"{target} is a file", "name a folder: -o build/site", code=USAGE)
    held = [entry.name for entry in target.iterdir()]
    if held and MARK not in held:
        raise Stop(
            f"{target} holds files that are not a site ({min(held)} …)",
            "name an empty folder, or one that holds an earlier site",
            code=USAGE,
        )


def _short(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
