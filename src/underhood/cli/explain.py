"""Explain a rule, a kind of record, a weighing, a document, or what a framework asks."""

from __future__ import annotations

import difflib
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

import click

from underhood.cli.parts import asked
from underhood.cli.parts.fields import ABSENCE, described, example, needed
from underhood.cli.parts.options import Session, session
from underhood.cli.parts.output import OK, Output, columns
from underhood.doors import assets
from underhood.doors.schemas import SETTINGS, read_schemas
from underhood.doors.tree import WorkingTree
from underhood.meaning.expression_guide import NAME, TITLE, guide
from underhood.records.frameworks import Frameworks
from underhood.records.kinds import Field, Kind, read_kinds
from underhood.values.errors import USAGE, Stop
from underhood.values.flow import flow

WIDTH = 96
_SETEXT = re.compile(r"(?m)^(\S.*)\n(?:-{3,}|={3,})$")
_HEADING = re.compile(r"^#+ +(.*)$")
_LIST = re.compile(r"^\s*(?:[-*]|\d+\.) ")

Page = Callable[[Output], Iterator[str]]


@click.command("explain")
@click.argument("name", required=False)
@session
def command(session: Session, name: str | None) -> int:
    """Explain a rule, a kind of record, a weighing, a document, or what a framework asks.

    NAME is the code of a finding (missing-evidence), a kind (risk), one of its fields (risk.ratings), a document
    (model-card), a weighing of changes (deadlines), settings (settings.publication), a framework (fmti-2023), one of
    its items (fmti-2023-070), or expressions (of rules of your own). Without a name, all names are listed.
    """
    kinds, settings = _kinds(session)
    pages = _pages(kinds)
    pages.setdefault(SETTINGS, []).insert(0, partial(_settings, settings))
    pages.setdefault(NAME, []).append(partial(_text, TITLE, guide()))
    frameworks = asked.asked(WorkingTree(session.root), kinds)
    if name is None:
        return _list(session.output, kinds, frameworks)
    wanted = name.strip().replace("_", "-") if name.replace("_", "-") in pages else name.strip()
    roots = {SETTINGS: settings, **{name: kind.root for name, kind in kinds.items()}}
    found = [*pages.get(wanted, []), *_asked(frameworks, name.strip())] or _field(roots, wanted)
    if not found:
        items = (id for one in frameworks.values() for id in one.by_id)
        near = difflib.get_close_matches(wanted, (*pages, *frameworks, *items), 3, 0.5)
        unread = f"`underhood check` says what is wrong with frameworks: {', '.join(sorted(frameworks.broken))}"
        listed = unread if frameworks.broken else "`underhood explain` lists all names"
        hint = f"did you mean {' or '.join(near)}?" if near else listed
        raise Stop(f"there is no rule, kind, weighing, document, framework or item '{name}'", hint, code=USAGE)
    session.output.write("\n\n".join("\n".join(page(session.output)) for page in found))
    return OK


def _asked(frameworks: Frameworks, name: str) -> list[Page]:
    """The pages of a framework, or of the items of that name."""
    return [
        partial(asked.framework_page, framework) if item is None else partial(asked.item_page, framework, item)
        for framework, item in asked.named(frameworks, name)
    ]


def _list(out: Output, kinds: Mapping[str, Kind], frameworks: Frameworks) -> int:
    """All names that can be explained."""
    from underhood.changes import weighings  # noqa: PLC0415  (imports every weighing)

    listed: tuple[tuple[str, Iterable[str]], ...] = (
        ("Rules", _rules()),
        ("Kinds", kinds),
        ("Documents", _documents()),
        ("Weighings", weighings()),
        ("Frameworks", frameworks),
        ("Files", (SETTINGS,)),
        ("Own rules", (NAME,)),
    )
    for heading, names in listed:
        out.write(out.paint(heading, "bold"))
        words = ", ".join(names) or "none"
        filled = textwrap.fill(
            words, columns(WIDTH), initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
        )
        out.write(filled)
    return OK


def _kinds(session: Session) -> tuple[Mapping[str, Kind], Field]:
    """The kinds, and the fields of the settings."""
    own = session.root / "schemas"
    schemas = read_schemas(assets.directory("schemas"), *((own,) if own.is_dir() else ()))
    return read_kinds(schemas), Field(schemas, tuple(schemas.parts(schemas.documents[SETTINGS], SETTINGS)))


def _rules() -> Mapping[str, object]:
    from underhood.rules import rules  # noqa: PLC0415  (imports every rule)

    return rules()


def _documents() -> Mapping[str, object]:
    from underhood.documents import documents  # noqa: PLC0415  (imports every document)

    return documents()


def _pages(kinds: Mapping[str, Kind]) -> dict[str, list[Page]]:
    from underhood.changes import weighings  # noqa: PLC0415  (imports every weighing)
    from underhood.documents import documents  # noqa: PLC0415
    from underhood.judge.selection import how_to_govern  # noqa: PLC0415
    from underhood.rules import rules  # noqa: PLC0415

    pages: dict[str, list[Page]] = {}
    for code, rule in rules().items():
        of = f", on {rule.kind} records" if rule.kind else ""
        pages.setdefault(code, []).append(
            partial(_text, f"{code} ({rule.severity}{of})", f"{rule.page.strip()}\n\n{how_to_govern(rule)}")
        )
    for name, kind in kinds.items():
        pages.setdefault(name, []).append(partial(_kind, kind))
    for name, document in documents().items():
        text = f"{document.summary}\n\nMade of: {document.subject}.\n\nLaid out by: templates/{name}.md.jinja."
        pages.setdefault(name, []).append(partial(_text, f"{name} (document)", text))
    for code, one in weighings().items():
        if code not in rules():  # what must not happen between two states is explained by its rule
            pages.setdefault(code, []).append(partial(_text, f"{code} (weighing of changes)", one.page.strip()))
    return pages


def _text(head: str, page: str, out: Output) -> Iterator[str]:
    """A docstring as a page: headings bold, paragraphs filled, code indented as it is."""
    yield out.paint(head, "bold")
    code = False
    for block in re.split(r"\n{2,}", _SETEXT.sub(r"## \1\n", textwrap.dedent(page)).strip()):
        yield ""
        heading = _HEADING.match(block.split("\n")[0])
        if heading and not code:
            yield out.paint(heading[1], "bold", "cyan")
        text = block.partition("\n")[2].strip("\n") if heading and not code else block
        fences = text.count("```")
        if code or fences or text.startswith("    "):
            yield from (f"    {line}" for line in text.split("\n") if not line.startswith("```"))
            code = code != bool(fences % 2)
        elif text:
            yield from _filled(text, out)


def _filled(block: str, out: Output) -> Iterator[str]:
    """A paragraph or a list, folded to the width."""
    entries = re.split(r"\n(?=\s*(?:[-*]|\d+\.) )", block)
    for entry in entries:
        indent = "    " if _LIST.match(entry) else "  "
        text = " ".join(line.strip() for line in entry.split("\n"))
        filled = textwrap.fill(
            text,
            columns(WIDTH),
            initial_indent="  ",
            subsequent_indent=indent,
            break_on_hyphens=False,
            break_long_words=False,
        )
        filled = re.sub(r"\*\*([^*\n]+)\*\*", lambda match: out.paint(match[1], "bold"), filled)
        yield re.sub(r"`([^`\n]+)`", lambda match: out.paint(match[1], "cyan") if out.colour else match[0], filled)


def _kind(kind: Kind, out: Output) -> Iterator[str]:
    yield out.paint(f"{kind.name} (kind of record)", "bold")
    yield ""
    yield from _filled(kind.description, out)
    yield ""
    yield f"  One file each: governance/{kind.name}/<id>.yaml" + (
        f"; #<id> names an entry of '{kind.parts}'" if kind.parts else ""
    )
    yield ""
    yield from _fields(kind.root, out)
    yield ""
    yield f"  Start one: underhood new {kind.name}/<id>"


def _settings(settings: Field, out: Output) -> Iterator[str]:
    yield out.paint(f"{SETTINGS} (file)", "bold")
    yield ""
    yield from _filled(settings.description, out)
    yield ""
    yield from _fields(settings, out)
    yield ""
    yield "  One field: underhood explain settings.publication"


def _fields(parent: Field, out: Output) -> Iterator[str]:
    """A table of fields, those that are needed first: name, and what belongs there."""
    required = needed(parent)
    names = [*required, *(name for name in parent.properties if name not in required)]
    width = max((len(name) for name in names), default=0) + 1
    for name in names:
        mark = out.paint("*", "red") if name in required else " "
        room = max(columns(WIDTH) - width - 5, 40)
        folded = textwrap.wrap(described(parent.properties[name]), room, break_on_hyphens=False)
        first, *rest = folded or [""]
        yield f"  {mark} {out.paint(name.ljust(width), 'bold')} {first}".rstrip()
        yield from (" " * (width + 5) + line for line in rest)
    if required:
        yield f"  {out.paint('*', 'red')} needed"


def _field(roots: Mapping[str, Field], name: str) -> list[Page]:
    """The page of a field: `risk.ratings` or `release.variants.status`."""
    head, *steps = name.replace("/", ".").replace("#", ".").split(".")
    field = roots.get(head) if steps else None
    for step in steps:
        field = (field.items or field).below(step) if field else None
    if field is None:
        return []

    def page(out: Output) -> Iterator[str]:
        yield out.paint(f"{name} ({field.title or 'field'})", "bold")
        yield ""
        yield from _filled(described(field), out)
        if (shown := example(field)) is not None:
            yield ""
            text = shown if isinstance(shown, str) else flow(shown)
            yield from _filled(f"Such as: {text}", out)
        if (group := field.items or field).properties and ABSENCE not in group.properties:
            yield ""
            yield from _fields(group, out)

    return [page]
