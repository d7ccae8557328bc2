"""The bills of Llama 2 and of the laboratory: valid by the other project's code, complete, and true to the records."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.exporters.cyclonedx.bills import EDITIONS, LAB, LLAMA, Made, fault, opened, properties, references
from tests.exporters.told import missing, told, words_of
from underhood.exporters._telling import Telling
from underhood.meaning.audience import Audience
from underhood.meaning.facts import Fact
from underhood.records.record import is_absence
from underhood.values.ids import parse_address
from underhood.values.quantity import exact, is_quantity

BOTH = pytest.mark.parametrize("which", [LLAMA, LAB], ids=["llama-2", "lab"])


@cache
def made(which: tuple[Path, str], edition: str = "1.7") -> Made:
    return opened(which, edition=edition)


@BOTH
@pytest.mark.parametrize("edition", EDITIONS)
def test_the_other_project_takes_it(which: tuple[Path, str], edition: str) -> None:
    one = made(which, edition)
    assert fault(one, edition) == ""
    assert one.bill["specVersion"] == edition
    names = list(references(one.bill))
    assert len(names) == len(set(names)) > 10


def test_the_validator_sees_faults() -> None:
    one = made(LAB)
    assert fault(Made(one.raw.replace(b'"machine-learning-model"', b'"model"', 1), one.facts), "1.7")
    assert fault(Made(one.raw.replace(b'"compositions"', b'"composition"', 1), one.facts), "1.7")


@BOTH
def test_what_is_told_is_in_it(which: tuple[Path, str]) -> None:
    one = made(which)
    telling = Telling(one.facts)

    def spelled(fact: Fact) -> Iterable[str] | None:
        if fact.path[-1] == "digest":
            return [str(fact.value).rpartition(":")[2]]
        return [telling.spoken(fact.value)] if isinstance(fact.value, str) else None

    assert missing(one.facts, words_of(one.bill), spelled) == []
    assert len(told(one.facts)) > 800
    assert not [fact for fact in told(one.facts) if is_absence(fact.value)]


@BOTH
def test_every_figure_of_the_release_is_in_it(which: tuple[Path, str]) -> None:
    one = made(which)
    found: dict[str, tuple[str, str]] = {}
    for component in [one.release, *one.bill["components"]]:
        card = component.get("modelCard", {})
        metrics = card.get("quantitativeAnalysis", {}).get("performanceMetrics", [])
        behind = [value for name, value in properties(card) if "performanceMetrics/" in name]
        assert len(behind) == len(metrics)
        for metric, said in zip(metrics, behind, strict=True):
            found[said.partition(" of ")[0]] = (component["bom-ref"], metric["value"])
    wanted: dict[str, tuple[str, Decimal]] = {}
    for record in one.facts.of("evaluation"):
        for row in record.data["rows"]:
            address = parse_address(str(row.get("subject", "")), kind="release")
            if address is None or address.record != one.facts.release.address:
                continue
            for column, value in row["values"].items():
                if not is_absence(value) and column not in row.get("disputed", {}):
                    wanted[str(record.address.at(row["id"], "values", column))] = (str(address), exact(value))
    assert {name: (ref, Decimal(value)) for name, (ref, value) in found.items()} == wanted
    assert len(wanted) > 20


@BOTH
def test_quantities_are_as_recorded(which: tuple[Path, str]) -> None:
    """Each quantity that was told stands in the property of its own address, to the digit and with its unit."""
    one = made(which)
    known = dict(properties(one.bill))
    counted = 0
    for fact in told(one.facts):
        if is_quantity(fact.value):
            data: Any = one.facts.at(str(fact.address), fact.address.kind)
            steps, node = [], data.data
            for step in fact.path:
                node = node[step]
                steps.append(str(node["id"]) if isinstance(step, int) and "id" in node else str(step))
            value = known[f"underhood:{fact.address.at(*steps)}"]
            number = next(word for word in value.split() if word[0].isdigit() or word[0] == "-")
            assert Decimal(number) == exact(fact.value["value"])
            assert fact.value["unit"] in value
            assert ("about " in value) == bool(fact.value.get("approximate"))
            counted += 1
    assert counted > 10


def test_zero_shot_and_five_shot_stay_apart() -> None:
    metrics = made(LLAMA).component("release/llama-2#7b")["modelCard"]["quantitativeAnalysis"]["performanceMetrics"]
    types = {one["type"] for one in metrics}
    assert "MMLU: Average, 5-shot (percent)" in types
    assert "BoolQ: Accuracy, 0-shot (percent)" in types
    by_shots = [one for one in types if one.startswith("TriviaQA")]
    assert len({name.partition(", ")[2] for name in by_shots}) > 2


def test_other_systems_and_disputed_figures_stay_out() -> None:
    text = made(LLAMA).raw.decode()
    assert "mpt-7b" not in text
    lost = {(fact.address.id, fact.path[-1]) for fact in made(LLAMA).facts.left()}
    table = next(
        one for one in made(LLAMA).facts.of("evaluation") if any("disputed" in row for row in one.data["rows"])
    )
    assert (table.id, "math") in lost


def test_the_state_of_a_variant_is_said() -> None:
    one = made(LLAMA)
    for id, status in [("34b", "not-released"), ("70b-chat", "released")]:
        assert (
            dict(properties(one.component(f"release/llama-2#{id}")))[f"underhood:release/llama-2#variants/{id}/status"]
            == status
        )
    (release, *others) = one.bill["dependencies"]
    assert release["ref"] == "release/llama-2"
    assert "release/llama-2#34b" not in release["dependsOn"]
    assert "release/llama-2#70b" in release["dependsOn"]
    assert {"ref": "release/llama-2#7b-chat", "dependsOn": ["release/llama-2#7b"]} in others


def test_nobody_speaks_for_the_developer() -> None:
    bill = made(LLAMA).bill
    assert bill["metadata"]["authors"] == [{"name": "the Underhood project"}]
    assert bill["annotations"][0]["annotator"] == {"organization": {"name": "the Underhood project"}}
    assert "not reviewed by Meta" in bill["annotations"][0]["text"]
    assert "not reviewed by Meta" in dict(properties(bill["metadata"]))["underhood:notice"]
    assert "attestations" not in bill["declarations"]
    claims = {one["bom-ref"]: one["predicate"] for one in bill["declarations"]["claims"]}
    assert claims["claim/no-meta-user-data"] == "The article, 2023-07: No Meta user data were used for Llama 2."
    said = {str(one.address): one for one in made(LLAMA).facts.of("claim")}
    assert all(claims[name].startswith(said[name].data["attributed_to"]) for name in claims)
    assert not [name for name in claims if said[name].get("opinion") or said[name].get("forecast")]
    assert bill["metadata"]["component"]["manufacturer"]["name"] == "Meta Platforms, Inc."


def test_energy_is_in_the_units_of_the_format() -> None:
    card = made(LAB).component("release/reedheron-2#large")["modelCard"]
    (used,) = card["considerations"]["environmentalConsiderations"]["energyConsumptions"]
    assert used["activityEnergyCost"] == {"value": 9800, "unit": "kWh"}
    assert used["co2CostEquivalent"] == {"value": 1.47, "unit": "tCO2eq"}
    assert used["energyProviders"] == []
    assert [one["value"] for one in used["properties"]] == ["9.8 MWh", "1.47 tCO2eq"]
    other = made(LLAMA).component("release/llama-2#7b")["modelCard"]["considerations"]["environmentalConsiderations"]
    assert "energyConsumptions" not in other  # no energy is recorded, and none is worked out
    assert [one["value"] for one in other["properties"]] == ["31.22 tCO2eq"]


def test_intervals_and_files_and_licences() -> None:
    one = made(LAB)
    metrics = one.component("release/reedheron-2#large-chat")["modelCard"]["quantitativeAnalysis"]["performanceMetrics"]
    assert metrics[0]["confidenceInterval"] == {"lowerBound": "55.9", "upperBound": "58.3"}
    (file,) = one.component("release/reedheron-2#small")["components"]
    assert file["hashes"][0]["alg"] == "SHA-256"
    assert one.release["licenses"][0]["license"]["name"] == "LicenseRef-Reedheron-2"
    assert one.component("data-source/upland-encyclopedia")["licenses"] == [{"license": {"id": "CC-BY-SA-4.0"}}]
    assert "licenses" not in one.component("data-source/staff-dialogues")  # words about rights are no licence
    (licence,) = made(LLAMA).release["licenses"]
    assert licence["license"]["url"] == "https://github.com/meta-llama/llama/blob/main/LICENSE"


def test_sources_are_what_the_release_calls_them() -> None:
    found = {one["url"]: one["type"] for one in made(LLAMA).release["externalReferences"]}
    assert found["https://arxiv.org/abs/2307.09288"] == "documentation"
    assert [url for url, kind in found.items() if kind == "model-card"] == [
        url for url in found if url.endswith("/MODEL_CARD.md") and "meta-llama/llama/" in url
    ]
    assert found["https://arxiv.org/abs/2310.20624"] == "evidence"


@BOTH
def test_the_same_records_give_the_same_bytes(which: tuple[Path, str]) -> None:
    assert opened(which).raw == made(which).raw
    assert made(which, "1.6").bill["serialNumber"] != made(which).bill["serialNumber"]


def test_narrow_records_are_not_in_it() -> None:
    text = made(LAB).raw.decode()
    assert "Copied service" not in text
    assert "copied-service" not in text
    assert "reedheron-3-plan" not in text
    inside = opened(LAB, audience=Audience.INTERNAL)
    assert "Copied service" in inside.raw.decode()
    assert fault(inside, "1.7") == ""


def test_another_language() -> None:
    one = opened(LLAMA, lang="fr")
    assert fault(one, "1.7") == ""
    assert one.bill["metadata"]["authors"] == [{"name": "le projet Underhood"}]
    assert dict(properties(one.bill["metadata"]))["underhood:language"] == "fr"
