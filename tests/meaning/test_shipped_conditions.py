"""When the shipped laws and forms ask: what records decide, and what they leave open."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.making import view

from underhood.meaning.coverage import coverage
from underhood.meaning.covered import Answer, Covered
from underhood.records.frameworks import shipped
from underhood.values.ids import Address

SOURCE = "title: Text\ncategory: {category}\nevidence: [{{source: owl-paper}}]\n"


def release(**replaced: str) -> str:
    """Owl 2 with a source of data; `recorded` and `parameters` may be others."""
    recorded, parameters = replaced.get("recorded", "live"), replaced.get("parameters", "7.0e9")
    return (
        f"title: Owl 2\nmodel: owl\nversion: '2'\nrecorded: {recorded}\n"
        "history: [{status: released, date: '2024-03-01'}]\n"
        f"variants: [{{id: small, status: released, parameters: {{value: {parameters}, unit: parameter}}}}]\n"
        "parts: [training/owl-2, data-source/text]\n"
        f"{replaced.get('more', '')}"
    )


def training(mixture: str = "", run: str = "tokens: {value: 2.0e12, unit: token}") -> str:
    """The pretraining of Owl 2."""
    return (
        "title: Training of Owl 2\nstage: pretraining\norder: 1\nevidence: [{source: owl-paper}]\n"
        f"{mixture}runs: [{{id: small, variant: 'release/owl-2#small', {run}}}]\n"
    )


WHOLE = "mixture: [{id: text, data_source: text, share: 100}]\n"
PART = "mixture: [{id: text, data_source: text, share: 60}]\n"
NO_MIXTURE = "mixture: {absent: not-found, searched: [{source: owl-paper}]}\n"


def covered(framework: str, item: str, files: Mapping[str, str]) -> Covered:
    """What became of one item for Owl 2."""
    seen = view({f"governance/{path}.yaml": text for path, text in files.items()})
    owl = seen.at(Address("release", "owl-2"))
    assert owl is not None
    return next(one for one in coverage(seen, owl, shipped()[framework]) if one.item.id == item)


@pytest.mark.parametrize(
    ("recorded", "category", "mixture", "answer", "decided"),
    [
        ("live", "crawled", "", Answer.NOT_RECORDED, True),
        ("live", "public", "", Answer.NOT_APPLICABLE, True),
        ("retrospective", "crawled", NO_MIXTURE, Answer.NOT_RECORDED, True),
        ("retrospective", "public", NO_MIXTURE, Answer.NOT_RECORDED, False),
        ("retrospective", "public", PART, Answer.NOT_RECORDED, True),
        ("retrospective", "public", WHOLE, Answer.NOT_APPLICABLE, True),
    ],
)
def test_a_category_is_ruled_out_only_by_a_whole_list(
    recorded: str, category: str, mixture: str, answer: Answer, *, decided: bool
) -> None:
    files = {
        "release/owl-2": release(recorded=recorded),
        "data-source/text": SOURCE.format(category=category),
        "training/owl-2": training(mixture),
    }
    found = covered("eu-training-content-summary", "eu-tcs-2.3.b", files)
    assert (found.answer, not found.undecided) == (answer, decided)


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        ("base_models: [{id: base, name: Other 1, relation: finetune}]\n", Answer.ANSWERED),
        ("base_models: [{id: base, name: Other 1, relation: none}]\n", Answer.NOT_APPLICABLE),
        ("base_models: {absent: not-applicable}\n", Answer.NOT_APPLICABLE),
        ("", Answer.NOT_RECORDED),
    ],
)
def test_base_models_may_be_said_not_to_exist(more: str, answer: Answer) -> None:
    files = {"release/owl-2": release(more=more), "data-source/text": SOURCE.format(category="public")}
    assert covered("eu-training-content-summary", "eu-tcs-1.2.b", files).answer is answer


FLOP = "flop: {{value: {0}, unit: FLOP}}"
TOKENS = "tokens: {{value: {0}, unit: token}}"


@pytest.mark.parametrize(
    ("parameters", "run", "systemic", "frontier"),
    [
        ("7.0e9", FLOP.format("2.0e25"), True, False),
        ("7.0e9", FLOP.format("9.0e24"), False, False),
        ("7.0e9", FLOP.format("2.0e26"), True, True),
        ("7.0e10", TOKENS.format("2.0e12"), False, False),
        ("4.05e11", TOKENS.format("1.5e13"), True, False),
        ("2.0e12", TOKENS.format("1.5e13"), True, True),
    ],
)
def test_compute_decides_or_else_parameters_and_tokens(
    parameters: str, run: str, *, systemic: bool, frontier: bool
) -> None:
    files = {
        "release/owl-2": release(parameters=parameters),
        "data-source/text": SOURCE.format(category="public"),
        "training/owl-2": training("", run),
    }
    asked = [
        covered(framework, item, files).answer is not Answer.NOT_APPLICABLE
        for framework, item in (
            ("eu-ai-act-annex-xi-xii", "eu-xi-2-3"),
            ("us-ca-sb53", "ca-sb53-tr-languages"),
            ("us-ny-raise", "ny-raise-tr-languages"),
        )
    ]
    assert asked == [systemic, frontier, frontier]


def test_a_run_without_compute_and_tokens_decides_nothing() -> None:
    files = {
        "release/owl-2": release(),
        "data-source/text": SOURCE.format(category="public"),
        "training/owl-2": training("", "hardware: boards"),
    }
    assert covered("us-ca-sb53", "ca-sb53-tr-languages", files).undecided


def test_a_training_without_runs_decides_nothing() -> None:
    files = {
        "release/owl-2": release(),
        "data-source/text": SOURCE.format(category="public"),
        "training/owl-2": "title: Training of Owl 2\nstage: pretraining\norder: 1\nruns: []\n",
    }
    found = covered("us-ca-sb53", "ca-sb53-tr-languages", files)
    assert found.undecided == "a list is shorter than is asked for (index=0 size=0)"


@pytest.mark.parametrize(("country", "answer"), [("US", Answer.NOT_RECORDED), ("FR", Answer.NOT_APPLICABLE)])
def test_a_representative_is_asked_of_providers_outside_the_union(country: str, answer: Answer) -> None:
    files = {
        "release/owl-2": release(),
        "data-source/text": SOURCE.format(category="public"),
        "organisation/owl-works": f"title: Owl Works\ncountry: {country}\n",
    }
    assert covered("eu-training-content-summary", "eu-tcs-1.1.b", files).answer is answer


def test_an_element_of_a_safety_framework_answers_the_question_of_its_topic() -> None:
    files = {
        "release/owl-2": release(more="").replace("data-source/text]", "data-source/text, policy/safety]"),
        "data-source/text": SOURCE.format(category="public"),
        "training/owl-2": training("", FLOP.format("2.0e26")),
        "organisation/owl-works": "title: Owl Works\nsize_class: large-frontier\n",
        "policy/safety": (
            "title: Safety\ntype: safety-framework\nelements:\n"
            "  - {id: limits, text: Limits are set first., topic: thresholds}\n  - {id: other, text: More.}\n"
        ),
    }
    found = [covered("us-ca-sb53", f"ca-sb53-fw-{number}", files) for number in ("02", "03")]
    assert [one.answer for one in found] == [Answer.ANSWERED, Answer.NOT_RECORDED]
