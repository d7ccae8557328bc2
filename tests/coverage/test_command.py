"""`underhood coverage` and `underhood explain`, as people and programs call them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import jsonschema_rs
import pytest
from tests.cli.conftest import Call, call
from tests.conftest import Golden, Repository
from tests.coverage.questions import PATH, TEN, statement, training

from underhood import __version__
from underhood.coverages import formats
from underhood.doors import assets

__all__ = ["call"]

GOLDEN = Path(__file__).parent / "golden"
SCHEMA = jsonschema_rs.validator_for(
    json.loads((assets.directory("schemas") / "formats/coverage-1.schema.json").read_text("utf-8"))
)
ASKED: Mapping[str, str] = {
    PATH: TEN,
    **training(
        "energy_method: {absent: withheld, reason: A secret., held_by: organisation/owl-works}\nvisibility: public\n"
    ),
    **statement("no-watermark", "watermark", "no"),
    **statement("watermark", "watermark", "yes", about="model/owl"),
    "governance/organisation/owl-works.yaml": "title: Owl Works\nwebsite: https://owl.example\nvisibility: authority\n",
}


@pytest.fixture
def asked(repository: Repository) -> Path:
    """A repository with a framework of its own."""
    return Path(repository(dict(ASKED)))


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_item_by_item(form: str, call: Call, asked: Path, golden: Golden) -> None:
    said = call("coverage", "questions", "release/owl-2", "-C", asked, "--format", form, "--today", "2025-01-01")
    assert said.code == 0
    golden(said.out.replace(__version__, "VERSION"), GOLDEN / f"items.{form}")


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_releases_side_by_side(form: str, call: Call, asked: Path, golden: Golden) -> None:
    said = call("coverage", "questions", "-C", asked, "--format", form, "--today", "2025-01-01")
    assert said.code == 0
    golden(said.out.replace(__version__, "VERSION"), GOLDEN / f"beside.{form}")
    two = ("release/owl-1", "--with", "release/owl-2")
    assert call("coverage", "questions", *two, "-C", asked, "--format", form, "--today", "2025-01-01").out == said.out


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_all_frameworks(form: str, call: Call, asked: Path) -> None:
    said = call("coverage", "release/owl-2", "-C", asked, "--format", form)
    assert said.code == 0
    assert "uestions" in said.out
    assert ("answered 1" in said.out) == (form == "text")


def test_json_keeps_to_its_schema(call: Call, asked: Path) -> None:
    one = json.loads(call("coverage", "questions", "release/owl-2", "-C", asked, "--format", "json").out)
    SCHEMA.validate(one)
    assert (one["schema"], one["framework"], one["edition"], one["release"]) == (1, "questions", "2", "release/owl-2")
    items = {item["id"]: item for item in one["items"]}
    assert list(items) == [
        line.split("id: ")[1].split(",")[0].strip("}") for line in TEN.splitlines() if "id: " in line and "- " in line
    ]
    assert items["tokens"]["records"] == ["training/owl-2#small/tokens"]
    assert items["method"]["absences"] == [
        {
            "address": "training/owl-2#energy_method",
            "state": "withheld",
            "held_by": "",
            "reason": "A secret.",
        }
    ]
    assert (items["contact"]["answer"], items["contact"]["hidden"], items["contact"]["visibility"]) == (
        "not-recorded",
        True,
        "authority",
    )
    assert {said["value"] for said in items["watermark"]["differs"]} == {"yes", "no"}
    authority = call(
        "coverage", "questions", "release/owl-2", "-C", asked, "--format", "json", "--audience", "authority"
    )
    seen = {item["id"]: item for item in json.loads(authority.out)["items"]}
    assert (seen["contact"]["answer"], seen["contact"]["hidden"]) == ("answered", False)
    assert seen["method"]["absences"][0]["held_by"] == "organisation/owl-works"
    SCHEMA.validate(json.loads(call("coverage", "-C", asked, "--format", "json").out))


def test_what_is_restricted_is_in_no_format(call: Call, asked: Path) -> None:
    for form in formats():
        for names in (("questions", "release/owl-2"), ("questions",), ()):
            out = call("coverage", *names, "-C", asked, "--format", form).out
            assert "https://owl.example" not in out
            assert "organisation/owl-works#" not in out


def test_reasons_are_told_without_brackets_and_without_what_is_restricted(call: Call, repository: Repository) -> None:
    secret = "title: Owls after night\ntext: It may.\nvisibility: internal\n"
    reason = "Kept back, see [[risk/rudeness]] and [[risk/owls-after-night-4]]."
    root = repository(
        {
            PATH: TEN,
            **training(f'energy_method: {{absent: withheld, reason: "{reason}"}}\n'),
            "governance/risk/owls-after-night-4.yaml": secret,
        }
    )
    for form in ("text", "markdown"):
        out = " ".join(call("coverage", "questions", "release/owl-2", "-C", root, "--format", form).out.split())
        assert "Kept back, see risk/rudeness and a record that is not public." in out


def test_never_a_score(call: Call, asked: Path) -> None:
    for form in formats():
        out = call("coverage", "questions", "-C", asked, "--format", form).out.lower()
        assert "%" not in out
        assert "total" not in out
        assert "rank" not in out


def test_it_is_written_to_a_file(call: Call, asked: Path, tmp_path: Path) -> None:
    for name, first in (("c.json", "{"), ("c.md", "# Ten questions"), ("c.txt", "Ten questions")):
        said = call("coverage", "questions", "release/owl-2", "-C", asked, "-o", tmp_path / name)
        assert (said.code, said.out) == (0, "")
        assert (tmp_path / name).read_text("utf-8").startswith(first)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("question",), "did you mean questions"),
        (("nothing-of-that-sort-at-all",), "the frameworks are: "),
        (("owl-2",), "did you mean release/owl-2?"),
        (("questions", "release/owl-3"), "there is no record release/owl-3"),
        (("questions", "model/owl"), "model/owl is no release"),
        (("questions", "release/owl-2", "--audience", "everybody"), "is not one of"),
    ],
)
def test_what_is_not_there(names: tuple[str, ...], words: str, call: Call, asked: Path) -> None:
    said = call("coverage", *names, "-C", asked)
    assert (said.code, said.out) == (2, "")
    assert words in said.err


def test_a_framework_that_cannot_be_read(call: Call, repository: Repository) -> None:
    broken = TEN.replace("audience: authority", "audience: us")
    root = repository({PATH: broken})
    for command in (("coverage", "questions"), ("explain", "questions")):
        said = call(*command, "-C", root)
        assert said.code == 2
        assert f"{PATH}:" in said.err
    assert "schema-violation" in call("check", "-C", root).out
    assert call("coverage", "fmti-2023", "release/owl-2", "-C", root).code == 0


@pytest.mark.parametrize("command", ["coverage", "explain"])
def test_a_framework_whose_file_has_another_ending(command: str, call: Call, repository: Repository) -> None:
    said = call(command, "questions", "-C", repository({PATH.replace(".yaml", ".yml"): TEN}))
    assert said.code == 2
    assert "frameworks/questions.yml" in said.err
    assert "hint: rename it to questions.yaml" in said.err


def test_an_item_of_a_framework_that_cannot_be_read_says_so(call: Call, repository: Repository) -> None:
    root = repository({PATH: TEN.replace("audience: public", "audience: all", 1)})
    assert (
        "hint: `underhood check` says what is wrong with frameworks: questions"
        in call("explain", "cutoff", "-C", root).err
    )


def test_a_release_that_is_not_out(call: Call, repository: Repository) -> None:
    draft = (
        "title: Owl 3\nmodel: owl\nversion: '3'\nrecorded: live\nhistory: [{status: draft, date: '2025-01-01'}]\n"
        "variants: [{id: small, status: planned}]\n"
    )
    root = repository({PATH: TEN, "governance/release/owl-3.yaml": draft.replace("planned", "not-released")})
    said = call("coverage", "questions", "release/owl-3", "-C", root)
    assert said.code == 2
    assert "--drafts" in said.err
    assert call("coverage", "questions", "release/owl-3", "-C", root, "--drafts").code == 0


def test_explain_a_framework_and_its_items(call: Call, asked: Path) -> None:
    page = call("explain", "questions", "-C", asked).out
    assert "Ten questions, edition 2" in page
    assert all(f"  {id}  " in page for id in ("tokens", "energy", "cutoff"))
    item = call("explain", "chat", "-C", asked).out
    assert "Asked only where: a chat variant is released (judged by: record.variants.exists(" in item
    assert "release#get_started" in item
    assert call("explain", "questions/again", "-C", asked).out.count("whatever answers questions/energy") == 1
    assert "questions" in call("explain", "-C", asked).out
    assert "  File: frameworks/questions.yaml\n" in call("explain", "questions", "-C", asked).out
    (asked / "frameworks/fmti-2023.yaml").write_text(TEN)
    assert "which stands in for the one that ships with the tool" in call("explain", "fmti-2023", "-C", asked).out
    hazard = " ".join(call("explain", "nist-genai-cbrn", "-C", asked).out.split())
    assert "risk#taxonomies/item, where taxonomies/framework is nist-ai-600-1 and taxonomies/item is" in hazard
    assert "did you mean" in call("explain", "fmti-2023-0700", "-C", asked).err


def test_check_keeps_nothing_that_a_framework_changed(call: Call, repository: Repository) -> None:
    root = Path(repository({PATH: TEN, **statement("s", "watermark", "no")}))
    assert "unknown-framework-item" not in call("check", "-C", root).out
    (root / PATH).write_text(TEN.replace("id: watermark", "id: mark"))
    assert "has no item 'watermark'" in call("check", "-C", root).out
    (root / PATH).write_text(TEN)
    assert "unknown-framework-item" not in call("check", "-C", root).out


def test_check_looks_again_where_another_record_answers(call: Call, repository: Repository) -> None:
    files = {PATH: TEN, **training(), **statement("s", "regime", "withheld")}
    root = Path(repository(files))
    path, text = next(iter(training().items()))
    for _ in range(2):
        assert "answers-differ" not in call("check", "-C", root).out
    (root / path).write_text(f"{text}regime: In 16 bits.\n")
    assert "training/owl-2#regime (In 16 bits.)" in call("check", "-C", root).out
    (root / path).write_text(text)
    assert "answers-differ" not in call("check", "-C", root).out
    other = statement("t", "regime", "yes", about="model/owl")
    for name, words in other.items():
        (root / name).write_text(words)
    assert "statement/t#answer (yes)" in call("check", "-C", root).out
