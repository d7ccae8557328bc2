"""Differences that are no figures, as readers go through them: record by record, what is alike in one line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from underhood.passages.shown import Value
from underhood.records.record import Record
from underhood.values.change import Kind
from underhood.values.ids import Address


@dataclass(frozen=True, slots=True)
class Difference:
    """Any other change: the record, the field's name, what stood there and what stands there (None: nothing).

    `group` is the name of the records' kind where a whole record came or went, else empty; `entry`: an entry of a list
    came or went; `gone` and `come` count the plain values that left a list or joined it. `because` are the decisions
    that give the written reason for a weakening, `stated` is what the release's own record says of a part that it does
    without. `before` and `after` count the entries of a list that is too long to be shown.
    """

    code: str
    kind: Kind
    record: Address
    group: str
    label: str
    pair: str
    old: Value | None
    new: Value | None
    message: str
    because: tuple[Record, ...] = ()
    entry: bool = False
    gone: int = 0
    come: int = 0
    before: int = 0
    after: int = 0
    stated: str = ""


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
