"""One figure of a table as a result of Every Eval Ever: what was measured on, by which measure, how, and the score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from underhood.exporters._hub_names import hub_id
from underhood.meaning.facts import Facts
from underhood.meaning.units import precision
from underhood.records.record import Record, is_absence
from underhood.values.ids import Address, parse_address
from underhood.values.quantity import exact, rounded

ARGUMENTS = ("temperature", "top_p", "top_k")
"""Settings that have a field of their own; `shots` is called as that project's own converters call it."""
SHOTS = ("shots", "num_fewshot")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a table: by its evaluation, and the places of its row and column."""

    record: Record
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Known:
    """The facts, and the benchmarks among them by their address."""

    facts: Facts
    benchmarks: Mapping[Address, Record]

    @classmethod
    def of(cls, facts: Facts) -> Known:
        """The benchmarks of these facts."""
        return cls(facts, {one.address: one for one in facts.of("benchmark")})

    def benchmark(self, reference: object) -> Record | None:
        """The benchmark that a column names."""
        address = parse_address(str(reference), kind="benchmark") if reference else None
        return self.benchmarks.get(address.record) if address is not None else None


def subject_figures(record: Record, subject: Address) -> Iterator[Figure]:
    """The figures of a subject in a table, save those that are absent or disputed."""
    for place, row in enumerate(record.data["rows"]):
        if parse_address(str(row.get("subject", "")), kind="release") != subject:
            continue
        for number, column in enumerate(record.data["columns"]):
            value = row["values"].get(column["id"])
            if value is not None and not is_absence(value) and column["id"] not in row.get("disputed", {}):
                yield Figure(record, place, number)


def result(known: Known, one: Figure) -> dict[str, Any]:
    """A figure with all that belongs to it."""
    facts, record = known.facts, one.record
    row, column = ("rows", one.row), ("columns", one.column)
    facts.tell(record, *row, "subject")
    benchmark = known.benchmark(record.data["columns"][one.column].get("benchmark"))
    title = facts.words(benchmark, "title") if benchmark is not None else facts.words(record, *column, "title")
    generation = _generation(facts.tell(record, *column, "setting") or {})
    return {
        "evaluation_result_id": f"{facts.tell(record, *row, 'id')}/{facts.tell(record, *column, 'id')}",
        "evaluation_name": str(title or record.data["columns"][one.column]["id"]),
        "source_data": _data(facts, benchmark, str(title or record.title)),
        "metric_config": _metric(known, one, benchmark),
        "score_details": _score(facts, one),
        **({"generation_config": generation} if generation else {}),
    }


def _data(facts: Facts, benchmark: Record | None, title: str) -> dict[str, Any]:
    """On what data; where it lies if that is recorded as an address on the web."""
    if benchmark is None:
        return {"dataset_name": title, "source_type": "other"}
    said = {name: str(facts.tell(benchmark, "dataset", name) or "") for name in ("name", "config", "split", "revision")}
    url = benchmark.get("dataset", {}).get("url")
    split = said.pop("split")
    name = said.pop("name") or title
    made: dict[str, Any] = {"dataset_name": name, "source_type": "other"}
    if hub := hub_id(url, data=True):
        facts.tell(benchmark, "dataset", "url")
        made |= {"source_type": "hf_dataset", "hf_repo": hub, **({"hf_split": split} if split else {})}
        split = ""
    elif isinstance(url, str) and url.startswith(("https://", "http://")):
        made |= {"source_type": "url", "url": [str(facts.tell(benchmark, "dataset", "url"))]}
    details = {name: value for name, value in {**said, "split": split}.items() if value}
    return {**made, **({"additional_details": details} if details else {})}


def _metric(known: Known, one: Figure, benchmark: Record | None) -> dict[str, Any]:
    facts, record, place = known.facts, one.record, ("columns", one.column)
    own = benchmark.data["metrics"] if benchmark is not None else ()
    id = facts.tell(record, *place, "metric") or record.data["columns"][one.column]["id"]
    number = next((at for at, entry in enumerate(own) if entry["id"] == id), None)
    unit, title, direction = facts.tell(record, *place, "unit"), "", ""
    if benchmark is not None and number is not None:
        title = facts.words(benchmark, "metrics", number, "title")
        direction = str(facts.tell(benchmark, "metrics", number, "direction"))
        unit = unit or facts.tell(benchmark, "metrics", number, "unit")
    else:
        title = facts.words(record, *place, "title")
    said = {
        "benchmark": str(facts.tell(record, *place, "benchmark") or ""),
        "direction": direction or "not stated",
        "slice": facts.words(record, *place, "slice"),
        "row_slice": facts.words(record, "rows", one.row, "slice"),
    }
    return {
        "metric_id": str(id),
        "metric_name": str(title or id),
        **({"metric_unit": str(unit)} if unit else {}),
        "lower_is_better": direction == "lower",
        "additional_details": {name: value for name, value in said.items() if value},
    }


def _score(facts: Facts, one: Figure) -> dict[str, Any]:
    """The figure with the digits that were printed, its interval, and whose it is."""
    record, row = one.record, ("rows", one.row)
    id = record.data["columns"][one.column]["id"]
    value = exact(facts.tell(record, *row, "values", id))
    decimals = precision(value, facts.tell(record, "columns", one.column, "decimals"))
    made: dict[str, Any] = {"score": value if decimals is None else rounded(value, decimals)}
    if measured := facts.tell(record, *row, "measured_by"):
        made["details"] = {"measured_by": str(measured)}
    if record.data["rows"][one.row].get("intervals", {}).get(id):
        said = {name: facts.tell(record, *row, "intervals", id, name) for name in ("lower", "upper", "level")}
        interval = {name: exact(said[name]) for name in ("lower", "upper")}
        if said["level"] is not None:
            interval["confidence_level"] = (exact(said["level"]) / 100).normalize()
        made["uncertainty"] = {"confidence_interval": interval}
    return made


def _generation(setting: Mapping[str, Any]) -> dict[str, Any]:
    """The conditions of a measurement: those that the format has fields for as numbers, the others in words."""
    arguments = {name: exact(setting[name]) for name in ARGUMENTS if _is_number(setting.get(name))}
    others = {
        (SHOTS[1] if name == SHOTS[0] else str(name)): _word(value)
        for name, value in setting.items()
        if name not in arguments
    }
    return {
        **({"generation_args": arguments} if arguments else {}),
        **({"additional_details": others} if others else {}),
    }


def _is_number(value: object) -> bool:
    return isinstance(value, Decimal | int | float) and not isinstance(value, bool)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{exact(value):f}" if _is_number(value) else str(value)
