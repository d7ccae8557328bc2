"""The logs of Llama 2 and of the laboratory: valid by the other project's code, complete, and true to the records."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Golden
from tests.exporters.every_eval_ever.logs import Made, faults, make
from tests.exporters.told import missing, told, words_of
from tests.making import SMALL, project
from underhood.meaning.audience import Audience
from underhood.meaning.facts import Fact
from underhood.records.project import open_project
from underhood.records.record import is_absence
from underhood.values.errors import Stop
from underhood.values.ids import parse_address
from underhood.values.quantity import exact

ROOT = Path(__file__).resolve().parents[3]
LLAMA, LAB = (ROOT, "llama-2"), (ROOT / "examples" / "lab", "reedheron-2")
BOTH = pytest.mark.parametrize("which", [LLAMA, LAB], ids=["llama-2", "lab"])
DAY = "2026-09-01"


@cache
def made(which: tuple[Path, str]) -> Made:
    return make(open_project(which[0], today=DAY), which[1])


@BOTH
def test_the_other_project_takes_them(which: tuple[Path, str], tmp_path: Path) -> None:
    assert faults(made(which).files, tmp_path) == {}
    assert len(made(which).files) >= 7


def test_the_validator_sees_faults(tmp_path: Path) -> None:
    path, raw = next(iter(made(LAB).files.items()))
    assert faults({path: raw.replace(b'"lower_is_better": false', b'"lower_is_better": 7', 1)}, tmp_path)
    assert faults({path: raw.replace(b'"score": ', b'"score": -', 1)}, tmp_path) == {}  # no bounds are claimed
    assert faults({f"x/{path}": raw}, tmp_path)


@BOTH
def test_every_figure_of_the_release_is_in_them_once(which: tuple[Path, str]) -> None:
    one = made(which)
    found: dict[tuple[str, str, str], Decimal] = {}
    for log in one.read().values():
        table = log["source_metadata"]["additional_details"]["address"]
        for result in log["evaluation_results"]:
            key = (table, log["model_info"]["additional_details"]["address"], result["evaluation_result_id"])
            assert key not in found
            found[key] = Decimal(result["score_details"]["score"])
    wanted: dict[tuple[str, str, str], Decimal] = {}
    for record in one.facts.of("evaluation"):
        for row in record.data["rows"]:
            address = parse_address(str(row.get("subject", "")), kind="release")
            if address is None or address.record != one.facts.release.address:
                continue
            for column, value in row["values"].items():
                if not is_absence(value) and column not in row.get("disputed", {}):
                    wanted[str(record.address), str(address), f"{row['id']}/{column}"] = exact(value)
    assert found == wanted
    assert len(wanted) > 20


@BOTH
def test_what_is_told_is_in_them(which: tuple[Path, str]) -> None:
    one = made(which)

    def spelled(fact: Fact) -> Iterable[str] | None:
        if fact.path[-1] == "harness":
            return str(fact.value).rsplit(" ", 1)
        if fact.path[-1] == "level":
            return [str(exact(fact.value) / 100)]
        if fact.path[-1] == "url" and "huggingface.co/datasets/" in str(fact.value):
            return [str(fact.value).partition("/datasets/")[2]]
        return [] if fact.path[-1] == "decimals" else None

    assert missing(one.facts, words_of(list(one.read().values())), spelled) == []
    assert not [fact for fact in told(one.facts) if is_absence(fact.value)]
    assert len(told(one.facts)) > 150


def test_digits_are_those_that_were_printed() -> None:
    text = b"".join(made(LLAMA).files.values()).decode()
    assert '"score": 57.0\n' in text
    assert "99999" not in text
    lab = made(LAB).read()
    (interval,) = [
        result["score_details"]["uncertainty"]["confidence_interval"]
        for log in lab.values()
        for result in log["evaluation_results"]
        if "uncertainty" in result["score_details"]
    ]
    assert interval == {"lower": Decimal("55.9"), "upper": Decimal("58.3"), "confidence_level": Decimal("0.95")}


def test_zero_shot_and_five_shot_stay_apart() -> None:
    scores: dict[str, dict[str, Decimal]] = {}
    for log in made(LLAMA).read().values():
        if log["model_info"]["additional_details"]["address"] != "release/llama-2#7b":
            continue
        for result in log["evaluation_results"]:
            if result["evaluation_name"] == "TriviaQA":
                shots = result["generation_config"]["additional_details"]["num_fewshot"]
                scores.setdefault(shots, {})[result["evaluation_result_id"]] = result["score_details"]["score"]
    assert {"0", "1", "5"} <= set(scores)
    assert not set(scores["0"]) & set(scores["5"])


def test_disputed_figures_and_other_systems_stay_out() -> None:
    text = b"".join(made(LLAMA).files.values()).decode()
    assert "mpt-7b" not in text
    table = "evaluation/llama-2-paper-table-3"
    lost = {(str(fact.address), fact.path[-1]) for fact in made(LLAMA).facts.left()}
    assert (table, "math") in lost


def test_what_is_not_known_is_not_claimed() -> None:
    for log in made(LLAMA).read().values():
        details = log["model_info"]["additional_details"]
        assert details["deployment_type"] == details["model_availability"] == "unknown"
        for result in log["evaluation_results"]:
            metric = result["metric_config"]
            assert metric["lower_is_better"] is (metric["additional_details"]["direction"] == "lower")
            assert "score_type" not in metric
            assert "min_score" not in metric
        assert "not reviewed by Meta" in log["source_metadata"]["additional_details"]["notice"]


RELEASE = SMALL["governance/release/owl-2.yaml"].replace(
    "risk/rudeness", "risk/rudeness, evaluation/paid, evaluation/unsaid"
)


def test_paid_measurements_are_not_called_independent() -> None:
    changes = {
        "governance/release/owl-2.yaml": RELEASE,
        "governance/evaluation/paid.yaml": (
            "title: Paid\nevaluator: A firm\nrelationship: commissioned\ncolumns: [{id: a, unit: score}]\n"
            "rows: [{id: r, subject: 'release/owl-2#small', values: {a: 1.50}}, {id: s, values: {a: 2}}]\n"
        ),
        "governance/evaluation/unsaid.yaml": (
            "title: Unsaid\nevaluator: Someone\nrelationship: {absent: not-found, reason: Not said.}\n"
            "columns: [{id: a, unit: score, decimals: 2}]\nrows: [{id: r, subject: release/owl-2, values: {a: 1.50}}]\n"
        ),
    }
    logs = {
        log["source_metadata"]["source_name"]: log for log in make(project(changes, today=DAY), "owl-2").read().values()
    }
    paid, unsaid = logs["Paid"]["source_metadata"], logs["Unsaid"]["source_metadata"]
    assert (paid["evaluator_relationship"], unsaid["evaluator_relationship"]) == ("other", "other")
    assert paid["additional_details"]["relationship"] == "commissioned"
    assert "relationship" not in unsaid["additional_details"]
    assert logs["Unsaid"]["evaluation_results"][0]["score_details"]["score"].as_tuple().exponent == -2
    assert len(logs["Paid"]["evaluation_results"]) == 1  # a line without a subject is nobody's


def test_a_release_without_figures_is_refused() -> None:
    with pytest.raises(Stop, match="has no figures"):
        make(project(), "owl-2")


def test_narrow_records_are_not_in_them() -> None:
    public = b"".join(made(LAB).files.values())
    assert b"reedheron-3-first-look" not in public
    inside = make(open_project(LAB[0], today=DAY), LAB[1], audience=Audience.INTERNAL)
    assert set(made(LAB).files) <= set(inside.files)


@BOTH
def test_the_same_records_give_the_same_bytes(which: tuple[Path, str]) -> None:
    assert make(open_project(which[0], today=DAY), which[1]).files == made(which).files


@pytest.mark.parametrize(
    ("which", "table", "subject"),
    [
        (LLAMA, "evaluation/llama-2-paper-table-22", "release/llama-2#7b"),
        (LAB, "evaluation/reedheron-2-capability", "release/reedheron-2#large-chat"),
    ],
    ids=["llama-2", "lab"],
)
def test_logs_to_read(which: tuple[Path, str], table: str, subject: str, golden: Golden) -> None:
    def about(log: Any) -> bool:
        details = log["source_metadata"]["additional_details"], log["model_info"]["additional_details"]
        return [one["address"] for one in details] == [table, subject]

    (path,) = [path for path, log in made(which).read().items() if about(log)]
    golden(made(which).files[path].decode(), Path(__file__).with_name(f"{which[1]}.json"))
