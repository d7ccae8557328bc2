"""Results of the LM Evaluation Harness (`results_*.json`): all tasks and groups of one run, as one table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from underhood.doors.foreign import read_json
from underhood.importers import Drawn, Given, Trouble, Wanted, importer
from underhood.importers._results import Campaign, Result, drawn
from underhood.importers._taking import day, entries, figure, settings, text

NO_METRICS = frozenset({"alias", "samples", "name", "sample_len", "sample_count", " "})
NONE = frozenset({"N/A", "", " "})
"""What the harness writes where it worked out no standard error, and in the lines of groups without a mean."""
GENERATION = frozenset({"temperature", "top_p", "top_k", "max_gen_toks"})
_PRETRAINED = re.compile(r"(?:^|,)\s*(?:pretrained|model)=([^,]+)")
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
HUB = "https://huggingface.co/datasets/"


def parse(raw: bytes) -> Any:
    """Read results. Raises ValueError for what has none."""
    data = read_json(raw)
    known = isinstance(data, dict) and isinstance(data.get("results"), dict)
    if not known:
        raise ValueError("these are no results of the LM Evaluation Harness: there is no group 'results'")
    return data


@importer("Results of the LM Evaluation Harness", files=("results*.json",), parse=parse)
def results(given: Given, wanted: Wanted) -> Drawn:
    """The table of one run."""
    troubles: list[Trouble] = []
    model = _model(given, troubles)
    found: list[Result] = []
    for group in ("results", "groups"):
        for task in entries(given, group):
            found += [replace(one, model=model) for one in _task(given, group, task, troubles)]
    made = drawn(given, wanted, _campaign(given, model), results=found)
    return replace(made, troubles=(*troubles, *made.troubles))


def _model(given: Given, troubles: list[Trouble]) -> str:
    """The model's name: that of the run, or the one among the arguments of the program."""
    called = text(given, "model_name") or text(given, "config", "model_args", "pretrained")
    arguments = given.look("config", "model_args")
    if not called and isinstance(arguments, str) and (found := _PRETRAINED.search(arguments)):
        given.take("config", "model_args")
        called = found[1].strip()
    if not called:
        troubles.append(Trouble(("model_name",), "the results name no model", "write its name into the draft"))
    return called


def _campaign(given: Given, model: str) -> Campaign:
    version = text(given, "lm_eval_version")
    state = "" if version else text(given, "git_hash")
    told = str(given.look("date"))
    date = day(text(given, "date")) if day(told) else ""
    return Campaign(
        id=f"lm-eval {model} {given.digest[:8]}",
        title=f"LM Evaluation Harness, {model or 'an unnamed model'}",
        harness=f"lm-evaluation-harness {version or state}".strip(),
        date=date,
    )


def _task(given: Given, group: str, task: str, troubles: list[Trouble]) -> Iterator[Result]:
    """The numbers of a task or of a group of tasks; a standard error is a number of its own."""
    setting, dataset = _setting(given, task), _dataset(given, task)
    for key in entries(given, group, task):
        path = (group, task, key)
        said = given.look(*path)
        if key in NO_METRICS or said is None:
            continue
        if isinstance(said, str) and said.strip() in NONE:
            given.take(*path)
            continue
        value = figure(given, path, troubles)
        if value is None:
            continue
        metric, _, how = key.partition(",")
        called = metric if how in {"", "none"} else f"{metric}, {how}"
        if metric.endswith("_stderr"):
            called = called.replace("_stderr", "", 1)
            title = f"{task}, {called}: standard error"
            yield Result(path, value, f"{task} {called} standard error", title=title, setting=setting)
        else:
            direction = _direction(given, task, metric)
            yield Result(path, value, called, benchmark=task, direction=direction, setting=setting, dataset=dataset)


def _direction(given: Given, task: str, metric: str) -> str:
    higher = given.take("higher_is_better", task, metric)
    return "" if not isinstance(higher, bool) else "higher" if higher else "lower"


def _setting(given: Given, task: str) -> dict[str, Any]:
    """The conditions of a task: examples in the prompt, the task's version, how answers were drawn."""
    counted = given.look("n-shot", task)
    found: dict[str, Any] = {}
    if isinstance(counted, int) and not isinstance(counted, bool):
        found["shots"] = given.take("n-shot", task)
    elif isinstance(given.look("configs", task, "num_fewshot"), int):
        found["shots"] = given.take("configs", task, "num_fewshot")
    version = text(given, "versions", task) or text(given, "configs", task, "metadata", "version")
    if version:
        found["version"] = version
    if isinstance(given.look("config", "limit"), int) or given.look("config", "limit"):
        found["limit"] = given.take("config", "limit")
    return found | settings(given, "configs", task, "generation_kwargs", only=GENERATION)


def _dataset(given: Given, task: str) -> Mapping[str, str]:
    here = ("configs", task)
    path = text(given, *here, "dataset_path")
    split = text(given, *here, "test_split") or text(given, *here, "validation_split")
    return {
        "name": path,
        "url": f"{HUB}{path}" if _REPOSITORY.fullmatch(path) else "",
        "config": text(given, *here, "dataset_name"),
        "split": split,
    }
