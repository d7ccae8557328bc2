"""Model cards of the Model Card Toolkit (JSON, schema 0.0.2), in either of its spellings of names."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from underhood.doors.foreign import read_json
from underhood.importers import Drawn, Given, Trouble, Wanted, importer
from underhood.importers._card import Card, address_on_web, data_source, drafts, figure, interval, phrase
from underhood.importers._prose import prose
from underhood.importers._results import Result
from underhood.importers._taking import day, length, text
from underhood.importers._words import name
from underhood.values.finding import DataPath

SECTIONS = ("model_details", "model_parameters", "quantitative_analysis", "considerations")
DETAILS, PARAMETERS, ANALYSIS, CONSIDER = SECTIONS


def parse(raw: bytes) -> Any:
    """Read a card. Raises ValueError for what is none, or one of another version."""
    said = read_json(raw)
    data = _snake(said) if isinstance(said, dict) else {}
    version = data.get("schema_version", "")
    if not isinstance(version, str) or version not in {"", "0.0.2", "v0.0.2"}:
        raise ValueError(f"the card is of schema_version {name(version)[:20]}; 0.0.2 is what is read")
    if not any(section in data for section in SECTIONS):
        raise ValueError(f"this is no model card: it has none of {', '.join(SECTIONS)}")
    return data


def _snake(value: Any) -> Any:
    """The same with the names of fields in lower case: protocol buffers write `modelDetails` for `model_details`."""
    if isinstance(value, dict):
        made: dict[str, Any] = {}
        for key, inner in value.items():
            plain = "".join(f"_{one.lower()}" if one.isupper() else one for one in key).lstrip("_")
            made[key if plain in value and plain != key else plain] = _snake(inner)
        return made
    return [_snake(one) for one in value] if isinstance(value, list) else value


@importer("Cards of the Model Card Toolkit", files=("*.json",), parse=parse)
def card(given: Given, wanted: Wanted) -> Drawn:
    """The drafts of one card."""
    given.take("schema_version")
    troubles: list[Trouble] = []
    made = Card(
        title=text(given, DETAILS, "name"),
        date=_date(given, troubles),
        limits=_texts(given, "limitations"),
        troubles=troubles,
    )
    if not wanted.release:
        made = _own(given, made)
    for at in range(length(given, CONSIDER, "ethical_considerations")):
        here = (CONSIDER, "ethical_considerations", at)
        if said := text(given, *here, "name"):
            made.risks.append((said, text(given, *here, "mitigation_strategy")))
    made.data = [_data(given, (PARAMETERS, "data", at)) for at in range(length(given, PARAMETERS, "data"))]
    for at in range(length(given, ANALYSIS, "performance_metrics")):
        made.results += _result(given, (ANALYSIS, "performance_metrics", at), troubles)
    return drafts(given, wanted, made)


def _own(given: Given, card: Card) -> Card:
    """The card with what stands in the drafts of the model and of its release."""
    return replace(
        card,
        version=text(given, DETAILS, "version", "name"),
        description=_both(given, DETAILS, "overview", "documentation"),
        maker=text(given, DETAILS, "owners", 0, "name"),
        specific=text(given, PARAMETERS, "model_architecture"),
        inputs=_list(text(given, PARAMETERS, "input_format")),
        outputs=_list(text(given, PARAMETERS, "output_format")),
        uses=_texts(given, "use_cases"),
    )


def _list(said: str) -> list[str]:
    return [said] if said else []


def _both(given: Given, section: str, *names: str) -> str:
    return "\n\n".join(said for one in names if (said := text(given, section, one)))


def _date(given: Given, troubles: list[Trouble]) -> str:
    """The day of the version, also where it is written with slashes."""
    path = (DETAILS, "version", "date")
    said = given.look(*path)
    found = day(said.replace("/", "-")) if isinstance(said, str) else ""
    if found:
        given.used(*path)
    elif said not in (None, ""):
        troubles.append(Trouble(path, f"'{name(said)[:40]}' is no day", "write it as 2026-01-31"))
    return found


def _texts(given: Given, field: str) -> list[str]:
    some = range(length(given, CONSIDER, field))
    return [said for at in some if (said := text(given, CONSIDER, field, at, "description"))]


def _data(given: Given, path: DataPath) -> dict[str, Any]:
    data = data_source(text(given, *path, "name"))
    if said := text(given, *path, "description"):
        data["description"] = prose(said)
    if url := address_on_web(str(given.look(*path, "link") or "")):
        given.used(*path, "link")
        data["url"] = url
    inner = (*path, "sensitive", "sensitive_data")
    kinds = [phrase(one) for at in range(length(given, *inner)) if (one := text(given, *inner, at))]
    return {**data, "personal_data": {"kinds": list(dict.fromkeys(kinds))}} if kinds else data


def _result(given: Given, path: DataPath, troubles: list[Trouble]) -> list[Result]:
    """One figure; proto-JSON writes it as a text, JSON as a number."""
    value = figure(given.look(*path, "value"), (*path, "value"), troubles)
    if value is None:
        return []
    given.used(*path, "value")
    between = interval(given, (*path, "confidence_interval"), ("lower_bound", "upper_bound"), troubles=troubles)
    metric = text(given, *path, "type") or "TODO: what was measured; the card does not say it"
    return [Result((*path, "value"), value, metric, slice=text(given, *path, "slice"), interval=between)]
