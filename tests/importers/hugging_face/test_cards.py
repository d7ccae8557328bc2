"""Cards of five families, in the structure that they have in public: every number of theirs is in a draft, or named.

They are input for tests, and no evidence: only Llama 2's figures are those of our records; the others' are made.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.importers.imported import accounted, codes, drafts, findings, numbers, reads
from underhood.importers._hugging_face_card import parse
from underhood.importers._reading import Read

CARDS = Path(__file__).parent / "cards"
FAMILIES = sorted(path.parent.relative_to(CARDS).as_posix() for path in CARDS.rglob("README.md"))
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def one(family: str) -> Read:
    """A card, read as it would be out of the folder of all cards."""
    return next(file for file in reads("hugging-face", CARDS) if f"/{family}/" in file.name)


def words(file: Read) -> str:
    """Everything that the drafts say, a value a line; what was not used and what is in the way, below it."""
    found: list[str] = []
    stack: list[object] = [dict(draft.data) for draft in file.drawn.drafts]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
        else:
            found.append(str(value))
    told = [f"{value}" for _, value in file.lost] + [trouble.message for trouble in file.drawn.troubles]
    return "\n".join((*found, *told))


@pytest.mark.parametrize("family", FAMILIES)
def test_every_number_is_kept(family: str) -> None:
    file = one(family)
    data = parse((CARDS / family / "README.md").read_bytes())
    assert accounted(file, data.get("metadata", {})) == []
    assert list(numbers(data["sections"])) == []
    said = set(NUMBER.findall(words(file)))
    texts = "\n".join(str(section.get("text", "")) for section in data["sections"])
    shown = re.sub(r"<!--.*?-->|\]\([^)]*\)|!\[.*?\]|&#\d+;", "", texts)
    missing = set(NUMBER.findall(shown)) - said
    assert missing == set()
    assert NUMBER.findall(shown)


def test_there_are_five_families() -> None:
    assert len(FAMILIES) == 5


def test_drafts_hold_together_and_say_what_is_missing() -> None:
    files = reads("hugging-face", CARDS)
    assert codes(files) == {
        "placeholder-text",
        "risk-without-owner",
        "unmitigated-high-risk",
        "unknown-variant-in-text",
        "number-in-prose",
    }
    assert not [one for one in findings(files) if one.severity.value == "error"]


def test_a_table_of_results_keeps_digits_and_settings() -> None:
    made = drafts([one("mistralai/Mistral-7B-Instruct-v0.2")])
    table = made["evaluation/mistral-7b-instruct-v0.2-card"]
    row = table["rows"][0]
    assert row["subject"] == "release/mistral-7b-instruct-v0.2#model"
    columns = {column["id"]: column for column in table["columns"]}
    told = {
        (columns[id]["benchmark"], columns[id].get("setting", {}).get("num_few_shot")): str(value)
        for id, value in row["values"].items()
    }
    assert told == {
        ("ai2-reasoning-challenge-25-shot", 25): "63.140",
        ("mmlu-5-shot", 5): "60.78",
        ("mmlu-5-shot", 0): "58.10",
        ("truthfulqa", None): "41.5",
    }
    assert next(column["unit"] for column in columns.values() if column["benchmark"] == "truthfulqa") == "percent"
    assert table["evidence"] == [{"source": "mistral-7b-instruct-v0.2-card"}]
    assert str(table["evaluator"]).startswith("TODO")


def test_metadata_become_drafts() -> None:
    llama = drafts([one("meta-llama/Llama-2-7b-hf")])
    weights = llama["distribution/llama-2-7b-hf-weights"]
    assert weights["mode"] == "gated"
    assert weights["licences"] == [{"id": "weights", "for": "weights", "spdx": "LicenseRef-llama2", "name": "llama2"}]
    assert llama["organisation/meta-llama"]["title"] == "meta-llama"
    assert llama["release/llama-2-7b-hf"]["languages"] == ["en"]
    assert llama["model/llama-2-7b-hf"]["pipeline_tag"] == "text-generation"
    mistral = drafts([one("mistralai/Mistral-7B-Instruct-v0.2")])["release/mistral-7b-instruct-v0.2"]
    assert mistral["base_models"] == [
        {"id": "mistralai-mistral-7b-v0.2", "name": "mistralai/Mistral-7B-v0.2", "relation": "finetune"}
    ]
    gemma = drafts([one("google/gemma-2b")])
    training = gemma["training/gemma-2b-training"]
    assert str(training["runs"][0]["emissions"]["value"]) == "131000000.50"
    assert training["stage"] == "pretraining"
    assert training["hardware"] == {"type": "4096 TPUv5e", "region": "Oregon, USA"}
    assert gemma["data-source/allenai-c4"]["url"] == "https://huggingface.co/datasets/allenai/c4"


def test_sections_go_where_they_belong_as_text_that_does_nothing() -> None:
    mistral = drafts([one("mistralai/Mistral-7B-Instruct-v0.2")])
    assert mistral["risk/mistral-7b-instruct-v0.2-limitations"]["text"] == "It has no moderation mechanisms."
    assert "ratings" not in mistral["risk/mistral-7b-instruct-v0.2-limitations"]
    llama = drafts([one("meta-llama/Meta-Llama-3-8B")])["release/meta-llama-3-8b"]
    assert "table = [ [1, 2], [3, 4]]" in llama["get_started"]
    olmo = drafts([one("allenai/OLMo-7B")])
    assert "75.05" in olmo["training/olmo-7b-training"]["other_impacts"]
    assert (
        str(
            olmo["evaluation/olmo-7b-mmlu"]["rows"][0]["values"][
                "cais-mmlu-mmlu-all-2024-02-01-date-5-shot-notes-abc123-revision-mmlu-all-task"
            ]
        )
        == "28.30"
    )
