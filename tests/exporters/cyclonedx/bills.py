"""Bills of materials made for tests, of the two collections that the repository holds and of made-up ones."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from underhood import exporters
from underhood.exporters import Asked
from underhood.meaning.audience import Audience, Views
from underhood.meaning.facts import Facts
from underhood.records.project import Project, open_project
from underhood.site.provenance import Source

ROOT = Path(__file__).resolve().parents[3]
LLAMA, LAB = (ROOT, "llama-2"), (ROOT / "examples" / "lab", "reedheron-2")
EDITIONS = {"1.7": SchemaVersion.V1_7, "1.6": SchemaVersion.V1_6}


@dataclass(frozen=True)
class Made:
    """A bill, its bytes, and the facts that it was made from."""

    raw: bytes
    facts: Facts

    @property
    def bill(self) -> Any:
        """What a program reads in it."""
        return json.loads(self.raw)

    @property
    def release(self) -> Any:
        """The component that is the release."""
        return self.bill["metadata"]["component"]

    def component(self, ref: str) -> Any:
        """The component with a name."""
        return next(one for one in self.bill["components"] if one["bom-ref"] == ref)


def make(
    project: Project, id: str, *, edition: str = "1.7", audience: Audience = Audience.PUBLIC, lang: str = "en"
) -> Made:
    """Export a release of a project."""
    views = Views(project)
    view = views.view(lang, audience)
    record = view.get("release", id)
    assert record is not None
    facts = Facts(view, record)
    found = exporters.load("cyclonedx").export(Asked(facts, edition, Source(views), "underhood 9.9"))
    (raw,) = found.files.values()
    return Made(raw, facts)


def opened(which: tuple[Path, str], **asked: Any) -> Made:
    """Export a release of a collection on disk."""
    return make(open_project(which[0]), which[1], **asked)


def fault(made: Made, edition: str) -> str:
    """What the other project's validator says against it; empty where it says nothing."""
    said = JsonStrictValidator(EDITIONS[edition]).validate_str(made.raw.decode())
    return str(said) if said else ""


def properties(value: Any) -> Iterator[tuple[str, str]]:
    """Every property in a bill, wherever it stands."""
    if isinstance(value, Mapping):
        if set(value) == {"name", "value"} and str(value["name"]).startswith("underhood:"):
            yield value["name"], value["value"]
        for inner in value.values():
            yield from properties(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from properties(inner)


def references(value: Any) -> Iterator[str]:
    """Every name that a component or a declaration has in a bill."""
    if isinstance(value, Mapping):
        yield from ([value["bom-ref"]] if "bom-ref" in value else [])
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)
