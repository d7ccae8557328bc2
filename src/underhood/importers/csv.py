"""A table of evaluations as CSV, one result a line, with named columns. Numbers have a point; nothing is guessed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Hashable
from decimal import Decimal
from typing import Any

from underhood.doors.foreign import decoded
from underhood.doors.spreadsheet import as_meant
from underhood.importers import Drawn, Given, Trouble, Wanted, importer
from underhood.importers._results import Campaign, Result, drawn
from underhood.importers._taking import day, figure, meant, text
from underhood.values.ids import id_problem

NEEDED = ("model", "benchmark", "metric", "value")
SETTINGS = ("shots", "temperature", "top_p", "top_k")
DATASET = {"dataset": "name", "config": "config", "split": "split", "revision": "revision"}
SHARED = ("evaluator", "relationship", "harness", "date")
OTHERS = ("title", "benchmark_title", "unit", "direction", "setting", "slice", "publisher", "absent")
INTERVAL = ("lower", "upper", "level")
KNOWN = frozenset((*NEEDED, *SETTINGS, *DATASET, *SHARED, *OTHERS, *INTERVAL))
OTHERWISE = {"subject": "model", "metric_title": "title", "title": "row_title"}
"""What the columns of our own export are called; there, a title is that of the line."""
SEPARATORS = ",;\t"
FIGURES = frozenset({"value", *INTERVAL})
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?")
_GROUPED = re.compile(r"-?[0-9][0-9.,'\u00a0\u202f\u2009 ]*[0-9]")


def parse(raw: bytes) -> Any:
    """Read a table: a list of lines, each by the names of the columns. Raises ValueError for what is none."""
    whole = decoded(raw)
    head = whole.partition("\n")[0]
    separator = max(SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(whole, newline=""), delimiter=separator, strict=True)
    try:
        lines = list(reader)
    except csv.Error as error:
        long = "field larger" in str(error)
        words = f"a cell holds over {csv.field_size_limit():,} characters" if long else f"this is no CSV ({error})"
        raise ValueError(f"line {reader.line_num}: {words}") from None
    names = _names([cell.strip().lower() for cell in lines[0]] if lines else [])
    rows = []
    for place, line in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in line):
            if len(line) != len(names):
                raise ValueError(f"line {place} has {len(line)} cells, and the table {len(names)} columns")
            rows.append({name: _cell(name, as_meant(cell)) for name, cell in zip(names, line, strict=True)})
    return {"columns": names, "rows": rows}


def _names(found: list[str]) -> list[str]:
    """The names of the columns, ours for those of our own export. Raises ValueError where one is missing or twice."""
    own = "subject" in found and "model" not in found
    names = [OTHERWISE.get(name, name) if own else name for name in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"two columns are called '{twice[:40]}'")
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise ValueError(f"there is no column '{missing[0]}'; a table needs {', '.join(NEEDED)}")
    return names


def _cell(name: str, cell: str) -> Any:
    """A cell: numbers where numbers belong, if they can be nothing else."""
    said = cell.strip()
    return Decimal(said) if name in FIGURES and _NUMBER.fullmatch(said) else said


@importer("A table of evaluations, as CSV", files=("*.csv",), parse=parse)
def table(given: Given, wanted: Wanted) -> Drawn:
    """A table for each evaluator, program and day that the lines name."""
    given.take("columns")
    troubles = [
        Trouble(("columns", place), f"the column '{name[:40]}' is not known", "it was left out")
        for place, name in enumerate(given.data["columns"])
        if name not in KNOWN
    ]
    groups: dict[Hashable, list[Result]] = {}
    for at in range(len(given.data["rows"])):
        if (one := _result(given, at, troubles)) is not None:
            groups.setdefault(tuple(text(given, "rows", at, name) for name in SHARED), []).append(one)
    drafts: dict[Any, Any] = {}
    for number, (shared, found) in enumerate(groups.items(), 1):
        made = drawn(given, wanted, _campaign(given, shared, number if len(groups) > 1 else 0), results=found)
        drafts |= {(one.address, str(one.data)): one for one in made.drafts}
        troubles += made.troubles
    if not drafts:
        troubles.append(Trouble((), "there is no result in it that a record could hold", "the column is 'value'"))
    return Drawn(tuple(drafts.values()), tuple(troubles))


def _campaign(given: Given, shared: Any, number: int) -> Campaign:
    evaluator, relationship, harness, date = shared
    called = given.name.replace("\\", "/").rpartition("/")[2].removesuffix(".csv")
    behind = f" {number}" if number else ""
    return Campaign(
        id=f"{called}{behind} {given.digest[:8]}",
        title=f"{called}{behind}" or "a table",
        evaluator=evaluator,
        relationship=relationship,
        harness=harness,
        date=day(date) or (date if re.fullmatch("[0-9]{4}", date) else ""),
    )


def _result(given: Given, at: int, troubles: list[Trouble]) -> Result | None:
    here = ("rows", at)
    values = {name: _figure(given, (*here, name), troubles) for name in ("value", *INTERVAL)}
    value = values.pop("value")
    missing = next((name for name in NEEDED[:3] if not given.look(*here, name)), None)
    if missing is not None and value is not None:
        troubles.append(Trouble((*here, missing), f"line {at + 2} names no {missing}", "the line was left out"))
    if value is None or missing is not None:
        return None
    interval = {name: one for name, one in values.items() if one is not None}
    benchmark = text(given, *here, "benchmark")
    return Result(
        path=(*here, "value"),
        value=value,
        metric=text(given, *here, "metric"),
        title=text(given, *here, "title"),
        benchmark=text(given, *here, "benchmark_title") or benchmark,
        benchmark_id=benchmark if given.look(*here, "benchmark_title") and not id_problem(benchmark) else "",
        unit=text(given, *here, "unit"),
        direction=text(given, *here, "direction"),
        setting=_setting(given, here),
        dataset={ours: text(given, *here, name) for name, ours in DATASET.items()},
        slice=text(given, *here, "slice"),
        model=text(given, *here, "model"),
        publisher=text(given, *here, "publisher"),
        subject=text(given, *here, "model"),
        interval=interval if {"lower", "upper"} <= interval.keys() else {},
    )


def _figure(given: Given, path: tuple[str | int, ...], troubles: list[Trouble]) -> Decimal | None:
    """A number; empty is none. One with a comma or gaps in it could be meant in two ways, and is refused."""
    said = given.look(*path)
    if said in {None, ""}:
        return None
    if isinstance(said, str) and _GROUPED.fullmatch(said):
        words = f"'{said[:40]}' can be read in two ways"
        troubles.append(Trouble(path, words, "write a point before the decimals, and nothing between thousands"))
        return None
    return figure(given, path, troubles)


def _setting(given: Given, here: tuple[str | int, ...]) -> dict[str, Any]:
    found = {name: meant(said) for name in SETTINGS if (said := text(given, *here, name))}
    for part in text(given, *here, "setting").split(";"):
        name, _, value = part.partition("=")
        if name.strip() and value.strip():
            found[name.strip()] = meant(value.strip())
    return found
