"""Start a record: a file with the fields that are needed."""

from __future__ import annotations

import json
import posixpath
import textwrap
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from underhood.cli.parts.fields import ABSENCE, described, example, needed
from underhood.cli.parts.options import EDITOR_SCHEMAS, Session, found, named, session
from underhood.cli.parts.output import OK
from underhood.doors import edit, writing
from underhood.doors.schemas import SUFFIX
from underhood.doors.tree import Unreadable
from underhood.meaning.release import released_on, variants
from underhood.records.kinds import Field, Kind
from underhood.records.places import FOLDER
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.values.errors import USAGE, Stop
from underhood.values.flow import number
from underhood.values.ids import Address, id_problem, parse_address

WIDTH, LONGEST = 100, 150
"""Of a comment that is folded, and of one that keeps to its line."""


@click.command("new")
@click.argument("address", metavar="KIND/ID")
@click.option("--from", "source", metavar="KIND/ID", help="Start from this record of the same kind.")
@session
def command(session: Session, address: str, source: str | None) -> int:
    """Start a record: a file with the fields that are needed.

    The file names its schema, so that editors complete it, and has a line for each field that is needed and a comment
    for each that may be added. `underhood check` then says what is still to be filled in.

    --from copies another record. A release started from another release takes over its parts, names it as predecessor,
    pairs the variants, and is a draft.
    """
    project = session.project()
    new = _address(project, address)
    path = f"{FOLDER}/{new.kind}/{new.id}.yaml"
    if source is None:
        text = blank(project.catalog.kinds[new.kind], _schema(project, new.kind))
    else:
        old, _ = found(project, source)
        text = _started(project, old, new=new, today=session.day)
    assert project.root is not None
    writing.write_all(project.root, {path: text.encode()})
    session.output.write(path)
    session.output.tell("fill in what is empty, then run `underhood check`")
    return OK


def blank(kind: Kind, schema: str, also: Collection[str] = ()) -> str:
    """A record with nothing but what is needed, and what is asked for besides; every other field in a comment."""
    required = needed(kind.root)
    if also:
        required = [name for name in kind.root.properties if name in also or name in required]
    lines = [f"# yaml-language-server: $schema={schema}", *_comment(f"{kind.title}: {kind.description}", ""), ""]
    for name in required:
        lines += _needed(name, kind.root.properties[name], "")
    lines += ["", "# What may be added; take the sign away before a field that you fill in:"]
    width = max(len(name) for name in kind.root.properties) + 2
    for name, field in kind.root.properties.items():
        if name not in required:
            label = f"# {f'{name}:'.ljust(width)} "
            lines.append(label + textwrap.shorten(_short(field), LONGEST - len(label), placeholder=" …"))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _needed(name: str, field: Field, indent: str) -> Iterator[str]:
    """A field that is needed, empty, below what belongs there; of a list or group, its own needed fields."""
    yield from _comment(_short(field), indent)
    entry = field.items
    group = entry or field
    below = needed(group)
    if entry is not None and not entry.properties:
        yield f"{indent}{name}: []"
    elif not below:
        yield f"{indent}{name}:"
    else:
        yield f"{indent}{name}:"
        inner = indent + "  "
        for index, step in enumerate(below):
            lines = list(_needed(step, group.properties[step], inner + "  " if entry else inner))
            if entry is not None and index == 0:
                first = next(at for at, line in enumerate(lines) if not line.lstrip().startswith("#"))
                comments, rest = lines[:first], lines[first:]
                yield from (line[2:] for line in comments)
                yield f"{inner}- {rest[0].lstrip()}"
                yield from rest[1:]
            else:
                yield from lines


def _short(field: Field) -> str:
    """What belongs into a field, with an example if that is short."""
    group = field.items or field
    inner = group.properties and ABSENCE not in group.properties
    words = field.description if inner else described(field)
    shown = example(field)
    if isinstance(shown, str) and not field.words:
        return f"{words} Such as: {edit.scalar(shown)}"
    if isinstance(shown, int | float):
        return f"{words} Such as: {json.dumps(shown)}"
    return words


def _comment(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=f"{indent}# ",
        subsequent_indent=f"{indent}#   ",
        break_on_hyphens=False,
        break_long_words=False,
    )


def _address(project: Project, text: str) -> Address:
    """The address of a record that is to be. Raises Stop when it cannot be, or is already."""
    kind, slash, id = text.partition("/")
    if slash and kind in project.catalog.kinds and (problem := id_problem(id)):
        raise Stop(f"'{id}' cannot be an id: {problem}", "choose another name", code=USAGE)
    new = named(text)
    if new.steps:
        raise Stop(f"'{text}' is a place inside a record", "write kind/id", code=USAGE)
    if new.kind not in project.catalog.kinds:
        import difflib  # noqa: PLC0415  (only for a mistake)

        near = difflib.get_close_matches(new.kind, project.catalog.kinds, 1, 0.5)
        hint = f"did you mean {near[0]}/{new.id}?" if near else f"the kinds are: {', '.join(project.catalog.kinds)}"
        raise Stop(f"there is no kind '{new.kind}'", hint, code=USAGE)
    stems = {Path(entry.path).name: entry.path for entry in project.tree.walk(f"{FOLDER}/{new.kind}")}
    if (there := stems.get(f"{new.id}.yaml")) is not None:
        raise Stop(f"{there} is there already", "choose another id; nothing was written", code=USAGE)
    for record in project.catalog.of(new.kind):
        if new.id in record.get("formerly", ()):
            raise Stop(
                f"{record.address} had the id '{new.id}' before",
                "an old id stays a pointer to its record; choose another",
                code=USAGE,
            )
    return new


def _schema(project: Project, kind: str) -> str:
    """The way from a record to the schema that an editor should use."""
    assert project.root is not None
    own = (project.root / "schemas" / f"{kind}{SUFFIX}").is_file()
    return posixpath.join("..", "..", "schemas" if own else EDITOR_SCHEMAS, f"{kind}{SUFFIX}")


def _started(project: Project, old: Record, *, new: Address, today: str) -> str:
    """The text of a record that starts from another. Raises Stop when the two do not fit."""
    if old.kind != new.kind:
        raise Stop(f"{old.address} is a {old.kind}, not a {new.kind}", f"start from another {new.kind}", code=USAGE)
    schema = _schema(project, new.kind)
    if new.kind == "release":
        recorded = "retrospective" if project.settings.compiled else "live"
        return _release(old, new=new, today=today, top=(schema, recorded))
    raw = project.tree.read(old.path)
    if isinstance(raw, Unreadable):
        raise Stop(f"{old.path}: {raw.message}", raw.hint)
    try:
        raw = edit.remove(raw, "formerly")
        raw = edit.rewrite(raw, {("title",): lambda _: ""})
    except edit.Unmendable as error:
        raise Stop(f"{old.path} cannot be copied: {error}", f"run `underhood new {new}` without --from") from error
    return raw.decode("utf-8")


def _release(old: Record, *, new: Address, today: str, top: tuple[str, str]) -> str:
    """A draft that follows a release: its parts, and its variants paired with theirs. `top`: schema, how recorded."""
    schema, recorded = top
    lines = [
        f"# yaml-language-server: $schema={schema}",
        f"# Started from {old.address}: it takes over the parts of that release. Add here what is new, and name under",
        "# 'without' what no longer belongs to it.",
        "title:",
        f"model: {edit.scalar(str(old.data['model']))}",
        "version:",
        f"predecessor: {old.id}",
        f"recorded: {recorded}",
        "history:",
        "  - status: draft",
        f'    date: "{today}"',
        "# Each variant names the one that it is compared with. Delete those that this release does not have.",
        "variants:",
    ]
    shipped = [variant for variant in variants(old) if variant["status"] == "released"] or variants(old)
    for variant in shipped:
        lines += _variant(variant, old=old, new=new)
    lines += [
        "# The parts of the earlier release, so far as they are still true.",
        f"parts_from: {old.id}",
        "# without:",
        f"#   - part: {_first_part(old)}",
        "#     because: Why it no longer belongs to the release.",
        "# parts:",
        "#   - evaluation/<id of the new results>",
    ]
    if not released_on(old):
        lines.insert(3, f"# {old.address} is not released yet.")
    return "\n".join(lines) + "\n"


def _variant(variant: Mapping[str, Any], *, old: Record, new: Address) -> Iterator[str]:
    yield f"  - id: {edit.scalar(variant['id'])}"
    size = variant.get("parameters")
    if isinstance(size, Mapping) and "value" in size:
        yield f"    parameters: {{value: {number(size['value'])}, unit: {edit.scalar(str(size['unit']))}}}"
    yield f'    succeeds: "{old.address}#{variant["id"]}"'
    tuned = parse_address(str(variant.get("tuned_from", "")), kind="release")
    if tuned is not None and tuned.record == old.address:
        yield f'    tuned_from: "{new}#{"/".join(tuned.steps)}"'
    yield "    status: released  # or not-released, if it is not to leave the house"


def _first_part(old: Record) -> str:
    return str(next(iter(old.get("parts", ())), "risk/<id>"))
