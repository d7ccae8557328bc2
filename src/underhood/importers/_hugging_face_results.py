"""The results of a card: its `model-index`, the files below `.eval_results`, and the tables of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from underhood.importers import Given, Trouble
from underhood.importers._hugging_face_names import MARK
from underhood.importers._results import Result
from underhood.importers._taking import figure, length, settings, text
from underhood.importers._words import name, number
from underhood.meaning.units import KNOWN
from underhood.values.finding import DataPath
from underhood.values.ids import id_problem

HUB = "https://huggingface.co/datasets/"
INDEX = ("metadata", "model-index")
_NAME = re.compile(r"[\w.-]+/[\w.-]+")
_UNIT = re.compile(r"(.*\S) \(([^()]+)\)")
_WRITTEN = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")


def index(given: Given, troubles: list[Trouble]) -> Iterator[Result]:
    """The results of the index, one for each metric."""
    for at in range(length(given, *INDEX)):
        given.take(*INDEX, at, "name")
        for place in range(length(given, *INDEX, at, "results")):
            here = (*INDEX, at, "results", place)
            for nth in range(length(given, *here, "metrics")):
                one = _metric(given, here, nth, troubles)
                if one is not None:
                    yield one


def _metric(given: Given, here: DataPath, nth: int, troubles: list[Trouble]) -> Result | None:
    there = (*here, "metrics", nth)
    value, percent = _value(given, (*there, "value"), troubles)
    if value is None:
        return None
    kind = name(text(given, *there, "type"))
    title, unit = _titled(name(text(given, *there, "name")))
    called = name(text(given, *here, "dataset", "name"))
    place = name(text(given, *here, "dataset", "type"))
    id = place if given.look("metadata", MARK) is not None and not id_problem(place) else ""
    dataset = {"name": called, **({} if id else _published(place))} if called or place else {}
    setting = {**settings(given, *here, "dataset", "args"), **settings(given, *there, "args")}
    said = {one: name(text(given, *here, "dataset", one)) for one in ("config", "split", "revision")}
    said["config"] = _beyond(said["config"], setting)
    setting |= {one: words for one, words in said.items() if words}
    task = name(text(given, *here, "task", "name") or text(given, *here, "task", "type"))
    given.take(*here, "task")
    return Result(
        (*there, "value"),
        value,
        kind or title or "metric",
        benchmark=called or place or task or "TODO: which benchmark this is; the card does not say it",
        unit=unit or ("percent" if percent else ""),
        setting=setting,
        benchmark_id=id,
        dataset=dataset,
        title=title,
    )


def _beyond(config: str, setting: Mapping[str, Any]) -> str:
    """The parts of a config that do not repeat a value of the setting, such as `5-shot` where it says 5 shots."""
    said = [(key, one) for key, value in setting.items() for one in _spellings(value)]
    for key, one in said:
        config = re.sub(rf"{re.escape(key)} {re.escape(one)}(?![\w.])", "", config)
    values = "|".join(re.escape(one) for _, one in said)
    repeated = re.compile(rf"(?i)(?<![\w.])(?:{values})(?![\w.])") if values else None
    parts = (part for part in config.split(", ") if repeated is None or not repeated.search(part))
    return ", ".join(part for part in parts if part)


def _spellings(value: object) -> set[str]:
    """A value as it is written, and a number without what its spelling adds."""
    return {str(value), f"{value.normalize():f}"} if isinstance(value, Decimal) else {str(value)}


def _published(place: str) -> dict[str, str]:
    """Where a data set is, if its name is one of the Hub."""
    return {"url": f"{HUB}{place}"} if _NAME.fullmatch(place) else {"config": place} if place else {}


def _titled(said: str) -> tuple[str, str]:
    """The name of a measure without the unit in brackets behind it, and the unit."""
    found = _UNIT.fullmatch(said)
    return (found[1], found[2]) if found and found[2] in KNOWN else (said, "")


def _value(given: Given, path: DataPath, troubles: list[Trouble]) -> tuple[Decimal | None, bool]:
    """A figure, also where it is written as text; whether a percent sign stands behind it."""
    said = given.look(*path)
    if isinstance(said, str):
        written = said.strip()
        plain = written.removesuffix("%").strip()
        if _WRITTEN.fullmatch(plain) and (found := number(Decimal(plain.replace(",", "")))) is not None:
            given.take(*path)
            return found, written.endswith("%")
    if isinstance(said, Mapping | list):
        troubles.append(Trouble(path, "this is no single number", "write the numbers into the draft by hand"))
        return None, False
    return figure(given, path, troubles), False


def own_file(given: Given, troubles: list[Trouble]) -> Iterator[Result]:
    """The results of a file below `.eval_results`."""
    for at in range(length(given, "results")):
        here = ("results", at)
        value, percent = _value(given, (*here, "value"), troubles)
        if value is None:
            continue
        place, task = (name(text(given, *here, "dataset", one)) for one in ("id", "task_id"))
        revision, notes = text(given, *here, "dataset", "revision"), text(given, *here, "notes")
        said = {"task": task, "revision": revision, "notes": notes, "date": text(given, *here, "date")}
        yield Result(
            (*here, "value"),
            value,
            task or "value",
            benchmark=place or "TODO: which benchmark this is; the file does not say it",
            unit="percent" if percent else "",
            setting={one: word for one, word in said.items() if word},
            dataset={"name": place, **_published(place)} if place else {},
        )
