"""The pages of frameworks and of their items, for `underhood explain`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from itertools import groupby

from underhood.cli.parts.output import Output
from underhood.doors.tree import WorkingTree
from underhood.records.frameworks import Frameworks, shipped
from underhood.records.kinds import Kind
from underhood.reports import clean
from underhood.values.errors import USAGE, Stop
from underhood.values.framework import Framework, Item, Source

WIDTH = 96
READ = {
    "original": "read in the official source",
    "copy": "read in a copy",
    "secondary": "known from what others say of it",
    "not-read": "not read",
}


def asked(tree: WorkingTree, kinds: Mapping[str, Kind]) -> Frameworks:
    """The frameworks that can be explained."""
    return Frameworks(tree, kinds)


def framework_page(framework: Framework, out: Output) -> Iterator[str]:
    """A framework: what it is, how it was read, and its items."""
    yield out.paint(f"{framework.id} (framework: {framework.type})", "bold")
    yield ""
    yield from _filled(f"{framework.title}, edition {framework.edition}, {framework.date}; {framework.publisher}.")
    told = [READ.get(framework.read, framework.read), framework.read_note]
    yield from _filled(f"Its text was {': '.join(word for word in told if word)}.")
    for title, words in (
        ("Status", framework.legal_status or framework.status),
        ("Applies from", framework.applies_from),
        ("Binds", framework.applies_to),
        ("Asked only where", framework.condition),
        ("Licence", framework.licence),
    ):
        yield from _filled(f"{title}: {words}") if words else ()
    if framework.path:
        instead = ", which stands in for the one that ships with the tool" if framework.id in shipped() else ""
        yield from _filled(f"File: {framework.path}{instead}")
    for source in framework.sources:
        yield from _filled(
            f"Source: {source.title}{f', {source.url}' if source.url != source.title else ''}".rstrip(", ")
        )
    for section, items in groupby(framework.items, key=lambda item: item.section):
        yield ""
        yield from [out.paint(clean(section), "bold", "cyan")] if section else []
        for item in items:
            yield from _filled(f"{item.id}  {item.title}")
    yield ""
    yield f"  What records answer: underhood coverage {framework.id} release/<id>"


def item_page(framework: Framework, item: Item, out: Output) -> Iterator[str]:
    """An item: what is asked, when, and what answers it."""
    yield out.paint(f"{item.id} (item of {framework.id})", "bold")
    yield ""
    number = f"{item.number}, " if item.number else ""
    yield from _filled(
        f"{number}{item.title}. {framework.short}, edition {framework.edition}: {item.section}".rstrip(": ")
    )
    yield from _filled(item.asks) if item.asks else ()
    yield ""
    yield from (line for words in _facts(item) for line in _filled(words))
    yield ""
    sources = framework.sources_of(item)
    yield from _filled("Answered by:" if sources else "Answered by: a statement that names it; no field does.")
    for source in sources:
        yield from _filled(f"- {_source(source)}")
    if sources:
        yield from _filled("- a statement that names it")


def _facts(item: Item) -> Iterator[str]:
    meant = f", by way of {', '.join(item.recipients)}" if item.recipients else ""
    by = f" (judged by: {item.applies_when})" if item.applies_when else " (no records decide that)"
    yield f"For: {item.audience}{meant}."
    yield f"It was {READ.get(item.read, item.read)}."
    said: tuple[tuple[object, str], ...] = (
        (item.condition, f"Asked only where: {item.condition}{by}."),
        (item.optional, "It may be left out."),
        (item.none_counts, "An explicit no, or that there is none, is an answer."),
        (item.outside_evidence, "Evidence by somebody other than the provider is needed."),
        (item.at_least > 1, f"At least {item.at_least} values are asked for."),
        (item.needs_all, "Each of the sources below must answer."),
        (item.answer_type, f"Answer: {item.answer_type}."),
        (item.choices, f"Choices: {'; '.join(item.choices)}."),
        (item.bands, f"Size bands: {'; '.join(dict.fromkeys(band.words for band in item.bands))}."),
        (item.successor_of, f"Takes the place of {item.successor_of}{f': {item.relation}' if item.relation else ''}."),
        (item.note, item.note),
    )
    yield from (words for there, words in said if there)


def _source(source: Source) -> str:
    if source.item:
        return f"whatever answers {source.item}"
    only = " and ".join(f"{'/'.join(one.steps)} is {' or '.join(map(_value, one.values))}" for one in source.where)
    return f"{source.field}{f', where {only}' if only else ''}"


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def named(frameworks: Frameworks, name: str) -> list[tuple[Framework, Item | None]]:
    """What a name stands for: a framework, or items of frameworks, as id or framework/id."""
    if name in frameworks:
        return [(frameworks[name], None)]
    if name in frameworks.broken:
        first = frameworks.fault(name)
        raise Stop(f"{first.location}: {first.message}", first.hint or "mend the file", code=USAGE)
    of, _, id = name.rpartition("/")
    known = [frameworks[of]] if of in frameworks else [] if of else list(frameworks.values())
    return [(one, one.by_id[id]) for one in known if id in one.by_id]


def _filled(words: str) -> list[str]:
    indent = "    " if words.startswith("- ") else "  "
    return textwrap.wrap(
        clean(words),
        WIDTH,
        initial_indent="  ",
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )
