"""The pages of the tool's reference out of schemas: kinds of records, what all of them share, settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from underhood.doors.dump import plain_yaml
from underhood.doors.markup import escape
from underhood.doors.schemas import COMMON, SETTINGS, Schema, Schemas
from underhood.records.kinds import Kind
from underhood.site.asked_text import asked
from underhood.site.reference_page import ROOT, Above, Text, made
from underhood.site.reference_words import Words
from underhood.site.schema_text import (
    SIMPLE,
    Group,
    Told,
    anchor,
    either_or,
    field_table,
    groups,
    is_group,
    is_simple,
    shape_name,
)
from underhood.values.framework import Framework
from underhood.values.page import Page

KINDS = Above("Kinds of records", f"{ROOT}/kinds/index.html")


def kinds_page(kinds: Iterable[Kind], words: Words) -> Page:
    """The table of all kinds."""
    say = words.say
    rows = [
        f"| [{kind.name}](doc:{ROOT}/kinds/{kind.name}) | {words.cell(kind.title, f'kind/{kind.name}#title')} "
        f"| {words.cell(kind.description, f'kind/{kind.name}#description')} |"
        for kind in kinds
    ]
    about = say(
        "A record is a file `governance/<kind>/<id>.yaml`; folders between the kind and the file are free. "
        "Folder, schema and kind have one name. Fields that every kind has, and shapes such as quantities, "
        "absences and tables, stand on the page of [what all kinds share](doc:about/tool/kinds/common)."
    )
    titles = f"| {say('Kind')} | {say('Name')} | {say('What it is for')} |"
    text = "\n".join([about, "", titles, "|---|---|---|", *rows])
    return made(KINDS.path, Text(say(KINDS.title), say("What can be recorded, one file each."), text), words)


def common_page(schemas: Schemas, words: Words) -> Page:
    """What all kinds share: the fields of every record, and the shapes of values."""
    shapes, told, say = schemas.documents[COMMON]["$defs"], Told(schemas, words), words.say
    parts = [
        say("Every schema builds on these. They stand in `schemas/common.schema.json`."),
        f"## {say('Fields of every record')}",
        field_table(told, Group("", shapes["record"], COMMON, "common#record")),
    ]
    for name in sorted(shapes):
        if name != "record" and is_group(shapes[name]):
            parts += _shape(told, name)
    rows = [
        f"| {escape(shape_name(told, name))} | {words.cell(shape.get('description', ''), _described(name))} |"
        for name, shape in sorted(shapes.items())
        if is_simple(shape)
    ]
    titles = f"| {say('Name')} | {say('What it is')} |"
    parts += [f"## {say(SIMPLE)}", "\n".join([titles, "|---|---|", *rows])]
    summary = say("Fields that every record may have, and the shapes of values that many kinds use.")
    path, title = f"{ROOT}/kinds/common.html", say("What all kinds share")
    return made(path, Text(title, summary, "\n\n".join(parts)), words, KINDS)


def _described(shape: str) -> str:
    return f"common#{shape}/description"


def _shape(told: Told, name: str) -> Iterator[str]:
    """A shape with fields of its own."""
    shape = told.schemas.documents[COMMON]["$defs"][name]
    title = shape_name(told, name)
    yield f"## {escape(title)}"
    yield told.words.cell(shape.get("description", ""), _described(name))
    for group in groups(told.schemas, Group(title, shape, COMMON, f"common#{name}")):
        if group.path != title:
            yield f"### {escape(group.path)}"
        yield field_table(told, group)
    if shape.get("examples"):
        yield _yaml(shape["examples"][0])


def settings_page(schemas: Schemas, words: Words) -> Page:
    """The settings of a repository: every field, and the least that must stand there."""
    schema, told, say = schemas.documents[SETTINGS], Told(schemas, words), words.say
    parts = [
        say("They stand in `governance/settings.yaml`. `underhood explain settings` prints the same in a terminal."),
        f"## {say('The least')}",
        _yaml({name: schema["properties"][name]["examples"][0] for name in schema["required"]}),
        f"## {say('Fields')}",
    ]
    shown: list[tuple[Schema, str]] = []
    for group in groups(schemas, Group("", schema, SETTINGS, "settings#")):
        parts += _head(group, words)
        same = next((path for seen, path in shown if seen is group.schema), "")
        again = say("The same fields as %s.") % f"[{escape(same)}](#{anchor(same)})"
        parts.append(again if same else field_table(told, group))
        shown.append((group.schema, group.path))
    summary = say("What `governance/settings.yaml` says about the whole collection.")
    text = "\n\n".join(part for part in parts if part)
    return made(f"{ROOT}/settings.html", Text(say("Settings"), summary, text), words)


def _head(group: Group, words: Words) -> Iterator[str]:
    """The heading of a group of fields, and what it is."""
    if group.path:
        yield f"### {escape(group.path)}"
        yield words.cell(group.schema.get("description", ""), f"{group.at}/description")


def kind_page(kind: Kind, frameworks: Iterable[Framework], words: Words) -> Page:
    """A kind: where its records lie, its fields, an example, and what frameworks ask that it answers."""
    schemas, say, at = kind.root.schemas, words.say, f"kind/{kind.name}#"
    told = Told(schemas, words)
    parts = [_place(kind, words), f"## {say('Fields')}"]
    for group in groups(schemas, Group("", kind.schema, kind.name, at)):
        parts += [*_head(group, words), field_table(told, group), either_or(group.schema, words)]
    parts.append(
        say("Besides these, every record may have [the fields that all kinds share](doc:about/tool/kinds/common).")
    )
    for example in kind.schema.get("examples", ())[:1]:
        parts += [f"## {say('Example')}", _yaml(example)]
    if answers := asked(kind.name, frameworks, words):
        parts += [f"## {say('What it answers')}", say("The items of frameworks that these fields answer."), answers]
    text = "\n\n".join(part for part in parts if part)
    path, summary = f"{ROOT}/kinds/{kind.name}.html", words.cell(kind.description, f"{at}description")
    return made(path, Text(words.term(kind.title, f"{at}title"), summary, text), words, KINDS)


def _place(kind: Kind, words: Words) -> str:
    """Where the records of a kind lie and how they are named."""
    say, names = words.say, {"kind": kind.name, "parts": kind.parts}
    sentences = [
        say("One file each: `governance/%(kind)s/<id>.yaml`. Other records name it as `%(kind)s/<id>`.") % names
    ]
    if kind.parts:
        sentences.append(say("An address such as `%(kind)s/<id>#<entry>` names an entry of `%(parts)s`.") % names)
    if kind.register:
        plural = words.term(kind.plural, f"kind/{kind.name}#plural")
        sentences.append(say("Readers find all of them in the register “%s”.") % plural)
    return " ".join(sentences)


def _yaml(data: dict[str, Any]) -> str:
    return f"```yaml\n{plain_yaml(data)}```"
