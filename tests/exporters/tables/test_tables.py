"""The release as tables, in CSV and in Parquet: the same cells, exact, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import Call, call
from tests.exporters.told import missing, told
from tests.making import SMALL, project
from underhood import exporters
from underhood.exporters import Asked
from underhood.exporters.parquet import _fitting
from underhood.meaning.audience import Views
from underhood.meaning.facts import Fact, Facts
from underhood.records.project import Project, open_project
from underhood.records.record import is_absence
from underhood.site.provenance import Source
from underhood.values.quantity import exact

__all__ = ["call"]

ROOT = Path(__file__).resolve().parents[3]
LLAMA, LAB = (ROOT, "llama-2"), (ROOT / "examples" / "lab", "reedheron-2")
BOTH = pytest.mark.parametrize("which", [LLAMA, LAB], ids=["llama-2", "lab"])
Lines = list[dict[str, str]]


def export(made: Project, release: str, form: str) -> tuple[Mapping[str, bytes], Facts]:
    views = Views(made)
    view = views.view()
    record = view.get("release", release)
    assert record is not None
    facts = Facts(view, record)
    return exporters.load(form).export(Asked(facts, "", Source(views), "underhood 9.9")).files, facts


@cache
def exported(which: tuple[Path, str], form: str) -> tuple[Mapping[str, bytes], Facts]:
    return export(open_project(which[0], today="2026-09-01"), which[1], form)


def lines(raw: bytes) -> Lines:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


@BOTH
def test_every_figure_is_a_line(which: tuple[Path, str]) -> None:
    files, facts = exported(which, "csv")
    found = {(one["record"], one["row"], one["column"]): one for one in lines(files["figures.csv"])}
    wanted = {
        (str(record.address), row["id"], column): value
        for record in facts.of("evaluation")
        for row in record.data["rows"]
        for column, value in row["values"].items()
    }
    assert found.keys() == wanted.keys()
    assert len(found) == len(lines(files["figures.csv"])) > 20
    for place, value in wanted.items():
        one = found[place]
        if is_absence(value):
            assert not one["value"]
            assert one["absent"].startswith(value["absent"])
        else:
            assert Decimal(one["value"]) == exact(value)
            assert not one["absent"]


@BOTH
def test_what_is_told_is_in_them(which: tuple[Path, str]) -> None:
    files, facts = exported(which, "csv")

    def spelled(fact: Fact) -> Iterable[str] | None:
        if is_absence(fact.value):
            return [str(fact.value[name]) for name in ("absent", "reason") if name in fact.value]
        if isinstance(fact.value, str):
            return [fact.value.replace('"', '""')]
        return [] if fact.path[-1] == "decimals" else None

    assert missing(facts, "\n".join(raw.decode("utf-8-sig") for raw in files.values()), spelled) == []
    assert len(told(facts)) > 800


@BOTH
def test_parquet_holds_the_same_cells(which: tuple[Path, str]) -> None:
    tables, _ = exported(which, "parquet")
    texts, _ = exported(which, "csv")
    assert {name.removesuffix(".parquet") for name in tables} == {name.removesuffix(".csv") for name in texts}
    for name, raw in tables.items():
        table = pq.read_table(io.BytesIO(raw))
        found = lines(texts[name.replace(".parquet", ".csv")])
        numbers = {one.removesuffix("_printed") for one in table.column_names if one.endswith("_printed")}
        assert table.num_rows == len(found)
        for ours, theirs in zip(table.to_pylist(), found, strict=True):
            for column, said in theirs.items():
                value = ours[f"{column}_printed" if column in numbers else column]
                assert said.removeprefix("'") == ("" if value is None else value).removeprefix("'")
                if column in numbers and said:
                    assert ours[column] == Decimal(said)
        assert table.schema.metadata[b"release"] == f"release/{which[1]}".encode()


def test_printed_digits_and_disputes_are_kept() -> None:
    files, _ = exported(LLAMA, "csv")
    found = {(one["record"], one["row"], one["column"]): one for one in lines(files["figures.csv"])}
    one = found["evaluation/llama-2-paper-table-20", "llama-2-13b", "openbookqa"]
    assert (one["value"], one["setting"], one["direction"]) == ("57.0", "shots=0", "higher")
    disputed = found["evaluation/llama-2-paper-table-3", "llama-2-7b", "math"]
    assert disputed["disputed"].startswith("The printed figure equals")
    (hours,) = [
        one
        for one in lines(files["quantities.csv"])
        if one["record"] == "release/llama-2" and one["place"] == "variants/0/parameters"
    ]
    assert (hours["value"], hours["unit"]) == ("7000000000", "parameter")


def test_no_cell_is_a_formula() -> None:
    changes = {"governance/risk/rudeness.yaml": "title: '=1+1'\ntext: '@SUM(A1)'\n"}
    files, _ = export(project(changes), "owl-2", "csv")
    (risk,) = lines(files["risk.csv"])
    assert (risk["title"], risk["text"]) == ("'=1+1", "'@SUM(A1)")


def test_a_number_that_no_decimal_column_holds_stands_as_words() -> None:
    assert _fitting(Decimal("0.1234567890123")) is None
    assert _fitting(Decimal("1e30")) is None
    assert _fitting(Decimal("-0.5")) == Decimal("-0.5")
    changes = {
        "governance/release/owl-2.yaml": SMALL["governance/release/owl-2.yaml"].replace(
            "status: released, succeeds", "parameters: {value: 1.0e30, unit: parameter}, status: released, succeeds"
        )
    }
    files, _ = export(project(changes), "owl-2", "parquet")
    rows = pq.read_table(io.BytesIO(files["quantities.parquet"])).to_pylist()
    (one,) = [row for row in rows if row["place"] == "variants/0/parameters"]
    assert (one["value"], one["value_printed"]) == (None, f"{10**30}")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_command_writes_them(call: Call, tmp_path: Path, form: str) -> None:
    said = call("export", form, "release/reedheron-2", "-C", LAB[0], "-o", tmp_path / "out")
    assert said.code == 0
    assert {f"about.{form}", f"figures.{form}", f"risk.{form}", "losses.md"} <= {
        one.name for one in (tmp_path / "out").iterdir()
    }
    assert b"copied-service" not in b"".join(one.read_bytes() for one in (tmp_path / "out").iterdir())


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_same_records_give_the_same_bytes(form: str) -> None:
    assert export(open_project(LAB[0], today="2026-09-01"), LAB[1], form)[0] == exported(LAB, form)[0]
