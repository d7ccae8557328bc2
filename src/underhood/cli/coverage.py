"""Say what the records answer of what laws, forms and indexes ask."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path

import click

from underhood import __version__, coverages
from underhood.cli.parts import asking
from underhood.cli.parts.options import Session, found, session
from underhood.cli.parts.output import OK
from underhood.doors.writing import write
from underhood.meaning.audience import Audience, View, Views
from underhood.meaning.coverage import coverage, shown
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.values.errors import USAGE, Stop
from underhood.values.framework import Framework

TEXT = "text"
ENDINGS = {".json": "json", ".md": "markdown"}


@click.command("coverage")
@click.argument("names", nargs=-1, metavar="[FRAMEWORK] [RELEASE]...")
@click.option("--with", "others", metavar="RELEASE", multiple=True, help="Another release, to stand beside the first.")
@click.option(
    "--format",
    "form",
    type=click.Choice(coverages.formats()),
    help="How to write it (default: by the file's ending, else text).",
)
@asking.audience()
@click.option("--drafts", is_flag=True, help="Include releases that are not out yet.")
@asking.file("Write to this file instead of stdout.")
@session
def command(session: Session, names: tuple[str, ...], others: tuple[str, ...], **asked: object) -> int:
    """Say what the records answer of what laws, forms and indexes ask.

    FRAMEWORK is the id of a framework, such as fmti-2023: its items are told one by one, with the place that answers
    each, or why none does. Without one, the answers of every framework are counted. RELEASE is the address of a
    release; several, or none for all, stand side by side. It is never a score.

    Examples: `underhood coverage fmti-2023 release/llama-2`, `underhood coverage release/llama-2`,
    `underhood coverage us-ca-sb53 --format markdown`.
    """
    project = session.project()
    view = Views(project, drafts=bool(asked["drafts"])).view(audience=Audience(str(asked["audience"])))
    framework = _framework(project, names[0]) if names and "/" not in names[0] else None
    wanted = (*(names[1:] if framework else names), *others)
    releases = {one.address: one for one in map(_finder(project, view), wanted)}.values() or view.of("release")
    if not releases:
        raise Stop("there is no release to speak of", "--drafts includes those that are not out yet", code=USAGE)
    frameworks = (framework,) if framework else shown(view)
    told = coverages.Told(
        tuple(
            coverages.Asked(one, release, coverage(view, release, one)) for release in releases for one in frameworks
        ),
        view.audience.value,
        view.as_of,
        whole=framework is not None,
    )
    file, form = asked["file"], asked["form"]
    by_ending = ENDINGS.get(file.suffix.lower(), TEXT) if isinstance(file, Path) else TEXT
    frame = coverages.Frame(session.output.colour and file is None, f"underhood {__version__}")
    text = coverages.load(str(form or by_ending))(told, frame)
    if isinstance(file, Path):
        write(file.absolute(), text.encode("utf-8", "backslashreplace"))
        session.output.tell(f"wrote {file}")
    else:
        session.output.write(text)
    return OK


def _framework(project: Project, id: str) -> Framework:
    """A framework by its id. Raises Stop with the nearest one."""
    known = project.frameworks
    if id in known.broken:
        problem = known.fault(id)
        raise Stop(f"{problem.location}: {problem.message}", problem.hint or "mend the file", code=USAGE)
    if id not in known:
        near = difflib.get_close_matches(id, known, 3, 0.6)
        if any(record.id == id for record in project.catalog.of("release")):
            near = [f"release/{id}"]
        hint = f"did you mean {' or '.join(near)}?" if near else f"the frameworks are: {', '.join(known)}"
        raise Stop(f"there is no framework '{id}'", hint, code=USAGE)
    return known[id]


def _finder(project: Project, view: View) -> Callable[[str], Record]:
    """What finds a release by its address. Raises Stop for what is none, or is not out."""

    def find(name: str) -> Record:
        record, address = found(project, name)
        if record.kind != "release":
            raise Stop(f"{record.address} is no release", "coverage is told of releases", code=USAGE)
        shown_one = view.at(address)
        if shown_one is None:
            hint = "--drafts includes what is not out yet; --audience says for whom"
            raise Stop(f"{record.address} is not shown to this audience, or is not out", hint, code=USAGE)
        return shown_one

    return find
