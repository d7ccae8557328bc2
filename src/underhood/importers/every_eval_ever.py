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
DETAILS = "additional_details"
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
    results = [one for at in range(length(given, "evaluation_results")) for one in _results(given, at, troubles)]
    model = _model(given, troubles)
    made = drawn(given, wanted, _campaign(given, model), results=_of(model, results))
    return replace(made, troubles=(*troubles, *made.troubles))


def _of(model: Mapping[str, str], results: list[Result]) -> list[Result]:
    called, system, publisher, subject = (model[name] for name in ("model", "system", "publisher", "subject"))
    return [replace(one, model=called, system=system, publisher=publisher, subject=subject) for one in results]


def _model(given: Given, troubles: list[Trouble]) -> dict[str, str]:
    here = "model_info"
    id, called = text(given, here, "id"), text(given, here, "name")
    if not (called or id):
        troubles.append(Trouble((here, "name"), "the log names no model", "write its name into the draft"))
    address = given.look(here, DETAILS, "address")
    own = isinstance(address, str) and parse_address(address) is not None
    subject = text(given, here, DETAILS, "address") if own else ""
    return {"model": called or id, "system": id, "publisher": text(given, here, "developer"), "subject": subject}


def _campaign(given: Given, model: Mapping[str, str]) -> Campaign:
    source = "source_metadata"
    library, version = (text(given, "eval_library", name) for name in ("name", "version"))
    relationship = RELATIONSHIPS.get(text(given, source, "evaluator_relationship"), "")
    return Campaign(
        id=_id(given, model["subject"]),
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


def _results(given: Given, at: int, troubles: list[Trouble]) -> Iterator[Result]:
    here = ("evaluation_results", at)
    score = (*here, "score_details", "score")
    value = figure(given, score, troubles)
    if value is None:
        if given.look(*score) is None:
            troubles.append(Trouble(score, "the result has no score", "it was left out"))
        return
    metric = (*here, "metric_config")
    title = text(given, *metric, "metric_name")
    benchmark, id = _benchmark(given, here)
    one = Result(
        path=score,
        value=value,
        metric=text(given, *metric, "metric_id") or title or "score",
        title=title,
        benchmark=benchmark,
        benchmark_id=id,
        unit=text(given, *metric, "metric_unit"),
        direction=_direction(given, metric),
        setting=_setting(given, here),
        dataset=_dataset(given, (*here, "source_data")) if benchmark else {},
        slice=text(given, *metric, DETAILS, "slice"),
        part=text(given, *metric, DETAILS, "row_slice"),
        interval=_interval(given, (*here, "score_details", "uncertainty", "confidence_interval")),
    )
    yield one
    error = (*here, "score_details", "uncertainty", "standard_error", "value")
    if given.look(*error) is not None and (spread := figure(given, error, troubles)) is not None:
        words = ", ".join(dict.fromkeys(word for word in (benchmark, title or one.metric) if word))
        yield replace(
            one,
            path=error,
            value=spread,
            metric=f"{benchmark} {one.metric} standard error".strip(),
            title=f"{words}: standard error",
            benchmark="",
            interval={},
        )


def _benchmark(given: Given, here: tuple[str | int, ...]) -> tuple[str, str]:
    """What was measured on, and its id where our own export says it; nothing for a number that is of no benchmark."""
    details = (*here, "metric_config", DETAILS)
    called = text(given, *here, "evaluation_name")
    said = given.look(*details, "benchmark")
    if isinstance(said, str):
        address = parse_address(said, kind="benchmark")
        if address is not None and not address.steps and not id_problem(address.id):
            given.take(*details, "benchmark")
            return called or address.id, address.id
    return ("", "") if given.look(*details, "direction") == UNSAID else (called or "unnamed benchmark", "")


def _direction(given: Given, metric: tuple[str | int, ...]) -> str:
    lower = given.take(*metric, "lower_is_better")
    said = text(given, *metric, DETAILS, "direction")
    if said in {"higher", "lower", "none", UNSAID}:
        return "" if said == UNSAID else said
    return "" if not isinstance(lower, bool) else "lower" if lower else "higher"


def _setting(given: Given, here: tuple[str | int, ...]) -> dict[str, Any]:
    config = (*here, "generation_config")
    found = settings(given, *config, "generation_args", only=ARGUMENTS) | settings(given, *config, DETAILS)
    return {(SHOTS[1] if name == SHOTS[0] else name): value for name, value in found.items()}


def _dataset(given: Given, here: tuple[str | int, ...]) -> dict[str, str]:
    """The data of the test, and where it lies."""
    repository = text(given, *here, "hf_repo")
    url = f"{HUB}{repository}" if repository else text(given, *here, "url", 0)
    if given.look(*here, "source_type") is not None:
        given.take(*here, "source_type")
    known = {name: text(given, *here, DETAILS, name) for name in ("config", "revision", "split")}
    known["split"] = known["split"] or text(given, *here, "hf_split")
    return {"name": text(given, *here, "dataset_name"), "url": url, **known}


def _interval(given: Given, here: tuple[str | int, ...]) -> dict[str, Decimal]:
    troubles: list[Trouble] = []
    if not {"lower", "upper"} <= set(entries(given, *here)):
        return {}
    found = {name: figure(given, (*here, name), troubles) for name in ("lower", "upper", "confidence_level")}
    level = found.pop("confidence_level")
    bounds = {name: value for name, value in found.items() if value is not None}
    if len(bounds) < len(found):
        return {}
    return {**bounds, **({"level": Decimal(plain(level * 100))} if level is not None and 0 <= level <= 1 else {})}
