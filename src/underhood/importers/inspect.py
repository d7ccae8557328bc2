"""Logs of Inspect as JSON: the scores of one task and model, as a table. The `.eval` archive is refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from underhood.doors.foreign import read_json
from underhood.importers import Drawn, Given, Trouble, Wanted, importer
from underhood.importers._results import Campaign, Result, drawn
from underhood.importers._taking import day, entries, figure, length, settings, text

ARCHIVE = b"PK\x03\x04"
GENERATION = frozenset({"temperature", "top_p", "top_k", "max_tokens", "reasoning_effort", "num_choices"})
CONFIG = frozenset({"epochs", "limit"})
ERRORS = {"stderr": "standard error", "bootstrap_stderr": "standard error by resampling", "std": "standard deviation"}
"""Numbers about other numbers: they are of no benchmark."""


def parse(raw: bytes) -> Any:
    """Read a log. Raises ValueError for an archive and for what is no log."""
    if raw.startswith(ARCHIVE):
        raise ValueError(
            "this is an .eval archive; write it as JSON: inspect log convert --to json --output-dir DIR FILE"
        )
    data = read_json(raw)
    known = isinstance(data, dict) and isinstance(data.get("eval"), dict)
    if not known:
        raise ValueError("this is no log of Inspect: there is no group 'eval'")
    return data


@importer("Logs of Inspect, as JSON", files=("*.json",), parse=parse)
def logs(given: Given, wanted: Wanted) -> Drawn:
    """The table of one log."""
    troubles: list[Trouble] = []
    status = text(given, "status")
    if status not in {"", "success"}:
        troubles.append(Trouble(("status",), f"the run ended as '{status}'", "its numbers may be of a part only"))
    model = text(given, "eval", "model")
    if not model:
        troubles.append(Trouble(("eval", "model"), "the log names no model", "write its name into the draft"))
    found = [replace(one, model=model) for one in _scores(given, troubles)]
    made = drawn(given, wanted, _campaign(given, model), results=found)
    return replace(made, troubles=(*troubles, *made.troubles))


def _campaign(given: Given, model: str) -> Campaign:
    task, version = text(given, "eval", "task") or "a task", text(given, "eval", "packages", "inspect_ai")
    created = str(given.look("eval", "created"))
    return Campaign(
        id=f"inspect {task} {model} {given.digest[:8]}",
        title=f"{task}, {model or 'an unnamed model'}",
        harness=f"inspect_ai {version}".strip(),
        date=day(text(given, "eval", "created")) if day(created) else "",
    )


def _scores(given: Given, troubles: list[Trouble]) -> Iterator[Result]:
    setting, dataset = _setting(given), _dataset(given)
    task = text(given, "eval", "task") or "unnamed task"
    for at in range(length(given, "results", "scores")):
        here = ("results", "scores", at)
        scorer = text(given, *here, "name") or text(given, *here, "scorer")
        reducer = text(given, *here, "reducer")
        for key in entries(given, *here, "metrics"):
            path = (*here, "metrics", key, "value")
            value = figure(given, path, troubles) if given.look(*path) is not None else None
            if value is None:
                continue
            name = text(given, *here, "metrics", key, "name") or key
            called = ", ".join(word for word in (name, scorer, reducer) if word)
            if name in ERRORS:
                title = f"{task}, {', '.join(word for word in (scorer, reducer) if word)}: {ERRORS[name]}"
                yield Result(path, value, f"{task} {called}", title=title, setting=setting)
            else:
                yield Result(path, value, called, benchmark=task, setting=setting, dataset=dataset)


def _setting(given: Given) -> dict[str, Any]:
    """The conditions: the task's version and arguments, how answers were drawn, how often."""
    version = text(given, "eval", "task_version")
    return {
        **({"version": version} if version else {}),
        **settings(given, "eval", "config", only=CONFIG),
        **settings(given, "eval", "task_args"),
        **settings(given, "plan", "config", only=GENERATION),
        **settings(given, "eval", "model_generate_config", only=GENERATION),
    }


def _dataset(given: Given) -> dict[str, str]:
    """The data of the task. A place on somebody's disk is none that others could look at."""
    return {"name": text(given, "eval", "dataset", "name")}
