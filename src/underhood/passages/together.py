"""Differences of one record together, as readers go through them: the record once, what is alike in one line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from underhood.passages.shown import Value
from underhood.values.ids import Address

if TYPE_CHECKING:
    from underhood.passages.comparison import Difference


@dataclass(frozen=True, slots=True)
class Alike:
    """One difference, or several that say the same of several pairs of sizes: `first`, the others, their pairs."""

    first: Difference
    others: tuple[Difference, ...]
    pairs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """All differences of one record, in their order."""

    record: Address
    alike: tuple[Alike, ...]


def together(found: Iterable[Difference]) -> tuple[Together, ...]:
    """Differences record by record, in the order in which the records first come up."""
    records: dict[Address, list[list[Difference]]] = {}
    for one in found:
        rows = records.setdefault(one.record, [])
        same = next((row for row in rows if one.pair and row[0].pair and _same(row[0], one)), None)
        if same is None:
            rows.append([one])
        else:
            same.append(one)
    return tuple(Together(record, tuple(map(_alike, rows))) for record, rows in records.items())


def _alike(row: list[Difference]) -> Alike:
    return Alike(row[0], tuple(row[1:]), tuple(one.pair for one in row if one.pair))


def _same(one: Difference, other: Difference) -> bool:
    """Whether two differences read alike but for their sizes."""
    return (
        (one.kind, one.label, one.because, one.stated, one.entry, one.before, one.after)
        == (other.kind, other.label, other.because, other.stated, other.entry, other.before, other.after)
        and _reads(one.old) == _reads(other.old)
        and _reads(one.new) == _reads(other.new)
    )


def _reads(value: Value | None) -> tuple[object, ...]:
    return (value.form, value.data, value.note) if value is not None else ()
