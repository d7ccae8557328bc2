"""Logs of evaluations as drafts: every number kept, nothing invented, and what is wrong with a file said."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exporters.every_eval_ever.logs import make
from tests.importers.imported import accounted, codes, drafts, project, reads
from tests.making import SMALL
from tests.making import project as owls
from underhood.doors.dump import plain_yaml
from underhood.importers._reading import Read
from underhood.importers._words import number, slug
from underhood.values.ids import id_problem

LM_EVAL: dict[str, Any] = {
    "results": {
        "arc_easy": {
            "alias": "arc_easy",
            "acc,none": 0.7512,
            "acc_stderr,none": 0.0089,
            "acc_norm,none": 0.7100,
            "acc_norm_stderr,none": "N/A",
        },
        "wikitext": {"alias": "wikitext", "word_perplexity,none": 9.81, "word_perplexity_stderr,none": "N/A"},
        "gsm8k": {"alias": "gsm8k", "exact_match,strict-match": 0.14, "exact_match,flexible-extract": 0.145},
        "two": {"alias": "two", "acc,none": 0.6},
    },
    "groups": {"two": {"alias": "two", "acc,none": 0.6}},
    "group_subtasks": {"two": ["arc_easy"]},
    "configs": {
        "arc_easy": {
            "task": "arc_easy",
            "dataset_path": "allenai/ai2_arc",
            "dataset_name": "ARC-Easy",
            "test_split": "test",
            "num_fewshot": 0,
            "metadata": {"version": 1.0},
        },
        "gsm8k": {"task": "gsm8k", "generation_kwargs": {"temperature": 0.0, "until": ["Q:"]}},
    },
    "versions": {"arc_easy": 1.0, "gsm8k": 3.0, "wikitext": 2.0},
    "n-shot": {"arc_easy": 0, "gsm8k": 5, "wikitext": 0},
    "higher_is_better": {
        "arc_easy": {"acc": True, "acc_norm": True},
        "wikitext": {"word_perplexity": False},
        "gsm8k": {"exact_match": True},
    },
    "config": {"model": "hf", "model_args": "pretrained=owl-works/owl-2,dtype=bfloat16", "limit": None},
    "date": 1770000000.25,
    "lm_eval_version": "0.4.9",
    "model_name": "owl-works/owl-2",
}
INSPECT: dict[str, Any] = {
    "version": 2,
    "status": "success",
    "eval": {
        "created": "2026-01-05T10:11:12+00:00",
        "task": "owl_evals/riddles",
        "task_version": 2,
        "task_args": {"fewshot": 3},
        "model": "owl-works/owl-2",
        "dataset": {"name": "riddles", "location": "cache/riddles.json", "samples": 40},
        "config": {"epochs": 2, "limit": 40},
        "packages": {"inspect_ai": "0.3.160"},
        "model_generate_config": {"temperature": 0.5},
    },
    "plan": {"name": "plan", "steps": [{"solver": "generate", "params": {}}], "config": {}},
    "results": {
        "total_samples": 40,
        "scores": [
            {
                "name": "match",
                "scorer": "match",
                "reducer": "mean",
                "metrics": {
                    "accuracy": {"name": "accuracy", "value": 0.625, "params": {}},
                    "stderr": {"name": "stderr", "value": 0.0775, "params": {}},
                },
            }
        ],
    },
    "samples": [{"id": 1, "input": "[[risk/rudeness]] <script>", "scores": {"match": {"value": "C"}}}],
}
RUN_SPEC: dict[str, Any] = {
    "name": "mmlu:subject=anatomy,model=owl-works_owl-2",
    "scenario_spec": {"class_name": "helm.scenarios.MMLUScenario", "args": {"subject": "anatomy"}},
    "adapter_spec": {"method": "multiple_choice_joint", "model": "owl-works/owl-2", "max_train_instances": 5},
    "groups": ["mmlu"],
}
STATS: list[dict[str, Any]] = [
    {"name": {"name": "exact_match", "split": "test"}, "count": 1, "sum": 0.54, "mean": 0.54, "max": 0.54},
    {
        "name": {"name": "exact_match", "split": "test", "perturbation": {"name": "robustness"}},
        "count": 1,
        "mean": 0.51,
    },
    {"name": {"name": "exact_match", "split": "valid"}, "count": 1, "mean": 0.6},
    {"name": {"name": "num_prompt_tokens", "split": "test"}, "count": 1, "mean": 512.25},
    {"name": {"name": "f1_score", "split": "test"}, "count": 0},
]
EEE: dict[str, Any] = {
    "schema_version": "0.3.0",
    "evaluation_id": "riddles/owl-works/owl-2/1770000000",
    "evaluation_timestamp": "1770000000",
    "retrieved_timestamp": "1770000100",
    "source_metadata": {
        "source_name": "Riddle board",
        "source_type": "documentation",
        "source_organization_name": "Board keepers",
        "evaluator_relationship": "third_party",
    },
    "eval_library": {"name": "inspect_ai", "version": "unknown"},
    "model_info": {
        "name": "Owl 2",
        "id": "owl-works/owl-2",
        "developer": "Owl Works",
        "additional_details": {"deployment_type": "unknown", "model_availability": "open_weights"},
    },
    "evaluation_results": [
        {
            "evaluation_name": "Riddles",
            "source_data": {"dataset_name": "riddles", "source_type": "hf_dataset", "hf_repo": "owl/riddles"},
            "metric_config": {"metric_name": "Wrong", "metric_unit": "proportion", "lower_is_better": True},
            "score_details": {
                "score": 0.250,
                "uncertainty": {
                    "standard_error": {"value": 0.02},
                    "confidence_interval": {"lower": 0.21, "upper": 0.29, "confidence_level": 0.95},
                },
            },
            "generation_config": {"generation_args": {"temperature": 0}, "additional_details": {"num_fewshot": "5"}},
        }
    ],
}
CSV = (
    "model,benchmark,metric,value,unit,direction,shots,evaluator,relationship,harness,date\n"
    "Owl 2,Riddles,accuracy,62.50,percent,higher,0,Board keepers,independent,board 1.0,2026-01-05\n"
    "Owl 2,Riddles,accuracy,70.0,percent,higher,5,Board keepers,independent,board 1.0,2026-01-05\n"
    "Lark,Riddles,accuracy,55.5,percent,higher,0,Board keepers,independent,board 1.0,2026-01-05\n"
)
FOUND = {
    "lm-eval": {"absence-without-evidence", "placeholder-text", "unused-record"},
    "inspect": {"absence-without-evidence", "placeholder-text", "unused-record"},
    "helm": {"absence-without-evidence", "placeholder-text", "unused-record"},
    "every-eval-ever": {"absence-without-evidence", "unused-record"},
    "csv": {"absence-without-evidence", "placeholder-text", "unused-record"},
}
"""What a check says of the drafts: what a person must add, and that no release names them yet."""


def files(tmp_path: Path, form: str, change: Any = None) -> Path:
    """A file of a format, or the folder of a run, as it stands or changed."""
    if form == "helm":
        (tmp_path / "run_spec.json").write_text(json.dumps(RUN_SPEC))
        (tmp_path / "stats.json").write_text(json.dumps(STATS if change is None else change))
        return tmp_path
    if form == "csv":
        (tmp_path / "board.csv").write_text(CSV if change is None else change)
        return tmp_path / "board.csv"
    plain = {"lm-eval": LM_EVAL, "inspect": INSPECT, "every-eval-ever": EEE}[form]
    path = tmp_path / "results_1.json"
    path.write_text(json.dumps(plain if change is None else change))
    return path


def one(tmp_path: Path, form: str, change: Any = None, **said: str) -> Read:
    (read,) = reads(form, files(tmp_path, form, change), **said)
    return read


def table(read: Read) -> Any:
    (found,) = [data for address, data in drafts([read]).items() if address.startswith("evaluation/")]
    return found


def cells(read: Read) -> dict[str, Decimal]:
    return {f"{row['id']}/{column}": value for row in table(read)["rows"] for column, value in row["values"].items()}


@pytest.mark.parametrize("form", list(FOUND))
def test_drafts_pass_save_for_what_a_person_must_add(tmp_path: Path, form: str) -> None:
    read = one(tmp_path, form)
    assert not project([read]).problems
    assert codes([read]) == FOUND[form]
    assert not read.drawn.troubles


@pytest.mark.parametrize(
    ("form", "source"), [("lm-eval", LM_EVAL), ("inspect", INSPECT), ("every-eval-ever", EEE), ("helm", STATS)]
)
def test_no_number_gets_lost_in_silence(tmp_path: Path, form: str, source: Any) -> None:
    read = one(tmp_path, form)
    day = {Decimal(str(source["date"]))} if form == "lm-eval" else set()  # it became a date
    interval = {Decimal("0.95")} if form == "every-eval-ever" else set()  # it became 95 percent
    assert set(accounted(read, json.loads(json.dumps(source), parse_float=Decimal))) - day - interval == set()


def test_lm_eval(tmp_path: Path) -> None:
    read = one(tmp_path, "lm-eval")
    columns = {column["id"]: column for column in table(read)["columns"]}
    found = {place.rpartition("/")[2]: value for place, value in cells(read).items()}
    assert found["arc-easy-acc-0-shots-1.0-version"] == Decimal("0.7512")
    assert columns["arc-easy-acc-0-shots-1.0-version"]["setting"] == {"shots": 0, "version": "1.0"}
    assert sorted(map(str, found.values())) == ["0.0089", "0.14", "0.145", "0.6", "0.71", "0.7512", "9.81"]
    error = next(one for one in columns.values() if "standard error" in one.get("title", ""))
    assert "benchmark" not in error
    made = drafts([read])
    assert made["benchmark/wikitext"]["metrics"][0]["direction"] == "lower"
    assert made["benchmark/two"]["metrics"][0]["text"].startswith("TODO")
    assert made["benchmark/arc-easy"]["dataset"]["url"] == "https://huggingface.co/datasets/allenai/ai2_arc"
    assert [one["id"] for one in made["benchmark/gsm8k"]["metrics"]] == [
        "exact-match-flexible-extract",
        "exact-match-strict-match",
    ]
    assert table(read)["harness"] == "lm-evaluation-harness 0.4.9"
    assert table(read)["date"] == "2026-02-02"
    assert table(read)["relationship"]["absent"] == "not-found"
    assert made["system/owl-works-owl-2"]["publisher"] == "owl-works"


def test_the_release_that_the_user_names_is_the_subject(tmp_path: Path) -> None:
    read = one(tmp_path, "lm-eval", release="owl-2")
    assert {row["subject"] for row in table(read)["rows"]} == {"release/owl-2"}
    assert not [address for address in drafts([read]) if address.startswith("system/")]
    assert "unresolved-reference" not in codes([read], SMALL)


def test_inspect(tmp_path: Path) -> None:
    read = one(tmp_path, "inspect")
    column, error = table(read)["columns"]
    assert column["setting"] == {"version": "2", "epochs": 2, "limit": 40, "fewshot": 3, "temperature": Decimal("0.5")}
    assert sorted(cells(read).values()) == [Decimal("0.0775"), Decimal("0.625")]
    assert error["title"] == "owl_evals/riddles, match, mean: standard error"
    assert "cache" not in str(drafts([read]))
    (stopped,) = reads("inspect", files(tmp_path, "inspect", {**INSPECT, "status": "cancelled"}))
    assert "the run ended as 'cancelled'" in stopped.drawn.troubles[0].message
    archive = tmp_path / "log.eval"
    archive.write_bytes(b"PK\x03\x04rest")
    assert "inspect log convert" in reads("inspect", archive)[0].error


def test_helm(tmp_path: Path) -> None:
    read = one(tmp_path, "helm")
    assert {column.get("slice"): column["setting"]["max_train_instances"] for column in table(read)["columns"]} == {
        "test": 5,
        "test, robustness": 5,
        "valid": 5,
    }
    assert sorted(cells(read).values()) == [Decimal("0.51"), Decimal("0.54"), Decimal("0.6")]
    assert Decimal("512.25") in [value for _, value in read.lost]
    (tmp_path / "stats.json").unlink()
    (alone,) = reads("helm", tmp_path)
    assert "there is no stats.json" in alone.drawn.troubles[0].message


def test_every_eval_ever(tmp_path: Path) -> None:
    read = one(tmp_path, "every-eval-ever")
    made = drafts([read])
    assert table(read)["relationship"] == "independent"
    assert table(read)["evaluator"] == "Board keepers"
    assert table(read)["harness"] == "inspect_ai"
    (metric,) = made["benchmark/riddles"]["metrics"]
    assert (metric["unit"], metric["direction"]) == ("ratio", "lower")
    (row,) = table(read)["rows"]
    (interval,) = row["intervals"].values()
    assert interval == {"lower": Decimal("0.21"), "upper": Decimal("0.29"), "level": Decimal(95)}
    assert made["system/owl-works-owl-2"] == {"title": "Owl 2", "publisher": "Owl Works"}
    assert table(read)["columns"][0]["setting"] == {"shots": 5, "temperature": 0}
    (old,) = reads("every-eval-ever", files(tmp_path, "every-eval-ever", {**EEE, "schema_version": "0.2.1"}))
    assert "0.2.1" in old.error
    unnamed = {**EEE, "model_info": {"additional_details": {}}}
    (bare,) = reads("every-eval-ever", files(tmp_path, "every-eval-ever", unnamed))
    assert "names no model" in bare.drawn.troubles[0].message
    assert "TODO" in str(drafts([bare]))


def test_a_result_that_stands_twice_is_one_and_contradictions_are_both_kept(tmp_path: Path) -> None:
    (result,) = EEE["evaluation_results"]
    other = {**result, "score_details": {"score": 0.26}}
    changed = {**EEE, "evaluation_results": [result, result, other]}
    read = one(tmp_path, "every-eval-ever", changed)
    values = list(cells(read).values())
    assert sorted(values) == [Decimal("0.02"), Decimal("0.25"), Decimal("0.26")]
    (trouble,) = read.drawn.troubles
    assert trouble.path == ("evaluation_results", 2, "score_details", "score")
    assert "0.26 here, 0.25 at evaluation_results/0/score_details/score" in trouble.message


def test_no_number_is_no_result(tmp_path: Path) -> None:
    text = json.dumps(EEE).replace('"score": 0.25', '"score": NaN')
    path = tmp_path / "nan.json"
    path.write_text(text)
    (read,) = reads("every-eval-ever", path)
    assert any("NaN" in one.message for one in read.drawn.troubles)
    assert not read.drawn.drafts
    text = json.dumps(EEE).replace('"score": 0.25', '"score": 0.12345678901234567890123')
    path.write_text(text)
    (read,) = reads("every-eval-ever", path)
    assert any("more digits than a record keeps" in one.message for one in read.drawn.troubles)


def test_csv(tmp_path: Path) -> None:
    read = one(tmp_path, "csv")
    assert sorted(map(str, cells(read).values())) == ["55.5", "62.50", "70.0"]
    assert {column["setting"]["shots"] for column in table(read)["columns"]} == {0, 5}
    assert len(table(read)["rows"]) == 2


@pytest.mark.parametrize("said", ["62,50", "1,234.5", "1 234", "1'234", "1.234.567"])
def test_csv_refuses_what_can_be_read_in_two_ways(tmp_path: Path, said: str) -> None:
    read = one(tmp_path, "csv", CSV.replace("62.50", f'"{said}"'))
    (trouble,) = read.drawn.troubles
    assert trouble.path == ("rows", 0, "value")
    assert "two ways" in trouble.message
    assert len(cells(read)) == 2


def test_csv_names_what_it_does_not_know(tmp_path: Path) -> None:
    read = one(tmp_path, "csv", CSV.replace("harness", "colour"))
    assert [one.message for one in read.drawn.troubles] == ["the column 'colour' is not known"]
    assert "no column 'value'" in one(tmp_path, "csv", CSV.replace("value", "worth")).error
    long = CSV.replace("Riddles", "x" * 131_073, 1)
    assert "a cell holds over 131,072 characters" in one(tmp_path, "csv", long).error
    assert one(tmp_path, "csv", long).error.startswith("line 2: ")
    assert "two columns are called 'unit'" in one(tmp_path, "csv", CSV.replace("direction", "unit")).error
    assert "line 2 has" in one(tmp_path, "csv", CSV.replace("Owl 2,Riddles,accuracy,62.50", "Owl 2")).error
    assert one(tmp_path, "csv", "").error


@pytest.mark.parametrize("form", ["lm-eval", "inspect", "every-eval-ever"])
@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "null", '{"results": [], "eval": 3, "schema_version": 1}'])
def test_what_is_none_of_the_format_is_said(tmp_path: Path, form: str, text: str) -> None:
    path = tmp_path / "results.json"
    path.write_text(text)
    (read,) = reads(form, path)
    assert read.error


def test_foreign_words_act_on_nothing(tmp_path: Path) -> None:
    evil = "[[risk/rudeness]] <b>x</b> ../../etc/passwd \u202e"
    (result,) = EEE["evaluation_results"]
    changed = {
        **EEE,
        "evaluation_id": evil,
        "source_metadata": {**EEE["source_metadata"], "source_name": evil, "source_organization_name": "risk/rudeness"},
        "model_info": {**EEE["model_info"], "id": evil, "name": evil},
        "evaluation_results": [{**result, "evaluation_name": evil}],
    }
    read = one(tmp_path, "every-eval-ever", changed)
    assert "unresolved-reference" not in codes([read])
    assert table(read)["title"].startswith("\\[\\[risk")
    assert not any("/" in address.partition("/")[2] or ".." in address for address in drafts([read]))


TEXT = st.text(max_size=120)


@given(TEXT)
def test_every_name_makes_an_id(text: str) -> None:
    assert not id_problem(slug(text))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-10000, max_value=10000))
def test_numbers_keep_their_digits(value: Decimal) -> None:
    assert number(value) == value


VALUES = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=100)
COLUMN = st.tuples(st.sampled_from(["riddles", "songs"]), st.sampled_from([0, 1, 5]), st.sampled_from(["", "night"]))


@settings(max_examples=10, deadline=None)
@given(st.dictionaries(COLUMN, VALUES, min_size=1, max_size=6))
def test_an_export_comes_back_and_goes_out_again_the_same(
    tmp_path_factory: pytest.TempPathFactory, found: dict[tuple[str, int, str], Decimal]
) -> None:
    """What a log says of figures is the same after it was imported and exported; from then on so is all of it."""
    columns = [
        {"id": f"c{at}", "benchmark": name, "metric": "right", "setting": {"shots": shots}, "unit": "percent"}
        | {"decimals": 2}
        | ({"slice": part} if part else {})
        for at, (name, shots, part) in enumerate(found)
    ]
    values = {f"c{at}": float(value) for at, value in enumerate(found.values())}
    row = {"id": "small", "subject": "release/owl-2#small", "values": values}
    evaluation: dict[str, Any] = {
        "title": "Night",
        "evaluator": "Somebody",
        "relationship": "commissioned",
        "harness": "board 2.1",
    }
    evaluation |= {"date": "2024-01-01", "columns": columns, "rows": [row]}
    others = {**SMALL, "governance/evaluation/night.yaml": json.dumps(evaluation)}
    for name in ("riddles", "songs"):
        metric = {"id": "right", "title": "Right answers", "unit": "percent", "direction": "higher"}
        benchmark = {"title": name, "aim": "capability", "metrics": [metric]}
        others[f"governance/benchmark/{name}.yaml"] = json.dumps(benchmark)
    raws = [_exported(others, "night")]
    for _ in range(2):
        raws.append(_exported(_imported(others, raws[-1], tmp_path_factory), "night-small"))
    first, second, third = (json.loads(raw, parse_float=Decimal) for raw in raws)
    assert _figures(first) == _figures(second)
    assert len(_figures(first)) == len(found)
    assert _stable(second) == _stable(third)


def _exported(others: dict[str, str], evaluation: str) -> bytes:
    release = SMALL["governance/release/owl-2.yaml"].replace(
        "risk/rudeness]", f"risk/rudeness, evaluation/{evaluation}]"
    )
    made = owls({**others, "governance/release/owl-2.yaml": release}, today="2025-01-01")
    assert not made.problems, made.problems
    (raw,) = make(made, "owl-2").files.values()
    return raw


def _imported(others: dict[str, str], raw: bytes, folders: pytest.TempPathFactory) -> dict[str, str]:
    path = folders.mktemp("log") / "log.json"
    path.write_bytes(raw)
    (read,) = reads("every-eval-ever", path, release="owl-2")
    assert not read.drawn.troubles
    kept = {name: text for name, text in others.items() if "/evaluation/" not in name}
    made = {str(one.address): plain_yaml(one.data) for one in read.drawn.drafts}
    return kept | {
        f"governance/{name}.yaml": text for name, text in made.items() if name.startswith(("evaluation/", "evidence/"))
    }


def _figures(log: Any) -> set[str]:
    return {
        json.dumps({**result, "evaluation_result_id": ""}, sort_keys=True, default=str)
        for result in log["evaluation_results"]
    }


def _stable(log: Any) -> Any:
    """All but which file was cited: the second export cites the log that was imported, the third that one's log."""
    details = log["source_metadata"]["additional_details"]
    source = {name: value for name, value in details.items() if not name.startswith("cited")}
    return {**log, "source_metadata": {**log["source_metadata"], "additional_details": source}}
