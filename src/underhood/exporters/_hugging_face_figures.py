"""The figures of a variant as results of the Hub: in the index of a card, and in the files below `.eval_results`.

Programs of the Hub put results together that name the same task, dataset, config, split and revision, and take the
dataset and the source of the first one. So the config says how each figure was measured, and no two results share it
that differ in setting, slice or source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from underhood.exporters._hub_names import hub_id
from underhood.meaning.facts import Facts
from underhood.meaning.units import precision, setting_words
from underhood.records.record import Record, is_absence
from underhood.values.ids import Address, parse_address
from underhood.values.quantity import exact, rounded

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a table that may be told: by its evaluation, and the places of its row and column."""

    record: Record
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Named:
    """The records that figures name, by address."""

    facts: Facts
    records: Mapping[Address, Record]

    def at(self, reference: object, kind: str) -> Record | None:
        """The record that a reference names, if it is among the facts."""
        address = parse_address(str(reference), kind=kind)
        return self.records.get(address.record) if address is not None else None


@dataclass(frozen=True, slots=True)
class Result:
    """Figures of one row that were measured in the same way, as the Hub groups them."""

    benchmark: str
    dataset: dict[str, Any]
    measured: tuple[str, ...]
    origin: tuple[str, ...]
    source: dict[str, str]
    metrics: list[dict[str, Any]] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)


def named(facts: Facts) -> Named:
    """The records that figures of these facts may name."""
    return Named(facts, {one.address: one for one in facts.records})


def figures(facts: Facts, subject: Address) -> Iterator[Figure]:
    """The figures of a variant in all tables, save those that are absent or disputed."""
    for record in facts.of("evaluation"):
        for place, row in enumerate(record.data["rows"]):
            if parse_address(str(row.get("subject", "")), kind="release") != subject:
                continue
            for number, column in enumerate(record.data["columns"]):
                value = row["values"].get(column["id"])
                if value is not None and not is_absence(value) and column["id"] not in row.get("disputed", {}):
                    yield Figure(record, place, number)


def results(known: Named, found: Iterable[Figure]) -> list[Result]:
    """The results of these figures, in the order of their tables."""
    made: dict[Hashable, Result] = {}
    for one in found:
        result = _result(known, one)
        shared = (one.record.address, one.row, *result.dataset.items(), result.measured, *result.source.items())
        same = made.setdefault(shared, result)
        metric = _metric(known, one)
        same.metrics.append(metric)
        if entry := _entry(known, one, same, metric):
            same.entries.append(entry)
    return list(made.values())


def index(found: list[Result], task: str) -> list[dict[str, Any]]:
    """The results as `model-index` has them, each with a config of its own."""
    task_name = task.replace("-", " ").capitalize()
    return [
        {
            "task": {"type": task, "name": task_name},
            "dataset": {**one.dataset, **({"config": config} if config else {})},
            "metrics": one.metrics,
            **({"source": one.source} if one.source else {}),
        }
        for one, config in zip(found, _configs(found), strict=True)
    ]


def _configs(found: list[Result]) -> list[str]:
    """How each was measured, with as much of where it stands as it takes to tell them apart."""
    levels = [
        [", ".join((*one.measured, *one.origin[:level])) for one in found] for level in range(len(found[0].origin) + 1)
    ]
    keys = [[_key(one, config) for one, config in zip(found, level, strict=True)] for level in levels]
    counts = [Counter(level) for level in keys]
    chosen: list[str] = []
    taken: set[Hashable] = set()
    for place, one in enumerate(found):
        depth = next((n for n, count in enumerate(counts) if count[keys[n][place]] == 1), len(levels) - 1)
        config, number = levels[depth][place], 1
        while (key := _key(one, config)) in taken:
            number += 1
            config = f"{levels[-1][place]} ({number})"
        taken.add(key)
        chosen.append(config)
    return chosen


def _key(one: Result, config: str) -> Hashable:
    return one.dataset["type"], config, one.dataset.get("split"), one.dataset.get("revision")


def _result(known: Named, one: Figure) -> Result:
    """Where a figure belongs: on what it was measured, how, and where it is printed."""
    facts, record = known.facts, one.record
    facts.tell(record, "rows", one.row, "subject")
    reference = facts.tell(record, "columns", one.column, "benchmark")
    benchmark = known.at(reference, "benchmark") if reference else None
    said: dict[str, Any] = {}
    if benchmark is not None:
        said = {key: facts.tell(benchmark, "dataset", key) for key in ("name", "config", "split", "revision")}
        name = said["name"] or facts.words(benchmark, "title")
        kind = _own_place(known, benchmark) or benchmark.id
    else:
        name, kind = (reference, reference) if reference else (facts.words(record, "title"), record.id)
    rest = {key: str(said[key]) for key in ("split", "revision") if said.get(key)}
    setting = facts.tell(record, "columns", one.column, "setting") or {}
    slices = (facts.words(record, "columns", one.column, "slice"), facts.words(record, "rows", one.row, "slice"))
    parts = (said.get("config"), setting_words(setting, facts.view.messages), *slices)
    return Result(
        benchmark.id if benchmark is not None else "",
        {"name": str(name), "type": str(kind), **rest},
        tuple(str(part) for part in parts if part),
        (record.id, str(record.data["rows"][one.row]["id"])),
        source(known, record, (("rows", one.row), ("columns", one.column), ())),
    )


def _own_place(known: Named, benchmark: Record) -> str:
    """The name on the Hub of a benchmark's data; empty where it is not known to lie there."""
    id = hub_id(benchmark.get("dataset", {}).get("url"), data=True)
    if id:
        known.facts.tell(benchmark, "dataset", "url")
    return id


def _metric(known: Named, one: Figure) -> dict[str, Any]:
    """A figure as printed, with its measure, unit and setting."""
    facts, record, place = known.facts, one.record, ("columns", one.column)
    column = record.data["columns"][one.column]
    benchmark = known.at(column.get("benchmark", ""), "benchmark")
    own = benchmark.data["metrics"] if benchmark is not None else ()
    number = next((n for n, entry in enumerate(own) if entry["id"] == column.get("metric")), None)
    kind, unit = facts.tell(record, *place, "metric"), facts.tell(record, *place, "unit")
    kind = kind or facts.tell(record, *place, "id")
    if benchmark is not None and number is not None:
        title = facts.words(benchmark, "metrics", number, "title")
        facts.tell(benchmark, "metrics", number, "id")
        if unit in {None, own[number]["unit"]}:
            unit = facts.tell(benchmark, "metrics", number, "unit")
    else:
        title = facts.words(record, *place, "title")
    value = exact(facts.tell(record, "rows", one.row, "values", column["id"]))
    decimals = precision(value, facts.tell(record, *place, "decimals"))
    setting = facts.tell(record, *place, "setting") or {}
    return {
        "type": str(kind),
        "value": value if decimals is None else rounded(value, decimals),
        "name": f"{title or kind} ({unit})" if unit else str(title or kind),
        **({"args": {str(name): plain(said) for name, said in setting.items()}} if setting else {}),
    }


def _entry(known: Named, one: Figure, result: Result, metric: Mapping[str, Any]) -> dict[str, Any]:
    """A figure for the benchmark's own place on the Hub, where its task there is recorded; else nothing."""
    benchmark = known.at(one.record.data["columns"][one.column].get("benchmark", ""), "benchmark")
    said = benchmark.get("dataset", {}) if benchmark is not None else {}
    place, task = hub_id(said.get("url"), data=True), said.get("config")
    if not place or not task:
        return {}
    date = one.record.get("date")
    day = known.facts.tell(one.record, "date") if isinstance(date, str) and _DAY.fullmatch(date) else ""
    revision = result.dataset.get("revision")
    return {
        "dataset": {"id": place, "task_id": str(task), **({"revision": revision} if revision else {})},
        "value": metric["value"],
        **({"date": str(day)} if day else {}),
        **({"source": dict(sorted(result.source.items(), reverse=True))} if result.source else {}),
        "notes": ", ".join((metric["name"], *result.measured[1:])),
    }


def source(known: Named, record: Record, places: Iterable[tuple[str | int, ...]]) -> dict[str, str]:
    """The first source with an address, of the nearest of these places that has sources: its name and address."""
    facts = known.facts
    for place in places:
        node: Any = record.data
        for step in place:
            node = node[step]
        for number, citation in enumerate(node.get("evidence", ())):
            cited = known.at(citation["source"], "evidence")
            if cited is not None and isinstance(cited.get("url"), str):
                here = (*place, "evidence", number)
                facts.tell(record, *here, "source")
                parts = (facts.words(cited, "short") or facts.words(cited, "title"), facts.tell(record, *here, "at"))
                return {"name": ", ".join(str(part) for part in parts if part), "url": str(facts.tell(cited, "url"))}
        if node.get("evidence"):
            return {}
    return {}


def plain(value: Any) -> Any:
    """A value of a setting, its number as written."""
    if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        return exact(value)
    return value if isinstance(value, bool) else str(value)
