"""Write a release in a format that others read."""

from __future__ import annotations

import difflib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from underhood import __version__, exporters
from underhood.cli.parts import asking
from underhood.cli.parts.options import Session, found, session
from underhood.cli.parts.output import OK
from underhood.doors.writing import write_all
from underhood.exporters._losses import FOR_PEOPLE, FOR_PROGRAMS, reports
from underhood.meaning.audience import Audience, View, Views
from underhood.meaning.facts import Facts
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.site.leaks import watch
from underhood.site.provenance import Source
from underhood.values.errors import USAGE, Stop


@click.command("export")
@click.argument("form", metavar="FORMAT", required=False)
@click.argument("release", metavar="RELEASE", required=False)
@asking.folder("Write into this folder, which must be new, empty or an earlier export.")
@click.option("--edition", metavar="NUMBER", default="", help="The edition of the format (default: the newest known).")
@click.option("--lang", "language", metavar="CODE", default="en", show_default=True, help="The language of the texts.")
@asking.audience()
@click.option("--drafts", is_flag=True, help="Include releases that are not out yet.")
@click.option("--list", "listed", is_flag=True, help="List the formats and their editions.")
@session
def command(session: Session, form: str | None, release: str | None, **asked: object) -> int:
    """Write a release in a format that others read.

    Beside the files stand losses.md and losses.json, which name every recorded fact that the format cannot hold.

    Examples: `underhood export hugging-face release/llama-2 -o card`, `underhood export --list`.
    """
    if asked["listed"]:
        for name in exporters.formats():
            one = exporters.load(name)
            editions = f" ({', '.join(one.editions)})" if one.editions else ""
            session.output.write(f"{name}: {one.title}{editions}\n")
        return OK
    out = asked["folder"]
    if form is None or release is None or not isinstance(out, Path):
        hint = "for example: underhood export json release/ID -o DIR; --list names the formats"
        raise Stop("a format, a release and a folder are needed", hint, code=USAGE)
    chosen = _chosen(form)
    edition = _edition(chosen, str(asked["edition"]))
    project = session.project()
    language = str(asked["language"])
    if language not in project.settings.languages:
        hint = f"the languages are: {', '.join(project.settings.languages)}"
        raise Stop(f"these records are not kept in '{language}'", hint, code=USAGE)
    views = Views(project, drafts=bool(asked["drafts"]))
    audience = Audience(str(asked["audience"]))
    view = views.view(language, audience)
    facts = Facts(view, _release(project, view, release))
    wanted = exporters.Asked(facts, edition, Source(views), f"underhood {__version__}")
    exported = chosen.export(wanted)
    files = {**exported.files, **reports(wanted, chosen, exported)}
    kept = watch(views, audience)
    if kept is not None:
        for path, content in files.items():
            kept.hold(path, content)
    _put(out.absolute(), files)
    session.output.tell(f"wrote {len(exported.files)} file{'s' * (len(exported.files) != 1)} to {out}")
    session.output.tell(_told(exported, out))
    return OK


def _chosen(name: str) -> exporters.Exporter:
    """A format by its name. Raises Stop with the nearest one."""
    known = exporters.formats()
    if name in known:
        return exporters.load(name)
    near = difflib.get_close_matches(name, known, 1, 0.5)
    hint = f"did you mean {near[0]}?" if near else f"the formats are: {', '.join(known)}"
    raise Stop(f"there is no format '{name}'", hint, code=USAGE)


def _told(exported: exporters.Exported, out: Path) -> str:
    if not exported.lost:
        return f"all {exported.held:,} recorded facts are in it"
    total = exported.held + len(exported.lost)
    return f"{exported.held:,} of {total:,} recorded facts are in it; {out / FOR_PEOPLE} names the others"


def _edition(chosen: exporters.Exporter, edition: str) -> str:
    if not edition:
        return chosen.editions[0] if chosen.editions else ""
    if edition in chosen.editions:
        return edition
    hint = f"it has: {', '.join(chosen.editions)}" if chosen.editions else "leave --edition out"
    raise Stop(f"the format {chosen.name} has no edition '{edition}'", hint, code=USAGE)


def _release(project: Project, view: View, text: str) -> Record:
    record, address = found(project, text)
    if record.kind != "release" or address.steps:
        raise Stop(f"{address} is no release", "name one, such as release/ID", code=USAGE)
    shown = view.at(address)
    if shown is None:
        raise Stop(f"{address} is not for this audience", "see --audience and --drafts", code=USAGE)
    return shown


def _put(out: Path, files: Mapping[str, bytes]) -> None:
    """Put the files in place, all or none; an earlier export makes room for the new one."""
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / FOR_PROGRAMS).is_file())):
        raise Stop(f"{out} is not an empty folder", "name a new one: what stands there is not overwritten", code=USAGE)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent, ignore_cleanup_errors=True) as scratch:
            fresh, old = Path(scratch) / "new", Path(scratch) / "old"
            fresh.mkdir()
            write_all(fresh, files)
            if out.exists():
                out.rename(old)
            shutil.move(fresh, out)
    except OSError as error:
        raise Stop(f"{out} cannot be written: {error.strerror}", "check the space and the permissions there") from error
