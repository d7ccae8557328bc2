"""Rules of an organisation's own at a gate: what they may ask, and that a change cannot answer for them."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import pytest
from tests.approvals.desk import ORGANISATION, PEOPLE, RELEASE, TODAY, Desk
from tests.gates.test_attacks import ASKED, FILES, RATED, RISK, WAIVER, judged, waiver

from underhood.judge.gate import Gate, gate
from underhood.judge.gates.values import PASSING
from underhood.meaning import expression
from underhood.values.errors import Stop

SETTINGS = "governance/settings.yaml"


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """A candidate that may be released, and is signed by its safety lead."""
    desk.files.update(FILES)
    desk.files["governance/_signers"] = desk.signers()
    desk.give()
    return desk


def own(require: str, kind: str = "release", *, when: str = "", level: str = "error") -> str:
    """Settings with one rule of the organisation's own at the gate of `released`."""
    words = f"        when: {when!r}\n" if when else ""
    return (
        f"{ASKED}    own:\n      - id: ours\n        for: {kind}\n        require: {require!r}\n{words}"
        f"        message: the promise is not kept\n        level: {level}\n"
    )


def said(found: Gate) -> list[str]:
    """What own rules say that do not hold."""
    return [
        getattr(because, "message", "")
        for one in found.requirements
        if one.topic == "own" and one.state not in PASSING
        for because in one.because
    ]


def asked(desk: Desk, rule: str, changes: Mapping[str, str | None] | None = None) -> list[str]:
    desk.files[SETTINGS] = rule
    return said(judged(desk, changes))


def test_the_predecessor(ready: Desk) -> None:
    first = {RELEASE: FILES[RELEASE].replace("predecessor: owl-2\n", "")}
    assert asked(ready, own("previous.version == '2'")) == []
    assert asked(ready, own("previous.version == '1'")) == ["ours: the promise is not kept"]
    assert "the release has no predecessor" in asked(ready, own("previous.version == '2'"), first)[0]
    assert asked(ready, own("is_absent(previous)"), first) == []
    assert asked(ready, own("is_absent(previous)")) == ["ours: the promise is not kept"]


def test_the_approvals_that_count(ready: Desk) -> None:
    assert asked(ready, own("approvals('safety-lead') >= 1")) == []
    assert asked(ready, own("approvals('legal-lead') >= 1")) == ["ours: the promise is not kept"]
    ready.files.pop("governance/approval/ok.yaml.sig")
    assert asked(ready, own("approvals('safety-lead') >= 1")) == ["ours: the promise is not kept"]


def test_an_approval_by_who_got_the_role_in_the_same_change_counts_for_nothing(ready: Desk) -> None:
    ready.files[SETTINGS] = own("approvals('engineer') >= 1")
    path = ready.give("more", key="cleo", person="cleo", role="engineer")
    text, signature = ready.files.pop(path), ready.files.pop(f"{path}.sig")
    people = PEOPLE.replace("Cleo Example, roles: [", "Cleo Example, roles: [engineer, ")
    change = {ORGANISATION: people, path: text, f"{path}.sig": signature}
    assert said(judged(ready, change)) == []  # type: ignore[arg-type]
    assert said(judged(ready, change, base=True)) == ["ours: the promise is not kept"]  # type: ignore[arg-type]


HAS = own("has_waiver('unmitigated-high-risk')", "risk")


def test_a_waiver(ready: Desk) -> None:
    assert asked(ready, HAS) == ["ours: the promise is not kept"]
    assert asked(ready, HAS, {WAIVER: waiver()}) == []
    assert asked(ready, HAS, {WAIVER: waiver(release="owl-3")}) == []
    assert asked(ready, HAS, {WAIVER: waiver(subjects="['risk/rudeness#ratings/all']")}) == []


@pytest.mark.parametrize(
    "other",
    [
        {"expires": "'2026-03-01'"},
        {"rule": "risk-without-owner"},
        {"release": "owl-2"},
        {"subjects": "[mitigation/manners]"},
        {"subjects": "[mitigation/manners]", "reason": "As [[risk/rudeness]] says."},
        {"subjects": "['risk/rudeness#ratings/none']"},
    ],
)
def test_a_waiver_from_something_else(ready: Desk, other: dict[str, str]) -> None:
    assert asked(ready, HAS, {WAIVER: waiver(**other)}) == ["ours: the promise is not kept"]


def test_a_waiver_for_a_release_does_not_name_the_release(ready: Desk) -> None:
    of_release = own("has_waiver('unmitigated-high-risk')")
    assert asked(ready, of_release, {WAIVER: waiver(release="owl-3")}) == ["ours: the promise is not kept"]
    assert asked(ready, of_release, {WAIVER: waiver(subjects="[release/owl-3]")}) == []


def test_a_waiver_of_the_same_change_answers_no_rule(ready: Desk) -> None:
    ready.files[SETTINGS] = HAS
    assert said(judged(ready, {WAIVER: waiver()}, base=True)) == ["ours: the promise is not kept"]
    ready.files[WAIVER] = waiver()
    assert said(judged(ready, base=True)) == []
    longer = {WAIVER: waiver(expires="'2027-06-30'")}
    assert said(judged(ready, longer, base=True)) == ["ours: the promise is not kept"]


def test_a_new_waiver_for_one_thing_takes_nothing_from_another(ready: Desk) -> None:
    ready.files[SETTINGS], ready.files[WAIVER] = HAS, waiver()
    more = {"governance/waiver/more.yaml": waiver(rule="mitigation-without-effect", subjects="[mitigation/manners]")}
    assert said(judged(ready, more, base=True)) == []


@pytest.mark.parametrize(
    "softer",
    [
        ASKED,  # the rule is gone
        own("true"),
        own("1 > 2", when="false"),
        own("1 > 2", level="note"),
        own("1 > 2", "claim"),
        f"{own('1 > 2')}x",  # cannot be read
    ],
)
def test_an_own_rule_that_the_same_change_softens(ready: Desk, softer: str) -> None:
    ready.files[SETTINGS] = own("1 > 2")
    assert said(judged(ready, {SETTINGS: softer}, base=True)) == ["ours: the promise is not kept"]


def test_an_own_rule_of_the_same_change_counts_later(ready: Desk) -> None:
    assert said(judged(ready, {SETTINGS: own("1 > 2")}, base=True)) == []
    assert said(judged(ready, {SETTINGS: own("1 > 2")})) == ["ours: the promise is not kept"]


@pytest.mark.parametrize(
    ("require", "reason"),
    [
        ("ratio(1.0, 0.0) < 1.0", "division by zero"),
        ("percent_change(0.0, 1.0) < 1.0", "from zero"),
        ("value('evaluation/owl-3#small/values/none') > 1.0", "there is nothing at"),
        ("value('risk/rudeness#owner') > 1.0", "no number"),
        ("ref('risk/none').title == ''", "there is no record"),
        ("days_until('soon') > 0.0", "is not a day"),
        ("record.summary == ''", "summary"),
        ("record.title", "neither true nor false"),
        ("record.title.matches('(((a{100}){100}){100}){100}')", "invalid regular expression"),
        (f"{'(' * 900}true{')' * 900}", None),
        (f"size({'[' * 900}{']' * 900}) >= 0", None),
        ("'a' + 'b' == 'ab'", None),
        ("1.0 / 0.0 > 0.0", None),
        ("record.titel == ''", None),
        ("[1, 2].map(x, [1, 2].map(y, [1, 2].map(z, [1, 2].map(v, x)))).size() > 0", None),
    ],
)
def test_what_cannot_be_judged_never_passes(ready: Desk, require: str, reason: str | None) -> None:
    ready.files[SETTINGS] = own(require)
    if reason is None:
        with pytest.raises(Stop, match="own rule 'ours'"):
            judged(ready)
        return
    (told,) = said(judged(ready))
    assert reason in told


def test_a_base_whose_own_rules_cannot_be_compiled_does_not_hold_up_what_mends_them(ready: Desk) -> None:
    ready.files[SETTINGS] = own("record.titel == ''")
    found = judged(ready, {SETTINGS: ASKED}, base=True)
    assert "titel" in found.told[0]
    assert "those that ship with the tool judge" in found.told[0]
    assert {one.name for one in found.requirements} >= {"legal-lead", "risk-without-owner"}


@pytest.mark.parametrize("base", [False, True])
def test_without_what_reads_expressions_nothing_is_judged(
    ready: Desk, base: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready.files[SETTINGS] = own("record.version == 'three'")
    monkeypatch.setitem(sys.modules, "cel_expr_python", None)
    expression._language.cache_clear()
    expression._KEPT.clear()
    with pytest.raises(Stop, match="is not installed"):
        judged(ready, base=base)


def test_the_day_of_the_gate_is_today(ready: Desk) -> None:
    ready.files[SETTINGS] = own("days_until('2026-03-25') == 5.0")
    project = ready.project()
    assert said(gate(project, ready.release(project), "released", today=TODAY)) == []
    assert said(gate(project, ready.release(project), "released", today="2026-03-21")) == [
        "ours: the promise is not kept"
    ]


def test_records_behind_the_release_alone_are_looked_at(ready: Desk) -> None:
    elsewhere = {"governance/risk/other.yaml": RATED.replace("owl-3", "owl-2")}
    ready.files[SETTINGS] = own("record.title == 'Rude answers'", "risk")
    assert said(judged(ready, elsewhere)) == []
    assert said(judged(ready, {RISK: RATED.replace("Rude", "Kind")})) == ["ours: the promise is not kept"]
