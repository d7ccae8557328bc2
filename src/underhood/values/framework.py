"""Frameworks: what laws, forms, indexes and taxonomies ask, and which fields of records answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Where:
    """What must be true of a record besides: a path from its root, and the values that a field there may have."""

    steps: tuple[str, ...]
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What answers an item: a field of a kind, or (`item`) another item, as framework/item.

    `place`: where it stands among the sources of the item.
    """

    kind: str = ""
    steps: tuple[str, ...] = ()
    where: tuple[Where, ...] = ()
    item: str = ""
    place: int = field(default=0, compare=False)

    @property
    def field(self) -> str:
        """The field as it is written: training#runs/energy."""
        return f"{self.kind}#{'/'.join(self.steps)}" if self.kind else ""


@dataclass(frozen=True, slots=True)
class Band:
    """One size band of a form; `below` is None for the last."""

    words: str
    below: float | None = None
    unit: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a framework asks.

    `applies_when` is an expression over the release, `condition` the same in words; words alone cannot be decided.
    `read`: how it was read, the framework's own way where the item says nothing. `place`: its number in the file.
    """

    id: str
    title: str
    place: int
    number: str = ""
    section: str = ""
    asks: str = ""
    audience: str = "public"
    recipients: tuple[str, ...] = ()
    applies_when: str = ""
    condition: str = ""
    none_counts: bool = False
    exempt_with_reason: bool = False
    outside_evidence: bool = False
    at_least: int = 1
    needs_all: bool = False
    choices: tuple[str, ...] = ()
    answer_type: str = ""
    bands: tuple[Band, ...] = ()
    optional: bool = False
    read: str = ""
    successor_of: str = ""
    relation: str = ""
    note: str = ""
    answered_by: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A text in which a framework stands."""

    title: str
    url: str = ""


@dataclass(frozen=True, eq=False)
class Framework:
    """One edition of a framework, with its items in their order.

    `path` is its file, as seen from the repository; empty for one that ships with the tool. `digest` is the SHA-256 of
    the file. `read`: original, copy, secondary or not-read. `earlier_from`: from when it binds for what was there
    before `applies_from`; empty where nothing is said.
    """

    id: str
    title: str
    short: str
    type: str
    publisher: str
    edition: str
    date: str
    items: tuple[Item, ...]
    sources: tuple[Document, ...] = ()
    licence: str = ""
    read: str = ""
    read_note: str = ""
    legal_status: str = ""
    status: str = ""
    applies_from: str = ""
    earlier_from: str = ""
    applies_to: str = ""
    applies_when: str = ""
    condition: str = ""
    notes: tuple[str, ...] = ()
    path: str = ""
    digest: str = field(default="", repr=False)

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """The items by their ids."""
        return {item.id: item for item in self.items}

    @property
    def taxonomy(self) -> bool:
        """Whether its items are terms that risks are sorted by, and no questions."""
        return self.type == "taxonomy"

    def sources_of(self, item: Item) -> tuple[Source, ...]:
        """What answers an item; of a taxonomy, the risks that are sorted under it as well."""
        if not self.taxonomy:
            return item.answered_by
        here = (Where(("taxonomies", "framework"), (self.id,)), Where(("taxonomies", "item"), (item.id,)))
        return (*item.answered_by, Source("risk", ("taxonomies", "item"), here))
