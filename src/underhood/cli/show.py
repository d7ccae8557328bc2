"""Show a record or a value: each field with its file and line, and the references both ways."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import click

from underhood.cli.options import Session, found, session
from underhood.cli.output import OK, Output
from underhood.doors import marked
from underhood.doors.tree import Unreadable
from underhood.meaning.release import reach
from underhood.records.load import locate
from underhood.records.project import Project
from underhood.records.record import Link, Place, steps_of
from underhood.values.errors import USAGE, Stop
from underhood.values.finding import DataPath, Location
from underhood.values.ids import Address

VERSION = 1
"""Of the JSON that `--format json` writes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field: where it stands, its address, and its value if that is no group or list."""

    path: DataPath
    address: Address
    value: Any
    location: Location


@click.command("show")
@click.argument("address", metavar="KIND/ID[#STEPS]")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to write it."
)
@click.option("--closure", is_flag=True, help="Of a release: list the records that it reaches.")
@session
def command(session: Session, address: str, *, form: str, closure: bool) -> int:
    """Show a record or a value: each field with its file and line, and the references both ways.

    KIND/ID names a record; #STEPS a place in it, such as release/llama-2#70b/parameters.
    """
    project = session.project()
    record, asked = found(project, address)
    if closure:
        if record.kind != "release":
            raise Stop(f"{record.address} is no release", "only a release reaches other records as its own", code=USAGE)
        session.output.write("\n".join(str(reached) for reached in sorted(reach(project.catalog, record))))
        return OK
    place = project.catalog.resolve(asked)
    if place is None:
        near = project.catalog.nearest(asked)
        hint = f"did you mean {near}?" if near else f"`underhood show {record.address}` lists what it holds"
        raise Stop(f"nothing stands at {asked}", hint, code=USAGE)
    lines = list(_lines(project, place))
    to = [link for link in project.catalog.links(record) if link.data_path[: len(place.data_path)] == place.data_path]
    back = project.catalog.cited_by(asked)
    if form == "json":
        session.output.write(_json(project, place, lines=lines, to=to, back=back))
    else:
        session.output.write("\n".join(_text(project, place, lines=lines, to=to, back=back, out=session.output)))
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


def _text(
    project: Project, place: Place, *, lines: list[Line], to: list[Link], back: list[Link], out: Output
) -> Iterator[str]:
    record = place.record
    yield f"{out.paint(str(record.address), 'bold')}  {record.title}"
    yield out.paint(record.path, "dim")
    yield ""
    base = min((len(line.path) for line in lines), default=0)
    for line in lines:
        indent = "  " * (len(line.path) - base)
        name = line.address.steps[-1] if isinstance(line.path[-1], int) else str(line.path[-1])
        label = f"{indent}{out.paint(name, 'cyan')}"
        where = out.paint(f"{line.location.line:>5}", "dim")
        yield f"{where}  {label}{_value(line.value, indent)}".rstrip()
    yield from _references(
        "refers to", [(link.target, _site(project, link.source, link.data_path)) for link in to], out
    )
    yield from _references(
        "referred to by", [(link.source, _site(project, link.source, link.data_path)) for link in back], out
    )


def _value(value: Any, indent: str) -> str:
    if isinstance(value, Mapping | list):
        return "" if value else f": {'[]' if isinstance(value, list) else '{}'}"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return ": " + text.strip().replace("\n", f"\n{' ' * 7}{indent}  ")


def _references(title: str, found: list[tuple[Address, Location]], out: Output) -> Iterator[str]:
    if not found:
        return
    yield ""
    yield out.paint(f"{title} ({len(found)})", "bold")
    width = min(max(len(str(address)) for address, _ in found), 60)
    for address, location in dict.fromkeys(found):
        yield f"  {str(address).ljust(width)}  {out.paint(f'{location.path}:{location.line}', 'dim')}"


def _site(project: Project, source: Address, path: DataPath) -> Location:
    """The file and line that a reference stands in."""
    record = project.catalog.records[source]
    raw = project.tree.read(record.path)
    return locate(record.path, {} if isinstance(raw, Unreadable) else marked.marks(raw), path)


def _json(project: Project, place: Place, *, lines: list[Line], to: list[Link], back: list[Link]) -> str:
    def link(found: Link) -> Mapping[str, Any]:
        at = _site(project, found.source, found.data_path)
        return {"source": str(found.source), "target": str(found.target), "path": at.path, "line": at.line}

    return json.dumps(
        {
            "version": VERSION,
            "address": str(place.record.address),
            "path": place.record.path,
            "title": place.record.title,
            "value": place.value,
            "fields": [
                {
                    "address": str(line.address),
                    "path": line.location.path,
                    "line": line.location.line,
                    "column": line.location.column,
                }
                for line in lines
            ],
            "refers_to": [link(entry) for entry in to],
            "referred_to_by": [link(entry) for entry in back],
        },
        ensure_ascii=False,
        indent=2,
    )
