"""The documents of releases and models, on a small invented family; and what they must never leave out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from underhood.documents import documents, offered, render
from underhood.doors.tree import MemoryTree
from underhood.meaning.audience import View, Views
from underhood.records.project import memory_project
from underhood.records.record import Record
from underhood.values.errors import Stop

CASES = Path(__file__).parent / "cases"
DOCUMENTS = [
    ("model-card", "release/lynx-2"),
    ("model-card", "release/lynx-1"),
    ("release", "release/lynx-2"),
    ("changes", "release/lynx-2"),
    ("release-notes", "release/lynx-2"),
    ("not-published", "release/lynx-2"),
    ("changelog", "model/lynx"),
    ("model", "model/lynx"),
    ("coverage", "release/lynx-2"),
]

Golden = Callable[[str, Path], None]


def files(case: str) -> dict[str, str]:
    folder = CASES / case
    found = (path for name in ("governance", "frameworks") for path in (folder / name).rglob("*.yaml"))
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in found}


def view(case: str, changes: Mapping[str, str] | None = None, *, language: str = "en") -> View:
    project = memory_project(MemoryTree({**files(case), **(changes or {})}), today="2025-06-02")
    assert [f"{problem.location}: {problem.message}" for problem in project.problems] == []
    return Views(project).view(language)


def record(of: View, address: str) -> Record:
    kind, id = address.split("/")
    found = of.get(kind, id)
    assert found is not None
    return found


def card(changes: Mapping[str, str] | None = None, address: str = "release/lynx-2") -> str:
    shown = view("lynx", changes)
    return render("model-card", shown, record(shown, address)).markdown()


@pytest.mark.parametrize(("name", "address"), DOCUMENTS)
def test_golden(name: str, address: str, golden: Golden) -> None:
    shown = view("lynx")
    made = render(name, shown, record(shown, address))
    golden(made.markdown(), CASES / "lynx" / "expected" / f"{address.replace('/', '-')}.{name}.md")


@pytest.mark.parametrize(("name", "address"), DOCUMENTS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_html_holds_no_piece_and_no_broken_table(name: str, address: str, language: str) -> None:
    shown = view("lynx", language=language)
    body = render(name, shown, record(shown, address)).html().body
    assert not re.search("[\ue000\ue001]", body)
    assert "---" not in re.sub(r"<pre>.*?</pre>", "", body, flags=re.DOTALL)
    assert "<p>|" not in body


def test_sections_stand_in_their_order() -> None:
    headings = re.findall(r"(?m)^## (.*)$", card())
    assert headings == [
        "At a glance",
        "What changed since the predecessor",
        "Intended and out-of-scope uses",
        "Limitations and risks",
        "Evaluations",
        "Training data",
        "Training",
        "Access and licence",
        "Decisions",
        "Events and outside assessments",
        "What is not published",
        "How to cite",
        "Where this page comes from",
    ]


def test_worse_stands_before_better_with_its_pair() -> None:
    text = card()
    worse = text.index("+3.10\u00a0points, worse")
    assert worse < text.index("Figures that are better")
    assert "7B → 7B" in text[text.rindex("\n", 0, worse) : worse]


def test_a_disputed_figure_is_marked_and_never_compared() -> None:
    changes = {
        path: content.replace("values: {rude: 26.10}}", "values: {rude: 26.10}, disputed: {rude: Printed twice.}}")
        for path, content in files("lynx").items()
        if path.endswith("evaluation/harm.yaml")
    }
    text = card(changes)
    assert "26.10 (disputed: 1)" in text
    assert "Disputed 1: Printed twice." in text
    assert "3.10 points" not in text


def test_an_unreleased_variant_is_shown_with_its_reason() -> None:
    text = card()
    assert "Lynx 2 34B ([The 34B size stays at home](record:decision/keep-back): Its tests were not finished.)" in text
    assert "It includes variants that were not released: Lynx 2 34B." in text


def test_figures_of_others_say_who_gave_them() -> None:
    row = next(line for line in card().splitlines() if line.startswith("| Otter 7B"))
    assert "[The Daily Northerner](record:evidence/news)" in row


def test_an_unrated_risk_is_called_so() -> None:
    assert "“not rated” never means low" in card()
    assert "**not rated**" in card()


def test_nothing_recorded_is_said() -> None:
    text = card(address="release/lynx-1")
    assert "No predecessor is recorded" in text
    assert "No risk is recorded. That does not mean that there is none." in text
    assert "No content that was kept by decision is recorded." in text


def test_the_changes_apply_only_to_a_successor() -> None:
    shown = view("lynx")
    assert "changes" in [one.name for one in offered(shown, record(shown, "release/lynx-2"))]
    assert "changes" not in [one.name for one in offered(shown, record(shown, "release/lynx-1"))]
    with pytest.raises(Stop, match="has no predecessor"):
        render("changes", shown, record(shown, "release/lynx-1"))


def test_every_gap_is_listed_with_its_state() -> None:
    shown = view("lynx")
    text = render("not-published", shown, record(shown, "release/lynx-2")).markdown()
    assert text.index("withheld, as the holder says") < text.index("not found in the sources read")
    assert "Northlab says that the mix is a trade secret." in text


def overriding(template: str, content: str, folder: Path, changes: Mapping[str, str] | None = None) -> View:
    (folder / template).write_text(content, "utf-8")
    shown = view("lynx", changes)
    return replace(shown, templates=(folder, *shown.templates))


QUIET = {
    "governance/risk/quiet.yaml": "title: A risk that nothing else names\ntext: It is quiet.\n"
    "ratings: [{id: all, for: ['release/lynx-2']}]\nevidence: [{source: paper}]\n"
}


@pytest.mark.parametrize(("block", "lost"), [("risks", "risk/quiet"), ("limitations", "capability/english-only")])
def test_a_template_cannot_lose_a_risk_or_limitation(block: str, lost: str, tmp_path: Path) -> None:
    own = f"{{% extends 'underhood/model-card.md.jinja' %}}{{% block {block} %}}{{% endblock %}}"
    shown = overriding("model-card.md.jinja", own, tmp_path, QUIET)
    with pytest.raises(Stop, match=rf"model-card\.md\.jinja.*release/lynx-2.*{lost}"):
        render("model-card", shown, record(shown, "release/lynx-2"))


def test_a_block_can_be_overridden(tmp_path: Path) -> None:
    own = (
        "{% extends 'underhood/model-card.md.jinja' %}{% block cite %}## Ours\n\n{{ release.title }} <b>{% endblock %}"
    )
    shown = overriding("model-card.md.jinja", own, tmp_path)
    text = render("model-card", shown, record(shown, "release/lynx-2")).markdown()
    assert "## Ours\n\nLynx 2" in text
    assert "## How to cite" not in text
    assert "## Where this page comes from" in text


def test_an_unknown_variable_names_template_and_line(tmp_path: Path) -> None:
    shown = overriding("changes.md.jinja", "## x\n\n{{ comparisons }}\n", tmp_path)
    with pytest.raises(Stop, match=r"changes\.md\.jinja:3: 'comparisons' is undefined"):
        render("changes", shown, record(shown, "release/lynx-2"))


def test_each_document_says_what_it_is() -> None:
    for one in documents().values():
        assert one.title, one.name
        assert one.summary.endswith("."), one.name
