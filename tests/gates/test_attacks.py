"""What a pull request does to its own gate counts for nothing: each way to soften it is refused for what it is."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.approvals.desk import ORGANISATION, PEOPLE, RELEASE, SETTINGS, SIGNERS, TODAY, Desk
from tests.making import SMALL
from tests.sides import side_by_side

from underhood.judge.gate import Base, Gate, State, gate
from underhood.judge.gates.values import PASSING
from underhood.judge.standings import Approved
from underhood.judge.states import between
from underhood.judge.unreasoned import weakened
from underhood.records.seals import path_of, written
from underhood.values.errors import USAGE, Stop

RISK = "governance/risk/rudeness.yaml"
MEASURE = "governance/mitigation/manners.yaml"
BENCHMARK = "governance/benchmark/manners.yaml"
OLD, NEW = "governance/evaluation/owl-2.yaml", "governance/evaluation/owl-3.yaml"
WAIVER = "governance/waiver/late.yaml"
ASKED = (
    "schema: 1\ntitle: Test records\nlanguages: [en]\npublication: {mode: provider}\n"
    "gates:\n  released:\n    rules: {unmitigated-high-risk: {}, regression-unexplained: {}, figure-dropped: {}}\n"
    "    approvals: {safety-lead: 1}\n    separation_of_duties: [safety-lead]\n"
)
RATED = (
    "title: Rude answers\ntext: The model may answer rudely.\nowner: ben\n"
    "ratings: [{id: all, for: [release/owl-3], likelihood: likely, severity: high, mitigations: [manners]}]\n"
)
OWL_2 = "governance/release/owl-2.yaml"
FILES: Mapping[str, str] = {
    OWL_2: str(SMALL[OWL_2]).replace("risk/rudeness]", "risk/rudeness, evaluation/owl-2]"),
    "governance/settings.yaml": ASKED,
    RISK: RATED,
    MEASURE: "title: Lessons\nlayer: model\ntext: It was taught manners.\nstatus: in-place\n",
    BENCHMARK: (
        "title: Manners\naim: capability\nmetrics: [{id: share, title: Polite, unit: percent, direction: higher}]\n"
    ),
    OLD: (
        "title: Manners of Owl 2\nevaluator: organisation/owl-works\nrelationship: developer\nharness: perch 1\n"
        "columns: [{id: share, benchmark: manners, metric: share, unit: percent}]\n"
        "rows: [{id: small, subject: 'release/owl-2#small', values: {share: 26}}]\n"
    ),
    NEW: (
        "title: Manners of Owl 3\nevaluator: organisation/owl-works\nrelationship: developer\nharness: perch 1\n"
        "columns: [{id: share, benchmark: manners, metric: share, unit: percent}]\n"
        "rows: [{id: small, subject: 'release/owl-3#small', values: {share: 27}}]\n"
    ),
    "governance/release/owl-3.yaml": (
        "title: Owl 3\nmodel: owl\nversion: '3'\npredecessor: owl-2\nrecorded: live\n"
        "history: [{status: candidate, date: '2026-03-01'}]\n"
        "variants: [{id: small, status: released, succeeds: 'release/owl-2#small'}]\n"
        f"prepared_by: [ada]\nparts: [risk/rudeness, {'evaluation/owl-3'}]\n"
    ),
}


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """A candidate that may be released."""
    desk.files.update(FILES)
    desk.files[SIGNERS] = desk.signers()
    desk.give()
    assert judged(desk).holds, standing(judged(desk))
    return desk


def judged(
    desk: Desk, changes: Mapping[str, str | None] | None = None, *, base: bool = False, to: str = "released"
) -> Gate:
    """The gate of the files with some changed; with a base, these changes are a pull request."""
    now = desk.project(changes)
    if not base:
        return gate(now, desk.release(now), to, today=TODAY)
    before = desk.project()
    since = (*between(before, now), *weakened(side_by_side(before, now)))
    return gate(now, desk.release(now), to, policy=Base(before, since, "main"), today=TODAY)


def standing(found: Gate) -> list[tuple[str, str, str]]:
    return [
        (one.topic, one.state.value, getattr(one.because[0], "message", "") if one.because else "")
        for one in found.requirements
        if one.state not in PASSING
    ]


def changed(path: str, old: str, new: str) -> dict[str, str | None]:
    text = FILES[path]
    assert old in text
    return {path: text.replace(old, new)}


def since(found: Gate) -> str:
    """What the gate says was weakened without a reason."""
    told = [
        getattr(because, "message", "") for one in found.requirements if one.topic == "since" for because in one.because
    ]
    return "; ".join(told)


def test_a_policy_that_asks_for_less_in_the_same_change(ready: Desk) -> None:
    ready.files.pop("governance/approval/ok.yaml")
    ready.files.pop("governance/approval/ok.yaml.sig")
    softer = changed("governance/settings.yaml", "    approvals: {safety-lead: 1}\n", "")
    found = judged(ready, softer, base=True)
    assert ("approvals", "blocks", "") in standing(found)
    assert "approvals" in since(found)


def test_gates_taken_out_in_the_same_change(ready: Desk) -> None:
    bare = {
        "governance/settings.yaml": ASKED.partition("gates:")[0],
        RISK: RATED.replace(", mitigations: [manners]", ""),
    }
    found = judged(ready, bare, base=True)
    assert any("no measure in place" in said for _, _, said in standing(found))


def test_people_and_signers_of_the_same_change(ready: Desk) -> None:
    people = PEOPLE.replace(
        "{id: cleo, name: Cleo Example, roles: [legal-lead]", "{id: cleo, name: Cleo Example, roles: [safety-lead]"
    )
    path = ready.give("ok", key="cleo", person="cleo")
    found = judged(ready, {ORGANISATION: people, path: str(ready.files[path])}, base=True)
    assert ("approvals", "blocks") in [(topic, state) for topic, state, _ in standing(found)]


def test_no_settings_at_the_base(ready: Desk) -> None:
    now = ready.project()
    before = ready.project({"governance/settings.yaml": None})
    found = gate(now, ready.release(now), "released", policy=before, today=TODAY)
    assert found.told == ("there are no settings: the gates that ship with the tool judge",)
    assert {one.name for one in found.requirements} >= {"legal-lead", "safety-lead", "risk-without-owner"}
    assert not found.holds


def test_settings_of_the_base_that_cannot_be_read(ready: Desk) -> None:
    now = ready.project()
    before = ready.project({"governance/settings.yaml": "schema: 1\n  oops"})
    found = gate(now, ready.release(now), "released", policy=before, today=TODAY)
    assert found.told == ("the settings cannot be read: the gates that ship with the tool judge",)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (changed(RISK, "severity: high", "severity: low"), "severity"),
        (changed(RISK, ", mitigations: [manners]", ""), "measures"),
        (changed(BENCHMARK, "direction: higher", "direction: lower"), "direction"),
        (changed(BENCHMARK, "unit: percent", "unit: point"), "unit"),
        (
            changed("governance/settings.yaml", "    separation", "    tolerance: {share: 50}\n    separation"),
            "tolerance",
        ),
        (changed(RELEASE, "predecessor: owl-2", "predecessor: owl-1"), "redecessor"),
        ({NEW: None, "governance/evaluation/owl-3-better.yaml": FILES[NEW]}, "Manners of Owl 3"),
        ({NEW: None}, "Manners of Owl 3"),
    ],
)
def test_what_is_weakened_in_the_releases_own_change(ready: Desk, changes: dict[str, str | None], said: str) -> None:
    found = judged(ready, changes, base=True)
    assert not found.holds
    assert said.lower() in since(found).lower()
    assert any(one.topic == "since" and one.state is State.BLOCKS for one in found.requirements)


@pytest.mark.parametrize(
    "changes",
    [
        {NEW: None},  # removed
        {NEW: FILES[NEW].replace("metric: share", "metric: other")},
        {NEW: FILES[NEW].replace("unit: percent", "unit: percent, slice: easy")},
    ],
)
def test_a_figure_that_is_not_measured_again_blocks_without_any_base(
    ready: Desk, changes: dict[str, str | None]
) -> None:
    found = judged(ready, changes)
    assert any("has no successor" in said for _, _, said in standing(found)), standing(found)


@pytest.mark.parametrize("figure", [".nan", "-.inf", "NaN"])
def test_a_figure_that_is_no_number(ready: Desk, figure: str) -> None:
    found = judged(ready, {NEW: FILES[NEW].replace("27", figure)})
    assert ("files", "blocks") in [(topic, state) for topic, state, _ in standing(found)]


def waiver(**said: str) -> str:
    known = {
        "title": "Late",
        "rule": "unmitigated-high-risk",
        "subjects": "[risk/rudeness]",
        "reason": "Late.",
        "owner": "ben",
        "compensating_measure": "Watched.",
        "expires": "'2026-06-30'",
    }
    return "".join(f"{name}: {value}\n" for name, value in {**known, **said}.items() if value)


LESS = {RISK: RATED.replace(", mitigations: [manners]", "")}


def test_a_waiver_excuses_for_its_time_and_is_shown(ready: Desk) -> None:
    found = judged(ready, {**LESS, WAIVER: waiver()})
    (waived,) = found.of(State.WAIVED)
    assert (waived.name, [one.id for one in waived.waivers]) == ("unmitigated-high-risk", ["late"])


def test_a_waiver_without_an_end_is_none(ready: Desk) -> None:
    found = judged(ready, {**LESS, WAIVER: waiver(expires="")})
    assert {topic for topic, _, _ in standing(found)} >= {"files", "rule"}


def test_a_waiver_for_another_release(ready: Desk) -> None:
    found = judged(ready, {**LESS, WAIVER: waiver(release="owl-2")})
    assert any("no measure in place" in said for _, _, said in standing(found))


def test_a_waiver_that_is_new_in_the_change_counts_later(ready: Desk) -> None:
    found = judged(ready, {**LESS, WAIVER: waiver()}, base=True)
    assert found.told == (
        "the waiver 'Late' (waiver/late) does not count here: it is new, and counts once it is merged",
    )
    assert any("no measure in place" in said for _, _, said in standing(found))


@pytest.mark.parametrize("wider", [{"expires": "'2027-06-30'"}, {"subjects": "[risk/rudeness, risk/other]"}])
def test_a_waiver_that_the_change_widens_counts_later(ready: Desk, wider: dict[str, str]) -> None:
    ready.files[WAIVER] = waiver()
    found = judged(ready, {**LESS, WAIVER: waiver(**wider)}, base=True)
    assert "it says more than in the base" in found.told[0]


def test_a_waiver_given_against_another_predecessor(ready: Desk) -> None:
    ready.files[WAIVER] = waiver(rule="regression-unexplained", subjects="[release/owl-3]")
    switched = changed(RELEASE, "predecessor: owl-2", "predecessor: owl-1")
    found = judged(ready, switched, base=True)
    assert "it was given against release/owl-2" in found.told[0]


def test_waivers_that_overlap_end_soon_or_excuse_nothing_are_told(ready: Desk) -> None:
    ready.files[WAIVER] = waiver(expires="'2026-03-25'")
    ready.files["governance/waiver/later.yaml"] = waiver(expires="'2026-09-30'")
    found = judged(ready)
    assert found.holds
    assert {one.code for one in found.warnings} == {"waiver-overlap", "waiver-expires-soon", "orphan-waiver"}


def test_an_expired_waiver_blocks_even_where_nothing_asks_for_its_rule(ready: Desk) -> None:
    ready.files[WAIVER] = waiver(
        rule="mitigation-without-effect", subjects="[mitigation/manners]", expires="'2026-03-01'"
    )
    found = judged(ready)
    assert [(topic, state) for topic, state, _ in standing(found)] == [("waiver", "stale")]
    assert found.of(State.STALE)[0].who == ("Ben Example",)


OUT = "history: [{status: approved, date: '2026-03-02'}, {status: released, date: '2026-03-03'}]"
DRAWN = "history: [{status: candidate, date: '2026-03-01'}]"


def test_an_expired_waiver_holds_up_no_withdrawal(ready: Desk) -> None:
    ready.files[WAIVER] = waiver(
        rule="mitigation-without-effect", subjects="[mitigation/manners]", expires="'2026-03-01'"
    )
    ready.files[RELEASE] = str(ready.files[RELEASE]).replace(DRAWN, OUT)
    project = ready.project()
    found = gate(project, ready.release(project), "withdrawn", today=TODAY)
    assert found.holds
    assert [(one.code, str(one.severity)) for one in found.warnings] == [("expired-waiver", "warning")]


def test_of_what_is_released_already_the_gate_says_so(ready: Desk) -> None:
    said = "release/owl-3 is released since 2026-03-03: this is what its gate says on 2026-03-20"
    assert said not in judged(ready).told
    assert said in judged(ready, {RELEASE: str(ready.files[RELEASE]).replace(DRAWN, OUT)}).told


def test_conditions_of_approvals_that_count_are_told(ready: Desk) -> None:
    assert not any("condition" in line for line in judged(ready).told)
    words = "[{id: filter, text: The filter stays on.}]"
    ready.give(decision="approved-with-conditions", conditions=words)
    told = "Ben Example approves as safety-lead on a condition, which no rule checks: The filter stays on."
    assert told in judged(ready).told
    assert judged(ready).holds
    assert told not in judged(ready, {f"governance/approval/ok.yaml{'.sig'}": None}).told


def test_a_word_about_an_earlier_seal_that_nobody_asks_for_is_told(ready: Desk) -> None:
    said = (
        "Cleo Example approved an earlier seal as legal-lead: until that is said anew or deleted, `verify` calls it bad"
    )
    ready.give("old", key="cleo", person="cleo", role="legal-lead", manifest=f"'{'0' * 64}'")
    assert judged(ready).holds
    assert said in judged(ready).told
    ready.give("new", key="cleo", person="cleo", role="legal-lead")
    assert said not in judged(ready).told


def test_once_approved_the_seal_cannot_follow_and_the_gate_says_what_to_do(ready: Desk) -> None:
    moved = changed(RISK, "rudely", "kindly")
    approved = str(ready.files[RELEASE]).replace(DRAWN, OUT.partition(", {")[0] + "]")
    for release, hint in ((ready.files[RELEASE], "--check` tells"), (approved, "take the change back until")):
        (one,) = judged(ready, {**moved, RELEASE: str(release)}).of(State.STALE)
        assert all(hint in str(because.hint) for because in one.because if not isinstance(because, Approved))


def test_records_that_say_something_else_than_the_seal(ready: Desk) -> None:
    found = judged(ready, changed(RISK, "rudely", "kindly"))
    assert [(topic, state) for topic, state, _ in standing(found)] == [("seal", "stale")]


def test_no_seal_and_a_broken_one(ready: Desk) -> None:
    assert ("seal", "blocks") in [
        (topic, state) for topic, state, _ in standing(judged(ready, {path_of("owl-3"): None}))
    ]
    broken = {path_of("owl-3"): written(ready.seal).decode().replace("manners", "manner")}
    assert ("seal", "blocks") in [(topic, state) for topic, state, _ in standing(judged(ready, broken))]


def test_an_unsigned_approval_counts_only_where_the_gate_says_so(ready: Desk) -> None:
    ready.files.pop("governance/approval/ok.yaml.sig")
    assert [(topic, state) for topic, state, _ in standing(judged(ready))] == [("approvals", "blocks")]
    ready.files["governance/settings.yaml"] = ASKED + "    unsigned: true\n"
    project = ready.project()
    found = gate(project, ready.release(project), "released", today=TODAY)
    assert not [one for one in found.requirements if one.topic == "approvals" and one.state not in PASSING]


def test_a_refusal_stands_in_the_way(ready: Desk) -> None:
    ready.give("no", key="cleo", person="cleo", role="legal-lead", decision="refused")
    found = judged(ready)
    assert [(one.topic, one.what) for one in found.of(State.BLOCKS)] == [("approvals", "refused as legal-lead")]


def test_a_status_that_is_passed_over_asks_all_the_same(ready: Desk) -> None:
    ready.files["governance/settings.yaml"] = ASKED + "  approved:\n    approvals: {legal-lead: 1}\n    minimum: 2\n"
    names = {one.name for one in judged(ready).of(State.BLOCKS)}
    assert "legal-lead" in names


def test_a_released_release_in_a_pull_request_is_judged_from_where_it_was(ready: Desk) -> None:
    out = changed(RELEASE, "date: '2026-03-01'}", "date: '2026-03-01'}, {status: released, date: '2026-03-20'}")
    found = judged(ready, out, base=True)
    assert (found.status_from, found.status_to) == ("candidate", "released")
    assert found.holds, standing(found)


def test_a_status_that_lies_ahead_is_not_entered_yet(ready: Desk) -> None:
    ahead = changed(RELEASE, "date: '2026-03-01'}", "date: '2026-03-01'}, {status: approved, date: '2026-03-21'}")
    ready.files["governance/settings.yaml"] = ASKED + "  approved:\n    approvals: {legal-lead: 1}\n"
    assert judged(ready, ahead).status_from == "candidate"
    assert "legal-lead" in {one.name for one in judged(ready, ahead).of(State.BLOCKS)}
    today = {RELEASE: str(ahead[RELEASE]).replace("03-21", "03-20")}
    assert judged(ready, today).status_from == "approved"


def test_a_release_that_says_it_is_there_already_is_judged_from_where_the_base_has_it(ready: Desk) -> None:
    done = changed(
        RELEASE,
        "date: '2026-03-01'}",
        "date: '2026-03-01'}, {status: approved, date: '2026-03-02'}, {status: released, date: '2026-03-03'}",
    )
    ready.files["governance/settings.yaml"] = ASKED + "  approved:\n    approvals: {legal-lead: 1}\n"
    found = judged(ready, done, base=True)
    assert found.status_from == "candidate"
    assert "legal-lead" in {one.name for one in found.of(State.BLOCKS)}


def test_a_release_that_is_new_in_the_change_begins_as_a_draft(ready: Desk) -> None:
    now = ready.project()
    before = ready.project({RELEASE: None})
    assert gate(now, ready.release(now), "released", policy=before, today=TODAY).status_from == "draft"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({OWL_2: None}, "release/owl-2 is gone"),
        ({OWL_2: None, "governance/release/owl-two.yaml": FILES[OWL_2]}, "release/owl-2 is gone"),
        ({OLD: None}, "evaluation/owl-2 is gone"),
        ({OLD: None, "governance/evaluation/owl-two.yaml": FILES[OLD]}, "evaluation/owl-2 is gone"),
    ],
)
def test_a_record_of_an_earlier_release_that_is_deleted_or_renumbered(
    ready: Desk, change: dict[str, str | None], said: str
) -> None:
    assert said in since(judged(ready, change, base=True))


def test_a_change_that_calls_the_release_recorded_afterwards_is_refused(ready: Desk) -> None:
    for change in (
        changed(RELEASE, "recorded: live", "recorded: retrospective"),
        {"governance/settings.yaml": ASKED.replace("mode: provider", "mode: compiled")},
    ):
        with pytest.raises(Stop, match="never gated"):
            judged(ready, change, base=True)


@pytest.mark.parametrize("ahead", ["'2026-03-23T10:00:00Z'", "'2999-01-01'"])
def test_an_approval_that_is_dated_ahead(ready: Desk, ahead: str) -> None:
    ready.give(date=ahead)
    found = judged(ready)
    (one,) = [one for one in found.requirements if one.topic == "approvals" and one.state not in PASSING]
    assert [because.standing.value for because in one.because if isinstance(because, Approved)] == ["not yet"]


def test_one_person_with_two_keys_makes_no_two_approvals(ready: Desk) -> None:
    ready.files["governance/settings.yaml"] = ASKED + "    minimum: 2\n"
    ready.files["governance/_signers"] = ready.signers() + f"ben {ready.public('second')}\n"
    ready.give("again", key="second")
    found = judged(ready)
    assert [(one.topic, one.given) for one in found.of(State.BLOCKS)] == [("minimum", 1)]
    ready.give("cleo", key="cleo", person="cleo", role="legal-lead")
    assert judged(ready).holds


def test_what_others_weakened_names_who_answers_for_it(ready: Desk) -> None:
    elsewhere = "governance/risk/elsewhere.yaml"
    ready.files[elsewhere] = RATED.replace("owner: ben", "owner: Dora Example").replace("owl-3", "owl-2")
    found = judged(
        ready, {elsewhere: str(ready.files[elsewhere]).replace("severity: high", "severity: low")}, base=True
    )
    (weaker,) = [one for one in found.requirements if one.topic == "since"]
    assert weaker.who == ("Dora Example",)


@pytest.mark.parametrize("to", ["superseded", "deprecated", "withdrawn"])
def test_a_status_to_which_no_way_leads(ready: Desk, to: str) -> None:
    with pytest.raises(Stop, match="is candidate, and cannot become") as stop:
        judged(ready, to=to)
    assert stop.value.code == USAGE


def test_what_was_recorded_afterwards_is_never_gated(ready: Desk) -> None:
    with pytest.raises(Stop, match="never gated") as stop:
        judged(ready, changed(RELEASE, "recorded: live", "recorded: retrospective"))
    assert stop.value.code == USAGE


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("{unmitigated-high-risks: {}}", "did you mean 'unmitigated-high-risk'"),
        ("{unmitigated-high-risk: {level: [low]}}", "did you mean 'levels'"),
        ("{unmitigated-high-risk: {levels: [grave]}}", "The levels that need a measure"),
        ("{regression-unexplained: {tolerance: 5}}", "a gate's own `tolerance`"),
        ("{unmitigated-high-risk: {severity: off}}", "write error, warning or note"),
        ("{schema-violation: {}}", "a gate always asks"),
    ],
)
def test_a_gate_that_names_what_there_is_not(ready: Desk, asked: str, said: str) -> None:
    head, _, rest = ASKED.partition("    rules: ")
    ready.files["governance/settings.yaml"] = f"{head}    rules: {asked}\n{rest.partition(chr(10))[2]}"
    with pytest.raises(Stop) as stop:
        judged(ready)
    assert stop.value.code == USAGE
    assert said in stop.value.hint
    assert "governance/settings.yaml:7" in stop.value.message


def test_a_base_that_names_what_there_is_not_does_not_hold_up_what_mends_it(ready: Desk) -> None:
    now = ready.project()
    before = ready.project({"governance/settings.yaml": ASKED.replace("figure-dropped", "figure-droped")})
    found = gate(now, ready.release(now), "released", policy=before, today=TODAY)
    assert "there is no rule 'figure-droped'" in found.told[0]
    assert {one.name for one in found.requirements} >= {"legal-lead", "risk-without-owner"}


def test_what_a_gate_names_only_to_have_it_told(ready: Desk) -> None:
    asked = ASKED.replace("unmitigated-high-risk: {}", "unmitigated-high-risk: {severity: note}")
    ready.files["governance/settings.yaml"] = asked
    found = judged(ready, LESS)
    assert [one.code for one in found.warnings] == ["unmitigated-high-risk"]
    assert not [one for one in found.requirements if one.name == "unmitigated-high-risk"]


def test_comments_and_settings_of_checks_silence_no_gate(ready: Desk) -> None:
    allowed = RATED.replace(", mitigations: [manners]", "").replace(
        "ratings: [", "# underhood: allow unmitigated-high-risk later\nratings: ["
    )
    off = ASKED + "checks: {rules: {unmitigated-high-risk: {severity: 'off', reason: none}}}\n"
    found = judged(ready, {RISK: allowed, "governance/settings.yaml": off})
    assert any("no measure in place" in said for _, _, said in standing(found))


def test_a_rule_between_two_states_is_not_good_without_a_base(ready: Desk) -> None:
    ready.files["governance/settings.yaml"] = ASKED.replace("rules: {", "rules: {released-record-deleted: {}, ")
    assert ("since", "blocks", "") in standing(judged(ready))


def test_a_worse_figure_within_the_tolerance_passes(ready: Desk) -> None:
    worse = FILES[NEW].replace("27", "25")
    assert any("worse than" in said for _, _, said in standing(judged(ready, {NEW: worse})))
    for size, passes in ((0.5, False), (1, True)):
        ready.files["governance/settings.yaml"] = ASKED + f"    tolerance: {{share: {size}}}\n"
        names = {one.name for one in judged(ready, {NEW: worse}).requirements if one.state not in PASSING}
        assert ("regression-unexplained" not in names) is passes


def test_the_organisations_own_statement_that_differs_blocks_whatever_the_gate_names(ready: Desk) -> None:
    ready.files |= {
        "governance/model/owl.yaml": "title: Owl\nprovider: owl-works\n",
        "governance/claim/best.yaml": (
            "title: Most polite\nabout: release/owl-3\nparaphrase: It is polite thirty times in a hundred.\n"
            "attributed_to: Owl Works\nat: [{source: owl-paper}]\n"
            "checks: [{compare: 'evaluation/owl-3#small/values/share', stated: {equals: 30}}]\n"
        ),
        "governance/evidence/owl-paper.yaml": (
            "title: Paper\ntype: paper\nstanding: primary\nread: original\nissued_by: owl-works\nversion: '1'\n"
        ),
    }
    project = ready.project()
    assert not project.problems, project.problems
    names = {one.name for one in judged(ready).of(State.BLOCKS)}
    assert "own-claim-differs" in names


def test_own_rules_of_a_gate_block_and_only_speak(ready: Desk) -> None:
    own = (
        "    own:\n"
        "      - {id: two, for: release, require: \"approvals('safety-lead') >= 2\", message: two leads approve}\n"
        '      - {id: softly, for: risk, require: "1 > 2", message: think of it, level: note}\n'
    )
    ready.files["governance/settings.yaml"] = ASKED + own
    found = judged(ready)
    assert [(one.topic, one.name) for one in found.of(State.BLOCKS)] == [("own", "two")]
    assert [one.message for one in found.warnings] == ["softly: think of it"]


def test_the_seal_of_today_is_what_the_desk_made(ready: Desk) -> None:
    assert SETTINGS != ASKED
    assert judged(ready).of(State.HOLDS)


def refused(desk: Desk, key: str = "ben", date: str = "2026-03-19T10:00:00Z") -> str:
    """A refusal after the approval of the same person; the path of its signature."""
    return f"{desk.give('no', key, decision='refused', date=repr(date))}.sig"


@pytest.mark.parametrize("spoiled", ["", "no signature at all"])
@pytest.mark.parametrize("base", [False, True])
def test_a_refusal_is_not_done_away_with_its_signature(ready: Desk, spoiled: str, base: bool) -> None:
    path = refused(ready)
    assert not judged(ready).holds
    found = judged(ready, {path: spoiled or None}, base=base)
    assert [(one.topic, one.what) for one in found.requirements if one.state not in PASSING] == [
        ("approvals", "1 approval as safety-lead; it was refused")
    ]


def test_a_refusal_with_anothers_key_refuses_until_its_person_says_otherwise(ready: Desk) -> None:
    refused(ready, "cleo")
    assert not judged(ready).holds
    ready.give("again", date="'2026-03-20T10:00:00Z'")
    assert judged(ready).holds, standing(judged(ready))
