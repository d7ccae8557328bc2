"""A comparison of two releases as readers see it: worse figures first, then what else was weakened, then the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from underhood.judge.reasons import value_now
from underhood.judge.stated import holds
from underhood.meaning import units
from underhood.meaning.audience import View
from underhood.meaning.figures import figures as comparable
from underhood.meaning.localise import Text
from underhood.meaning.release import WITHHELD, Pair, pairs, short_name, successors
from underhood.passages.differences import Difference, Together, together
from underhood.passages.fields import read_value
from underhood.passages.places import is_entry, label, left_out, names
from underhood.passages.shown import Form, Value
from underhood.passages.tables import natural
from underhood.records.record import Record, value_at
from underhood.values.change import Change, Kind, Measured, Weight
from underhood.values.ids import Address, parse_address

CAPABILITY = "capability"
"""The aim of benchmarks whose figures are read after those of harm and truthfulness."""

_SIZE = re.compile(r"[0-9]+(?:\.[0-9]+)?")

MANY = 3
"""So many entries at most are shown as a value; of longer lists the names are shown, or only how long they are."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Two figures of one metric under one protocol, ready to be shown: `cell` is the address of the newer one.

    `earlier` is that of the older one.
    """

    benchmark: Record | None
    metric: str
    slice: str
    protocol: str
    direction: str
    pair: str
    old: str
    new: str
    difference: str
    worse: bool | None
    withheld: bool
    cell: Address
    table: Record | None
    because: tuple[Record, ...] = ()
    earlier: Address | None = None
    delta: Decimal = Decimal(0)
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of one table; empty: they do not all share it. `safety`: they measure harm or truthfulness."""

    table: Record | None
    benchmark: Record | None
    protocol: str
    direction: str
    safety: bool
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes between two releases, weakened ones first; `pairs` shows which variant is compared with which."""

    old: Record
    new: Record
    pairs: tuple[Pair, ...]
    worse: tuple[Figure, ...]
    better: tuple[Figure, ...]
    undirected: tuple[Figure, ...]
    weakened: tuple[Difference, ...]
    added: tuple[Difference, ...]
    changed: tuple[Difference, ...]
    removed: tuple[Difference, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing differs in the records."""
        return not (
            self.worse or self.better or self.undirected or self.weakened or self.added or self.changed or self.removed
        )

    def worse_in(self, evaluation: Record) -> tuple[Figure, ...]:
        """The figures of one evaluation that got worse."""
        return tuple(figure for figure in self.worse if figure.cell.record == evaluation.address)

    def compares(self, evaluation: Record) -> bool:
        """Whether a figure of an evaluation differs from one of the earlier release."""
        return any(figure.cell.record == evaluation.address for figure in (*self.worse, *self.better, *self.undirected))

    @property
    def compared(self) -> int:
        """How many figures differ, in one direction or the other."""
        return len(self.worse) + len(self.better) + len(self.undirected)

    def by_table(self, figures: Iterable[Figure]) -> tuple[Group, ...]:
        """Figures table by table, in the order in which the tables first come up."""
        found: dict[Address, list[Figure]] = {}
        for figure in figures:
            found.setdefault(figure.cell.record, []).append(figure)
        return tuple(_group(together) for together in found.values())

    def by_record(self, found: Iterable[Difference]) -> tuple[Together, ...]:
        """Differences record by record, those that say the same of several sizes in one."""
        return together(found)


def arranged(view: View, changes: Iterable[Change], *, old: Record, new: Record) -> Comparison:
    """Put the changes between two releases in the order in which they are read."""
    figures: dict[bool | None, list[Figure]] = {True: [], False: [], None: []}
    weakened: list[Difference] = []
    rest: dict[Kind, list[Difference]] = {kind: [] for kind in Kind}
    stated = left_out(new)
    for change in changes:
        if change.measured is not None:
            figures[change.measured.worse].append(_figure(view, change, change.measured))
        elif change.weight is Weight.WEAKENING:
            weakened.append(replace(_difference(view, change), stated=stated.get(change.address, "")))
        else:
            rest[change.kind].append(replace(_difference(view, change), stated=stated.get(change.address, "")))
    for found in figures.values():
        found.sort(key=_reading_order)
    return Comparison(
        old=old,
        new=new,
        pairs=tuple(pairs(old, new, view.catalog)),
        worse=tuple(figures[True]),
        better=tuple(figures[False]),
        undirected=tuple(figures[None]),
        weakened=tuple(weakened),
        added=tuple(rest[Kind.ADDED]),
        changed=tuple(rest[Kind.CHANGED]),
        removed=tuple(rest[Kind.REMOVED]),
    )


def equal_figures(view: View, old: Record, new: Record) -> tuple[Figure, ...]:
    """The figures that both releases have under one protocol, and that are the same."""
    found = []
    for one in comparable(view.catalog, (old, new), successors(old, new, view.catalog)):
        if not one.measured.delta:
            names = (one.measured.old_subject, one.measured.new_subject)
            pair = " → ".join(short_name(view.catalog, name) for name in names)
            found.append(replace(_shown(view, one.measured, one.new.place, pair=pair), earlier=one.old.place))
    return tuple(sorted(found, key=_reading_order))


def _reading_order(figure: Figure) -> tuple[bool, object, float]:
    """Measures of harm and truthfulness before those of capability, then by table, then by size."""
    size = _SIZE.match(figure.pair)
    capability = figure.benchmark is None or figure.benchmark.get("aim") == CAPABILITY
    return capability, natural(figure.cell.id), float(size[0]) if size else 0.0


def _group(figures: list[Figure]) -> Group:
    first = figures[0]
    return Group(
        table=first.table,
        benchmark=first.benchmark if all(figure.benchmark is first.benchmark for figure in figures) else None,
        protocol=first.protocol if len({figure.protocol for figure in figures}) == 1 else "",
        direction=first.direction if len({figure.direction for figure in figures}) == 1 else "",
        safety=not any(_reading_order(figure)[0] for figure in figures),
        figures=tuple(figures),
    )


def _because(view: View, change: Change) -> tuple[Record, ...]:
    """The decisions whose `weakens` names what changed, and what it came to."""
    places, now = {change.old_address, change.new_address}, value_now(change, view.catalog)
    return tuple(
        decision
        for decision in view.of("decision")
        if any(
            parse_address(entry["what"]) in places and holds(entry["to"], change, now)
            for entry in decision.get("weakens", ())
        )
    )


def _figure(view: View, change: Change, measured: Measured) -> Figure:
    made = _shown(view, measured, change.address, pair=change.pair, because=_because(view, change))
    return replace(made, earlier=change.old_address)


def _shown(view: View, measured: Measured, cell: Address, *, pair: str, because: tuple[Record, ...] = ()) -> Figure:
    words = view.messages
    benchmark = view.at(measured.benchmark)
    metrics = benchmark.get("metrics", ()) if benchmark else ()
    place = view.resolve(measured.new_subject)
    return Figure(
        benchmark=benchmark,
        metric=next((metric["title"] for metric in metrics if metric["id"] == measured.metric), measured.metric),
        slice=measured.slice,
        protocol=_protocol(view, cell),
        direction=measured.direction,
        pair=pair,
        old=units.measure(measured.old, measured.unit, words, decimals=measured.decimals),
        new=units.measure(measured.new, measured.unit, words, decimals=measured.decimals),
        difference=units.difference(measured.delta, measured.unit, words, decimals=measured.decimals),
        worse=measured.worse,
        withheld=place is not None and place.value.get("status") == WITHHELD,
        cell=cell,
        table=view.at(cell),
        because=because,
        delta=measured.delta,
        unit=measured.unit,
    )


def _protocol(view: View, cell: Address) -> str:
    """The settings of the column that a figure stands in."""
    place = view.resolve(cell)
    if place is None or not {"rows", "values"} <= set(place.data_path):
        return ""
    table = value_at(place.record.data, place.data_path[: place.data_path.index("rows")])
    column: Mapping[str, Any] = next((one for one in table["columns"] if one["id"] == place.data_path[-1]), {})
    return units.setting_words(column.get("setting", {}), view.messages)


def differences(view: View, changes: Iterable[Change], *, before: View) -> tuple[Difference, ...]:
    """Changes between two states of records as readers see them."""
    return tuple(_difference(view, change, before) for change in changes)


def _difference(view: View, change: Change, before: View | None = None) -> Difference:
    address, older = change.address, before or view
    there = view if change.new_address else older
    return Difference(
        code=change.code,
        kind=change.kind,
        record=address.record,
        group="" if address.steps else view.messages.gettext(view.catalog.kinds[address.kind].plural),
        label=label(there, address, paired=bool(change.pair)),
        pair=change.pair,
        old=_value(older, change.old_address, change.old),
        new=_value(view, change.new_address, change.new),
        message=change.message,
        because=_because(view, change),
        entry=is_entry(there, address),
        gone=len(change.old) if isinstance(change.old, tuple) else 0,
        come=len(change.new) if isinstance(change.new, tuple) else 0,
        before=_many(change.old),
        after=_many(change.new),
    )


def _many(data: object) -> int:
    """How many entries a list has that is too long to be shown; 0: it is none."""
    return len(data) if isinstance(data, list | tuple) and len(data) > MANY else 0


def _value(view: View, address: Address | None, data: Any) -> Value | None:
    place = view.resolve(address) if address else None
    if place is None or not place.data_path or data is None:
        return None
    if isinstance(data, list | tuple) and len(data) > MANY:
        return names(data)
    if isinstance(data, Mapping):
        words = data.get("text") or data.get("title") or data.get("name")
        if isinstance(words, str):
            return Value(Form.TEXT if isinstance(words, Text) else Form.WORDS, words)
    return read_value(view, place.record, place.data_path, value=list(data) if isinstance(data, tuple) else data)
