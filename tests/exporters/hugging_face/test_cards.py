"""Cards for the Hub, read with the Hub's own library: Llama 2, and the laboratory."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from huggingface_hub.repocard_data import EvalResult, model_index_to_eval_results

from tests.conftest import Golden
from tests.exporters.hugging_face.cards import asked, card, digits, export, letters, recorded, written
from tests.exporters.told import missing, told, words_of
from underhood.exporters import Asked, Exported
from underhood.meaning.facts import Fact
from underhood.records.project import open_project

ROOT = Path(__file__).resolve().parents[3]
SHAPE = jsonschema_rs.validator_for(json.loads(Path(__file__).with_name("metadata.schema.json").read_text("utf-8")))
RELEASES = {"llama-2": ROOT, "reedheron-2": ROOT / "examples" / "lab"}
OUT = {
    "llama-2": {"7b", "13b", "70b", "7b-chat", "13b-chat", "70b-chat"},
    "reedheron-2": {"small", "large", "large-chat"},
}

Made = tuple[Asked, Exported]


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> Any:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(scope="module", params=list(RELEASES))
def made(request: pytest.FixtureRequest) -> Made:
    """The cards of a release."""
    wanted = asked(open_project(RELEASES[request.param]), request.param)
    return wanted, export(wanted)


@pytest.fixture(scope="module")
def llama() -> Made:
    """The cards of Llama 2."""
    wanted = asked(open_project(ROOT), "llama-2")
    return wanted, export(wanted)


def test_a_card_for_each_variant_that_is_out(made: Made) -> None:
    wanted, exported = made
    assert set(exported.files) == {f"{variant}/README.md" for variant in OUT[wanted.release.id]}


def test_the_library_reads_each_card_and_loses_nothing(made: Made) -> None:
    for raw in made[1].files.values():
        read = card(raw)
        SHAPE.validate(yaml.safe_load(read.content.split("---\n")[1]))
        assert read.data.eval_results
        again = model_index_to_eval_results(read.data.to_dict()["model-index"])
        assert (read.data.model_name, _sorted(again[1])) == (again[0], _sorted(read.data.eval_results))
        assert read.text.lstrip().startswith("> ")


def _sorted(results: list[EvalResult]) -> list[str]:
    """All that each result says, its source and setting included; programs put results of one group together."""
    return sorted(repr(one) for one in results)


def test_every_figure_is_found_again_with_its_digits(made: Made) -> None:
    wanted, exported = made
    for variant in OUT[wanted.release.id]:
        here = recorded(wanted.facts, f"{wanted.release.id}#{variant}")
        assert here == written(exported.files[f"{variant}/README.md"])
        assert sum(here.values()) > 2
        read = sorted(float(one.metric_value) for one in card(exported.files[f"{variant}/README.md"]).data.eval_results)
        assert read == sorted(float(key[-1]) for key in here.elements())


def test_told_facts_are_in_the_files(made: Made) -> None:
    wanted, exported = made
    facts = wanted.facts
    text = words_of([letters(raw) for raw in exported.files.values()]) + words_of(list(exported.files))

    def spelled(fact: Fact) -> Iterable[str] | None:
        record = facts.view.at(fact.address)
        last = fact.path[-1]
        assert record is not None
        if last in {"subject", "variant", "tuned_from"}:
            return (f"{str(fact.value).partition('#')[2]}/README.md",)
        if last == "source":
            cited = facts.at(str(fact.value), "evidence")
            return (str(cited.data["url"]) if cited is not None else "no such source",)
        if last == "emissions":
            return (f"{Decimal(repr(fact.value['value'])) * 10**6:.0f}",)
        if last in {"stage", "decimals"}:  # the digits of each figure are counted above
            return ("pre-training",) if last == "stage" else ()
        if "values" in fact.path:
            columns = {column["id"]: column for column in record.data["columns"]}
            return (digits(fact.value, columns[last].get("decimals")),)
        return None

    assert len(told(facts)) > 100
    assert missing(facts, text, spelled) == []


def test_the_metadata_of_an_invented_model_to_read(golden: Golden) -> None:
    wanted = asked(open_project(RELEASES["reedheron-2"]), "reedheron-2")
    raw = export(wanted).files["large-chat/README.md"].decode()
    golden(raw.split("---\n")[1], Path(__file__).with_name("large-chat.yaml"))


def test_shots_stay_apart(llama: Made) -> None:
    results = card(llama[1].files["7b/README.md"]).data.eval_results
    asked_for = {"natural-questions": {"0-shot": 16.4, "1-shot": 22.7, "5-shot": 25.7, "64-shot": 29.5}}
    for benchmark, wanted in asked_for.items():
        found = {one.dataset_config: one.metric_value for one in results if one.dataset_type == benchmark}
        assert found == wanted
    args = {one.metric_args["shots"] for one in results if one.dataset_type == "natural-questions"}
    assert args == {0, 1, 5, 64}


def test_what_stands_above_a_card(llama: Made) -> None:
    raw = llama[1].files["70b/README.md"]
    metadata = letters(raw)
    assert metadata["language"] == ["en"]
    assert metadata["license"] == "other"
    assert metadata["license_name"] == "LicenseRef-Llama-2-Community"
    assert metadata["license_link"].startswith("https://")
    assert metadata["pipeline_tag"] == "text-generation"
    assert metadata["co2_eq_emissions"]["emissions"] == "291420000"
    assert "offset" not in words_of(metadata)
    assert metadata["model-index"][0]["name"] == "Llama 2 70B"
    assert raw.decode().startswith(f"---\n# {llama[0].notice}\n")
    chat = letters(llama[1].files["70b-chat/README.md"])
    assert "co2_eq_emissions" not in chat
    assert "base_model" not in chat


def test_disputed_figures_stay_out_and_are_named(llama: Made) -> None:
    facts, exported = llama[0].facts, llama[1]
    table = next(one for one in facts.of("evaluation") if one.id == "llama-2-paper-table-3")
    row = next(n for n, one in enumerate(table.data["rows"]) if one["id"] == "llama-2-7b")
    lost = {(one.address, one.path) for one in exported.lost}
    assert (table.address, ("rows", row, "values", "math")) in lost
    assert (table.address, ("rows", row, "values", "mmlu")) not in lost


def test_links_lead_nowhere_where_there_is_no_site(made: Made) -> None:
    for raw in made[1].files.values():
        assert re.findall(r"\]\((?:record|doc|\.)[^)]*\)", raw.decode()) == []
        assert b"underhood-origin" not in raw


def test_the_same_bytes_again(made: Made) -> None:
    wanted = made[0]
    again = export(asked(open_project(RELEASES[wanted.release.id]), wanted.release.id))
    assert dict(again.files) == dict(made[1].files)
    assert again.lost == made[1].lost


def test_in_french_the_text_is_french_and_the_figures_stay() -> None:
    wanted = asked(open_project(RELEASES["reedheron-2"]), "reedheron-2", language="fr")
    raw = export(wanted).files["large-chat/README.md"]
    assert written(raw) == recorded(wanted.facts, "reedheron-2#large-chat")
    heading = wanted.facts.view.messages.gettext("Where this document comes from")
    assert heading != "Where this document comes from"
    assert heading in raw.decode()
