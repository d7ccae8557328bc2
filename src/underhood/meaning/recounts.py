"""Figures that other figures give: totals, shares, means and computed columns, counted again exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from underhood.records.record import Catalog, Place, Record, value_at
from underhood.values import quantity
from underhood.values.finding import DataPath
from underhood.values.ids import parse_address
from underhood.values.quantity import exact, is_quantity

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Recount:
    """A printed number and what its parts give.

    `how` is sum, mean or share; `what` names the number in a sentence; `dispute` is where the record disputes it.
    """

    how: str
    data_path: DataPath
    what: str
    stated: Decimal
    found: Decimal
    tolerance: Decimal
    dispute: DataPath | None = None

    @property
    def off(self) -> Decimal:
        """How far the printed number is from the recount."""
        return abs(quantity.change(self.found, self.stated))

    @property
    def agrees(self) -> bool:
        """Whether the two differ by no more than rounding."""
        return self.off <= self.tolerance

    @property
    def sentence(self) -> str:
        """What differs, in words."""
        verb = "give a mean of" if self.how == "mean" else "add up to"
        found = quantity.rounded(self.found, _places(self.stated) + 3) if self.how == "mean" else self.found
        return f"{self.what} is {quantity.plain(self.stated)}, but its parts {verb} {quantity.plain(found)}"


def differing(catalog: Catalog, record: Record, *, how: str) -> Iterator[Recount]:
    """The numbers of a record that disagree with their parts, and of which the record does not say so itself."""
    found = recounts(catalog, record, how=how)
    return (count for count in found if count.how == how and not count.agrees and not count.dispute)


def recounts(catalog: Catalog, record: Record, *, how: str = "") -> Iterator[Recount]:
    """Every number of a record that can be counted again; what lacks a part is left out."""
    for path, table in tables(record):
        for index, column in enumerate(table["columns"]):
            if how in {"", "share"}:
                yield from _share(path, table, column=column, index=index)
            if how in {"", _counting(column)}:
                yield from _total(path, table, column=column)
            if "computed" in column:
                yield from _computed(catalog, Place(record, path, table), column)
    if record.kind == "training":
        yield from _runs(record)
        yield from _mixture(record)


def tables(record: Record) -> Iterator[tuple[DataPath, Line]]:
    """The tables of a record as they are written, with their places; an evaluation is one itself."""
    if record.get("columns") and "rows" in record.data:
        yield (), record.data
    for index, table in enumerate(record.get("tables", ())):
        yield ("tables", index), table


def number(value: Any) -> Decimal | None:
    """The number of a cell; None for an absence or an empty cell."""
    return exact(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def run_values(record: Record, field: str, *, unit: str) -> list[Decimal] | None:
    """What the runs of a training give for a field, in one unit; None if a run does not give it exactly."""
    found = [run.get(field) for run in record.data["runs"]]
    if not found or not all(is_quantity(entry) and entry["unit"] == unit and not _loose(entry) for entry in found):
        return None
    return [exact(entry["value"]) for entry in found]


def _loose(entry: Line) -> bool:
    return bool(entry.get("bound") or entry.get("approximate"))


def _cells(rows: Sequence[Line], column: str) -> list[Decimal] | None:
    """All numbers of a column; None if a cell lacks one, for then nothing can be counted."""
    values = [number(row["values"].get(column)) for row in rows]
    known = [value for value in values if value is not None]
    return known if known and len(known) == len(values) else None


def _share(path: DataPath, table: Line, *, column: Line, index: int) -> Iterator[Recount]:
    values = _cells(table["rows"], column["id"]) if column.get("share") else None
    if values is not None:
        whole = quantity.total(values)
        rounding = quantity.total([_half(value) for value in values])
        tolerance = exact(column["tolerance"]) if "tolerance" in column else rounding
        what = f"the whole of the column '{column['id']}'"
        dispute = _total_dispute(path, table, column["id"])
        yield Recount("share", (*path, "columns", index), what, Decimal(100), whole, tolerance, dispute)


def _total(path: DataPath, table: Line, *, column: Line) -> Iterator[Recount]:
    name, how = column["id"], column.get("total")
    stated = number(table.get("printed_total", {}).get("values", {}).get(name)) if how is not None else None
    values = _cells(table["rows"], name) if stated is not None else None
    if stated is None or values is None:
        return
    weights = _cells(table["rows"], how["weighted_mean"]) if isinstance(how, Mapping) else None
    if isinstance(how, Mapping) and weights is None:
        return
    found = quantity.total(values) if how == "sum" else quantity.mean(values, weights)
    if found is not None:
        place = (*path, "printed_total", "values", name)
        what = f"the printed total of '{name}'"
        dispute = _total_dispute(path, table, name)
        yield Recount(_counting(column), place, what, stated, found, _tolerance(column, stated), dispute)


def _counting(column: Line) -> str:
    """How the total of a column is counted."""
    return "sum" if column.get("total") == "sum" else "mean"


def _total_dispute(path: DataPath, table: Line, name: str) -> DataPath | None:
    disputed = table.get("printed_total", {}).get("disputed", {})
    return (*path, "printed_total", "disputed", name) if name in disputed else None


def _computed(catalog: Catalog, table: Place, column: Line) -> Iterator[Recount]:
    how, written = next((item for item in column["computed"].items() if item[0] in {"mean", "sum"}), ("", ()))
    sources = [_column(catalog, address, table.record) for address in written]
    for index, row in enumerate(table.value["rows"]):
        stated = number(row["values"].get(column["id"]))
        values = [_matching(source, row, table) for source in sources]
        known = [value for value in values if value is not None]
        if stated is None or not known or len(known) != len(values):
            continue
        found = quantity.total(known) if how == "sum" else quantity.mean(known)
        if found is not None:
            path = (*table.data_path, "rows", index)
            dispute = (*path, "disputed", column["id"]) if column["id"] in row.get("disputed", {}) else None
            what = f"'{column['id']}' of '{row['id']}'"
            place = (*path, "values", column["id"])
            yield Recount(how, place, what, stated, found, _tolerance(column, stated), dispute)


def _column(catalog: Catalog, written: str, here: Record) -> tuple[Place, str] | None:
    """The table that a column's address leads into, and the column's id."""
    address = parse_address(written, here=here.address)
    place = catalog.resolve(address) if address else None
    if place is None or place.data_path[-2:-1] != ("columns",) or not isinstance(place.value, Mapping):
        return None
    above = place.data_path[:-2]
    return Place(place.record, above, value_at(place.record.data, above)), str(place.value["id"])


def _matching(source: tuple[Place, str] | None, row: Line, home: Place) -> Decimal | None:
    """The number of a column that is about the same subject and slice; None if there is none, or more than one."""
    if source is None:
        return None
    table, name = source
    if table.record.address == home.record.address and table.data_path == home.data_path:
        return number(row["values"].get(name))
    rows = [other for other in table.value["rows"] if _same(row, other)]
    return number(rows[0]["values"].get(name)) if len(rows) == 1 else None


def _same(row: Line, other: Line) -> bool:
    if "subject" not in row and "subject" not in other:
        return bool(row["id"] == other["id"])
    if row.get("slice") != other.get("slice") or "subject" not in row or "subject" not in other:
        return False
    return parse_address(row["subject"], kind="release") == parse_address(other["subject"], kind="release")


def _runs(record: Record) -> Iterator[Recount]:
    for index, total in enumerate(record.get("totals", ())):
        values = run_values(record, total["field"], unit=str(total["value"]["unit"]))
        if values is None or not total["printed"] or _loose(total["value"]):
            continue
        stated = exact(total["value"]["value"])
        dispute: DataPath | None = ("totals", index, "disputed") if total.get("disputed") else None
        if total["value"].get("disputed"):
            dispute = ("totals", index, "value", "disputed")
        place: DataPath = ("totals", index, "value", "value")
        what = f"the printed total of '{total['field']}'"
        tolerance = _tolerance(total["value"], stated)
        yield Recount("sum", place, what, stated, quantity.total(values), tolerance, dispute)


def _mixture(record: Record) -> Iterator[Recount]:
    mixture = record.get("mixture")
    shares = [number(entry["share"]) for entry in mixture] if isinstance(mixture, list) else []
    known = [share for share in shares if share is not None]
    if not known or len(known) != len(shares):
        return
    whole = quantity.total(known)
    if "mixture_total" in record.data:
        stated = exact(record.data["mixture_total"])
        yield Recount("share", ("mixture_total",), "the printed total of the mixture", stated, whole, _half(stated))
    else:
        rounding = quantity.total([_half(share) for share in known])
        yield Recount("share", ("mixture",), "the whole of the mixture", Decimal(100), whole, rounding)


def _tolerance(declared: Line, stated: Decimal) -> Decimal:
    """The tolerance that is declared, else half a unit of the last printed decimal."""
    if "tolerance" in declared:
        return exact(declared["tolerance"])
    return Decimal(5).scaleb(-declared["decimals"] - 1) if "decimals" in declared else _half(stated)


def _half(value: Decimal) -> Decimal:
    """Half a unit of the last decimal that a number is written with."""
    return Decimal(5).scaleb(-_places(value) - 1)


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
