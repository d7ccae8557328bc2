"""Which figures speak of a variant, what they measure, and amounts in the units that a format asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from underhood.exporters._telling import Telling
from underhood.records.record import Record, is_absence
from underhood.values.ids import parse_address

WHOLE = -1
"""Stands for the release itself where others are the places of its variants."""

KILOWATT_HOURS = {"Wh": Decimal("0.001"), "kWh": Decimal(1), "MWh": Decimal(1000), "GWh": Decimal(1000000)}
TONNES = {"gCO2eq": Decimal("0.000001"), "kgCO2eq": Decimal("0.001"), "tCO2eq": Decimal(1)}


def concerned(telling: Telling, reference: object) -> int | None:
    """The place of the variant that a reference names; WHOLE for the release; None for anything else."""
    address = parse_address(str(reference), kind="release")
    release = telling.facts.release
    if address is None or address.record != release.address:
        return None
    if not address.steps:
        return WHOLE
    place = telling.view.resolve(address)
    path = place.data_path if place is not None else ()
    return path[1] if len(path) > 1 and path[0] == "variants" and isinstance(path[1], int) else None


def figures_of(telling: Telling, variant: int) -> Iterator[tuple[Record, int, tuple[int, str]]]:
    """Table, row and column of each figure of a variant; disputed ones stay out, and so do those of other systems."""
    for record in telling.facts.of("evaluation"):
        columns = {one["id"]: at for at, one in enumerate(record.get("columns", ()))}
        for at, row in enumerate(record.get("rows", ())):
            if "subject" not in row or concerned(telling, row["subject"]) != variant:
                continue
            for id, value in row["values"].items():
                if id in columns and not is_absence(value) and id not in row.get("disputed", {}):
                    yield record, at, (columns[id], id)


def measured(telling: Telling, record: Record, at: int) -> str:
    """What was measured and how: 0-shot and 5-shot are not the same figure."""
    column = record.data["columns"][at]
    names = [telling.text(record, "columns", at, "title")]
    benchmark = telling.facts.at(str(column.get("benchmark", "")), "benchmark")
    if benchmark is not None:
        names.insert(0, telling.text(benchmark, "title"))
        wanted = (place for place, one in enumerate(benchmark.get("metrics", ())) if one["id"] == column.get("metric"))
        if (place := next(wanted, None)) is not None:
            names.append(telling.text(benchmark, "metrics", place, "title"))
    name = ": ".join(dict.fromkeys(one for one in names if one)) or column["id"]
    setting = [(one, telling.text(record, "columns", at, "setting", one)) for one in sorted(column.get("setting", {}))]
    told = [
        f"{value}-shot" if one == "shots" and value.isdecimal() else f"{one} {value}" for one, value in setting if value
    ]
    return ", ".join([name, *told])


def labelled(label: str, text: str | None) -> str:
    """A text behind what it is; empty where there is none."""
    return f"{label} {text}" if text else ""


def converted(found: tuple[Decimal, str] | None, units: Mapping[str, Decimal]) -> int | float | None:
    """A quantity in the unit that the format asks for; None where the unit is another, or digits would be lost."""
    if found is None or found[1] not in units:
        return None
    value = found[0] * units[found[1]]
    number: int | float = int(value) if value == value.to_integral_value() else float(value)
    return number if Decimal(repr(number)) == value else None
