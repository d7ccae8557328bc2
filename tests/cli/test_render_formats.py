"""The forms in which a document is rendered: by name, by the ending of the file, and for programs."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from tests.cli.conftest import Call
from tests.conftest import Repository

CHANGELOG = ("render", "changelog", "model/owl")


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("x.md", "# Owl: Changelog"),
        ("x", "# Owl: Changelog"),
        ("x.html", "<!doctype html>"),
        ("x.JSON", '{\n "version": 1,'),
        ("x.atom", '<?xml version="1.0" encoding="utf-8"?>\n<feed '),
    ],
)
def test_the_ending_of_the_file_says_the_form(
    name: str, begins: str, call: Call, repository: Repository, tmp_path: Path
) -> None:
    said = call(*CHANGELOG, "-C", repository(), "-o", tmp_path / name)
    assert (said.code, said.out) == (0, ""), said.err
    assert (tmp_path / name).read_text("utf-8").startswith(begins)


def test_the_form_that_is_named_goes_before_the_ending(call: Call, repository: Repository, tmp_path: Path) -> None:
    call(*CHANGELOG, "-C", repository(), "--format", "json", "-o", tmp_path / "changes.txt")
    assert json.loads((tmp_path / "changes.txt").read_text("utf-8"))["model"] == "model/owl"
    said = call(*CHANGELOG, "-C", repository(), "--format", "markdown", "-o", tmp_path / "changes.json")
    assert said.code == 0
    assert (tmp_path / "changes.json").read_text("utf-8").startswith("# Owl")


def test_the_feed_of_all_releases(call: Call, repository: Repository) -> None:
    feed = ET.fromstring(call("render", "releases", "-C", repository(), "--format", "atom", "--lang", "fr").out)
    titles = [entry.text for entry in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert titles[1:] == ["Owl 2", "Owl 1"]


def test_drafts_are_in_a_form_for_programs_only_if_asked_for(call: Call, repository: Repository) -> None:
    draft = (
        "title: Owl 3\nmodel: owl\nversion: '3'\npredecessor: owl-2\nrecorded: live\n"
        "history: [{status: draft, date: '2024-03-02'}]\nvariants: [{id: small, status: released}]\n"
    )
    root = repository({"governance/release/owl-3.yaml": draft})
    assert len(json.loads(call(*CHANGELOG, "-C", root, "--format", "json").out)["releases"]) == 2
    newest = json.loads(call(*CHANGELOG, "-C", root, "--format", "json", "--drafts").out)["releases"][0]
    assert (newest["title"], newest["date"], newest["unreleased"]) == ("Owl 3", None, "draft")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["record", "risk/rudeness", "--format", "json"], "not made as json"),
        (["record", "risk/rudeness", "--format", "atom"], "these are: changelog, releases"),
        (["releases", "--format", "json"], "these are: changelog"),
        (["changelog", "model/owl", "--html", "--format", "atom"], "two formats"),
        (["changelog", "--format", "atom"], "name one: underhood render changelog model/owl"),
    ],
)
def test_forms_that_there_are_not(arguments: list[str], words: str, call: Call, repository: Repository) -> None:
    said = call("render", *arguments, "-C", repository())
    assert (said.code, said.out) == (2, "")
    assert words in said.err
