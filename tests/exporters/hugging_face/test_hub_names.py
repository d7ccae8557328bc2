"""What only some records have: names on the Hub, other licences, texts that would break a front matter."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import yaml
from huggingface_hub import EvalResultEntry, eval_result_entries_to_yaml
from huggingface_hub._eval_results import parse_eval_result_entries

from tests.exporters.hugging_face.cards import asked, card, export, letters
from tests.exporters.hugging_face.test_cards import SHAPE
from tests.making import SETTINGS, SMALL, project
from underhood.exporters import Exported
from underhood.values.errors import Stop

OWL = "governance/release/owl-2.yaml"
PARTS = "parts: [training/owl-2, distribution/owl-weights, benchmark/hoots, evaluation/owl-2-hoots]\n"
RELEASE = (
    "title: Owl 2\nmodel: owl\nversion: '2'\nrecorded: live\nhistory: [{status: released, date: '2024-03-01'}]\n"
    "variants:\n"
    "  - {id: small, status: released, artefacts: [{id: weights, name: owl.safetensors, url: "
    "'https://huggingface.co/owl-works/owl-2-small/resolve/main/owl.safetensors'}]}\n"
    "  - {id: chat, status: released, tuned_from: 'release/owl-2#small'}\n"
) + PARTS
WEIGHTS = (
    "title: Weights\nchannel: Hub\naccess: weights\nmode: open\nurl: https://huggingface.co/owl-works\n"
    "history: [{id: offered, status: offered, date: '2024-03-01'}]\n"
    "licences: [{id: weights, for: weights, spdx: SPDX}]\n"
)
HOOTS = (
    "title: Hoots\naim: capability\n"
    "dataset: {name: Hoots, url: 'https://huggingface.co/datasets/owl-works/hoots', config: night, revision: '1.10'}\n"
    "metrics: [{id: accuracy, title: Right answers, unit: percent, direction: higher}]\n"
)
TABLE = (
    "title: Owl 2 on Hoots\nevaluator: organisation/owl-works\nrelationship: developer\ndate: '2024-02-01'\n"
    "columns:\n"
    "  - {id: none, benchmark: hoots, metric: accuracy, setting: {shots: 0, temperature: 1.0e-5}, unit: percent, "
    "decimals: 2}\n"
    "  - {id: five, benchmark: hoots, metric: accuracy, setting: {shots: 5}, unit: percent, decimals: 2}\n"
    "rows: [{id: small, subject: 'release/owl-2#small', values: {none: 16.4, five: 25.70}}]\n"
    "evidence: [{source: owl-paper, at: Table 1}]\n"
)
DATA = "category: public\nroles: [pretraining]\n"
PAPER = SMALL["governance/evidence/owl-paper.yaml"] + "url: https://owls.example/paper\n"


def made(changes: Mapping[str, str] | None = None, *, spdx: str = "Apache-2.0") -> Exported:
    """The cards of a small release, with some files replaced."""
    files = {
        OWL: RELEASE,
        "governance/distribution/owl-weights.yaml": WEIGHTS.replace("SPDX", spdx),
        "governance/benchmark/hoots.yaml": HOOTS,
        "governance/evaluation/owl-2-hoots.yaml": TABLE,
        "governance/evidence/owl-paper.yaml": PAPER,
        **(changes or {}),
    }
    found = project(files)
    assert not found.problems, found.problems
    exported = export(asked(found, "owl-2"))
    for path, raw in exported.files.items():
        if path.endswith("README.md"):
            SHAPE.validate(card(raw).data.to_dict())
    return exported


def test_a_base_model_is_named_as_the_hub_names_it() -> None:
    exported = made()
    metadata = letters(exported.files["chat/README.md"])
    assert metadata["base_model"] == "owl-works/owl-2-small"
    assert metadata["base_model_relation"] == "finetune"
    assert "base_model" not in letters(exported.files["small/README.md"])
    unnamed = made({OWL: RELEASE.replace("huggingface.co", "owls.example")})
    assert "base_model" not in letters(unnamed.files["chat/README.md"])
    assert ("variants", 1, "tuned_from") in {one.path for one in unnamed.lost}


def test_base_models_of_others() -> None:
    listed = (
        "base_models: [{id: a, name: org/base, relation: RELATION}, {id: b, name: Some base 1.0, relation: merge}]\n"
    )
    for relation, told in {"quantized": "quantized", "none": None}.items():
        metadata = letters(made({OWL: RELEASE + listed.replace("RELATION", relation)}).files["small/README.md"])
        assert metadata["base_model"] == ["org/base"]
        assert metadata.get("base_model_relation") == told


@pytest.mark.parametrize(
    ("spdx", "called"),
    [
        ("Apache-2.0", "apache-2.0"),
        ("GPL-3.0-only", "gpl-3.0"),
        ("GPL-3.0-or-later", "other"),
        ("MIT OR Apache-2.0", "other"),
        ("ODC-By-1.0", "odc-by"),
        ("LicenseRef-Owl", "other"),
    ],
)
def test_licences_by_the_ids_of_the_hub(spdx: str, called: str) -> None:
    metadata = letters(made(spdx=spdx).files["small/README.md"])
    assert metadata["license"] == called
    assert metadata.get("license_name") == (spdx if called == "other" else None)


def test_a_licence_on_which_channels_differ_is_left_out() -> None:
    mirror = WEIGHTS.replace("SPDX", "MIT").replace("/owl-works", "/others")
    files = {
        "governance/distribution/mirror.yaml": mirror,
        OWL: RELEASE.replace("parts: [", "parts: [distribution/mirror, "),
    }
    exported = made(files)
    assert "license" not in letters(exported.files["small/README.md"])
    assert ("licences", 0, "spdx") in {one.path for one in exported.lost if one.address.kind == "distribution"}


def test_the_channel_on_the_hub_has_the_say() -> None:
    mirror = WEIGHTS.replace("SPDX", "MIT").replace("huggingface.co", "owls.example")
    files = {
        "governance/distribution/mirror.yaml": mirror,
        OWL: RELEASE.replace("parts: [", "parts: [distribution/mirror, "),
    }
    assert letters(made(files).files["small/README.md"])["license"] == "apache-2.0"


def test_results_for_the_benchmarks_own_place() -> None:
    exported = made()
    raw = exported.files["small/.eval_results/hoots.yaml"]
    data = yaml.safe_load(raw)
    entries = parse_eval_result_entries(data)
    assert eval_result_entries_to_yaml(entries) == data
    assert entries == [
        EvalResultEntry(
            dataset_id="owl-works/hoots",
            task_id="night",
            value=value,
            dataset_revision="1.10",
            date="2024-02-01",
            source_url="https://owls.example/paper",
            source_name="Owl paper, Table 1",
            notes=notes,
        )
        for value, notes in (
            (16.4, "Right answers (percent), 0-shot, temperature 0.00001"),
            (25.7, "Right answers (percent), 5-shot"),
        )
    ]
    assert b"value: 16.40\n" in raw
    elsewhere = made({"governance/benchmark/hoots.yaml": HOOTS.replace("config: night, ", "")})
    assert not any(".eval_results" in path for path in elsewhere.files)


def test_what_yaml_would_guess_at_stays_as_it_is() -> None:
    release = RELEASE + "languages: ['no', en, pt-BR]\ntags: ['1.10', yes, '2024-01-01', null]\n".replace(", null", "")
    raw = made({OWL: release.replace("yes", "'yes'")}).files["small/README.md"]
    read = yaml.safe_load(raw.decode().split("---\n")[1])
    assert read["language"] == ["no", "en", "pt"]
    assert read["language_bcp47"] == ["pt-BR"]
    [result, other] = read["model-index"][0]["results"]
    assert result["dataset"]["revision"] == "1.10"
    assert result["metrics"][0]["args"] == {"shots": 0, "temperature": 0.00001}
    assert result["dataset"]["config"] != other["dataset"]["config"]
    assert "value: 25.70\n" in raw.decode()


@pytest.mark.parametrize(
    "title", ["--- {{ x }} {% y %}", "a: 'b' \"c\" #d", "- &a *b !c |", "<!-- --> </script> [x](y)"]
)
def test_hostile_words_stay_words(title: str) -> None:
    quoted = yaml.safe_dump({"title": title}, width=999).strip()
    name = yaml.safe_dump(title, width=999, default_style="'").strip()
    hostile = {
        OWL: RELEASE.replace("title: Owl 2", quoted),
        "governance/benchmark/hoots.yaml": HOOTS.replace("name: Hoots", f"name: {name}"),
    }
    raw = made(hostile).files["small/README.md"]
    read = card(raw)
    assert read.data.model_name == f"{title} small"
    assert {one.dataset_name for one in read.data.eval_results} == {title}
    assert raw.count(b"\nmodel-index:") == 1


def test_emissions_of_two_runs_are_one_sum_in_grams() -> None:
    runs = "runs: [{id: a, variant: 'release/owl-2#chat', hardware: eight cards, emissions: {value: VALUE}}]\n"
    cited = "evidence: [{source: owl-paper, at: Table 2}]\n"
    first = runs.replace("VALUE", "1.5, unit: kgCO2eq, approximate: true")
    second = runs.replace("VALUE", "0.0000015, unit: tCO2eq")
    files = {
        "governance/training/owl-2.yaml": f"title: One\nstage: preference\norder: 1\n{first}{cited}",
        "governance/training/two.yaml": f"title: Two\nstage: supervised-fine-tuning\norder: 2\n{second}{cited}",
        OWL: RELEASE.replace("parts: [", "parts: [training/two, "),
    }
    exported = made(files)
    assert letters(exported.files["chat/README.md"])["co2_eq_emissions"] == {
        "emissions": "1501.5",
        "source": "Owl paper, Table 2 (approximate); Owl paper, Table 2",
        "training_type": "fine-tuning",
        "hardware_used": "eight cards",
    }
    stages = {one.address.id for one in exported.lost if one.path == ("stage",)}
    assert stages == {"owl-2"}
    assert "co2_eq_emissions" not in letters(exported.files["small/README.md"])


@pytest.mark.parametrize("word", ["bound: at-least", "disputed: [{value: 3, reason: Another source.}]"])
def test_emissions_that_are_no_plain_figure_are_not_told(word: str) -> None:
    training = SMALL["governance/training/owl-2.yaml"].replace(
        "runs: [{", f"runs: [{{emissions: {{value: 1.5, unit: tCO2eq, {word}}}, "
    )
    exported = made({"governance/training/owl-2.yaml": training})
    assert "co2_eq_emissions" not in letters(exported.files["small/README.md"])
    assert ("runs", 0, "emissions") in {one.path for one in exported.lost}


def test_data_of_the_hub_that_a_mixture_names() -> None:
    training = (
        SMALL["governance/training/owl-2.yaml"]
        + "mixture: [{id: web, data_source: web, share: 50}, {id: own, data_source: own, share: 50}]\n"
    )
    files = {
        "governance/training/owl-2.yaml": training,
        "governance/data-source/web.yaml": "title: Web\n"
        + DATA
        + "url: https://huggingface.co/datasets/owl-works/web/tree/main\n",
        "governance/data-source/own.yaml": "title: Own\n" + DATA + "url: https://owls.example/datasets/own\n",
        OWL: RELEASE.replace("parts: [", "parts: [data-source/web, data-source/own, "),
    }
    exported = made(files)
    assert letters(exported.files["small/README.md"])["datasets"] == ["owl-works/web"]
    assert "datasets" not in letters(exported.files["chat/README.md"])


def test_a_release_that_nobody_can_get_has_no_card() -> None:
    with pytest.raises(Stop, match="no released variant"):
        made(
            {
                OWL: RELEASE.replace("status: released, artefacts", "status: not-released, artefacts").replace(
                    "id: chat, status: released", "id: chat, status: not-released"
                )
            }
        )


def test_links_lead_to_the_site_where_it_has_an_address() -> None:
    terms = "title: Terms\ntype: licence\n"
    files = {
        "governance/settings.yaml": f"{SETTINGS}site_url: https://records.example/owl/\n",
        "governance/policy/terms.yaml": terms,
        "governance/distribution/owl-weights.yaml": WEIGHTS.replace("SPDX", "LicenseRef-Owl, terms: terms"),
        OWL: RELEASE.replace("parts: [", "parts: [policy/terms, "),
    }
    raw = made(files).files["small/README.md"]
    assert letters(raw)["license_name"] == "LicenseRef-Owl"
    assert letters(raw)["license_link"] == "https://records.example/owl/policy/terms.html"
    assert "](https://records.example/owl/" in raw.decode()
    assert "](record:" not in raw.decode()
