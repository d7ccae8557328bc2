"""Cards of the Model Card Toolkit, bills of CycloneDX, datasets in Croissant: every number kept, the rest named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importers.imported import accounted, codes, drafts, project, reads
from underhood import exporters
from underhood.doors.foreign import read_json
from underhood.exporters import Asked
from underhood.importers import Given, Wanted, load
from underhood.meaning.audience import Views
from underhood.meaning.facts import Facts
from underhood.records.project import open_project
from underhood.site.provenance import Source

ROOT = Path(__file__).resolve().parents[3]
LAB, LLAMA = (ROOT / "examples" / "lab", "reedheron-2"), (ROOT, "llama-2")
BOTH = pytest.mark.parametrize("which", [LLAMA, LAB], ids=["llama-2", "lab"])
TO_ADD = {
    "placeholder-text",
    "absence-without-evidence",
    "risk-without-owner",
    "unmitigated-high-risk",
    "unused-record",
}

CARD = {
    "schema_version": "0.0.2",
    "model_details": {
        "name": "Cats or dogs",
        "overview": "Tells cats from dogs.",
        "owners": [{"name": "Owl Works", "contact": "owl@owl.example"}],
        "version": {"name": "1.0", "date": "2020/02/02"},
        "licenses": [{"identifier": "Apache-2.0"}],
    },
    "model_parameters": {
        "model_architecture": "A small network.",
        "input_format": "32-char-len-text",
        "data": [{"name": "Pictures", "link": "https://owl.example/p", "sensitive": {"sensitive_data": ["age"]}}],
    },
    "quantitative_analysis": {
        "performance_metrics": [
            {
                "type": "accuracy",
                "value": "0.90",
                "slice": "overall",
                "confidence_interval": {"lower_bound": "0.85", "upper_bound": "0.95"},
            },
            {"type": "accuracy", "value": 0.7, "slice": "dogs"},
            {"type": "accuracy", "value": "good", "slice": "cats"},
        ]
    },
    "considerations": {
        "use_cases": [{"description": "Sorting pictures, see [[risk/rudeness]]."}],
        "limitations": [{"description": "Fails on wolves."}],
        "ethical_considerations": [{"name": "Wolves are let in.", "mitigation_strategy": "A guard."}],
    },
}


def camel(value: Any) -> Any:
    """The same as protocol buffers write it."""
    if isinstance(value, Mapping):
        parts = {key: key.split("_") for key in value}
        return {
            words[0] + "".join(word.title() for word in words[1:]): camel(value[key]) for key, words in parts.items()
        }
    return [camel(one) for one in value] if isinstance(value, list) else value


def put(folder: Path, name: str, data: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps(data), "utf-8")
    return path


@pytest.mark.parametrize("spelled", [lambda card: card, camel], ids=["schema", "proto-JSON"])
def test_a_card_of_the_toolkit(tmp_path: Path, spelled: Any) -> None:
    (file,) = files = reads("mct", put(tmp_path, "card.json", spelled(CARD)))
    made = drafts(files)
    assert codes(files) <= TO_ADD
    release = made["release/cats-or-dogs"]
    assert release["history"] == [{"status": "released", "date": "2020-02-02"}]
    assert "[[" not in release["intended_uses"][0]["text"]
    assert made["organisation/owl-works"]["title"] == "Owl Works"
    assert made["data-source/pictures"]["personal_data"] == {"kinds": ["age"]}
    assert made["risk/cats-or-dogs-risk-1"]["note"].endswith("A guard.")
    (table,) = [data for address, data in made.items() if address.startswith("evaluation/")]
    cells = [value for row in table["rows"] for value in row["values"].values()]
    assert sorted(map(str, cells)) == ["0.7", "0.90"]
    bounds = [inner for row in table["rows"] for inner in row.get("intervals", {}).values()]
    assert bounds == [{"lower": Decimal("0.85"), "upper": Decimal("0.95")}]
    assert accounted(file, read_json(json.dumps(CARD).encode())) == []
    assert [one.path[-1] for one in file.drawn.troubles] == ["value"]
    assert "Apache-2.0" in {value for _, value in file.lost}
    assert "owl@owl.example" in {value for _, value in file.lost}


def exported(which: tuple[Path, str], form: str) -> dict[str, bytes]:
    """An export of a release that is recorded."""
    return export(open_project(which[0]), which[1], form)[0]


def export(made: Any, id: str, form: str) -> tuple[dict[str, bytes], Facts]:
    views = Views(made, drafts=True)
    record = views.view().get("release", id)
    assert record is not None
    facts = Facts(views.view(), record)
    chosen = exporters.load(form)
    asked = Asked(facts, chosen.editions[0], Source(views), "underhood 9.9")
    return dict(chosen.export(asked).files), facts


def metrics(bill: Any) -> set[tuple[str, Decimal]]:
    """Variant and number of each figure in a bill; a figure that stands in two tables is one."""
    models = [bill["metadata"]["component"], *bill["components"]]
    return {
        (one["bom-ref"].partition("#")[2], Decimal(metric["value"]))
        for one in models
        for metric in one.get("modelCard", {}).get("quantitativeAnalysis", {}).get("performanceMetrics", [])
    }


@BOTH
def test_a_bill_of_ours_comes_back(tmp_path: Path, which: tuple[Path, str]) -> None:
    """Export, import, export: the same figures of the same variants, the same data, the same uses; nothing unsaid."""
    ((name, raw),) = exported(which, "cyclonedx").items()
    (tmp_path / name).write_bytes(raw)
    (file,) = files = reads("cyclonedx", tmp_path / name)
    assert accounted(file, read_json(raw)) == []
    drafts(files)
    first = json.loads(raw)
    again, _ = export(project(files), first["metadata"]["component"]["name"].lower().replace(" ", "-"), "cyclonedx")
    second = json.loads(next(iter(again.values())))
    assert metrics(second) == metrics(first)
    assert len(metrics(first)) > 20
    data = [sorted(one["bom-ref"] for one in bill["components"] if one["type"] == "data") for bill in (first, second)]
    assert data[0] == data[1]
    cards = [bill["metadata"]["component"]["modelCard"]["considerations"] for bill in (first, second)]
    assert cards[0]["useCases"] == cards[1]["useCases"]
    assert cards[0].get("technicalLimitations", []) == [] or cards[1]["technicalLimitations"]


@BOTH
def test_drafts_of_a_bill_pass(tmp_path: Path, which: tuple[Path, str]) -> None:
    ((name, raw),) = exported(which, "cyclonedx").items()
    (tmp_path / name).write_bytes(raw)
    assert codes(reads("cyclonedx", tmp_path / name)) <= TO_ADD


@BOTH
def test_datasets_of_ours_come_back(tmp_path: Path, which: tuple[Path, str]) -> None:
    first = exported(which, "croissant")
    for name, raw in first.items():
        (tmp_path / name).write_bytes(raw)
    files = reads("croissant", tmp_path)
    made = drafts(files)
    assert {address for address in made if not address.startswith("evidence/")} == {
        f"data-source/{name.partition('.')[0]}" for name in first
    }
    assert codes(files) <= TO_ADD
    sources = ", ".join(one for one in made if one.startswith("data-source/"))
    release = (
        "title: Owl 2\nmodel: owl\nversion: '2'\nrecorded: live\nhistory: [{status: released, date: '2024-03-01'}]\n"
        f"variants: [{{id: small, status: released}}]\nparts: [{sources}]\n"
    )
    others = {
        "governance/organisation/owl-works.yaml": "title: Owl Works\n",
        "governance/model/owl.yaml": "title: Owl\nprovider: owl-works\n",
        "governance/release/owl-2.yaml": release,
    }
    again, _ = export(project(files, others), "owl-2", "croissant")
    kept = (
        *("name", "identifier", "version", "url", "license", "creditText", "inLanguage", "temporalCoverage"),
        *(
            "copyrightNotice",
            "isLiveDataset",
            "rai:dataBiases",
            "rai:dataCollectionType",
            "rai:dataCollectionTimeframe",
        ),
    )
    for name, raw in first.items():
        before, after = json.loads(raw), json.loads(again[name])
        assert {key: before.get(key) for key in kept} == {key: after.get(key) for key in kept}
        sizes = [one for one in before.get("size", ()) if "disputed" not in one]  # words about a figure are no figure
        assert after.get("size", []) == sizes
    for file in files:
        assert accounted(file, read_json(first[Path(file.name).name])) == []


@pytest.mark.parametrize(
    ("form", "raw", "said"),
    [
        ("mct", b"[]", "no model card"),
        ("mct", b'{"schema_version": "0.0.1", "model_details": {}}', "0.0.2 is what is read"),
        ("mct", b'{"model_details": ', "ends in the middle"),
        ("mct", b"[" * 5000, "nested deeper"),
        ("cyclonedx", b'{"bomFormat": "SPDX"}', "no bill"),
        ("cyclonedx", b'{"bomFormat": "CycloneDX", "specVersion": "1.4"}', "edition 1.4"),
        ("cyclonedx", b"\xff\xfe", "not UTF-8"),
        ("croissant", b'{"@type": "sc:Person"}', "@type is not Dataset"),
        ("croissant", b'"Dataset"', "a single value"),
        ("croissant", b'{"@type": "sc:Dataset", "@type": "sc:Dataset"}', "a second time"),
    ],
)
def test_what_is_none_is_refused(tmp_path: Path, form: str, raw: bytes, said: str) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(raw)
    (file,) = reads(form, path)
    assert said in file.error
    assert file.drawn.drafts == ()


@pytest.mark.parametrize("written", ["mit", "Apache 2", "my own"])
def test_licences(tmp_path: Path, written: str) -> None:
    said = {"@type": "sc:Dataset", "name": "Mice", "license": written, "url": "javascript:alert(1)"}
    (file,) = files = reads("croissant", put(tmp_path, "mice.json", said))
    (source,) = [data for address, data in drafts(files).items() if address.startswith("data-source/")]
    assert source["licence"] == {"mit": "MIT"}.get(written, written)
    assert "url" not in source
    assert [one.hint for one in file.drawn.troubles] == {"mit": [], "Apache 2": ["did you mean Apache-2.0?"]}.get(
        written, ["the list of SPDX has the names"]
    )
    assert "javascript:alert(1)" in {value for _, value in file.lost}


texts = st.text(max_size=30)
shapes = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
MODEL_CARD = ("modelParameters", "quantitativeAnalysis", "considerations")
NAMES = [
    "name",
    "value",
    "type",
    "slice",
    "description",
    "model_details",
    "performance_metrics",
    "licenses",
    "version",
    "size",
]


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from(NAMES) | texts, shapes, max_size=5),
    st.sampled_from(["mct", "cyclonedx", "croissant"]),
)
def test_no_shape_ends_an_importer(odd: dict[str, Any], form: str) -> None:
    """Whatever stands where: there are drafts or troubles, and what was not used is known."""
    component = {"type": "machine-learning-model", "modelCard": dict.fromkeys(MODEL_CARD, odd), **odd}
    wholes: dict[str, Any] = {
        "mct": dict.fromkeys(("model_details", "model_parameters", "quantitative_analysis", "considerations"), odd),
        "cyclonedx": {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "metadata": {"component": {**component, "type": "machine-learning-model"}},
            "components": [odd],
        },
        "croissant": {**odd, "@type": "sc:Dataset", "rai:dataUseCases": odd, "inLanguage": list(odd), "creator": odd},
    }
    one = Given("odd.json", "0" * 64, wholes[form])
    made = load(form).draw(one, Wanted("2026-01-31"))
    assert made.drafts or made.troubles
    assert len(one.left()) <= len(list(one.every()))
