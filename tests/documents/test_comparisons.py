"""Comparisons of two releases that are not neighbours, and the page that leads to all of them."""

from __future__ import annotations

import pytest
from tests.making import SMALL, view

from underhood.documents import Rendered, render
from underhood.site.plan import plan
from underhood.values.errors import Stop

TABLE = (
    "title: Hoots{letter}\nevaluator: owl-works\nrelationship: developer\n"
    "evidence: [{{source: owl-paper, at: Table 2}}]\n"
    "columns: [{{id: hoots, title: Hoots, benchmark: hooting, metric: share, unit: percent, decimals: 1}}]\n"
    "rows: [{rows}]\n"
)
ROW = "{{id: {id}, subject: 'release/{id}#small', values: {{hoots: {value}}}}}"


def table(letter: str, **values: float) -> str:
    rows = ", ".join(ROW.format(id=name.replace("_", "-"), value=value) for name, value in values.items())
    return TABLE.format(letter=letter, rows=rows)


THREE = {
    "governance/benchmark/hooting.yaml": (
        "title: Hooting\naim: unintentional-harm\n"
        "metrics: [{id: share, title: Share of hoots, unit: percent, direction: lower}]\n"
    ),
    "governance/benchmark/flying.yaml": (
        "title: Flying\naim: capability\n"
        "metrics: [{id: share, title: Share of flights, unit: percent, direction: higher}]\n"
    ),
    "governance/evaluation/all.yaml": table("", owl_1=10.0, owl_2=10.0, owl_3=12.5),
    "governance/evaluation/apart-1.yaml": table(" 1", owl_1=1.0).replace("hooting", "flying"),
    "governance/evaluation/apart-3.yaml": table(" 3", owl_3=2.0).replace("hooting", "flying"),
    "governance/release/owl-3.yaml": SMALL["governance/release/owl-2.yaml"]
    .replace("Owl 2", "Owl 3")
    .replace("'2'", "'3'")
    .replace("2024-03-01", "2024-09-01")
    .replace("predecessor: owl-1", "predecessor: owl-2")
    .replace("release/owl-1#small", "release/owl-2#small")
    .replace("status: released, succeeds", "title: Owl 3 Small, status: released, succeeds")
    .replace("training/owl-2, ", ""),
}


def made(name: str, subject: str | None = None, language: str = "en") -> Rendered:
    return render(name, view(THREE, language=language), subject)


def test_worse_figures_stand_first_and_are_paired_over_the_release_in_between() -> None:
    text = made("comparison", "owl-1..owl-3").markdown()
    assert "# Owl 3 compared with Owl 1" in text
    assert "## Figures that are worse (1)" in text
    assert "SMALL → Small" in text
    assert "+2.5\u00a0points, worse" in text
    assert text.index("worse (1)") < text.index("What cannot be compared") < text.index("At a glance")


def test_what_is_the_same_is_there_and_folded() -> None:
    rendered = render("changes", view(THREE), view(THREE).get("release", "owl-2"))
    text = rendered.markdown().partition("## What is the same")[2]
    assert "10.0" in text
    assert "[Rude answers](record:risk/rudeness)" in text
    assert "<details><summary>Show what is the same</summary>" in rendered.html().body


def test_what_cannot_be_compared_is_said() -> None:
    text = (
        made("comparison", "owl-1..owl-3").markdown().partition("## What cannot be compared")[2].partition("\n## ")[0]
    )
    assert "Measured for both, with no figure that may be set beside another" in text
    assert "[Flying](record:benchmark/flying)" in text
    assert "Hooting" not in text


def test_each_comparison_leads_to_the_others_of_its_releases() -> None:
    text = made("comparison", "owl-1..owl-3").markdown()
    assert "[Owl 2 → Owl 3](doc:release/owl-3/changes)" in text
    assert "[Owl 1 → Owl 2](doc:release/owl-2/changes)" in text
    assert "(doc:compare/owl-1..owl-3)" not in text


def test_the_page_of_comparisons_lists_every_pair() -> None:
    text = made("compare").markdown()
    assert "[What changed](doc:release/owl-3/changes)" in text
    assert "[Comparison](doc:compare/owl-1..owl-3)" in text
    assert "[Owl 2](record:release/owl-2) (predecessor)" in text


def test_a_comparison_is_cited_by_its_own_address() -> None:
    assert "@misc{fr-compare-owl-1-owl-3-2025," in made("comparison", "owl-1..owl-3", "fr").markdown()


def test_the_two_stand_side_by_side_and_say_what_is_the_same() -> None:
    rendered = made("comparison", "owl-1..owl-3")
    text = rendered.markdown().partition("## At a glance")[2].partition("\n## ")[0]
    assert "| Released on | 10 January 2023 | 1 September 2024 | differs |" in text
    assert (
        "| Developer | [Owl Works](record:organisation/owl-works) | [Owl Works](record:organisation/owl-works) | same |"
        in text
    )
    assert "| Training | [Training of Owl 1](record:training/owl-1) | – | – | differs |" in text
    assert rendered.html().body.count('<span class="same">same</span>') == text.count("| same |")


@pytest.mark.parametrize("name", ["", "owl-1", "owl-3..owl-1", "owl-1..owl-4", "../../etc/passwd"])
def test_a_comparison_that_there_is_not(name: str) -> None:
    with pytest.raises(Stop, match="there is no comparison"):
        made("comparison", name)


def test_pages_of_pairs_are_planned_in_each_language_and_neighbours_have_one_page() -> None:
    for language, folder in (("en", ""), ("fr", "fr/")):
        paths = [one.path for one in plan(view(THREE, language=language))]
        assert len(paths) == len(set(paths))
        assert [path for path in paths if "compare/" in path] == [f"{folder}compare/owl-1..owl-3.html"]
        assert f"{folder}release/owl-3/changes.html" in paths


def test_a_release_that_is_not_out_stands_in_no_comparison() -> None:
    draft = THREE["governance/release/owl-3.yaml"].replace("[{status: released, date", "[{status: draft, date")
    seen = view({**THREE, "governance/release/owl-3.yaml": draft})
    assert "owl-3" not in render("compare", seen).markdown()
    assert not [one for one in plan(seen) if one.pair]


def test_the_comparison_begins_with_its_figures() -> None:
    text = made("comparison", "owl-1..owl-3").markdown()
    said = "1 figure is worse, 0 better, of 1 that can be compared."
    assert text.index(said) < text.index("## ")
    assert "size that was not released" not in text
