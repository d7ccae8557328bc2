"""Bring the catalogues of translations up to the records, and say how much is translated."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from underhood import __version__
from underhood.cli.parts import asking, translated, translating
from underhood.cli.parts.options import Session, session
from underhood.cli.parts.output import FINDINGS, OK
from underhood.doors import writing
from underhood.meaning.translated_pages import confirmed
from underhood.records.project import Project
from underhood.values.errors import UNREADABLE, USAGE, Stop

FORMATS = {"text": translated.as_text, "json": translated.as_json}


@click.group("translate")
@click.pass_context
def command(context: click.Context) -> None:
    """Bring the catalogues of translations up to the records, and say how much is translated.

    `update` writes what is missing into the catalogues, `status` counts, and `confirm` says that a page written by hand
    follows the English page again. Texts of records stand in governance/_locale/LANGUAGE/LC_MESSAGES/records.po, words
    of one's own templates in templates/locale/LANGUAGE/LC_MESSAGES/underhood.po, pages in site/LANGUAGE/.
    """
    context.default_map = {context.invoked_subcommand or "": context.default_map or {}}


@command.command("update")
@click.argument("languages", metavar="[LANGUAGE]...", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; the exit code is 1 when something would change.")
@session
def update(session: Session, languages: tuple[str, ...], *, check: bool) -> int:
    """Write what is missing into the catalogues of these languages (default: all languages of the site).

    A new text gets an empty entry; where the same words are translated elsewhere, that translation, marked fuzzy. A
    text that changed keeps its translation, marked fuzzy, with the words that it was made of. What no record has any
    more goes to the end of the file, out of use, and comes back with its text. Comments, order and layout stay.
    """
    out = session.output
    with out.working("reading the records"):
        project = session.project()
        chosen = translating.chosen(project, languages)
        made = [one for language in chosen for one in translating.catalogues_of(project, language)]
    changed = {one.path: one.content for one in made if one.counts.any}
    if not check:
        _write(project, changed)
    for one in made:
        out.write(translating.told(one, check=check))
    for note in translating.notes(project, chosen):
        out.tell(f"note: {note}")
    if changed and not check:
        out.tell("translate the empty entries, look over those marked fuzzy, and take the mark away")
    return FINDINGS if check and changed else OK


@command.command("status")
@click.argument("languages", metavar="[LANGUAGE]...", nargs=-1)
@click.option("--release", "releases", metavar="RELEASE", multiple=True, help="Count the records behind this release.")
@asking.form(FORMATS)
@session
def status(session: Session, languages: tuple[str, ...], releases: tuple[str, ...], form: str) -> int:
    """Say how much is translated into these languages (default: all languages of the site).

    Of texts of records, kind by kind, of words of the pages, and of pages written by hand. Titles of sources stay as
    they are, and are not counted.
    """
    with session.output.working("counting"):
        project = session.project()
        found = translated.told(project, translating.chosen(project, languages), releases)
        text = FORMATS[form](found, f"underhood {__version__}")
    session.output.write(text)
    return OK


@command.command("confirm")
@click.argument("pages", metavar="PAGE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@session
def confirm(session: Session, pages: tuple[Path, ...]) -> int:
    """Say that a translated page, such as site/fr/about/licences.md, was revised after the English page."""
    project = session.project()
    assert project.root is not None
    root = project.root.resolve()
    made = {}
    for page in pages:
        path = _below(root, page)
        if all(entry.path != path or entry.odd for entry in project.tree.walk(path.rpartition("/")[0])):
            raise Stop(f"there is no page {path}", "`underhood translate status` lists the pages", code=USAGE)
        made[path] = confirmed(project.tree, path)
    changed = {path: content for path, content in made.items() if content != project.tree.read(path)}
    _write(project, changed)
    for path in made:
        session.output.write(f"{path}: {'confirmed' if path in changed else 'is current already'}")
    return OK


def _below(root: Path, page: Path) -> str:
    """A page by its path from the root: as it is named from here, else from there."""
    for path in (Path.cwd() / page, root / page):
        if path.is_file() and path.resolve().is_relative_to(root):
            return path.resolve().relative_to(root).as_posix()
    return page.as_posix()


def _write(project: Project, files: dict[str, bytes]) -> None:
    """Write all files or none. A file that somebody made read-only is not replaced."""
    assert project.root is not None
    for path in _read_only(project.root, files):
        raise Stop(
            f"{path} is read-only", "make it writable, then run this again; nothing was written", code=UNREADABLE
        )
    if files:
        writing.write_all(project.root, files)


def _read_only(root: Path, paths: Iterable[str]) -> Iterable[str]:
    return (path for path in paths if (root / path).exists() and not (root / path).stat().st_mode & 0o222)
