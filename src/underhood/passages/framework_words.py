"""Frameworks in words: what sort they are, how their text was read, and which fields answer an item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from underhood.meaning.audience import View
from underhood.passages.coded import word
from underhood.records.kinds import Kind
from underhood.values.framework import Framework, Item, Scalar, Source

TYPES: Mapping[str, str] = {
    "law": "Law",
    "code": "Code of practice",
    "form": "Official form",
    "template": "Template",
    "guide": "Guide",
    "index": "Index",
    "vocabulary": "Vocabulary",
    "taxonomy": "Taxonomy of risks",
}
GROUPS: Mapping[str, tuple[str, ...]] = {
    "Laws, codes and official forms": ("law", "code", "form"),
    "Indexes": ("index",),
    "Templates and guides": ("template", "guide"),
    "Vocabularies": ("vocabulary",),
    "Taxonomies of risks": ("taxonomy",),
}
"""Frameworks of which sorts stand together, under which heading."""

READ: Mapping[str, str] = {
    "original": "Its text was read in the official source.",
    "copy": "Its text was read in a copy, not in the official source.",
    "secondary": "Its text was not read: the items come from what others write about it.",
    "not-read": "Its text was not read.",
}
"""How the text of a framework was read, as a sentence."""

RECIPIENTS: Mapping[str, str] = {
    "public": "the public",
    "ai-office": "the AI Office",
    "national-authorities": "national authorities",
    "downstream-providers": "downstream providers",
    "office-of-emergency-services": "the California Office of Emergency Services",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field that answers an item, or another item that does.

    `page` is where it is described; `only`: what must be true of a record besides, in words.
    """

    words: str
    page: str
    only: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Frameworks of one sort, and the heading that they stand under."""

    title: str
    frameworks: tuple[Framework, ...]


def groups(view: View, frameworks: tuple[Framework, ...]) -> tuple[Group, ...]:
    """Frameworks by their sort, those that bind first; by id in each."""
    return tuple(
        Group(view.messages.gettext(title), found)
        for title, types in GROUPS.items()
        if (found := tuple(one for one in frameworks if one.type in types))
    )


def type_words(view: View, framework: Framework) -> str:
    """What sort of framework it is."""
    return view.messages.gettext(TYPES.get(framework.type, framework.type))


def read_words(view: View, framework: Framework) -> str:
    """How its text was read; empty where nobody says."""
    return view.messages.gettext(READ[framework.read]) if framework.read in READ else ""


def recipients(view: View, item: Item) -> tuple[str, ...]:
    """Who is to receive the answer, as the framework says."""
    return tuple(view.messages.gettext(RECIPIENTS.get(one, one.replace("-", " "))) for one in item.recipients)


def answered_by(view: View, item: Item) -> tuple[Field, ...]:
    """What answers an item, in words."""
    found = (_field(view, source) for source in item.answered_by)
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _field(view: View, source: Source) -> Field | None:
    if source.item:
        name, _, id = source.item.partition("/")
        other = view.frameworks.get(name)
        item = other.by_id.get(id) if other is not None else None
        return Field(item.title, f"framework/{name}#{id}") if other is not None and item is not None else None
    kind = view.catalog.kinds.get(source.kind)
    if kind is None:
        return None
    titles = " / ".join(_titles(view, kind, source.steps))
    say = view.messages.gettext
    only = "; ".join(
        f"{say('%s:') % ' / '.join(_titles(view, kind, one.steps))} {' / '.join(_value(view, one.values))}"
        for one in source.where
    )
    group = "-".join(source.steps[:-1])
    return Field(
        f"{say('%s:') % say(kind.title)} {titles}",
        f"about/tool/kinds/{kind.name}{f'#{group}' if group else ''}",
        only,
    )


def _value(view: View, values: tuple[Scalar, ...]) -> Iterator[str]:
    for value in values:
        yield view.messages.gettext("yes" if value else "no") if isinstance(value, bool) else word(view, str(value))


def _titles(view: View, kind: Kind, steps: tuple[str, ...]) -> Iterator[str]:
    """The names of the fields on the way, through lists."""
    field = kind.root
    for step in steps:
        while field.items is not None and field.below(step) is None:
            field = field.items
        below = field.below(step)
        if below is None:
            return
        field = below
        yield view.messages.gettext(field.title or step)
