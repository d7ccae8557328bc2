"""Records that a stranger wrote: refused with a place, or shown as what they say, and never a fault of ours."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from tests.cli.conftest import Call
from tests.conftest import SOUND, Repository

INFERENCE = (
    "title: On one machine\ntask: One page.\nhardware: One.\nmethod: Mean.\napplies_to: ['release/owl-1#small']\n"
    "seconds: {value: %s, unit: second}\nevidence: [{source: owl-paper}]\n"
)
RISK = SOUND["governance/risk/rudeness.yaml"]
HOSTILE = "A <script>alert(1)</script> [x](javascript:alert(1)) ](https://evil.example) `b [y](https://evil.example)"


@pytest.mark.parametrize("number", ["1e100", "-1e100", "1e-300", "-0.0", "26.10", "12345678.123456789"])
def test_every_number_that_is_taken_can_be_shown(number: str, call: Call, repository: Repository) -> None:
    root = repository({"governance/inference/one.yaml": INFERENCE % number})
    assert call("check", "-C", root).code in {0, 1}
    assert call("render", "-C", root, "record", "inference/one").code == 0


def test_a_table_of_the_largest_numbers_is_judged(call: Call, repository: Repository) -> None:
    runs = "tokens: {value: 1.0e100, unit: token}"
    training = SOUND["governance/training/owl-1.yaml"].replace("tokens: {value: 1.4e12, unit: token}", runs)
    root = repository({"governance/training/owl-1.yaml": training})
    assert call("check", "-C", root).code in {0, 1}
    assert call("build", "-C", root, "--engine", "folder").code == 0


def test_markdown_files_hold_no_html_and_no_link_of_a_stranger(
    call: Call, repository: Repository, tmp_path: Path
) -> None:
    risk = RISK.replace("title: Rude answers", f"title: '{HOSTILE}'").replace("text: The", f"text: '{HOSTILE}' #")
    root = repository({"governance/risk/rudeness.yaml": risk})
    out = tmp_path / "pages"
    assert call("build", "-C", root, "--engine", "folder", "-o", out).code == 0
    for page in out.rglob("*.md"):
        text = re.sub(r"(?ms)^```.*?^```$", "", page.read_text("utf-8"))
        assert "<script>" not in text.replace("\\<script", ""), page
        assert "](javascript:" not in text.replace("\\](javascript:", ""), page


def test_no_link_stands_inside_a_link(call: Call, repository: Repository) -> None:
    link = "'A [link](https://evil.example) and [[evidence/owl-paper]]'"
    release = SOUND["governance/release/owl-2.yaml"].replace("id: small, status", f"id: small, title: {link}, status")
    risk = RISK.replace("title: Rude answers", f"title: {link}").replace("release/owl-2]", "release/owl-2#small]")
    root = repository({"governance/release/owl-2.yaml": release, "governance/risk/rudeness.yaml": risk})
    assert call("build", "-C", root, "--no-search").code == 0
    for page in (root / "build" / "site").rglob("*.html"):
        opened = 0
        for tag in re.findall(r"<a\b|</a>", page.read_text("utf-8")):
            opened += 1 if tag != "</a>" else -1
            assert opened in {0, 1}, page


def test_a_measure_may_name_a_value_that_is_hidden_or_gone(call: Call, repository: Repository) -> None:
    """The card says that it is not shown; it is no reason to have no site."""
    effects = "effects: [{id: fewer, before: %s, after: %s}]"
    for address in ("evaluation/gone#a/values/b", "training/owl-1#small/tokens"):
        measure = SOUND["governance/mitigation/manners.yaml"].replace(
            "effects: [{id: fewer, text: Fewer rude answers.}]", effects % (address, address)
        )
        training = SOUND["governance/training/owl-1.yaml"] + "visibility: internal\n"
        root = repository({"governance/mitigation/manners.yaml": measure, "governance/training/owl-1.yaml": training})
        said = call("render", "-C", root, "model-card", "release/owl-1")
        assert said.code == 0, said.err
        assert "1.4" not in said.out


def test_control_characters_are_refused_however_they_are_written(call: Call, repository: Repository) -> None:
    root = repository({"governance/risk/rudeness.yaml": RISK.replace("Rude answers", '"Rude \\e[31m answers\\0"')})
    said = call("check", "-C", root)
    assert said.code == 1
    assert "control character U+001B" in said.out


@pytest.mark.parametrize("path", ["governance/settings.yaml", "governance/_locale/fr/LC_MESSAGES/records.po"])
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_the_place_of_a_file_holds_nobody_up(path: str, call: Call, repository: Repository) -> None:
    root = repository({path: None} if path in SOUND else {})
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(root / path)
    assert call("build", "-C", root, "--engine", "folder").code in {1, 3}


def test_an_unknown_language_is_a_finding(call: Call, repository: Repository) -> None:
    settings = SOUND["governance/settings.yaml"].replace("[en, fr]", "[en, xx]")
    said = call("check", "-C", repository({"governance/settings.yaml": settings}))
    assert said.code == 1
    assert "'xx'" in said.out
