"""What the changelog of the described line must say, held against the records; when a heading or release is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.making import SMALL, project
from tests.making import view as small_view

from underhood.documents import render
from underhood.judge.compare import compare_releases
from underhood.meaning.audience import View, Views
from underhood.meaning.release import line
from underhood.passages.sections import Heading, Section, heading_of, sections
from underhood.records.project import Project, open_project
from underhood.records.record import Record
from underhood.site.changelog_json import write
from underhood.values.ids import parse_address

ROOT = Path(__file__).resolve().parents[2]


@cache
def records() -> Project:
    return open_project(ROOT, today="2026-11-23")


@cache
def described(language: str = "en") -> View:
    return Views(records()).view(language)


def the(view: View, address: str) -> Record:
    kind, id = address.split("/")
    found = view.get(kind, id)
    assert found is not None
    return found


@cache
def llama(language: str = "en") -> Mapping[str, Section]:
    view = described(language)
    found = sections(view, the(view, "model/llama"), compare=compare_releases)
    return {section.release.id: section for section in found}


def text_of(view: View, model: str = "model/llama") -> str:
    return render("changelog", view, the(view, model)).markdown()


def small(changes: Mapping[str, str], *, drafts: bool = False, language: str = "en") -> View:
    made = project(changes)
    assert not made.problems, made.problems
    return Views(made, drafts=drafts).view(language)


# The described line


def test_the_releases_stand_in_the_order_of_their_line() -> None:
    assert list(llama()) == ["llama-3.1", "llama-3", "llama-2", "llama-1"]
    for newer, older in zip(list(llama().values()), list(llama())[1:], strict=False):
        assert newer.comparison is not None
        assert newer.comparison.old.id == older


def test_the_licence_of_llama_3_1_drops_the_ban_on_improving_other_models() -> None:
    weakened = llama()["llama-3.1"].part(Heading.WEAKENED)
    address = "policy/llama-3-community-licence#conditions/no-improve-other-llm"
    change = next(change for change in weakened.changes if str(change.address) == address)
    assert change.new is None
    ban = next(
        entry
        for entry in the(described(), "policy/llama-3-community-licence").data["conditions"]
        if entry["id"] == "no-improve-other-llm"
    )
    page = text_of(described())
    weak = page[page.index("### Weakened") : page.index("### Added")]
    assert str(ban["text"]) in weak
    now = the(described(), "policy/llama-3.1-community-licence")
    assert "no-improve-other-llm" not in [entry["id"] for entry in now.data["conditions"]]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_absent_statement_is_told_as_a_statement_and_no_more(language: str) -> None:
    removed = llama(language)["llama-3.1"].part(Heading.REMOVED)
    assert [record.id for record in removed.said] == ["llama-3.1-meta-user-data"]
    said = str(removed.said[0].data["text"])
    assert {"en": "this alone shows nothing about", "fr": "cela seul n'indique rien"}[language] in re.sub(
        r"\s", " ", said
    )
    page = text_of(described(language))
    shown = page.index(re.sub(r"\s+", " ", said)[:60])
    assert shown < page.index("Llama 3 – ")
    assert removed.earlier_only
    weak = [str(change.address) for change in llama(language)["llama-3.1"].part(Heading.WEAKENED).changes]
    assert not [address for address in weak if address.startswith(("exclusion/", "statement/"))]


def test_what_is_said_alike_in_two_releases_is_no_change() -> None:
    assert the(described(), "statement/llama-3-no-meta-user-data").data["answer"] == "yes"
    assert not [part for part in llama()["llama-3"].parts if part.said]


def naive_worse(old: str, new: str) -> Iterator[tuple[str, str, float, float]]:
    """Every worse figure of two releases, found by walking the tables with nothing of ours but the records."""
    catalog = records().catalog
    release = catalog.get("release", new)
    assert release is not None
    before = {f"release/{new}#{one['id']}": whole(one.get("succeeds", "")) for one in release.data["variants"]}
    for evaluation in catalog.of("evaluation"):
        for table in (evaluation.data, *evaluation.get("tables", ())):
            rows = [(whole(str(row.get("subject", ""))), row) for row in table.get("rows", ())]
            for subject, row in rows:
                for other, earlier in rows:
                    same = earlier.get("slice") == row.get("slice") and earlier.get("setting") == row.get("setting")
                    if same and other.startswith(f"release/{old}#") and before.get(subject) == other:
                        yield from worse_cells(table, earlier, row)


def whole(subject: str) -> str:
    address = parse_address(subject, kind="release")
    return str(address) if address else ""


def worse_cells(
    table: Mapping[str, Any], earlier: Mapping[str, Any], row: Mapping[str, Any]
) -> Iterator[tuple[str, str, float, float]]:
    columns = {column["id"]: column for column in table["columns"]}
    for name, value in row["values"].items():
        was = earlier["values"].get(name)
        disputed = name in {*row.get("disputed", {}), *earlier.get("disputed", {})}
        if disputed or not isinstance(value, int | float) or not isinstance(was, int | float) or value == was:
            continue
        benchmark = str(columns[name]["benchmark"]).removeprefix("benchmark/")
        record = records().catalog.get("benchmark", benchmark)
        assert record is not None
        metric = columns[name]["metric"]
        direction = next(one.get("direction") for one in record.data["metrics"] if one["id"] == metric)
        if direction in {"higher", "lower"} and (value < was) == (direction == "higher"):
            yield benchmark, metric, float(was), float(value)


@pytest.mark.parametrize(("old", "new"), [("llama-1", "llama-2"), ("llama-2", "llama-3"), ("llama-3", "llama-3.1")])
def test_every_metric_that_got_worse_is_there(old: str, new: str) -> None:
    expected = set(naive_worse(old, new))
    assert (old != "llama-1") or len(expected) > 50
    weakened = llama()[new].part(Heading.WEAKENED)
    found = {
        (one.benchmark.id, one.metric, float(one.old), float(one.new))
        for one in (change.measured for change in weakened.changes)
        if one is not None
    }
    assert found == expected
    assert len(weakened.figures) == sum(change.measured is not None for change in weakened.changes)


def test_the_rise_of_toxic_answers_is_on_the_page_with_its_sizes() -> None:
    rows = [line for line in text_of(described()).splitlines() if "Toxic answers" in line and "13B → 13B" in line]
    assert any("23.08" in row and "26.10" in row and "+3.02" in row for row in rows)


def test_the_size_that_was_kept_back_is_under_changed() -> None:
    changed = llama()["llama-2"].part(Heading.CHANGED)
    assert "release/llama-2#34b/status" in [str(change.address) for change in changed.changes]


def test_events_stand_with_the_release_that_they_concern() -> None:
    leak = llama()["llama-1"].part(Heading.HAPPENED)
    assert "llama-1-leak" in [event.record.id for event in leak.events]
    demo = sections(described(), the(described(), "model/galactica"), compare=compare_releases)[0]
    happened = demo.part(Heading.HAPPENED).events
    assert {(event.record.id, event.kind) for event in happened} == {
        ("galactica-demo", "incident"),
        ("galactica-demo", "closed"),
    }
    assert not demo.ended  # the demonstration was closed, not the release


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_change_is_lost_between_the_headings(language: str) -> None:
    view = described(language)
    for section in llama(language).values():
        if section.comparison is None:
            continue
        changes = list(compare_releases(view, section.comparison.old, section.release))
        assert sum(len(part.changes) for part in section.parts) == len(changes)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_headings_stand_in_their_order_and_none_is_empty(language: str) -> None:
    view = described(language)
    words = [view.messages.gettext(heading.value) for heading in Heading]
    for part in re.split(r"(?m)^## ", text_of(view))[1:]:
        found = re.findall(r"(?m)^### (.*)$", part)
        assert found == [word for word in words if word in found]
    assert not re.search(r"(?m)^### .*\n+(?=#)", text_of(view))


# Lines, drafts, withdrawals, corrections: on the small invented family

OWL_3 = (
    "title: Owl 3\nmodel: owl\nversion: '3'\npredecessor: owl-2\nrecorded: live\n"
    "history: [{status: candidate, date: '2024-05-01'}]\n"
    "variants: [{id: small, status: released, succeeds: 'release/owl-2#small'}]\n"
    "parts: [risk/rudeness]\n"
)
OWL_2 = SMALL["governance/release/owl-2.yaml"]
WITHDRAWN = {
    "governance/release/owl-2.yaml": OWL_2.replace(
        "{status: released, date: '2024-03-01'}",
        "{status: released, date: '2024-03-01'}, {status: withdrawn, date: '2024-06-01', reason: It hooted.}",
    )
}


def test_a_candidate_is_unreleased_and_for_drafts_only() -> None:
    changes = {"governance/release/owl-3.yaml": OWL_3}
    assert "Owl 3" not in text_of(small(changes), "model/owl")
    page = text_of(small(changes, drafts=True), "model/owl")
    assert page.index("## Unreleased: Owl 3 (candidate)") < page.index("## Owl 2 – 1 March 2024")
    french = text_of(small(changes, drafts=True, language="fr"), "model/owl")
    assert "## Non publié\u202f: Owl 3 (candidate)" in french


def test_a_release_whose_day_has_not_come_is_unreleased() -> None:
    embargo = OWL_3.replace(
        "candidate, date: '2024-05-01'}]", "released, date: '2024-05-01'}]\npublish_at: '2030-01-01'"
    )
    changes = {"governance/release/owl-3.yaml": embargo}
    assert "Owl 3" not in text_of(small(changes), "model/owl")
    assert "## Unreleased: Owl 3 (released)" in text_of(small(changes, drafts=True), "model/owl")


def test_a_withdrawn_release_is_marked_and_its_reason_stands_first() -> None:
    page = text_of(small(WITHDRAWN), "model/owl")
    assert "## Owl 2 – 1 March 2024 (withdrawn on 1 June 2024)" in page
    section = page[page.index("## Owl 2") : page.index("## Owl 1")]
    found = re.findall(r"(?m)^### (.*)$", section)
    assert found[0] == "Withdrawn and incidents"
    assert section.index(found[0]) < section.index("withdrawn: It hooted.") < section.index(f"### {found[1]}")


def test_lineage_goes_before_dates() -> None:
    early = OWL_3.replace("candidate, date: '2024-05-01'", "released, date: '2022-01-01'")
    view = small({"governance/release/owl-3.yaml": early})
    assert [release.id for release in line(view.catalog, "owl")] == ["owl-1", "owl-2", "owl-3"]


def test_a_line_that_bites_its_tail_ends() -> None:
    text = SMALL["governance/release/owl-1.yaml"].replace("version: '1'\n", "version: '1'\npredecessor: owl-2\n")
    made = project({"governance/release/owl-1.yaml": text})
    assert {release.id for release in line(made.catalog, "owl")} == {"owl-1", "owl-2"}


def erratum(target: str, date: str = "2024-07-01") -> str:
    return (
        f"title: A misprint\ntarget: {target}\nwas: old words\nis: new words\ntype: correction\ndate: '{date}'\n"
        "reason: It had been misread.\n"
    )


INCIDENT = (
    "title: Night of hooting\ntype: malfunction\ndate: '2024-05-01'\nreleases: [release/owl-2]\n"
    "timeline: [{id: begin, date: '2024-05-01', event: It began.}]\n"
)


@pytest.mark.parametrize("target", ["release/owl-2#small", "training/owl-2#small/tokens", "incident/hooting"])
def test_a_correction_stands_dated_with_its_release(target: str) -> None:
    changes = {"governance/erratum/misprint.yaml": erratum(target), "governance/incident/hooting.yaml": INCIDENT}
    found = sections(small(changes), the(small(changes), "model/owl"), compare=compare_releases)
    assert [len(section.part(Heading.FIXED).corrections) for section in found] == [1, 0]
    assert "**1 July 2024** · correction: [A misprint]" in text_of(small(changes), "model/owl")


def test_a_correction_made_before_a_release_is_not_its_own() -> None:
    changes = {"governance/erratum/misprint.yaml": erratum("risk/rudeness#text", "2023-06")}
    found = sections(small(changes), the(small(changes), "model/owl"), compare=compare_releases)
    assert [len(section.part(Heading.FIXED).corrections) for section in found] == [0, 1]


def test_a_correction_of_the_family_itself_stands_below() -> None:
    page = text_of(small({"governance/erratum/misprint.yaml": erratum("model/owl#title")}), "model/owl")
    assert page.index("## Owl 1") < page.index("## Corrections") < page.index("A misprint")


def test_a_risk_of_security_has_its_own_heading() -> None:
    risk = (
        "title: Smuggled orders\ntext: A text may give orders.\n"
        "taxonomies: [{id: nist, framework: nist-ai-600-1, item: nist-genai-information-security}]\n"
    )
    release = OWL_2.replace("risk/rudeness]", "risk/rudeness, risk/orders]")
    changes = {"governance/risk/orders.yaml": risk, "governance/release/owl-2.yaml": release}
    view = small(changes)
    newest = sections(view, the(view, "model/owl"), compare=compare_releases)[0]
    assert [str(change.address) for change in newest.part(Heading.SECURITY).changes] == ["risk/orders"]
    assert "risk/orders" not in [str(change.address) for change in newest.part(Heading.ADDED).changes]
    assert "### Security\n\n**Added**" in text_of(view, "model/owl")


def test_a_weakening_of_security_stays_a_weakening() -> None:
    view = described()
    for section in llama().values():
        secure = frozenset({change.address.record for part in section.parts for change in part.changes})
        for change in section.part(Heading.WEAKENED).changes:
            assert heading_of(change, secure) is Heading.WEAKENED
    assert view.get("risk", "prompt-injection")


def test_markup_in_events_and_corrections_is_words() -> None:
    hostile = '"</td><script>alert(1)</script> | # x [a](javascript:b) {{ 1 }}"'
    changes = {
        "governance/incident/hooting.yaml": INCIDENT.replace("Night of hooting", hostile),
        "governance/erratum/misprint.yaml": erratum("release/owl-2#small").replace("old words", hostile),
        "governance/release/owl-2.yaml": WITHDRAWN["governance/release/owl-2.yaml"].replace("It hooted.", hostile),
    }
    view = small(changes)
    body = render("changelog", view, the(view, "model/owl")).html().body
    assert body.count("alert(1)") == 3
    assert "<script" not in body
    assert not re.search(r"href=\"(?!record:|doc:|#)", body)


REASON = "The filter took its place."


def test_a_part_left_out_stands_with_the_reason_that_the_release_gives() -> None:
    path = "governance/release/owl-2.yaml"
    release = (
        SMALL[path].replace("predecessor: owl-1", "predecessor: owl-1\nparts_from: owl-1").partition("\nparts: ")[0]
    )
    seen = small_view(
        {
            "governance/mitigation/gate.yaml": "title: Gate\nlayer: system\ntext: A gate.\nstatus: in-place\n",
            "governance/release/owl-1.yaml": SMALL["governance/release/owl-1.yaml"].replace(
                "parts: [", "parts: [mitigation/gate, "
            ),
            path: f"{release}\nwithout: [{{part: mitigation/gate, because: {REASON}}}]\n",
        }
    )
    new, model = seen.get("release", "owl-2"), seen.get("model", "owl")
    assert new is not None
    assert model is not None
    for document, subject in (("changes", new), ("changelog", model), ("release-notes", new)):
        text = render(document, seen, subject).markdown()
        assert f"(reason given in the record of the release: {REASON})" in text, document
    assert f'"stated": "{REASON}"' in write(seen, model)
