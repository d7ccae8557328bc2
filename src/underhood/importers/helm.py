"""Runs of HELM: a folder with `run_spec.json`, which says what was run, and `stats.json`, which holds the results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from underhood.doors.foreign import read_json
from underhood.importers import Drawn, Given, Trouble, Wanted, importer
from underhood.importers._results import Campaign, Result, drawn
from underhood.importers._taking import figure, settings, text

STATS = "stats.json"
ADAPTER = frozenset({"max_train_instances", "num_outputs", "temperature", "method", "num_train_trials"})
COUNTED = ("num_", "inference_", "training_", "prompt_truncated", "batch_size", "finish_reason_", "max_prob", "logprob")
"""What HELM counts on the way and is no result: lengths, times, costs. It is left behind, and the report says so."""


def parse(raw: bytes) -> Any:
    """Read what was run. Raises ValueError for what does not say it."""
    data = read_json(raw)
    known = isinstance(data, dict) and isinstance(data.get("adapter_spec"), dict)
    if not known:
        raise ValueError("this is no run_spec.json of HELM: there is no group 'adapter_spec'")
    return data


def parse_stats(raw: bytes) -> Any:
    """Read what came of it."""
    data = read_json(raw)
    known = isinstance(data, list)
    if not known:
        raise ValueError("this is no stats.json of HELM: it is no list")
    return data


@importer("Runs of HELM", files=("run_spec.json",), parse=parse, beside={STATS: parse_stats})
def runs(given: Given, wanted: Wanted) -> Drawn:
    """The table of one run."""
    stats = given.beside.get(STATS)
    if stats is None:
        return Drawn((), (Trouble((STATS,), "there is no stats.json beside it", "import the folder of a whole run"),))
    troubles: list[Trouble] = []
    model = text(given, "adapter_spec", "model") or text(given, "adapter_spec", "model_deployment")
    if not model:
        words = "the run names no model"
        troubles.append(Trouble(("adapter_spec", "model"), words, "write its name into the draft"))
    run = text(given, "name")
    scenario = run.partition(":")[0] or text(given, "scenario_spec", "class_name").rpartition(".")[2] or "unnamed"
    setting = settings(given, "scenario_spec", "args") | settings(given, "adapter_spec", only=ADAPTER)
    found = [replace(one, model=model, benchmark=scenario, setting=setting) for one in _stats(stats, troubles)]
    title = f"{scenario}, {model or 'an unnamed model'}"
    campaign = Campaign(f"helm {scenario} {model} {_both(given, stats)}", title, harness="HELM")
    made = drawn(given, wanted, campaign, results=found)
    return replace(made, troubles=(*troubles, *made.troubles))


def _both(given: Given, stats: Given) -> str:
    """A few characters that stand for both files: what was run alone does not tell two runs apart."""
    return f"{given.digest[:6]}{stats.digest[:6]}"


def _stats(stats: Given, troubles: list[Trouble]) -> Iterator[Result]:
    for at in range(len(stats.data)):
        called = stats.look(at, "name", "name")
        if not isinstance(called, str) or called.startswith(COUNTED) or stats.look(at, "mean") is None:
            continue
        own: list[Trouble] = []
        value = figure(stats, (at, "mean"), own)
        troubles += [replace(one, path=(STATS, *one.path)) for one in own]
        if value is not None:
            words = [text(stats, at, "name", "split"), text(stats, at, "name", "sub_split")]
            words.append(text(stats, at, "name", "perturbation", "name"))
            part = ", ".join(word for word in words if word)
            yield Result((STATS, at, "mean"), value, text(stats, at, "name", "name"), slice=part)
