"""The way out and back: a release as files of a format, those read again, and the repository that comes of them."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.exporters.told import words_of
from tests.importers.imported import drafts, reads
from tests.roundtrips.worlds import RELEASE, World, project, release
from underhood import exporters
from underhood.doors.markup import unescaped
from underhood.exporters import Asked
from underhood.importers._reading import Read
from underhood.meaning.audience import Views
from underhood.meaning.facts import Facts
from underhood.site.provenance import Source
from underhood.values.quantity import exact

DIGEST = re.compile(r"-[0-9a-f]{8}\b")
"""By which the id of a draft names the file that it came from."""
CITING = frozenset({"evidence", "searched", "sha256"})
RETURNING = ("evaluation/", "benchmark/", "data-source/")
"""What a file may hold of a release that is recorded already."""


@dataclass(frozen=True)
class Trip:
    """What came of a way out and back: the facts, what was read of the files that they became, and their words."""

    facts: Facts
    read: list[Read]
    texts: Mapping[str, str]

    @property
    def drafts(self) -> World:
        """The drafts by address."""
        return {address: dict(data) for address, data in drafts(self.read).items()}

    @property
    def words(self) -> str:
        """All that the drafts say, as plain text has it."""
        return "\n".join(unescaped(one) for one in words_of(self.drafts).split("\n"))


def trip(world: Mapping[str, Mapping[str, Any]], format: str, *, named: str, id: str = RELEASE) -> Trip:
    """Export a release and import the files. `named`: the pattern of those that are read."""
    facts, files = exported(world, format, id)
    with TemporaryDirectory() as folder:
        paths = [_written(Path(folder) / path, raw) for path, raw in files.items()]
        found = [one for one in paths if one.match(named)]
        texts = {one.name: _words(one) for one in found}
        return Trip(facts, reads(format, *found, release=id), texts)


def card_trip(world: Mapping[str, Mapping[str, Any]], *, id: str, variant: str) -> Trip:
    """Export the card of a variant for the Hub and import it, as the card of a model with the release's name."""
    facts, files = exported(world, "hugging-face", id)
    raw = files[f"{variant}/README.md"]
    with TemporaryDirectory() as folder:
        path = _written(Path(folder) / "owl-works" / RELEASE / "README.md", raw)
        return Trip(facts, reads("hugging-face", path), {"README.md": raw.decode()})


def exported(world: Mapping[str, Mapping[str, Any]], format: str, id: str) -> tuple[Facts, Mapping[str, bytes]]:
    """The files of a release, and the facts that they were made of."""
    views = Views(project(world), drafts=True)
    view = views.view()
    record = view.get("release", id)
    assert record is not None
    facts, exporter = Facts(view, record), exporters.load(format)
    asked = Asked(facts, next(iter(exporter.editions), ""), Source(views), "underhood 9.9")
    return facts, exporter.export(asked).files


def _words(path: Path) -> str:
    """What a program reads in a file."""
    raw = path.read_text()
    return words_of(json.loads(raw)) if path.suffix == ".json" else words_of(list(csv.reader(raw.splitlines())))


def _written(path: Path, raw: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    return path


def again(world: World, found: World) -> World:
    """The repository that the drafts make, beside the release and what it rests on, which such a file does not hold."""
    own = {address: data for address, data in world.items() if not address.startswith(RETURNING)}
    parts = [address for address in found if address.startswith(RETURNING) and not address.startswith("benchmark/")]
    return {**own, f"release/{RELEASE}": release(world[f"release/{RELEASE}"]["title"], parts), **found}


def figures(world: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, str]]:
    """Every figure with what it belongs to: whose, of what, by which measure, in which unit, how, and its interval."""
    tables = (table for address, table in world.items() if address.startswith("evaluation/"))
    return [one for table in tables for one in _figures(world, table)]


def _figures(world: Mapping[str, Mapping[str, Any]], table: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    columns = {one["id"]: one for one in table["columns"]}
    for row in table["rows"]:
        for id, value in row["values"].items():
            column, interval = columns[id], row.get("intervals", {}).get(id, {})
            benchmark = world.get(f"benchmark/{column.get('benchmark')}", {})
            measures: list[Any] = benchmark.get("metrics", [])
            metric: Any = next((one for one in measures if one["id"] == column.get("metric")), {})
            yield {
                "subject": str(row["subject"]),
                "benchmark": unescaped(benchmark.get("title", "")),
                "metric": unescaped(metric.get("title", "")),
                "direction": str(metric.get("direction", "")),
                "unit": str(column["unit"]),
                "setting": str(sorted((name, word(said)) for name, said in column.get("setting", {}).items())),
                "slice": unescaped("; ".join(one["slice"] for one in (column, row) if "slice" in one)),
                "value": word(value),
                "interval": " to ".join(word(interval[name]) for name in ("lower", "upper") if name in interval),
            }


def counted(found: list[Mapping[str, str]], names: Collection[str]) -> Counter[tuple[str, ...]]:
    """How often each figure is there, by as much as these names say of it."""
    return Counter(tuple(one[name] for name in names) for one in found)


def word(value: Any) -> str:
    """A value in words; a number without what its spelling adds."""
    if isinstance(value, bool | str):
        return str(value).lower() if isinstance(value, bool) else value
    return f"{exact(value).normalize():f}"


def steady(world: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The drafts without what names the file that was read, to hold two of them against each other."""
    found = ((address, data) for address, data in world.items() if not address.startswith("evidence/"))
    return sorted(DIGEST.sub("-…", f"{address}: {_plain(data)}") for address, data in found)


def _plain(value: Any) -> Any:
    """The same, with what stands in a list or a group in one order."""
    if isinstance(value, Mapping):
        return sorted((name, _plain(inner)) for name, inner in value.items() if name not in CITING)
    return sorted((_plain(one) for one in value), key=str) if isinstance(value, list) else word(value)
