"""Which answers became other ones between two states: told by `underhood diff`, at no cost where nothing could."""

from __future__ import annotations

import json
from collections.abc import Mapping

import jsonschema_rs
import pytest
from tests.coverage.questions import PATH, TEN, statement, training
from tests.making import SMALL, project
from tests.sides import side_by_side

from underhood.diffs import Frame, Told, load
from underhood.doors import assets
from underhood.judge import answers_compared as compared
from underhood.judge.answers_compared import Shift, answers_compared

ONLY = {"governance/settings.yaml": SMALL["governance/settings.yaml"] + "frameworks: [questions]\n"}


def shifts(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Shift, ...]:
    """What is answered otherwise, between two states that both ask the questions."""
    base = {PATH: TEN, **ONLY}
    return answers_compared(side_by_side(project({**base, **before}), project({**base, **after})))


def words(found: tuple[Shift, ...]) -> list[tuple[str, str, str, str]]:
    return [(one.release.id, one.item.id, one.old, one.new) for one in found]


def test_a_field_that_was_filled_in() -> None:
    found = shifts({}, training("regime: In 16 bits.\n"))
    assert words(found) == [("owl-2", "regime", "not-recorded", "answered")]
    assert [str(place) for place in found[0].behind] == ["training/owl-2#regime"]


def test_an_item_that_another_answers() -> None:
    runs = ", energy: {value: 2, unit: MWh}"
    assert words(shifts({}, training(runs=runs))) == [
        ("owl-2", "energy", "not-recorded", "answered"),
        ("owl-2", "again", "not-recorded", "answered"),
    ]


def test_a_statement_that_came_and_one_that_went() -> None:
    said = statement("s", "watermark", "no")
    assert words(shifts({}, said)) == [("owl-2", "watermark", "not-recorded", "answered-none")]
    assert words(shifts(said, {})) == [("owl-2", "watermark", "answered-none", "not-recorded")]
    of_all = statement("s", "energy", "withheld", about="model/owl")
    assert words(shifts({}, of_all)) == [
        (release, item, "not-recorded", "withheld") for release in ("owl-1", "owl-2") for item in ("energy", "again")
    ]


def test_a_condition_that_holds_now() -> None:
    release = SMALL["governance/release/owl-2.yaml"]
    chat = release.replace("variants: [", "variants: [{id: chat, status: released}, ")
    assert words(shifts({}, {"governance/release/owl-2.yaml": chat})) == [
        ("owl-2", "chat", "not-applicable", "not-recorded")
    ]


def test_evidence_by_somebody_else() -> None:
    paper = SMALL["governance/evidence/owl-paper.yaml"]
    other = {
        "governance/organisation/auditors.yaml": "title: Auditors\n",
        "governance/evidence/owl-paper.yaml": paper.replace("issued_by: owl-works", "issued_by: auditors"),
    }
    assert words(shifts({}, other)) == [
        (release, "outside", "needs-outside-evidence", "answered") for release in ("owl-1", "owl-2")
    ]
    renamed = {"governance/evidence/owl-paper.yaml": paper.replace("title: Owl paper", "title: The owl paper")}
    assert shifts({}, renamed) == ()


def test_a_release_that_is_new_says_nothing() -> None:
    third = SMALL["governance/release/owl-2.yaml"].replace("Owl 2", "Owl 3")
    assert shifts({}, {"governance/release/owl-3.yaml": third}) == ()


def test_nothing_is_asked_where_nothing_could_change(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(compared, "make_sight", asked)
    assert shifts({}, {}) == ()
    assert shifts({}, {"governance/system/other.yaml": "title: Another\n"}) == ()
    assert shifts({}, {"governance/risk/new.yaml": "title: New\ntext: It may.\n"}) == ()


def test_a_framework_that_is_new_is_asked_of_every_release() -> None:
    settings = {"governance/settings.yaml": SMALL["governance/settings.yaml"]}
    sides = side_by_side(project(settings), project({**settings, PATH: TEN}))
    found = answers_compared(sides)
    assert {one.framework.id for one in found} == {"questions"}
    assert len(found) == 2 * 10
    assert {one.old for one in found} == {""}
    text = load("text").write(Told("before", "now", shifts=found), Frame())
    assert "Owl 2 (release/owl-2): Questions:\n      asked for the first time: answered 1, " in text


def test_what_is_not_asked_any_more_is_told() -> None:
    settings = {"governance/settings.yaml": SMALL["governance/settings.yaml"]}
    gone = answers_compared(side_by_side(project({**settings, PATH: TEN}), project(settings)))
    assert len(gone) == 2 * 10
    assert {one.new for one in gone} == {""}
    told = Told("before", "now", shifts=gone)
    assert "Owl 2 (release/owl-2): Questions:\n      no longer asked: answered 1, " in load("text").write(told, Frame())
    assert "| no longer asked | answered 1, " in load("markdown").write(told, Frame())
    unlisted = {"governance/settings.yaml": SMALL["governance/settings.yaml"] + "frameworks: [fmti-2023]\n"}
    hidden = answers_compared(side_by_side(project({**ONLY, PATH: TEN}), project({**unlisted, PATH: TEN})))
    assert len([one for one in hidden if one.framework.id == "questions" and not one.new]) == 2 * 10
    fewer = TEN.replace("  - {id: watermark, title: Watermark, audience: public, none_counts: true}\n", "")
    found = shifts({}, {PATH: fewer})
    assert words(found) == [(release, "watermark", "not-recorded", "") for release in ("owl-1", "owl-2")]
    text = load("text").write(Told("before", "now", shifts=found), Frame())
    assert "      watermark: Watermark no longer asked: not-recorded\n" in text
    assert json.loads(load("json").write(Told("before", "now", shifts=found), Frame()))["coverage"][0]["new"] is None


def test_the_views_tell_it() -> None:
    found = shifts({}, training("regime: In 16 bits.\n"))
    told = Told("before", "now", shifts=found)
    text = load("text").write(told, Frame())
    assert "Owl 2 (release/owl-2): Questions:\n      regime: Regime not-recorded → answered\n" in text
    markdown = load("markdown").write(told, Frame())
    assert "<summary>Answered otherwise (1)</summary>" in markdown
    assert "| not-recorded | answered |" in markdown
    data = json.loads(load("json").write(told, Frame()))
    schema = json.loads((assets.directory("schemas") / "formats/diff-1.schema.json").read_text("utf-8"))
    jsonschema_rs.validator_for(schema).validate(data)
    assert data["coverage"] == [
        {
            "release": "release/owl-2",
            "framework": "questions",
            "edition": "2",
            "item": "regime",
            "title": "Regime",
            "old": "not-recorded",
            "new": "answered",
            "records": ["training/owl-2#regime"],
        }
    ]
    for form in ("text", "markdown"):
        assert "therwise" not in load(form).write(Told("before", "now"), Frame())


def test_a_comment_stays_small() -> None:
    found = shifts({}, training("regime: In 16 bits.\n")) * 5_000
    comment = load("markdown").write(Told("before", "now", shifts=found), Frame())
    assert len(comment) < 60_000
    assert "more entries do not fit into this comment" in comment
    assert comment.count("<details>") == comment.count("</details>") == 1
