"""What is answered for a release, in a form that can be kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from underhood.meaning.audience import View
from underhood.meaning.coverage import behind
from underhood.passages.coverage import Asked, told
from underhood.records.record import Record
from underhood.values.framework import Item
from underhood.values.ids import Address

Answered = Mapping[Address, Mapping[str, tuple[str, ...]]]
"""The ids of the items that each record answers for one release, by framework."""


def every(view: View, release: Record) -> tuple[Asked, ...]:
    """Everything that is asked of a release, taxonomies included."""
    said = told(view)
    return tuple(said.of(release, framework) for framework in said.frameworks)


def answered(asked: Sequence[Asked]) -> Answered:
    """The items that each record answers, by framework."""
    found: dict[Address, dict[str, dict[str, None]]] = {}
    for one in asked:
        for item in one.covered if not one.framework.taxonomy else ():
            for address in {place.record.address for place in behind(item)}:
                found.setdefault(address, {}).setdefault(one.framework.id, {})[item.item.id] = None
    return {address: {name: tuple(ids) for name, ids in groups.items()} for address, groups in found.items()}


def fingerprint(value: Any) -> Any:
    """A value in a form that writes itself the same in every run; a record by its name, for what it says is asked."""
    if isinstance(value, Record):
        return str(value.address)
    if isinstance(value, Item):
        return value.id
    if is_dataclass(value):
        return [fingerprint(getattr(value, one.name)) for one in fields(value)]
    if isinstance(value, Mapping):
        return [(name, fingerprint(below)) for name, below in value.items()]
    if isinstance(value, list | tuple):
        return [fingerprint(below) for below in value]
    return sorted(map(repr, value)) if isinstance(value, set | frozenset) else repr(value)
