"""Logs of Every Eval Ever (schema 0.3): one evaluation of one model, as a table of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from underhood.doors.foreign import read_json
from underhood.importers import Drawn, Given, Trouble, Wanted, importer
from underhood.importers._results import Campaign, Result, drawn
from underhood.importers._taking import day, entries, figure, length, settings, text
from underhood.values.ids import id_problem, parse_address
from underhood.values.quantity import plain

VERSION = "0.3."
RELATIONSHIPS = {"first_party": "developer", "third_party": "independent"}
UNKNOWN = "unknown"
UNSAID = "not stated"
"""What our own exports write for a number of which nobody said which side is better."""
ARGUMENTS = frozenset({"temperature", "top_p", "top_k", "max_tokens", "reasoning", "max_attempts"})
SHOTS = ("num_fewshot", "shots")
RESULTS, DETAILS = "evaluation_results", "additional_details"
HUB = "https://huggingface.co/datasets/"


def parse(raw: bytes) -> Any:
    """Read a log. Raises ValueError for what is none, or one of another version."""
    data = read_json(raw)
    said = data.get("schema_version") if isinstance(data, dict) else None
    if said is None:
        raise ValueError("this is no log of Every Eval Ever: it names no schema_version")
    version = str(said)
    if not version.startswith(VERSION):
        raise ValueError(f"the log is of schema_version {version[:20]}; {VERSION}x is what is read")
    return data


@importer("Logs of Every Eval Ever", files=("*.json",), parse=parse)
def logs(given: Given, wanted: Wanted) -> Drawn:
    """The table of one log."""
    given.take("schema_version")
    troubles: list[Trouble] = []
    model = _model(given, wanted, troubles)
    parts = (given.below(RESULTS, at) for at in range(length(given, RESULTS)))
    results = [one for part in parts for one in _results(part, model, troubles)]
    made = drawn(given, wanted, _campaign(given, model["subject"]), results=results)
    return replace(made, troubles=(*troubles, *made.troubles))


def _model(given: Given, wanted: Wanted, troubles: list[Trouble]) -> dict[str, str]:
    here = "model_info"
    id, called = text(given, here, "id"), text(given, here, "name")
    if not (called or id):
        troubles.append(Trouble((here, "name"), "the log names no model", "write its name into the draft"))
    address = given.look(here, DETAILS, "address")
    own = isinstance(address, str) and parse_address(address) is not None
    subject = text(given, here, DETAILS, "address") if own else ""
    publisher = "" if wanted.release else text(given, here, "developer")
    return {"model": called or id, "system": id, "publisher": publisher, "subject": subject}


def _campaign(given: Given, subject: str) -> Campaign:
    source = "source_metadata"
    library, version = (text(given, "eval_library", name) for name in ("name", "version"))
    relationship = RELATIONSHIPS.get(text(given, source, "evaluator_relationship"), "")
    return Campaign(
        id=_id(given, subject),
        title=text(given, source, "source_name") or text(given, "evaluation_id") or given.name,
        evaluator=text(given, source, "source_organization_name"),
        relationship=text(given, source, DETAILS, "relationship") or relationship,
        harness="" if library == UNKNOWN else f"{library} {version}".removesuffix(UNKNOWN).strip(),
        date=_date(given),
        aim=text(given, source, DETAILS, "aim"),
    )


def _id(given: Given, subject: str) -> str:
    """What the table is called: in our own exports as it was, and of which variant; else as the log is called."""
    address = parse_address(str(given.look("source_metadata", DETAILS, "address")))
    if address is None or address.kind != "evaluation" or not subject:
        return text(given, "evaluation_id") or given.digest[:16]
    given.take("source_metadata", DETAILS, "address")
    variant = subject.rpartition("#")[2].rpartition("/")[2]
    return address.id if address.id.endswith(f"-{variant}") else f"{address.id}-{variant}"


def _date(given: Given) -> str:
    said = given.look("evaluation_timestamp")
    return day(text(given, "evaluation_timestamp")) if isinstance(said, str) and day(said) else ""


def _results(given: Given, model: Mapping[str, str], troubles: list[Trouble]) -> Iterator[Result]:
    """What one entry of the list tells: the number, and its standard error."""
    details = given.below("score_details")
    value = figure(details, ("score",), troubles)
    if value is None:
        if details.look("score") is None:
            troubles.append(Trouble((*details.above, "score"), "the result has no score", "it was left out"))
        return
    metric = given.below("metric_config")
    more = metric.below(DETAILS)
    title = text(metric, "metric_name")
    benchmark, id = _benchmark(given, more)
    one = Result(
        path=(*details.above, "score"),
        value=value,
        metric=text(metric, "metric_id") or title or "score",
        title=title,
        benchmark=benchmark,
        benchmark_id=id,
        unit=text(metric, "metric_unit"),
        direction=_direction(metric, more),
        setting=_setting(given.below("generation_config")),
        dataset=_dataset(given.below("source_data")) if benchmark else {},
        slice=text(more, "slice"),
        part=text(more, "row_slice"),
        interval=_interval(details.below("uncertainty", "confidence_interval")),
        **model,
    )
    yield one
    yield from _spread(one, details.below("uncertainty", "standard_error"), troubles)


def _spread(one: Result, error: Given, troubles: list[Trouble]) -> Iterator[Result]:
    """The standard error of a result, which is a number of its own."""
    if error.look("value") is not None and (spread := figure(error, ("value",), troubles)) is not None:
        words = dict.fromkeys(word for word in (one.benchmark, one.title or one.metric) if word)
        yield replace(
            one,
            path=(*error.above, "value"),
            value=spread,
            metric=f"{one.benchmark} {one.metric} standard error".strip(),
            title=f"{', '.join(words)}: standard error",
            benchmark="",
            interval={},
        )


def _benchmark(given: Given, details: Given) -> tuple[str, str]:
    """What was measured on, and its id where our own export says it; nothing for a number that is of no benchmark."""
    called = text(given, "evaluation_name")
    said = details.look("benchmark")
    if isinstance(said, str):
        address = parse_address(said, kind="benchmark")
        if address is not None and not address.steps and not id_problem(address.id):
            details.take("benchmark")
            return called or address.id, address.id
    return ("", "") if details.look("direction") == UNSAID else (called or "unnamed benchmark", "")


def _direction(metric: Given, details: Given) -> str:
    lower = metric.take("lower_is_better")
    said = text(details, "direction")
    if said in {"higher", "lower", "none", UNSAID}:
        return "" if said == UNSAID else said
    return "" if not isinstance(lower, bool) else "lower" if lower else "higher"


def _setting(config: Given) -> dict[str, Any]:
    found = settings(config, "generation_args", only=ARGUMENTS) | settings(config, DETAILS)
    return {(SHOTS[1] if name == SHOTS[0] else name): value for name, value in found.items()}


def _dataset(source: Given) -> dict[str, str]:
    """The data of the test, and where it lies."""
    repository = text(source, "hf_repo")
    url = f"{HUB}{repository}" if repository else text(source, "url", 0)
    source.take("source_type")
    known = {name: text(source, DETAILS, name) for name in ("config", "revision", "split")}
    known["split"] = known["split"] or text(source, "hf_split")
    return {"name": text(source, "dataset_name"), "url": url, **known}


def _interval(given: Given) -> dict[str, Decimal]:
    if not {"lower", "upper"} <= set(entries(given)):
        return {}
    found = {name: figure(given, (name,), []) for name in ("lower", "upper", "confidence_level")}
    level = found.pop("confidence_level")
    bounds = {name: value for name, value in found.items() if value is not None}
    if len(bounds) < len(found):
        return {}
    return {**bounds, **({"level": Decimal(plain(level * 100))} if level is not None and 0 <= level <= 1 else {})}
