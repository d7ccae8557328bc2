"""A release as tables: its figures one a line, its quantities one a line, and the records of each kind one a line.

A column of a kind stands there where a record has one value in that field. An absence is no value: its word and its
reason stand in a column of its own, `<field>_absent`; so does a unit, `<field>_unit`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from underhood.exporters import Asked
from underhood.meaning.facts import Facts
from underhood.meaning.units import precision
from underhood.records.record import Record, is_absence
from underhood.values.ids import parse_address
from underhood.values.quantity import exact, is_quantity, plain, rounded

ABOUT, FIGURES, QUANTITIES = "about", "figures", "quantities"
NUMBERS = frozenset({"value", "lower", "upper", "level"})
"""Columns of figures and quantities that hold numbers; all others hold words."""
FIGURE = (
    *("record", "row", "column", "subject", "title"),
    *("benchmark", "benchmark_title", "metric", "metric_title", "direction"),
    *("setting", "slice", "value", "unit", "lower", "upper", "level", "disputed", "absent"),
    *("evaluator", "relationship", "harness", "date", "measured_by"),
)
QUANTITY = ("record", "place", "value", "unit", "approximate", "bound", "note", "disputed")

Cell = str | Decimal | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its columns, those of them that hold numbers, and its lines."""

    name: str
    columns: tuple[str, ...]
    numbers: frozenset[str]
    rows: tuple[tuple[Cell, ...], ...]


def tables(asked: Asked) -> tuple[Table, ...]:
    """All tables of a release. The first tells what they are, with what every reader is told first."""
    facts, view = asked.facts, asked.facts.view
    said = {
        "notice": asked.notice,
        "release": str(asked.release.address),
        "as_of": view.as_of,
        "language": view.language,
        "audience": view.audience.value,
        "tool": asked.tool,
    }
    kinds = dict.fromkeys(one.kind for one in facts.records)
    return (
        Table(ABOUT, ("name", "value"), frozenset(), tuple(said.items())),
        _table(FIGURES, FIGURE, _figures(facts)),
        _table(QUANTITIES, QUANTITY, _quantities(facts)),
        *(_kind(facts, kind) for kind in kinds),
    )


def _table(name: str, columns: tuple[str, ...], rows: Iterator[Mapping[str, Cell]]) -> Table:
    lines = tuple(tuple(row.get(column) for column in columns) for row in rows)
    return Table(name, columns, NUMBERS.intersection(columns), lines)


def _figures(facts: Facts) -> Iterator[Mapping[str, Cell]]:
    """The cells of all tables of measurements."""
    for record in facts.of("evaluation"):
        shared = {
            name: _word(facts.tell(record, name))
            for name in ("evaluator", "relationship", "harness", "date")
            if not is_absence(record.get(name))
        }
        columns = [_column(facts, record, place) for place in range(len(record.data["columns"]))]
        for place, row in enumerate(record.data["rows"]):
            line = {**shared, "record": str(record.address), **_line(facts, record, place)}
            for number, column in enumerate(record.data["columns"]):
                if row["values"].get(column["id"]) is not None:
                    sliced = "; ".join(
                        str(one) for one in (columns[number].get("slice"), line.get("slice")) if one is not None
                    )
                    figure = _figure(facts, record, place, number)
                    yield {**line, **columns[number], **figure, "slice": sliced or None}


def _line(facts: Facts, record: Record, place: int) -> dict[str, Cell]:
    """What a line of a table says of all its figures."""
    here = ("rows", place)
    told = {name: _word(facts.tell(record, *here, name)) for name in ("id", "subject", "measured_by")}
    words = {name: facts.words(record, *here, name) or None for name in ("title", "slice")}
    return {"row": told.pop("id"), **told, **words}


def _column(facts: Facts, record: Record, place: int) -> dict[str, Cell]:
    """What a column says of its figures."""
    here = ("columns", place)
    told = {name: facts.tell(record, *here, name) for name in ("benchmark", "metric", "unit")}
    setting = facts.tell(record, *here, "setting") or {}
    title, direction = facts.words(record, *here, "title"), None
    address = parse_address(str(told["benchmark"]), kind="benchmark") if told["benchmark"] else None
    benchmark = facts.at(str(address.record), "benchmark") if address is not None else None
    for number, metric in enumerate(benchmark.data["metrics"] if benchmark is not None else ()):
        if benchmark is not None and metric["id"] == told["metric"]:
            direction = facts.tell(benchmark, "metrics", number, "direction")
            title = title or facts.words(benchmark, "metrics", number, "title")
            told["unit"] = told["unit"] or facts.tell(benchmark, "metrics", number, "unit")
    return {
        **{name: _word(one) for name, one in told.items()},
        "column": str(facts.tell(record, *here, "id")),
        "slice": facts.words(record, *here, "slice") or None,
        "benchmark_title": facts.words(benchmark, "title") if benchmark is not None else None,
        "metric_title": title or None,
        "direction": _word(direction),
        "setting": "; ".join(f"{name}={_word(value)}" for name, value in sorted(setting.items())) or None,
    }


def _figure(facts: Facts, record: Record, row: int, column: int) -> dict[str, Cell]:
    """One figure at its printed precision, its interval, and whether it is disputed; or the word for its absence."""
    data = record.data["columns"][column]
    here, id = ("rows", row), data["id"]
    value = facts.tell(record, *here, "values", id)
    if is_absence(value):
        return {"absent": _absence(value)}
    interval = facts.tell(record, *here, "intervals", id) or {}
    decimals = facts.tell(record, "columns", column, "decimals")
    return {
        "value": _printed(exact(value), decimals),
        **{name: exact(interval[name]) for name in ("lower", "upper", "level") if name in interval},
        "disputed": _word(facts.tell(record, *here, "disputed", id)),
    }


def _quantities(facts: Facts) -> Iterator[Mapping[str, Cell]]:
    """All quantities, wherever they stand in the records."""
    for fact in tuple(facts.every()):
        if is_quantity(fact.value):
            record = facts.at(str(fact.address), fact.address.kind)
            assert record is not None
            value = facts.tell(record, *fact.path)
            yield {
                "record": str(fact.address),
                "place": "/".join(map(str, fact.path)),
                "value": _amount(value),
                **{name: _word(value.get(name)) for name in ("unit", "approximate", "bound", "note")},
                "disputed": "; ".join(_dispute(one) for one in value.get("disputed", ())) or None,
            }


def _kind(facts: Facts, kind: str) -> Table:
    """The records of a kind, with the fields that hold one value or a list of words."""
    rows = [_fields(facts, record) for record in facts.of(kind)]
    columns = tuple(dict.fromkeys(("record", *(name for row in rows for name in row))))
    numbers = frozenset(name for name in columns if any(isinstance(row.get(name), Decimal) for row in rows))
    lines = tuple(tuple(row.get(column) for column in columns) for row in rows)
    return Table(kind, columns, numbers, lines)


def _fields(facts: Facts, record: Record) -> dict[str, Cell]:
    row: dict[str, Cell] = {"record": str(record.address)}
    for name, value in record.data.items():
        if is_absence(value):
            row[f"{name}_absent"] = _absence(facts.tell(record, name))
        elif is_quantity(value):
            told = facts.tell(record, name)
            row[name] = _amount(told)
            row[f"{name}_unit"] = str(told["unit"])
        elif isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            row[name] = "; ".join(facts.tell(record, name))
        elif isinstance(value, str | bool | int | float | Decimal):
            row[name] = _word(facts.tell(record, name))
    return row


def _absence(value: Mapping[str, Any]) -> str:
    """Which absence, and why as far as that is said."""
    return ": ".join(str(value[name]) for name in ("absent", "reason") if name in value)


def _dispute(other: Mapping[str, Any]) -> str:
    """Another value, and why it is another."""
    return f"{_word(other['value'])}: {other['reason']}"


def _amount(quantity: Mapping[str, Any]) -> Decimal:
    """The number of a quantity: a plain one without a point that says nothing, such as that of 7.0e9."""
    decimals = quantity.get("decimals")
    value = exact(quantity["value"])
    return Decimal(plain(value)) if decimals is None else _printed(value, decimals)


def _printed(value: Decimal, decimals: int | None) -> Decimal:
    kept = precision(value, decimals)
    return value if kept is None else rounded(value, max(kept, 0))


def _word(value: Any) -> str | None:
    """A value in words; None where there is none."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{exact(value):f}" if isinstance(value, int | float | Decimal) else str(value)
