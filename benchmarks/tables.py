"""Made records that hold numbers: benchmarks, evaluations, training runs, statements about figures."""

from __future__ import annotations

from typing import Any

from benchmarks.plan import Maker, cell, name

VARIANTS = ("small", "large", "small-chat", "large-chat")
COLUMNS = 12


def benchmark(make: Maker) -> dict[str, Any]:
    return {
        "aim": make.one(("capability", "limitation", "unintentional-harm")),
        "dataset": {"name": f"Quiz {make.number}", "split": "test", "revision": "1", "licence": "CC-BY-4.0"},
        "metrics": [
            {
                "id": "accuracy",
                "title": "Right answers",
                "unit": "percent",
                "direction": "higher",
                "text": make.prose(1),
            },
            {"id": "refused", "title": "Refused questions", "unit": "percent", "direction": "lower"},
        ],
        "limits": make.items(4),
        "note": make.prose(2),
    }


def _columns(make: Maker) -> list[dict[str, Any]]:
    near = make.plan.among("benchmark", make.group)
    return [
        {
            "id": f"quiz-{nth}",
            "title": f"Quiz {nth}",
            "benchmark": name("benchmark", near[(make.number + nth) % len(near)]),
            "metric": "accuracy",
            "setting": {"shots": nth, "prompt": f"p{make.number}"},
            "unit": "percent",
            "decimals": 2,
        }
        for nth in range(COLUMNS)
    ]


def evaluation(make: Maker) -> dict[str, Any]:
    own, columns = name("evaluation", make.number), _columns(make)
    release = make.ref("release", 0)
    subjects = [(variant, f"release/{release}#{variant}") for variant in VARIANTS]
    subjects += [(system, f"system/{system}") for system in make.refs("system", 6)]
    rows = [
        {
            "id": row,
            "subject": subject,
            "values": {column["id"]: cell(make.plan, own, row, column["id"]) for column in columns},
        }
        for row, subject in subjects
    ]
    return {
        "evaluator": f"organisation/{make.ref('organisation')}",
        "relationship": "developer",
        "harness": "harness 0.4.2",
        "date": make.day(),
        "method": make.prose(2),
        "aim": "capability",
        "columns": columns,
        "rows": rows,
        "reproducible": {"data_public": True, "setup": make.prose(1)},
        "contamination": make.prose(2),
        "note": make.prose(3),
    }


def training(make: Maker) -> dict[str, Any]:
    sources = make.refs("data-source", 4)
    shares = [100 // len(sources)] * len(sources)
    shares[0] += 100 - sum(shares)
    runs = [
        {
            "id": variant,
            "variant": f"{make.ref('release', 0)}#{variant}",
            "tokens": {"value": make.chance.randint(1, 900) * 10**9, "unit": "token"},
            "hours": {"value": make.chance.randint(1000, 90000), "unit": "gpu-hour"},
            "power": {"value": 400, "unit": "watt"},
            "energy": {"value": make.number_between(10, 900), "unit": "MWh", "approximate": True},
            "emissions": {"value": make.number_between(5, 400), "unit": "tCO2eq"},
            "learning_rate": 0.0003,
        }
        for variant in VARIANTS
    ]
    hours = sum(run["hours"]["value"] for run in runs)  # type: ignore[index]
    return {
        "stage": make.one(("pretraining", "continued-pretraining", "supervised-fine-tuning")),
        "order": make.number % 9 + 1,
        "objective": make.prose(2),
        "methods": ["next token", "packing"],
        "hyperparameters": [
            {"id": f"h{nth}", "name": f"parameter {nth}", "value": make.number_between(0, 9)} for nth in range(10)
        ],
        "period": "2025-11-03/2025-12-19",
        "mixture": [
            {"id": f"part-{nth}", "data_source": source, "share": share, "note": make.prose(1)}
            for nth, (source, share) in enumerate(zip(sources, shares, strict=True))
        ],
        "runs": runs,
        "totals": [{"id": "hours", "field": "hours", "value": {"value": hours, "unit": "gpu-hour"}, "printed": True}],
        "energy_method": make.prose(1),
        "note": make.prose(2),
    }


def claim(make: Maker) -> dict[str, Any]:
    table, column = make.ref("evaluation"), f"quiz-{make.chance.randrange(COLUMNS)}"
    rows = ("large-chat", "small-chat")
    late, early = (cell(make.plan, table, row, column) for row in rows)
    direction = "higher" if late > early else "lower" if late < early else "same"
    return {
        "about": make.ref("release", 0),
        "paraphrase": make.prose(1),
        "attributed_to": f"Newspaper {make.number % 40}",
        "date": make.day(),
        "at": make.cite(2),
        "checks": [
            {
                "compare": f"evaluation/{table}#{rows[0]}/values/{column}",
                "with": f"evaluation/{table}#{rows[1]}/values/{column}",
                "stated": {"direction": direction},
                "label": make.prose(1),
            }
        ],
        "in_one_sentence": make.prose(1),
        "how_compared": make.prose(2),
        "cannot_say": make.prose(2),
        "note": make.prose(2),
    }


def system(make: Maker) -> dict[str, Any]:
    return {
        "publisher": f"Maker {make.number % 60}",
        "version": str(make.number % 5 + 1),
        "parameters": {"value": make.chance.randint(1, 90) * 10**9, "unit": "parameter"},
        "note": make.prose(3),
    }
