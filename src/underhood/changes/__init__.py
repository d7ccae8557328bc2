"""Weighings: one file each. A weighing says what a difference means where the schema's `x-weight` alone cannot.

A member is a module with a function marked by `@weighing("kind/field/field", …)`, which is given each difference at
or below that place, or by `@between_releases`, which is given the whole comparison of two releases. The module's name
is the code of its changes. What no member claims is weighed by `facts`.

A member marked by `@between_states` says what must not happen between two states of a repository; one marked by
`@between_repositories` too, with files beside the records at hand. Their findings are explained by the rules of the
same names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import Any

from underhood.doors import members
from underhood.meaning.audience import View
from underhood.meaning.release import short_name
from underhood.meaning.wording import about, arrow, shown_at
from underhood.records.kinds import Field
from underhood.records.project import Project
from underhood.records.record import Catalog, Record, steps_of
from underhood.values.change import Change, Kind, ListDiff, Measured, Weight
from underhood.values.finding import DataPath, Fault
from underhood.values.ids import Address

Pair = tuple[Record | None, Record | None]
FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states, and how they pair: records, and the names of the older state as the newer one has them.

    `names` leads from older addresses (records, and variants between releases) to those that take their place;
    `releases` are the two releases compared, None where two whole states are. `tolerance` is, by metric, the worsening
    that the older state's settings allow without a reason.
    """

    old: View
    new: View
    pairs: tuple[Pair, ...]
    names: Mapping[Address, Address]
    releases: tuple[Record, Record] | None = None
    tolerance: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def compiled(self) -> bool:
        """Whether the newer release was recorded afterwards: what its records leave out, nobody has dropped."""
        return self.releases is not None and self.releases[1].get("recorded") == "retrospective"

    @property
    def loss(self) -> Weight:
        """What it means that the newer side does not record something."""
        return Weight.NOTABLE if self.compiled else Weight.WEAKENING

    def renamed(self, address: Address) -> Address:
        """An address of the older state as the newer state has it."""
        for end in range(len(address.steps), -1, -1):
            found = self.names.get(Address(address.kind, address.id, address.steps[:end]))
            if found is not None:
                return found.at(*address.steps[end:])
        return address

    def pairing(self, old: Address, new: Address) -> str:
        """Which variant was compared with which, in words: 65B → 70B."""
        return f"{variant_name(self.old, old)} → {variant_name(self.new, new)}"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in one of the two states."""

    record: Record
    path: DataPath
    parts: str = ""

    @property
    def address(self) -> Address:
        """The name of the place."""
        return self.record.address.at(*steps_of(self.record.data, self.path, self.parts))


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two records differ.

    `names` are the fields on the way, without the ids of entries; `weight` is the schema's. For lists of plain values,
    `old_value` and `new_value` are tuples of what only one of the two has. What is in no field of the record has a
    last name with a space in it (`list entries`, `allow comment`); of a list file, `listed` says what came and went;
    of a text in other words, `wording` what they do. `older` is what the older state's schema says of the field, where
    it is another.
    """

    kind: Kind
    names: tuple[str, ...]
    old: Spot | None
    new: Spot | None
    old_value: Any
    new_value: Any
    weight: Weight = Weight.ROUTINE
    field: Field | None = None
    pair: str = ""
    listed: ListDiff | None = None
    wording: str = ""
    older: Field | None = None

    @property
    def record(self) -> Record:
        """The newer record, or the older one where that is all there is."""
        spot = self.new or self.old
        assert spot is not None
        return spot.record


@dataclass(frozen=True, slots=True)
class Loss:
    """What must not happen between two states: a record of the older one, and the fault there.

    Pointers lead into the newer state.
    """

    record: Record
    fault: Fault


Weigh = Callable[[Difference, Comparison], Iterator[Change]]
Across = Callable[[Comparison], Iterator[Change]]
Between = Callable[[Catalog, Catalog], Iterator[Loss]]
Whole = Callable[[Project, Project], Iterator[Loss]]


@dataclass(frozen=True, slots=True)
class Weighing:
    """One weighing: its code, the places that it claims, the page that its docstring is."""

    code: str
    claims: tuple[str, ...]
    page: str
    weigh: Weigh | None
    across: Across | None


def weighing(*claims: str) -> Callable[[Weigh], Weigh]:
    """Mark the function that weighs the differences at or below these places; a bare kind is the whole record.

    `*` stands for any kind, `**/field` for a field of that name at any depth. The settings are of the kind `settings`.
    """

    def mark(weigh: Weigh) -> Weigh:
        weigh.claims = claims  # type: ignore[attr-defined]
        return weigh

    return mark


def between_releases(across: Across) -> Across:
    """Mark the function that looks at two releases as a whole."""
    across.across = True  # type: ignore[attr-defined]
    return across


def between_states(between: Between) -> Between:
    """Mark the function that looks at all records of two states, whoever may see them."""
    between.between = True  # type: ignore[attr-defined]
    return between


def between_repositories(between: Whole) -> Whole:
    """Mark the function that looks at two states of a repository with the files beside their records."""
    between.between_all = True  # type: ignore[attr-defined]
    return between


@cache
def weighings() -> Mapping[str, Weighing]:
    """All weighings by code."""
    found = {}
    for code, loaded in members.members(__name__):
        weigh, across = members.marked(loaded, "claims"), members.marked(loaded, "across")
        if weigh is not None or across is not None:
            found[code] = Weighing(code, getattr(weigh, "claims", ()), loaded.__doc__ or "", weigh, across)
    return found


@cache
def betweens() -> Mapping[str, Whole]:
    """What is looked for between two states, by code."""
    found: dict[str, Whole] = {}
    for code, loaded in members.members(__name__):
        if whole := members.marked(loaded, "between_all"):
            found[code] = whole
        elif between := members.marked(loaded, "between"):
            found[code] = _of_catalogs(between)
    return found


def _of_catalogs(between: Between) -> Whole:
    return lambda old, new: between(old.catalog, new.catalog)


@cache
def claimed() -> Mapping[tuple[str, ...], Weighing]:
    """The weighings by the place that they claim, as steps."""
    return {tuple(claim.split("/")): member for member in weighings().values() for claim in member.claims}


def weigh(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """The changes that a difference amounts to: the weighing with the nearest claim speaks, else the schema."""
    member = _claim(difference)
    if member is None or member.weigh is None:
        yield change(difference, comparison)
    else:
        for found in member.weigh(difference, comparison):
            yield replace(found, code=member.code)


def _claim(difference: Difference) -> Weighing | None:
    known, names, kind = claimed(), difference.names, difference.record.kind
    if not names and difference.kind is Kind.CHANGED:
        return known.get(("*",))  # a rename is the same in every kind
    if names and (anywhere := known.get(("**", names[-1]))):
        return anywhere
    for end in range(len(names), 0 if names else -1, -1):
        found = known.get((kind, *names[:end])) or known.get(("*", *names[:end]))
        if found is not None:
            return found
    return None


def change(
    difference: Difference,
    comparison: Comparison,
    *,
    weight: Weight | None = None,
    measured: Measured | None = None,
    message: str = "",
) -> Change:
    """The change that a difference is, in the schema's weight and in plain words unless others are given."""
    if not message:
        spot = difference.new or difference.old
        assert spot is not None
        place = about(spot.record, spot.path, comparison.new.catalog.kinds, paired=bool(difference.pair))
        pair = f", {difference.pair}" if difference.pair else ""
        titles = tuple(release.title for release in comparison.releases or ())
        wording = f", {difference.wording}" if difference.wording else ""
        words = shown_at(spot.record, spot.path)
        said = arrow(difference.kind, difference.old_value, difference.new_value, releases=titles, shown=words)
        message = f"{place}{pair}{wording}{said}"
    return Change(
        code=FACTS,
        weight=weight or difference.weight,
        kind=difference.kind,
        old_address=difference.old.address if difference.old else None,
        new_address=difference.new.address if difference.new else None,
        old=difference.old_value,
        new=difference.new_value,
        message=message,
        pair=difference.pair,
        measured=measured,
        listed=difference.listed,
    )


def fate(difference: Difference, comparison: Comparison) -> str:
    """What became of a whole record, in words."""
    if comparison.releases is None:
        return "is no longer recorded" if difference.kind is Kind.REMOVED else difference.kind.value
    old, new = (release.title for release in comparison.releases)
    with_it, without = (old, new) if difference.kind is Kind.REMOVED else (new, old)
    return f"is recorded for {with_it} and not for {without}"


def lowered(difference: Difference, order: tuple[Any, ...]) -> bool | None:
    """Whether a word moved down in a rising order of words; None where the order says nothing of it."""
    if difference.old_value not in order or difference.new_value not in order:
        return None
    return order.index(difference.new_value) < order.index(difference.old_value)


def variant_name(view: View, address: Address) -> str:
    """A variant without the name of its release: 70B."""
    return short_name(view.catalog, address)
