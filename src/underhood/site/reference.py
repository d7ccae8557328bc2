"""The reference of the tool, made when the site is built: kinds out of schemas, rules out of docstrings, documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from underhood.changes import weighings
from underhood.documents import Document, documents
from underhood.doors import markup
from underhood.doors.dump import plain_yaml
from underhood.doors.languages import SOURCE_LANGUAGE
from underhood.doors.markup import escape
from underhood.doors.schemas import COMMON, SETTINGS, Schema, Schemas
from underhood.judge.selection import how_to_govern
from underhood.meaning import expression_guide as expressions
from underhood.meaning.audience import View
from underhood.records.kinds import Kind
from underhood.reports import reports
from underhood.rules import READING, REASONS, SELECTION, SIGNING, STATES, Rule, rules
from underhood.site.asked_text import asked
from underhood.site.schema_text import Group, anchor, either_or, field_table, groups, is_group, is_simple, shape_name
from underhood.values.finding import Severity
from underhood.values.page import Badge, Contents, Page, Reference

ROOT = "about/tool"
TONES = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.NOTE: "muted"}
WEIGHED = "What a comparison makes of a difference, where the schema's own weight is not enough."
SUBJECTS = {"repository": "the whole repository", "register": "each kind that has a register", "record": "any record"}
OTHER = {READING: "files", SIGNING: "signatures", SELECTION: "exceptions", STATES: "two states", REASONS: "two states"}
"""What rules look at that look at no record."""
KINDS, RULES = Reference("Kinds of records", f"{ROOT}/kinds/index.html"), Reference("Rules", f"{ROOT}/rules/index.html")


def tool_pages(view: View, language: str) -> Iterator[Page]:
    """The reference pages. They are written in English only, so that no other language has any."""
    if language != SOURCE_LANGUAGE:
        return
    kinds = list(view.catalog.kinds.values())
    yield _page(KINDS.href, KINDS.title, _kinds_index(kinds), summary="What can be recorded, one file each.")
    if kinds:
        yield _common_page(kinds[0].root.schemas)
        yield _settings_page(kinds[0].root.schemas)
    yield _page(f"{ROOT}/{expressions.NAME}.html", expressions.TITLE, expressions.guide(), summary=expressions.SUMMARY)
    for kind in kinds:
        yield _kind_page(kind, asked(kind.name, view.frameworks.values()))
    yield _page(RULES.href, RULES.title, _rules_index(), summary="What `underhood check` looks for.")
    for rule in rules().values():
        yield _rule_page(rule)
    yield _page(f"{ROOT}/changes/index.html", "Weighings of changes", _weighings(), summary=WEIGHED)
    summary = "How the findings of a check can be written."
    yield _page(f"{ROOT}/formats/index.html", "Formats of findings", _formats(), summary=summary)
    text = _documents_index()
    yield _page(f"{ROOT}/documents/index.html", "Documents", text, summary="What is rendered out of the records.")


def _page(path: str, title: str, text: str, *, summary: str = "", above: tuple[Reference, ...] = ()) -> Page:
    """A page of the reference out of Markdown; `above` are the pages between it and the tool's own."""
    html = markup.to_html(text)
    return Page(
        path=path,
        language=SOURCE_LANGUAGE,
        kind="about",
        title=title,
        body=html.body,
        summary=markup.inline(summary),
        contents=tuple(Contents(heading.id, heading.title) for heading in html.headings if heading.level == 2),
        crumbs=(Reference("About", "about.html"), Reference("The tool", f"{ROOT}/index.html"), *above),
        search=False,
    )


def _kinds_index(kinds: list[Kind]) -> str:
    """The table of all kinds."""
    rows = [
        f"| [{kind.name}](doc:{ROOT}/kinds/{kind.name}) | {escape(kind.title)} | {escape(kind.description)} |"
        for kind in kinds
    ]
    about = (
        "A record is a file `governance/<kind>/<id>.yaml`; folders between the kind and the file are free. "
        "Folder, schema and kind have one name. Fields that every kind has, and shapes such as quantities, "
        f"absences and tables, stand on the page of [what all kinds share](doc:{ROOT}/kinds/common)."
    )
    return "\n".join(
        [
            about,
            "",
            "| Kind | Name | What it is for |",
            "|---|---|---|",
            *rows,
        ]
    )


def _common_page(schemas: Schemas) -> Page:
    """What all kinds share: the fields of every record, and the shapes of values."""
    shapes = schemas.documents[COMMON]["$defs"]
    parts = [
        "Every schema builds on these. They stand in `schemas/common.schema.json`.",
        "## Fields of every record",
        field_table(schemas, Group("", shapes["record"], COMMON)),
    ]
    for name in sorted(shapes):
        if name != "record" and is_group(shapes[name]):
            parts += _shape(schemas, name)
    rows = [
        f"| {escape(shape_name(schemas, name))} | {escape(shape.get('description', ''))} |"
        for name, shape in sorted(shapes.items())
        if is_simple(shape)
    ]
    parts += ["## Simple values", "\n".join(["| Name | What it is |", "|---|---|", *rows])]
    summary = "Fields that every record may have, and the shapes of values that many kinds use."
    path = f"{ROOT}/kinds/common.html"
    return _page(path, "What all kinds share", "\n\n".join(parts), summary=summary, above=(KINDS,))


def _shape(schemas: Schemas, name: str) -> Iterator[str]:
    """A shape with fields of its own."""
    shape = schemas.documents[COMMON]["$defs"][name]
    title = shape_name(schemas, name)
    yield f"## {escape(title)}"
    yield escape(shape.get("description", ""))
    for group in groups(schemas, Group(title, shape, COMMON)):
        if group.path != title:
            yield f"### {escape(group.path)}"
        yield field_table(schemas, group)
    if shape.get("examples"):
        yield _yaml(shape["examples"][0])


def _settings_page(schemas: Schemas) -> Page:
    """The settings of a repository: every field, and the least that must stand there."""
    schema = schemas.documents[SETTINGS]
    parts = [
        "They stand in `governance/settings.yaml`. `underhood explain settings` prints the same in a terminal.",
        "## The least",
        _yaml({name: schema["properties"][name]["examples"][0] for name in schema["required"]}),
        "## Fields",
    ]
    shown: list[tuple[Schema, str]] = []
    for group in groups(schemas, Group("", schema, SETTINGS)):
        if group.path:
            parts += [f"### {escape(group.path)}", escape(group.schema.get("description", ""))]
        same = next((path for seen, path in shown if seen is group.schema), "")
        parts.append(f"The same fields as [{escape(same)}](#{anchor(same)})." if same else field_table(schemas, group))
        shown.append((group.schema, group.path))
    summary = "What `governance/settings.yaml` says about the whole collection."
    return _page(f"{ROOT}/settings.html", "Settings", "\n\n".join(part for part in parts if part), summary=summary)


def _kind_page(kind: Kind, answers: str) -> Page:
    """A kind: where its records lie, its fields, an example, and what frameworks ask that it answers."""
    schemas = kind.root.schemas
    parts = [_place(kind), "## Fields"]
    for group in groups(schemas, Group("", kind.schema, kind.name)):
        if group.path:
            parts += [f"### {escape(group.path)}", escape(group.schema.get("description", ""))]
        parts += [field_table(schemas, group), either_or(group.schema)]
    parts.append(f"Besides these, every record may have [the fields that all kinds share](doc:{ROOT}/kinds/common).")
    for example in kind.schema.get("examples", ())[:1]:
        parts += ["## Example", _yaml(example)]
    parts += ["## What it answers", "The items of frameworks that these fields answer.", answers] if answers else []
    text = "\n\n".join(part for part in parts if part)
    path = f"{ROOT}/kinds/{kind.name}.html"
    return _page(path, kind.title, text, summary=escape(kind.description), above=(KINDS,))


def _place(kind: Kind) -> str:
    """Where the records of a kind lie and how they are named."""
    sentences = [f"One file each: `governance/{kind.name}/<id>.yaml`. Other records name it as `{kind.name}/<id>`."]
    if kind.parts:
        sentences.append(f"An address such as `{kind.name}/<id>#<entry>` names an entry of `{kind.parts}`.")
    if kind.register:
        sentences.append(f"Readers find all of them in the register “{kind.plural}”.")
    return " ".join(sentences)


def _yaml(data: dict[str, Any]) -> str:
    return f"```yaml\n{plain_yaml(data)}```"


def _rules_index() -> str:
    """The tables of all rules: on what the records say, on files, and on exceptions."""
    head = ["| Code | Severity | Looks at | What is wrong |", "|---|---|---|---|"]
    reading = [_rule_row(rule) for rule in rules().values() if rule.scope == READING]
    signing = [_rule_row(rule) for rule in rules().values() if rule.scope == SIGNING]
    about = [_rule_row(rule) for rule in rules().values() if rule.scope == SELECTION]
    records = [_rule_row(rule) for rule in rules().values() if rule.check is not None]
    states = [_rule_row(rule) for rule in rules().values() if rule.scope in {STATES, REASONS}]
    return "\n".join(
        [
            "A rule is named by the fault that it finds. `underhood explain CODE` prints the same page in a terminal.",
            "",
            "## What records say",
            "",
            *head,
            *records,
            "",
            "## Files that cannot be taken",
            "",
            *head,
            *reading,
            "",
            "## Seals, signatures and approvals",
            "",
            *head,
            *signing,
            "",
            "## Exceptions",
            "",
            *head,
            *about,
            "",
            "## What must not happen between two states",
            "",
            "Looked for with `underhood check --base REV`.",
            "",
            *head,
            *states,
        ]
    )


def _rule_row(rule: Rule) -> str:
    what = OTHER.get(rule.scope, "every record")
    looks = f"[{rule.kind}](doc:{ROOT}/kinds/{rule.kind})" if rule.kind else what
    return f"| [{rule.code}](doc:{ROOT}/rules/{rule.code}) | {rule.severity} | {looks} | {escape(_first(rule.page))} |"


def _rule_page(rule: Rule) -> Page:
    """A rule: its docstring is its page."""
    first, _, rest = rule.page.strip().partition("\n")
    text = f"{rest}\n\n{how_to_govern(rule)}"
    made = _page(f"{ROOT}/rules/{rule.code}.html", rule.code, text, summary=first, above=(RULES,))
    badge = Badge(str(rule.severity), TONES[rule.severity])
    return replace(made, status=(badge,))


def _weighings() -> str:
    """Every weighing: its docstring."""
    about = f"What no weighing claims counts as its field's schema says; see the [kinds](doc:{ROOT}/kinds/index)."
    return "\n\n".join([about, *(f"## {one.code}\n\n{one.page.strip()}" for one in weighings().values())])


def _formats() -> str:
    """Every format of findings: its docstring."""
    about = (
        "`underhood check --format NAME` writes one of these to standard output; with `--output FILE` it goes to the "
        "file, and the log keeps what people read. Every format carries every finding, or says how many it left out."
    )
    rows = [
        f"| [`{one.name}`](#{one.name}) | {escape(one.summary)} | {_ending(one.ending)} |" for one in reports().values()
    ]
    table = "\n".join(["| Name | What it is for | Files end in |", "|---|---|---|", *rows])
    return "\n\n".join([about, table, *(f"## {one.name}\n\n{one.page.strip()}" for one in reports().values())])


def _ending(ending: str) -> str:
    return f"`{ending}`" if ending else ""


def _documents_index() -> str:
    """The table of all documents."""
    rows = [_document_row(document) for document in documents().values()]
    about = (
        "`underhood render NAME` makes one of them; the site holds them all. "
        "A file of the template's name in your own `templates/` takes the place of ours."
    )
    return "\n".join(
        [
            about,
            "",
            "| Name | Made for | Template | What it is |",
            "|---|---|---|---|",
            *rows,
        ]
    )


def _document_row(document: Document) -> str:
    subject = SUBJECTS.get(document.subject, f"each {document.subject}")
    return (
        f"| `{document.name}` | {escape(subject)} | `templates/{document.name}.md.jinja` | {escape(document.summary)} |"
    )


def _first(page: str) -> str:
    return page.strip().split("\n")[0]
