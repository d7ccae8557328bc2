"""Walks over what a record says, side by side with what its schema says of each field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, Protocol, Self, TypeVar

from underhood.values.finding import DataPath


class Node(Protocol):
    """What the schemas say of a place, as far as a walk asks."""

    @property
    def properties(self) -> Mapping[str, Self]:
        """The fields below."""

    @property
    def items(self) -> Self | None:
        """What each entry of a list is."""

    @property
    def values(self) -> Self | None:
        """What each value of an open group is."""

    @property
    def translatable(self) -> bool:
        """Whether it is text for readers."""

    @property
    def refers(self) -> bool:
        """Whether a text here may name records."""

    @property
    def leading(self) -> tuple[Mapping[Any, Self | None], Self | None]:
        """The fields below by name, and that of all others; None for those under which no text names records."""


F = TypeVar("F", bound=Node)

Step = tuple[DataPath, Any, F | None]
"""A value of a record: its place, itself, and what its schema says of it."""

Text = tuple[DataPath, str, F]
"""A text with its place and its field."""

NO_FIELDS: Mapping[Any, Any] = {}


@dataclass
class Walk(Generic[F]):
    """Every value of a record, parents before children: groups and lists, texts, and all others."""

    data: Any
    root: F
    groups: list[Step[F]] = field(default_factory=list)
    texts: list[Step[F]] = field(default_factory=list)
    others: list[Step[F]] = field(default_factory=list)

    @cached_property
    def steps(self) -> list[Step[F]]:
        """All values in the order in which they stand in the record."""
        return list(_in_order((), self.data, self.root))

    @cached_property
    def prose(self) -> list[Text[F]]:
        """The texts for readers."""
        return [(path, text, here) for path, text, here in self.texts if here is not None and here.translatable]

    @cached_property
    def absences(self) -> list[Step[F]]:
        """The groups that say that something is absent."""
        return [step for step in self.groups if isinstance(step[1], dict) and "absent" in step[1]]

    @cached_property
    def whole(self) -> str:
        """All texts together, each on a line of its own: what is not in here is in none of them."""
        return "\n".join(step[1] for step in self.texts)


def walked(data: Any, root: F) -> Walk[F]:
    """Walk over a record."""
    found = Walk(data, root)
    if isinstance(data, (dict, list)):
        _visit(((), data, root), found)
    return found


def _visit(group: Step[F], walk: Walk[F]) -> None:
    path, value, here = group
    walk.groups.append(group)
    known, rest = _below(value, here)
    for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
        step = (path + (name,), inner, known.get(name, rest))  # noqa: RUF005  (twice as fast, and done for every value)
        if isinstance(inner, str):
            walk.texts.append(step)
        elif isinstance(inner, (dict, list)):
            _visit(step, walk)
        else:
            walk.others.append(step)


def _in_order(path: DataPath, value: Any, here: F | None) -> Iterator[Step[F]]:
    yield path, value, here
    if isinstance(value, (dict, list)):
        known, rest = _below(value, here)
        for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _in_order((*path, name), inner, known.get(name, rest))


def _below(group: Any, here: F | None) -> tuple[Mapping[Any, F], F | None]:
    """The fields of a group by name, and the field of all others; of a list, that of its entries."""
    if here is None:
        return NO_FIELDS, None
    return (here.properties, here.values) if isinstance(group, dict) else (NO_FIELDS, here.items)


def referring(data: Any, root: F) -> list[Text[F]]:
    """The texts of a record that name records, or may; groups that hold no such field are passed over."""
    found: list[Text[F]] = []
    if isinstance(data, (dict, list)):
        _refer(data, (), root, found)
    return found


def _refer(group: Any, path: DataPath, here: F, found: list[Text[F]]) -> None:
    known, rest = here.leading if isinstance(group, dict) else (NO_FIELDS, here.items)
    for name, value in group.items() if isinstance(group, dict) else enumerate(group):
        below = known.get(name, rest)
        if below is None:
            continue
        if isinstance(value, str):
            if below.refers:
                found.append((path + (name,), value, below))  # noqa: RUF005
        elif isinstance(value, (dict, list)):
            _refer(value, path + (name,), below, found)  # noqa: RUF005
