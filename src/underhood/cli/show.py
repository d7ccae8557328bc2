"""Show a record, where it says what, and who refers to it."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import click

from underhood.cli.parts import asking
from underhood.cli.parts.options import Session, found, session
from underhood.cli.parts.output import OK, Output, columns
from underhood.doors import marked
from underhood.doors.tree import Unreadable
from underhood.records.project import Project
from underhood.records.reading import locate
from underhood.records.record import Place, steps_of
from underhood.records.references import Link
from underhood.reports import clean
from underhood.values.errors import USAGE, Stop
from underhood.values.finding import DataPath, Location
from underhood.values.flow import number
from underhood.values.ids import Address

WIDTH = 100
VERSION = 1
"""Of the JSON that `--format json` writes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field: where it stands, its address, and its value if that is no group or list."""

    path: DataPath
    address: Address
    value: Any
    location: Location


@dataclass(frozen=True, slots=True)
class Site:
    """A reference, and the file and line that it stands in."""

    link: Link
    location: Location


@dataclass(frozen=True, slots=True)
class Shown:
    """What there is to say of a place: its fields, and the references both ways."""

    address: Address
    place: Place
    lines: list[Line]
    to: list[Site]
    back: list[Site]


@click.command("show")
@click.argument("address", metavar="KIND/ID[#STEPS]")
@asking.form(["text", "json"])
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.option(
    "--audience",
    type=click.Choice(asking.AUDIENCES),
    help="Show the record as this audience sees it (default: as it is written).",
)
@click.option("--closure", is_flag=True, help="Of a release: list the records that are sealed with it.")
@session
def command(session: Session, address: str, *, form: str, closure: bool, audience: str | None) -> int:
    """Show a record, where it says what, and who refers to it.

    KIND/ID names a record; #STEPS a place in it, such as release/llama-2#70b/parameters.
    """
    project = session.project()
    if audience is not None:
        from underhood.cli.parts import seeing  # noqa: PLC0415  (imports what makes pages)

        project = seeing.seen_by(project, audience)
    record, asked = found(project, address)
    if closure:
        if record.kind != "release":
            raise Stop(f"{record.address} is no release", "only a release reaches other records as its own", code=USAGE)
        from underhood.cli.parts import closing  # noqa: PLC0415  (imports what compares)

        if form == "json":
            session.output.write(closing.as_json(project, record))
        else:
            session.output.write("\n".join(closing.as_text(project, record)))
            session.output.tell(closing.sealed_as(project, record))
        return OK
    place = project.catalog.resolve(asked)
    if place is None:
        near = project.catalog.nearest(asked)
        hint = f"did you mean {near}?" if near else f"`underhood show {record.address}` lists what it holds"
        raise Stop(f"nothing stands at {asked}", hint, code=USAGE)
    to = [link for link in project.catalog.links(record) if link.data_path[: len(place.data_path)] == place.data_path]
    exact = record.address.at(*steps_of(record.data, place.data_path, project.catalog.kinds[record.kind].parts))
    shown = Shown(
        exact,
        place,
        list(_lines(project, place)),
        _sites(project, to),
        _sites(project, project.catalog.cited_by(asked)),
    )
    session.output.write(_json(shown) if form == "json" else "\n".join(_text(shown, session.output)))
    return OK


def _lines(project: Project, place: Place) -> Iterator[Line]:
    """Every field at and below a place, in the file's order."""
    record = place.record
    kind = project.catalog.kinds[record.kind]
    raw = project.tree.read(record.path)
    marks = {} if isinstance(raw, Unreadable) else marked.marks(raw)
    depth = len(place.data_path)
    for path, value, _ in kind.walk(record.data):
        if path[:depth] == place.data_path and path:
            steps = steps_of(record.data, path, kind.parts)
            yield Line(path, record.address.at(*steps), value, locate(record.path, marks, path, key=True))


def _sites(project: Project, links: Iterable[Link]) -> list[Site]:
    """References with the file and line that each stands in."""

    @cache
    def marks(path: str) -> Mapping[DataPath, marked.Mark]:
        raw = project.tree.read(path)
        return {} if isinstance(raw, Unreadable) else marked.marks(raw)

    paths = {link.source: project.catalog.records[link.source].path for link in links}
    return [Site(link, locate(paths[link.source], marks(paths[link.source]), link.data_path)) for link in links]


def _text(shown: Shown, out: Output) -> Iterator[str]:
    record = shown.place.record
    yield f"{out.paint(str(shown.address), 'bold')}  {clean(record.title)}"
    yield out.paint(record.path, "dim")
    yield ""
    base = min((len(line.path) for line in shown.lines), default=0)
    for line in shown.lines:
        indent = "  " * (len(line.path) - base)
        name = line.address.steps[-1] if isinstance(line.path[-1], int) else str(line.path[-1])
        where = out.paint(f"{line.location.line:>5}", "dim")
        yield f"{where}  {indent}{out.paint(name, 'cyan')}{_value(line.value, f'{indent}  ')}".rstrip()
    yield from _references("refers to", [(site.link.target, site.location) for site in shown.to], out)
    yield from _references("referred to by", [(site.link.source, site.location) for site in shown.back], out)


def _value(value: Any, indent: str) -> str:
    """A value on the line of its field; a long text folded below it."""
    if isinstance(value, Mapping | list):
        return "" if value else f": {'[]' if isinstance(value, list) else '{}'}"
    text = f": {_plain(value)}"
    if "\n" not in text and len(text) < columns(WIDTH) - len(indent):
        return text
    margin = f"{' ' * 7}{indent}"
    folded = (
        textwrap.fill(line, columns(WIDTH), initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False)
        for line in text[2:].split("\n")
    )
    return ":\n" + "\n".join(folded)


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return "\n".join(clean(line) for line in value.strip().split("\n"))
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= 10**6:
        return number(value)
    return json.dumps(value)


def _references(title: str, found: list[tuple[Address, Location]], out: Output) -> Iterator[str]:
    if not found:
        return
    yield ""
    yield out.paint(f"{title} ({len(found)})", "bold")
    width = min(max(len(str(address)) for address, _ in found), 60)
    for address, location in dict.fromkeys(found):
        yield f"  {str(address).ljust(width)}  {out.paint(f'{location.path}:{location.line}', 'dim')}"


def _json(shown: Shown) -> str:
    record = shown.place.record

    def site(found: Site) -> Mapping[str, Any]:
        return {"source": str(found.link.source), "target": str(found.link.target), **_place(found.location)}

    whole = {
        "version": VERSION,
        "address": str(shown.address),
        "path": record.path,
        "title": record.title,
        "value": shown.place.value,
        "fields": [{"address": str(line.address), **_place(line.location)} for line in shown.lines],
        "refers_to": [site(found) for found in shown.to],
        "referred_to_by": [site(found) for found in shown.back],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _place(location: Location) -> Mapping[str, Any]:
    return {"path": location.path, "line": location.line, "column": location.column}
