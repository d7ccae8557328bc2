"""Repositories drawn by lot: a release with two variants, its benchmarks, tables, data and licence, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.making import SETTINGS
from underhood.doors.dump import plain_yaml
from underhood.doors.tree import MemoryTree
from underhood.records.project import Project, memory_project

TODAY = "2026-01-31"
RELEASE = "owl-1"
VARIANTS = ("small", "large")

World = dict[str, dict[str, Any]]
"""Records as plain data, by address."""

WORDS = st.text("abcz ABC 019 -,;:'\"()[]{}#&*!|>%@`<>/\\_=~^$+?. éßñ漢字Ω", min_size=1, max_size=24)
TITLES = WORDS.map(lambda said: " ".join(said.split())).filter(lambda said: any(one.isalpha() for one in said))
NUMBERS = st.decimals(0, 100, places=3) | st.decimals(0, 100, places=1) | st.integers(0, 100).map(Decimal)
UNITS = st.sampled_from(["percent", "score", "point"])
DIRECTIONS = st.sampled_from(["higher", "lower", "none"])
SETTINGS_NAMES = st.sampled_from(["shots", "temperature", "samples", "prompt", "chain"])
SETTING_VALUES = st.integers(0, 64) | st.decimals(0, 2, places=2) | st.booleans() | st.sampled_from(["word", "a b"])
CONDITIONS = st.dictionaries(SETTINGS_NAMES, SETTING_VALUES, max_size=2)


def _ids(kind: str) -> st.SearchStrategy[str]:
    """Ids that stand nowhere by chance: each begins with what it is an id of."""
    return st.from_regex(f"{kind}-[a-z0-9]{{1,3}}", fullmatch=True)


def _unique(entries: list[dict[str, Any]], *names: str) -> list[dict[str, Any]]:
    """The entries of which no earlier one says the same in each of these fields."""
    found: list[dict[str, Any]] = []
    for one in entries:
        if all(one.get(name) is None or all(one[name] != other.get(name) for other in found) for name in names):
            found.append(one)
    return found


@st.composite
def _benchmarks(draw: st.DrawFn) -> World:
    metric = st.fixed_dictionaries({"id": _ids("metric"), "title": TITLES, "unit": UNITS, "direction": DIRECTIONS})
    made = {}
    for id, title in draw(st.dictionaries(_ids("tested"), TITLES, min_size=1, max_size=3)).items():
        metrics = _unique(draw(st.lists(metric, min_size=1, max_size=2)), "id", "title")
        made[f"benchmark/{id}"] = {"title": title, "aim": "capability", "metrics": metrics}
    return made


@st.composite
def _column(draw: st.DrawFn, benchmarks: World) -> dict[str, Any]:
    address = draw(st.sampled_from(sorted(benchmarks)))
    metric = draw(st.sampled_from(benchmarks[address]["metrics"]))
    setting = draw(CONDITIONS)
    return {
        "id": draw(_ids("column")),
        "benchmark": address.partition("/")[2],
        "metric": metric["id"],
        **({"setting": setting} if setting else {}),
        **draw(st.fixed_dictionaries({}, optional={"slice": TITLES})),
        "unit": metric["unit"],
    }


@st.composite
def _row(draw: st.DrawFn, columns: list[dict[str, Any]]) -> dict[str, Any]:
    ids = [one["id"] for one in columns]
    values = draw(st.dictionaries(st.sampled_from(ids), NUMBERS, min_size=1, max_size=len(ids)))
    row = {"id": draw(_ids("row")), "subject": f"release/{RELEASE}#{draw(st.sampled_from(VARIANTS))}", "values": values}
    held = draw(st.sampled_from([*values, ""]))
    if held:
        spread = draw(st.decimals("0.1", 9, places=1))
        row["intervals"] = {held: {"lower": values[held] - spread, "upper": values[held] + spread, "level": 95}}
    return row


@st.composite
def _table(draw: st.DrawFn, benchmarks: World) -> dict[str, Any]:
    columns = _unique(draw(st.lists(_column(benchmarks), min_size=1, max_size=4)), "id")
    protocols = [{**one, "key": str(sorted((name, str(said)) for name, said in one.items() if name != "id"))}
                 for one in columns]  # fmt: skip
    kept = {one["id"] for one in _unique(protocols, "key")}
    columns = [one for one in columns if one["id"] in kept]
    rows = _unique(draw(st.lists(_row(columns), min_size=1, max_size=3)), "id", "subject")
    return {
        "title": draw(TITLES),
        "evaluator": draw(st.sampled_from(["owl-works", "A laboratory; elsewhere"])),
        "relationship": draw(st.sampled_from(["developer", "independent", "commissioned", "compilers"])),
        **draw(st.fixed_dictionaries({}, optional={"harness": st.just("harness 1.2"), "date": st.just("2024-05-06")})),
        "columns": columns,
        "rows": rows,
        "evidence": [{"source": "owl-paper", "at": "Table 1"}],
    }


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A repository with one release."""
    made = draw(_benchmarks())
    tables = draw(st.dictionaries(_ids("table"), _table(made), min_size=1, max_size=2))
    made |= {f"evaluation/{id}": table for id, table in tables.items()}
    for id in draw(st.lists(_ids("source"), max_size=2, unique=True)):
        made[f"data-source/{id}"] = {"title": draw(TITLES), "description": draw(TITLES), "category": "public"}
    parts = [address for address in made if not address.startswith("benchmark/")]
    made["organisation/owl-works"] = {"title": "Owl Works"}
    made["model/owl"] = {"title": draw(TITLES), "provider": "owl-works"}
    made["evidence/owl-paper"] = {"title": "Owl paper", "type": "paper", "standing": "primary", "read": "original"}
    made[f"release/{RELEASE}"] = release(draw(TITLES), parts)
    return made


def release(title: str, parts: list[str]) -> dict[str, Any]:
    """A release with its variants."""
    return {
        "title": title,
        "model": "owl",
        "version": "1",
        "recorded": "live",
        "history": [{"status": "released", "date": "2024-03-01"}],
        "variants": [{"id": id, "title": f"Owl {id}", "status": "released"} for id in VARIANTS],
        "parts": parts,
    }


def project(world: Mapping[str, Mapping[str, Any]]) -> Project:
    """The repository that these records make. Every one of them has to be readable."""
    files = {f"governance/{address}.yaml": plain_yaml(data) for address, data in world.items()}
    made = memory_project(MemoryTree({"governance/settings.yaml": SETTINGS, **files}), today=TODAY)
    assert not made.problems, made.problems
    return made
