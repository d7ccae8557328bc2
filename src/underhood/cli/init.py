"""Start a repository of governance records."""

from __future__ import annotations

from pathlib import Path

import click

from underhood.cli.parts.automating import Parts, only, tell_todos, todos, workflows, write_at_top, write_ci
from underhood.cli.parts.options import EDITOR_SCHEMAS, Session, session
from underhood.cli.parts.output import OK
from underhood.cli.parts.starting import ABOUT, IGNORED, SEALS, gitattributes, gitignore, schemas, texts, usual_name
from underhood.doors import members, writing
from underhood.records.places import FOLDER
from underhood.values.errors import USAGE, Stop


@click.command("init")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--title", default="", help="The name of the collection (default: the folder's name).")
@click.option(
    "--mode",
    type=click.Choice(["provider", "compiled"]),
    default="provider",
    show_default=True,
    help="provider: you record your own models. compiled: you record somebody else's, from public sources.",
)
@click.option(
    "--from",
    "source",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="Begin with the model card in this README.md, or with those in this folder, and with no examples.",
)
@only
@session
def command(session: Session, folder: Path, *, parts: Parts, source: Path | None, **asked: str) -> int:
    """Start a repository of governance records.

    Writes the settings, a placeholder of a release that passes `underhood check` and can be built at once, the set-up
    of the site, and workflows that check pull requests: at the top of the git repository, where the forge looks for
    them. A file that is there already is never overwritten. Where there are records already, `--ci` writes the
    workflows alone.
    """
    title, mode = asked["title"], asked["mode"]
    root = (session.start or Path()) / folder
    if root.exists() and not root.is_dir():
        raise Stop(f"{root} is a file", "name a folder", code=USAGE)
    copies = dict(schemas())
    if parts.schemas:
        writing.write_all(_made(root), copies)
        session.output.write(f"{root / EDITOR_SCHEMAS}/ ({len(copies)} schemas for editors)")
        return OK
    if parts.ci and (root / FOLDER).is_dir():
        return write_ci(session.output, root, parts.ci)
    if source is not None:
        begin = members.member(__package__, "import").begin  # another command, which imports all that judges
        return int(begin(session, root, source, title=title, mode=mode))
    files = {path: text.encode() for path, text in texts(title or usual_name(root), mode).items()}
    system = parts.ci or "github"
    flows = workflows(root, system)
    if not flows.below:
        files |= flows.files
    ignore = {**gitignore(root), **gitattributes(root)}
    _refuse(root, [*files, EDITOR_SCHEMAS])
    writing.write_all(_made(root), {**files, **ignore, **copies})
    if flows.below:
        flows = write_at_top(session.output, flows, system)
    above = [flows.shown(path) for path in sorted(flows.files)] if flows.below else []
    _tell(session, root, sorted([*files, *ignore]), len(copies), above=above)
    tell_todos(session.output, (*flows.todos(), *todos(str(root / ABOUT), files[ABOUT])))
    return OK


def _refuse(root: Path, paths: list[str]) -> None:
    """Raise Stop if anything would be overwritten."""
    there = [path for path in paths if (root / path).exists() or (root / path).is_symlink()]
    if (root / FOLDER).is_dir() and not there:
        there = [FOLDER]
    if there:
        names = "\n  ".join(sorted(there))
        known = EDITOR_SCHEMAS in there and (root / FOLDER).is_dir()
        hint = "move them away, or name an empty folder; nothing was written"
        if known:
            hint += "\n      to refresh only the schemas for editors: underhood init --schemas"
        raise Stop(
            f"{len(there)} of the files to write {'is' if len(there) == 1 else 'are'} there already:\n  {names}",
            hint,
            code=USAGE,
        )


def _made(root: Path) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    return root


def _tell(session: Session, root: Path, written: list[str], schemas: int, *, above: list[str]) -> None:
    out = session.output
    for path in (*above, *(str(root / path) for path in written)):
        out.write(path)
    out.write(f"{root / EDITOR_SCHEMAS}/ ({schemas} schemas for editors)")
    if ".gitignore" not in written:
        out.tell(f"note: add {IGNORED} to your .gitignore")
    if ".gitattributes" not in written:
        out.tell(f"note: add '{SEALS}' to your .gitattributes")
    out.tell("\nnext:")
    if root.resolve() != Path.cwd():
        out.tell(f"  cd {root}")
    out.tell("  underhood check    # names the placeholders that are to be replaced, and nothing else")
    out.tell("  underhood serve    # shows the pages, and follows your edits")
    out.tell("  underhood new release/<id>    # then replace the examples")
