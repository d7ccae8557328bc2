"""The model cards of this repository and of the laboratory: what readers of a long page rely on."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from underhood.documents import Rendered, render
from underhood.meaning.audience import Views
from underhood.records.project import open_project
from underhood.site.frame import Frame

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2026-11-23"
CITED = re.compile(r"\(record:(evidence/[a-z0-9.-]+)\)")


@cache
def made(folder: str, release: str, document: str = "model-card") -> Rendered:
    view = Views(open_project(ROOT / folder, today=TODAY)).view("en")
    record = view.get("release", release)
    assert record is not None
    return render(document, view, record)


def text(folder: str, release: str, document: str = "model-card") -> str:
    return re.sub("[\u00a0\u202f]", " ", made(folder, release, document).markdown())


def test_every_source_that_the_card_cites_stands_in_its_list() -> None:
    above, listed = text(".", "llama-2").split("**Sources of the records on this page**")
    assert set(CITED.findall(above)) <= set(CITED.findall(listed))
    assert "Llama 2: Open Foundation and Fine\\-Tuned Chat Models" in listed.replace("Fine-", "Fine\\-")


def test_a_reading_is_said_once_and_a_weak_one_each_time() -> None:
    above = text(".", "llama-2").split("**Sources of the records on this page**")[0]
    assert above.count("[Llama 2 paper]") > 1
    assert above.count("read in a transcription") == 1
    summary = re.findall(r"\[Summary of Zou et al\\?\.\]\([^)]*\)[^;)]*", above)
    assert len(summary) > 1
    assert all("read in a summary" in one for one in summary)


def test_all_worse_figures_stand_on_the_card_those_of_capability_folded() -> None:
    section = text(".", "llama-2").split("### Figures that are worse")[1].split("### Other changes")[0]
    assert section.count("points, worse") == int(section.split(" figures are worse")[0])
    html = str(made(".", "llama-2").html().body)
    assert html.count("<details>") == html.count("</details>") > 0
    assert "ToxiGen" not in "".join(re.findall(r"<details>.*?</details>", html, re.DOTALL))


def test_a_printed_zero_is_called_rounded_and_makes_no_chart_of_roundings() -> None:
    assert "0.00 (rounded)" in text(".", "llama-2")
    assert "chart-llama-2-paper-table-14-toxigen" not in str(made(".", "llama-2").html().body)


def test_what_does_not_apply_is_not_called_unpublished() -> None:
    page = text(".", "llama-2", "not-published")
    assert "not applicable" not in page
    assert "not found in the sources read" in page


def test_the_written_reason_of_a_weakening_is_linked() -> None:
    card = text("examples/lab", "reedheron-2")
    assert "written reason: [More toxic answers are accepted for fewer refusals]" in card


def test_approvals_and_waivers_stand_on_the_card_of_who_gives_them() -> None:
    card = text("examples/lab", "reedheron-2")
    assert "### Approvals and waivers" in card
    assert "approved with conditions, 12 March 2026" in card
    assert "Approvals and waivers" not in text(".", "llama-2")


def test_invented_records_carry_their_own_notice() -> None:
    project = open_project(ROOT / "examples/lab", today=TODAY)
    view = Views(project).view("en")
    words = Frame(view.settings, view.messages, frozenset({"index.html"})).shared("index.html")
    assert words["fiction"]
    assert words["t"]["fiction"] == project.settings.fiction_notice["en"]
