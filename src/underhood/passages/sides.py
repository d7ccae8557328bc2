"""Two releases side by side, row by row: facts, and the records that belong to one, to the other or to both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from underhood.doors import languages
from underhood.meaning.audience import View
from underhood.meaning.release import parts
from underhood.passages.coded import word
from underhood.passages.glance import Glance
from underhood.records.record import Record
from underhood.values.ids import Address

LABELS = (
    "Released on",
    "Status",
    "Developer",
    "Sizes published",
    "Made and not released",
    "Licence",
    "Ways of access",
)
"""What the rows of facts are about."""

Records = Mapping[Address, Record]


@dataclass(frozen=True, slots=True)
class Fact:
    """A row: what it is about, and what is recorded of either release, as words or records; nothing: not recorded."""

    label: str
    old: tuple[Record | str, ...]
    new: tuple[Record | str, ...]

    @property
    def same(self) -> bool:
        """Whether the same is recorded of both."""
        return [_key(one) for one in self.old] == [_key(one) for one in self.new]


@dataclass(frozen=True, slots=True)
class Holding:
    """The records of one kind: those that belong to the earlier release only, to the newer only, and to both."""

    kind: str
    label: str
    old: tuple[Record, ...]
    new: tuple[Record, ...]
    both: tuple[Record, ...]

    @property
    def same(self) -> bool:
        """Whether the same records belong to both."""
        return not self.old and not self.new


def facts(view: View, old: Glance, new: Glance) -> tuple[Fact, ...]:
    """What readers ask first of two releases."""
    say = view.messages.gettext
    rows = zip(LABELS, _facts(view, old), _facts(view, new), strict=True)
    return tuple(Fact(say(label), before, after) for label, before, after in rows)


def holdings(view: View, old: Record, new: Record) -> tuple[Holding, ...]:
    """The records of two releases by kind, in the order of the kinds."""
    before, after = _by_kind(parts(view.catalog, old)), _by_kind(parts(view.catalog, new))
    kinds = [kind for kind in view.catalog.kinds.values() if kind.name in before or kind.name in after]
    return tuple(
        _holding(kind.name, view.messages.gettext(kind.plural), before.get(kind.name, {}), after.get(kind.name, {}))
        for kind in kinds
    )


def _holding(kind: str, label: str, before: Records, after: Records, /) -> Holding:
    return Holding(
        kind,
        label,
        old=tuple(one for address, one in before.items() if address not in after),
        new=tuple(one for address, one in after.items() if address not in before),
        both=tuple(one for address, one in after.items() if address in before),
    )


def _facts(view: View, one: Glance) -> Iterator[tuple[Record | str, ...]]:
    say = view.messages.gettext
    yield (languages.date(one.date, view.language),) if one.date else (say("not released"),)
    yield (say(one.status),)
    yield (one.provider,) if one.provider is not None else ()
    yield tuple(str(variant.get("title") or variant["id"]) for variant in one.released)
    yield tuple(str(found.variant.get("title") or found.variant["id"]) for found in one.withheld)
    yield one.licences
    yield tuple(dict.fromkeys(word(view, channel.record.data["access"]) for channel in one.channels))


def _key(one: Record | str) -> object:
    return one.address if isinstance(one, Record) else one


def _by_kind(records: Iterable[Record]) -> dict[str, dict[Address, Record]]:
    found: dict[str, dict[Address, Record]] = {}
    for record in records:
        found.setdefault(record.kind, {})[record.address] = record
    return found
