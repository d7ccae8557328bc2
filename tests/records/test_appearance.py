"""The organisation's own colours: read where they can be read, refused with their contrast where not."""

from __future__ import annotations

import re

import pytest
from tests.making import SETTINGS, project

from underhood.doors import assets
from underhood.records.appearance import DARK, LIGHT, Appearance, contrast, mixed, unreadable


def settings(said: str) -> dict[str, str]:
    return {"governance/settings.yaml": f"{SETTINGS}appearance: {said}\n"}


def test_without_a_word_the_theme_keeps_its_colours() -> None:
    appearance = project().settings.appearance
    assert (appearance, appearance.style, appearance.logo_path) == (Appearance(), "", "")


def test_accents_become_a_small_style_sheet() -> None:
    made = project(settings("{accent: '#7a1f4b', accent_dark: '#f0a8c8', logo: site/mark.SVG.svg}"))
    assert made.problems == ()
    light, dark, paper = made.settings.appearance.style.splitlines()
    assert light == "@media (prefers-color-scheme: light) { :root { --own-accent: #7a1f4b; --own-tint: #eee4e6; } }"
    assert dark.startswith("@media (prefers-color-scheme: dark) { :root { --own-accent: #f0a8c8;")
    assert paper.startswith("@media print { :root { --own-accent: #7a1f4b;")
    assert made.settings.appearance.logo_path == "assets/logo.svg"


@pytest.mark.parametrize(
    ("said", "name", "words", "hint"),
    [
        ("{accent: '#ffcc00'}", "accent", "#ffcc00 has a contrast of 1.", "take a darker colour"),
        ("{accent: '#777777'}", "accent", "text needs 4.5:1", "take a darker colour"),
        ("{accent: '#7a1f4b', accent_dark: '#7a1f4b'}", "accent_dark", "has a contrast of 1.", "take a lighter colour"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused_with_its_contrast(said: str, name: str, words: str, hint: str) -> None:
    (problem,) = project(settings(said)).problems
    assert problem.message.startswith(f"appearance.{name}: #")
    assert words in problem.message
    assert problem.hint == hint
    assert problem.location.path == "governance/settings.yaml"
    assert problem.location.line == SETTINGS.count("\n") + 1


@pytest.mark.parametrize(
    "said",
    [
        "{accent: red}",
        "{accent: '#fff'}",
        "{accent: '#7a1f4b; } body { display: none'}",
        "{logo: ../elsewhere/logo.svg}",
        "{logo: site/../../logo.svg}",
        "{logo: /etc/logo.png}",
        "{logo: 'https://example.org/logo.svg'}",
        "{logo: .git/logo.svg}",
        "{logo: site/logo.gif}",
        "{font: Comic Sans}",
        "{}",
    ],
)
def test_what_is_no_colour_or_no_file_of_the_repository_is_refused(said: str) -> None:
    problems = project(settings(said)).problems
    assert problems
    assert {problem.code for problem in problems} <= {"schema-violation", "unknown-field"}


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
    ],
)
def test_contrast_is_counted_as_wcag_counts_it(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


def test_the_backgrounds_are_those_of_the_style_sheet_on_which_its_own_accent_can_be_read() -> None:
    style = (assets.directory("theme") / "assets/site.css").read_text("utf-8")
    roots = re.findall(r"--paper: (#\w+); --surface: (#\w+); --sunk: (#\w+);", style)
    assert [tuple(one + one[1:] if len(one) == 4 else one for one in root) for root in roots[:2]] == [LIGHT, DARK]
    accents = re.findall(r"--link: var\(--own-accent, (#\w+)\)", style)
    assert list(unreadable(Appearance("", *accents))) == []
    assert mixed("#000000", "#ffffff") == "#e6e6e6"
