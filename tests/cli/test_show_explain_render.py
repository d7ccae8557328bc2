"""The commands that only tell: `show`, `explain`, `render`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Call
from tests.conftest import Golden, Repository

from underhood.documents import documents
from underhood.doors import assets
from underhood.doors.schemas import read_schemas
from underhood.rules import rules

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted({*rules(), *read_schemas(assets.directory("schemas")).kinds, *documents()})


@pytest.mark.parametrize(
    ("name", "address"),
    [("record", "training/owl-2"), ("place", "release/owl-2#small"), ("value", "training/owl-2#small/tokens/value")],
)
def test_show(name: str, address: str, call: Call, repository: Repository, golden: Golden) -> None:
    said = call("show", address, "-C", repository())
    assert said.code == 0
    golden(said.out, GOLDEN / f"show-{name}.txt")


def test_show_as_json(call: Call, repository: Repository) -> None:
    shown = json.loads(call("show", "release/owl-2#small/succeeds", "-C", repository(), "--format", "json").out)
    assert shown["version"] == 1
    assert shown["value"] == "release/owl-1#small"
    path = "governance/release/owl-2.yaml"
    assert shown["fields"] == [{"address": "release/owl-2#small/succeeds", "path": path, "line": 7, "column": 42}]
    assert [entry["target"] for entry in shown["refers_to"]] == ["release/owl-1#small"]


def test_show_what_a_release_reaches(call: Call, repository: Repository) -> None:
    said = call("show", "release/owl-2", "--closure", "-C", repository())
    assert "risk/rudeness" in said.out.split("\n")
    assert call("show", "risk/rudeness", "--closure", "-C", repository()).code == 2


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("risk/rudenes", "did you mean risk/rudeness?"),
        ("release/owl-2#smal", "did you mean release/owl-2#small?"),
        ("rudeness", "did you mean risk/rudeness?"),
        ("nothing", "write kind/id"),
        ("risk/Rude", "an id has 1 to 80 characters"),
        ("risk/broken", "`underhood check` says what is wrong"),
    ],
)
def test_show_what_is_not_there(address: str, words: str, call: Call, repository: Repository) -> None:
    said = call("show", address, "-C", repository({"governance/risk/broken.yaml": ""}))
    assert (said.code, said.out) == (2, "")
    assert words in said.err


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_kind_and_document_is_explained(name: str, call: Call, tmp_path: Path) -> None:
    said = call("explain", name, "-C", tmp_path)
    assert said.code == 0
    assert said.out.startswith(f"{name} (")
    assert len(said.out.split("\n")) > 3


@pytest.mark.parametrize("name", ["missing-evidence", "statement", "risk.ratings.severity", "release.variants"])
def test_explain(name: str, call: Call, tmp_path: Path, golden: Golden) -> None:
    golden(call("explain", name, "-C", tmp_path).out, GOLDEN / f"explain-{name}.txt")


def test_explain_lists_all_names(call: Call, tmp_path: Path) -> None:
    said = call("explain", "-C", tmp_path)
    assert set(NAMES) <= set(said.out.replace(",", " ").split())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing-evidense", "did you mean missing-evidence"),
        ("xyzzy", "lists all names"),
        ("setings", "did you mean settings"),
        ("risk.zzz", "there is no rule"),
    ],
)
def test_explain_what_is_not_there(name: str, words: str, call: Call, tmp_path: Path) -> None:
    said = call("explain", name, "-C", tmp_path)
    assert said.code == 2
    assert words in said.err


def test_the_settings_are_explained(call: Call, tmp_path: Path) -> None:
    whole = call("explain", "settings", "-C", tmp_path).out
    assert whole.startswith("settings (file)")
    assert all(f"* {name} " in whole for name in ("schema", "title", "languages", "publication"))
    assert "One of: provider, compiled." in call("explain", "settings.publication.mode", "-C", tmp_path).out
    assert "why" in call("explain", "settings.checks.rules.missing-evidence", "-C", tmp_path).out.lower()


def test_render_proposes_only_what_is_near(call: Call, repository: Repository) -> None:
    root = repository()
    assert "did you mean 'model-card'?" in call("render", "modelcard", "-C", root).err
    assert "the documents are: " in call("render", "nope", "-C", root).err


def test_render_takes_document_and_record_in_either_order(call: Call, repository: Repository) -> None:
    root = repository()
    swapped = call("render", "risk/rudeness", "record", "-C", root)
    assert (swapped.code, swapped.out) == (0, call("render", "record", "risk/rudeness", "-C", root).out)
    alone = call("render", "risk/rudeness", "-C", root)
    assert alone.code == 2
    assert "underhood render record risk/rudeness" in alone.err


def test_render_lists_the_documents(call: Call, tmp_path: Path) -> None:
    said = call("render", "--list", "-C", tmp_path)
    assert said.code == 0
    assert [line.split()[0] for line in said.out.strip().split("\n")] == list(documents())


def test_render_markdown_with_relative_links(call: Call, repository: Repository) -> None:
    said = call("render", "record", "mitigation/manners", "-C", repository())
    assert said.code == 0, said.err
    assert "# Lessons in manners" in said.out
    assert "[Rude answers](../risk/rudeness.html)" in said.out
    assert "record:" not in said.out


def test_render_with_the_address_of_the_site(call: Call, repository: Repository) -> None:
    settings = "schema: 1\ntitle: Test\nlanguages: [en, fr]\npublication: {mode: provider}\nsite_url: 'https://owl.example/r/'\n"
    root = repository({"governance/settings.yaml": settings})
    assert (
        "(https://owl.example/r/risk/rudeness.html)" in call("render", "record", "mitigation/manners", "-C", root).out
    )
    french = call("render", "record", "mitigation/manners", "-C", root, "--lang", "fr", "--html").out
    assert 'href="https://owl.example/r/fr/risk/rudeness.html"' in french
    assert french.startswith('<!doctype html>\n<html lang="fr">')


def test_render_into_a_file(call: Call, repository: Repository, tmp_path: Path) -> None:
    said = call("render", "record", "risk/rudeness", "-C", repository(), "-o", tmp_path / "risk.md")
    assert (said.code, said.out) == (0, "")
    assert "Rude answers" in (tmp_path / "risk.md").read_text("utf-8")


def test_a_file_that_cannot_be_written(call: Call, repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("a file")
    said = call("render", "record", "risk/rudeness", "-C", repository(), "-o", tmp_path / "there" / "risk.md")
    assert said.code == 3
    assert "cannot write" in said.err
    assert "nothing was changed" in said.err


def test_a_folder_is_no_file_to_write(call: Call, repository: Repository, tmp_path: Path) -> None:
    said = call("render", "record", "risk/rudeness", "-C", repository(), "-o", tmp_path)
    assert said.code == 2
    assert "is a directory" in said.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["recrd", "risk/rudeness"], "did you mean 'record'?"),
        (["record"], "underhood render record "),
        (["model-card"], "underhood render model-card release/"),
        (["model-card", "risk/rudeness"], "risk/rudeness is a risk"),
        (["record", "risk/rudenes"], "did you mean risk/rudeness?"),
        (["record", "risk/rudeness", "--lang", "de"], "the languages are: en, fr"),
        (["register", "riskk"], "did you mean 'risk'?"),
        (["glossary", "risk/rudeness"], "name no record"),
    ],
)
def test_render_what_cannot_be(arguments: list[str], words: str, call: Call, repository: Repository) -> None:
    said = call("render", *arguments, "-C", repository())
    assert (said.code, said.out) == (2, "")
    assert words in said.err


def test_a_draft_is_not_rendered_unasked(call: Call, repository: Repository) -> None:
    draft = (
        "title: Owl 3\nmodel: owl\nversion: '3'\nrecorded: live\nhistory: [{status: draft, date: '2024-03-02'}]\n"
        "variants: [{id: small, title: Small, status: released}]\n"
    )
    root = repository({"governance/release/owl-3.yaml": draft})
    assert "add --drafts" in call("render", "record", "release/owl-3", "-C", root).err
    assert "Owl 3" in call("render", "record", "release/owl-3", "-C", root, "--drafts").out


def test_render_of_a_kind_and_of_the_whole(call: Call, repository: Repository) -> None:
    root = repository()
    assert "Rude answers](../risk/rudeness.html)" in call("render", "register", "risk", "-C", root).out
    assert "](release/owl-2.html)" in call("render", "releases", "-C", root).out
    assert "Owl 2" in call("render", "changelog", "model/owl", "-C", root).out


def test_weighings_are_explained_and_examples_are_written_as_records_are(call: Call, tmp_path: Path) -> None:
    assert "What: a review that is due later" in call("explain", "deadlines", "-C", tmp_path).out
    assert "deadlines" in call("explain", "-C", tmp_path).out
    said = call("explain", "release.variants.parameters", "-C", tmp_path).out
    assert "Such as: {value: 7.0e10, unit: parameter}" in said
