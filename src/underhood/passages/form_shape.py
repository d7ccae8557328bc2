"""What fields of official forms are worked out from: the release, the records that count for it, and its answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeGuard

from underhood.meaning.audience import View
from underhood.meaning.concerned import Concerned
from underhood.meaning.coverage import Covered
from underhood.records.record import Record
from underhood.values.chart import MixtureChart
from underhood.values.framework import Band, Item
from underhood.values.quantity import Quantity, exact, is_quantity, total

SOURCE = "data-source"
OUTSIDE_TRAINING = frozenset({"testing", "validation"})
FULL = 99
"""A mixture whose shares add up to more than so many percent names every source."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A short table of words: names of columns, and rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Derived:
    """What a form wants to read and records do not say in that way.

    `words` are ours; `official`: those that the form itself offers, or what is wrong with a file, in English; `note`:
    how it was worked out.
    """

    label: str
    words: str = ""
    official: tuple[str, ...] = ()
    note: str = ""
    listing: Listing | None = None
    chart: MixtureChart | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """One field of a form, of a release: what became of it, and the records that count."""

    view: View
    concerned: Concerned
    covered: Covered

    @property
    def release(self) -> Record:
        """The release that the form is about."""
        return self.concerned.release

    def gettext(self, message: str) -> str:
        """A message in the reader's language."""
        return self.view.messages.gettext(message)


def training_sources(concerned: Concerned) -> tuple[Record, ...]:
    """The data that the release was trained on; data that only tested it does not count."""
    found = concerned.of(SOURCE)
    return tuple(one for one in found if not one.get("roles") or set(one.data["roles"]) - OUTSIDE_TRAINING)


def complete(asking: Asking) -> bool:
    """Whether what no record names was not used: a provider records its own release, or mixtures name every source.

    Never where there are sources that these readers may not see.
    """
    if SOURCE in asking.view.lacking or any(address.kind == SOURCE for address in asking.view.hidden):
        return False
    concerned = asking.concerned
    if concerned.release.get("recorded") == "live":
        return True
    trained = concerned.of("training")
    return bool(trained) and all(_shares(one) > FULL for one in trained)


def quantities(entries: Iterator[tuple[str, Any]]) -> tuple[tuple[str, Quantity], ...]:
    """The quantities among named values."""
    return tuple((name, Quantity.read(value)) for name, value in entries if is_quantity(value))


def summed(found: list[Quantity], unit: str) -> Quantity:
    """The sum of quantities of one unit; it is a lower limit where any of them is, and about where any is."""
    bound = next((one.bound for one in found if one.bound in {"at-least", "more-than"}), "")
    if not bound and found and all(one.bound for one in found):
        bound = found[0].bound
    values: list[Decimal] = [one.value for one in found]
    disputed = next((one.disputed for one in found if one.disputed), "")
    about = any(one.approximate for one in found)
    return Quantity(total(values), unit, approximate=about, bound=bound, disputed=disputed)


def band_words(*found: Sequence[Band]) -> tuple[str, ...]:
    """The words of the form for one band, or for several that are left open."""
    return tuple(dict.fromkeys(one.words for some in found for one in some))


def spread(data: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    """The least and the greatest of the values that sources give for a quantity."""
    others = (one.get("value") for one in data.get("disputed", ()))
    found = [exact(data["value"]), *(exact(one) for one in others if _number(one))]
    return min(found), max(found)


def _number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def entries(record: Record, name: str) -> list[Mapping[str, Any]]:
    """The entries of a list of a record; none where an absence stands there."""
    found = record.get(name, ())
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list | tuple) else []


def of_framework(asking: Asking, item: Item) -> Iterator[Item]:
    """The items of other frameworks that answer an item."""
    for source in item.answered_by:
        name, _, id = source.item.partition("/")
        other = asking.view.frameworks.get(name) if name else None
        if other is not None and id in other.by_id:
            yield other.by_id[id]


def _shares(training: Record) -> Decimal:
    shares = [one.get("share") for one in entries(training, "mixture")]
    return total([exact(one) for one in shares if _number(one)])
