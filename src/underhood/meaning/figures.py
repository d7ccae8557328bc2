"""Which figures of two releases may be set side by side: the same benchmark, metric, setting, slice, program."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from underhood.doors.languages import SOURCE_LANGUAGE, Messages
from underhood.meaning.release import parts
from underhood.meaning.units import setting_words
from underhood.records.record import Catalog, Record, is_absence, steps_of
from underhood.values.change import Measured
from underhood.values.ids import Address, parse_address
from underhood.values.quantity import exact


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure with its place and its protocol; `program` is None where the evaluation names none."""

    record: Record
    row: Mapping[str, Any]
    column: Mapping[str, Any]
    place: Address
    program: str | None

    @property
    def value(self) -> Any:
        """The figure as recorded."""
        return self.row["values"][self.column["id"]]

    @property
    def slice(self) -> str:
        """The part of the benchmark that was measured; empty: all of it."""
        return ", ".join(str(part) for part in (self.column.get("slice"), self.row.get("slice")) if part)

    @property
    def decimals(self) -> int | None:
        """The printed precision: the column's, or the figure's own where it was printed with more."""
        stated = self.column.get("decimals")
        own = -int(exact(self.value).normalize().as_tuple().exponent)
        return None if stated is None else max(int(stated), own)

    @property
    def subject(self) -> Address:
        """The variant or system that was measured, or the cell itself where its row names none."""
        return parse_address(str(self.row.get("subject", "")), kind="release") or self.place

    def protocol(self) -> Hashable:
        """What must be the same for two figures to be comparable, apart from the program."""
        column = self.column
        setting = frozenset((name, str(_normal(value))) for name, value in column.get("setting", {}).items())
        return (
            str(column["benchmark"]),
            column["metric"],
            setting,
            self.slice,
            column.get("unit"),
            self._measured_by(),
        )

    def _measured_by(self) -> str:
        return str(self.row.get("measured_by", ""))


@dataclass(frozen=True, slots=True)
class Figure:
    """Two figures that may be compared, and the cells that they stand in."""

    old: Cell
    new: Cell
    measured: Measured


def figures(catalog: Catalog, releases: tuple[Record, Record], names: Mapping[Address, Address]) -> Iterator[Figure]:
    """Every pair of figures that may be compared between two releases, each once, however many tables print it.

    `names` leads from each older variant to the one that takes its place.
    """
    cells = _cells(catalog, releases)
    seen: set[Hashable] = set()
    for before, after in sorted(names.items()):
        later = cells.get(after, {})
        for protocol, earlier in cells.get(before, {}).items():
            for old, new in _matches(earlier, later.get(protocol, [])):
                measured = measure(catalog, old, new)
                same = (before, protocol, measured.old, measured.new)
                if same not in seen:
                    seen.add(same)
                    yield Figure(old, new, measured)


def dropped(catalog: Catalog, releases: tuple[Record, Record], names: Mapping[Address, Address]) -> Iterator[Cell]:
    """The figures of an older release that the later one does not have under the same protocol.

    `names` leads from each older variant to the one that takes its place.
    """
    cells = _cells(catalog, releases)
    for before, after in sorted(names.items()):
        for protocol, earlier in cells.get(before, {}).items():
            if not cells.get(after, {}).get(protocol):
                yield earlier[0]


def measure(catalog: Catalog, old: Cell, new: Cell) -> Measured:
    """Two comparable figures, with what the benchmark says of their unit and direction."""
    benchmark = parse_address(str(new.column["benchmark"]), kind="benchmark") or new.place
    found = metric(catalog, benchmark, str(new.column["metric"]))
    return Measured(
        benchmark=benchmark,
        metric=str(new.column["metric"]),
        protocol=setting_words(new.column.get("setting", {}), Messages(SOURCE_LANGUAGE)),
        slice=new.slice,
        unit=str(new.column.get("unit") or found.get("unit", "")),
        decimals=max((cell.decimals for cell in (old, new) if cell.decimals is not None), default=None),
        direction=str(found.get("direction", "none")),
        old=exact(old.value),
        new=exact(new.value),
        old_subject=old.subject,
        new_subject=new.subject,
    )


def metric(catalog: Catalog, benchmark: Address, id: str) -> Mapping[str, Any]:
    """What a benchmark says of one of its metrics; nothing where it is not recorded."""
    record = catalog.records.get(benchmark.record)
    return next((entry for entry in record.data["metrics"] if entry["id"] == id), {}) if record else {}


def columns(record: Record) -> Mapping[str, Mapping[str, Any]]:
    """The columns of an evaluation by id."""
    return {column["id"]: column for column in record.data["columns"]}


def cell(record: Record, index: int, column: Mapping[str, Any]) -> Cell | None:
    """A figure that may enter a comparison; None for one that is disputed, absent or of no benchmark."""
    if "benchmark" not in column or "metric" not in column:
        return None
    row, name = record.data["rows"][index], column["id"]
    if is_absence(row["values"][name]) or name in row.get("disputed", {}):
        return None
    harness = record.get("harness")
    place = record.address.at(*steps_of(record.data, ("rows", index, "values", name), "rows"))
    return Cell(record, row, column, place, harness if isinstance(harness, str) else None)


def _matches(olds: list[Cell], news: list[Cell]) -> Iterator[tuple[Cell, Cell]]:
    """Which cells of one protocol may be compared: those of the same record, else those of the same named program."""
    inside = {new.record.address: new for new in reversed(news)}
    together = [(old, inside[old.record.address]) for old in olds if old.record.address in inside]
    if together:
        yield from together
        return
    by_program = {new.program: new for new in reversed(news) if new.program is not None}
    yield from ((old, by_program[old.program]) for old in olds if old.program in by_program)


def _cells(catalog: Catalog, releases: tuple[Record, Record]) -> dict[Address, dict[Hashable, list[Cell]]]:
    """The figures of two releases, by subject and protocol, in the order of the records' names."""
    found: dict[Address, dict[Hashable, list[Cell]]] = {}
    measured = {release.address for release in releases}
    for record in _evaluations(catalog, releases):
        known = columns(record)
        for index, row in enumerate(record.data["rows"]):
            subject = parse_address(str(row.get("subject", "")), kind="release")
            for name in row["values"] if subject is not None and subject.record in measured else ():
                made = cell(record, index, known.get(name, {}))
                if made is not None and subject is not None:
                    found.setdefault(subject, {}).setdefault(made.protocol(), []).append(made)
    return found


def _evaluations(catalog: Catalog, releases: tuple[Record, Record]) -> list[Record]:
    """The evaluations of either closure, and those that measured both releases."""
    closures = (record for release in releases for record in parts(catalog, release))
    found = {record.address: record for record in closures if record.kind == "evaluation"}
    measured = [
        {
            link.source
            for link in catalog.cited_by(release.address)
            if link.source.kind == "evaluation" and not link.prose
        }
        for release in releases
    ]
    found.update({address: catalog.records[address] for address in measured[0] & measured[1]})
    return [found[address] for address in sorted(found)]


def _normal(value: Any) -> Any:
    return exact(value).normalize() if isinstance(value, int | float) and not isinstance(value, bool) else value
