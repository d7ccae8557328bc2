"""A correction stands beside the figure that it corrects, wherever that figure stands; the figure is not rewritten."""

from __future__ import annotations

import pytest
from tests.documents.test_release_documents import record, view

from underhood.documents import render


def erratum(
    target: str, was: str, is_: str, *, name: str = "late", type_: str = "correction", more: str = ""
) -> dict[str, str]:
    text = (
        f"title: Misprint\ntarget: '{target}'\nwas: {was}\nis: {is_}\ntype: {type_}\ndate: '2025-05-30'\n"
        f"reason: It was misread.\n{more}"
    )
    return {f"governance/erratum/{name}.yaml": text}


def line(text: str, words: str) -> str:
    """The only line of a text that has these words."""
    (found,) = [one for one in text.splitlines() if words in one]
    return found


def page(changes: dict[str, str], address: str, name: str = "record", *, language: str = "en") -> str:
    """A document as Markdown, with common spaces."""
    shown = view("lynx", changes, language=language)
    return render(name, shown, record(shown, address)).markdown().replace("\N{NO-BREAK SPACE}", " ")


def card(changes: dict[str, str] | None = None) -> str:
    return page(changes or {}, "release/lynx-2", "model-card")


MARK = "([corrected: was 26.1, is 26.4, 30 May 2025](record:erratum/late))"
RUDE = erratum("evaluation/harm#lynx-2-7b/values/rude", "26.1", "26.4")


@pytest.mark.parametrize(
    "target", ["evaluation/harm#lynx-2-7b/values/rude", "evaluation/harm#rows/lynx-2-7b/values/rude"]
)
def test_in_the_table_of_the_card(target: str) -> None:
    told = [one for one in card(erratum(target, "26.1", "26.4")).splitlines() if one.startswith("| Lynx 2 7B |")]
    assert [one for one in told if "corrected: was 26.1" in one] == [
        f"| Lynx 2 7B | 26.10 {MARK} | [Northlab](record:organisation/northlab) |"
    ]


def test_on_the_page_of_its_record() -> None:
    assert f"26.10 {MARK}" in page(RUDE, "evaluation/harm")
    assert "23.00 |" in page(RUDE, "evaluation/harm")


def test_on_both_sides_of_a_comparison() -> None:
    found = line(page(RUDE, "release/lynx-2", "changes"), "7B → 7B | 23.00 %")
    assert f"26.10 % {MARK} |" in found
    older = erratum("evaluation/harm#lynx-1-7b/values/rude", "23.0", "22.8")
    found = line(page(older, "release/lynx-2", "changes"), "7B → 7B | 23.00 %")
    assert "| 23.00 % ([corrected: was 23, is 22.8, 30 May 2025](record:erratum/late)) | 26.10 % |" in found


@pytest.mark.parametrize(
    ("target", "was", "is_", "row"),
    [
        (
            "training/lynx-2#runs/7b/emissions",
            "{value: 31.22, unit: tCO2eq}",
            "{value: 31.32, unit: tCO2eq}",
            "| 31.22 t",
        ),
        ("training/lynx-2#runs/7b/emissions/value", "31.22", "31.32", "| 31.22 t"),
        ("training/lynx-2#mixture/web/share", "100", "99", "| 100.0"),
        (
            "release/lynx-2#34b/parameters",
            "{value: 34.0e9, unit: parameter}",
            "{value: 3.3e10, unit: parameter}",
            "| 34 b",
        ),
        (
            "training/lynx-2#totals/hours/value",
            "{value: 5000, unit: gpu-hour}",
            "{value: 5001, unit: gpu-hour}",
            "as printed, GPU hours: 5,000",
        ),
    ],
)
def test_beside_other_figures_of_the_card(target: str, was: str, is_: str, row: str) -> None:
    told = [one for one in card(erratum(target, was, is_)).splitlines() if "record:erratum/late" in one and row in one]
    assert len(told) == 1
    assert "30 May 2025](record:erratum/late))" in told[0]


def test_beside_a_text_and_a_field_of_a_page() -> None:
    text = erratum("training/lynx-2#offset", "All of it.", "Half of it.", type_="amendment")
    assert "([amended: was All of it., is Half of it., 30 May 2025]" in page(text, "training/lynx-2")
    long = erratum("training/lynx-2#offset", f"'{'word ' * 30}'", "None.")
    assert "([corrected: 30 May 2025](record:erratum/late))" in page(long, "training/lynx-2")


def test_several_stand_in_their_order() -> None:
    two = RUDE | erratum("evaluation/harm#lynx-2-7b/values/rude", "26.4", "26.5", name="later")
    assert f"26.10 {MARK} ([corrected: was 26.4, is 26.5, 30 May 2025](record:erratum/later))" in card(two)


def test_not_beside_its_neighbours_nor_where_it_may_not_be_seen() -> None:
    assert card(RUDE).count("erratum/late)") > card().count("erratum/late)") == 0
    assert page(RUDE, "evaluation/harm").count("[corrected:") == 1
    hidden = erratum("evaluation/harm#lynx-2-7b/values/rude", "26.1", "26.4", more="visibility: internal\n")
    assert "26.4" not in card(hidden)
    assert page(erratum("evaluation/harm", "A", "B"), "evaluation/harm").count("[corrected:") == 0


def test_in_french_and_as_safe_html() -> None:
    told = page(RUDE, "evaluation/harm", language="fr")
    assert "rectifié\u202f: était 26,1, est 26,4, 30 mai 2025" in told
    wicked = erratum("training/lynx-2#offset", "'<script>a</script>](http://bad.example)'", "'**B**'")
    shown = view("lynx", wicked)
    html = render("record", shown, record(shown, "training/lynx-2")).html().body
    assert '<small class="corrected">' in html
    assert "<script>" not in html
    assert 'href="http://bad.example"' not in html
