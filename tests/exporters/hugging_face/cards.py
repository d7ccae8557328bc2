"""Cards as programs of the Hub read them, and the figures of records counted on a way of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import yaml
from huggingface_hub import ModelCard

from underhood import exporters
from underhood.exporters import Asked, Exported
from underhood.meaning.audience import Views
from underhood.meaning.facts import Facts
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.site.provenance import Source

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


def asked(project: Project, release: str, *, language: str = "en") -> Asked:
    """What the command line asks the exporter for."""
    views = Views(project)
    view = views.view(language)
    record = view.get("release", release)
    assert record is not None
    return Asked(Facts(view, record), "", Source(views), "underhood 0")


def export(wanted: Asked) -> Exported:
    """The cards, and what they could not hold."""
    return exporters.load("hugging-face").export(wanted)


def card(raw: bytes) -> Any:
    """A card as the Hub's library reads it, without forgiving anything."""
    return ModelCard(raw.decode(), ignore_metadata_errors=False)


def letters(raw: bytes) -> Any:
    """The metadata of a card with every value as it is written: no reader makes a number of it."""
    found = _FRONT.match(raw.decode())
    assert found is not None
    return yaml.load(found[1], yaml.BaseLoader)


def written(raw: bytes) -> Counter[tuple[Any, ...]]:
    """The figures of a card: data, measure, setting, and the digits as they are written."""
    [model] = letters(raw).get("model-index", [{"results": []}])
    return Counter(
        (
            result["dataset"]["type"],
            metric["type"],
            tuple(sorted((name, _same(value)) for name, value in metric.get("args", {}).items())),
            metric["value"],
        )
        for result in model["results"]
        for metric in result["metrics"]
    )


def recorded(facts: Facts, subject: str) -> Counter[tuple[Any, ...]]:
    """The figures of a variant in the records, in the same form."""
    return Counter(
        (
            column.get("benchmark", record.id).removeprefix("benchmark/"),
            column.get("metric", column["id"]),
            tuple(sorted((name, _same(value)) for name, value in column.get("setting", {}).items())),
            digits(value, column.get("decimals")),
        )
        for record in facts.of("evaluation")
        for column, value in _cells(record, subject)
    )


def _cells(record: Record, subject: str) -> Iterator[tuple[Mapping[str, Any], Any]]:
    for row in record.data["rows"]:
        if str(row.get("subject", "")).removeprefix("release/") == subject:
            for column in record.data["columns"]:
                value = row["values"].get(column["id"])
                if isinstance(value, int | float | Decimal) and column["id"] not in row.get("disputed", {}):
                    yield column, value


def digits(value: Any, decimals: int | None) -> str:
    """A number with the decimals of its column, or its own where it has more."""
    number = Decimal(str(value))
    if decimals is None:
        return f"{number:f}"
    own = -int(number.normalize().as_tuple().exponent)
    return f"{number:.{max(decimals, own)}f}"


def _same(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{Decimal(repr(value)):f}" if isinstance(value, float) else str(value)
