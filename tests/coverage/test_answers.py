"""What the records of a release answer, in every state, and what stands behind each answer."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.coverage.questions import PATH, TEN, asking, statement, training
from tests.making import SMALL, project, view

from underhood.doors import cel
from underhood.meaning import conditions, expression
from underhood.meaning.audience import Audience
from underhood.meaning.coverage import Answer, Covered, Remark, behind, counts, coverage, lacking, shown
from underhood.values.errors import Stop


def covered(files: Mapping[str, str], *, audience: Audience = Audience.PUBLIC) -> dict[str, Covered]:
    """Every item of the framework for the second owl."""
    seen = view(files, audience=audience)
    release = seen.get("release", "owl-2")
    assert release is not None
    return {one.item.id: one for one in coverage(seen, release, seen.frameworks["questions"])}


def one(item: str, files: Mapping[str, str] | None = None) -> Covered:
    """A framework's only item."""
    return covered({**asking(f"id: it, title: It, {item}"), **(files or {})})["it"]


def places(found: Covered) -> list[str]:
    """Where the answer stands."""
    return [str(place.address) for place in behind(found)]


def test_a_framework_of_ten_items_as_one_file() -> None:
    absences = (
        "energy_method: {absent: withheld, reason: A secret., held_by: organisation/owl-works}\n"
        "regime: {absent: pending}\n"
    )
    runs = ", energy: {absent: not-found, searched: [{source: owl-paper}]}"
    found = covered({PATH: TEN, **training(absences, runs=runs), **statement("no-watermark", "watermark", "no")})
    assert {id: str(item.answer) for id, item in found.items()} == {
        "tokens": "answered",
        "energy": "not-found",
        "method": "withheld",
        "regime": "pending",
        "watermark": "answered-none",
        "chat": "not-applicable",
        "contact": "not-recorded",
        "again": "not-found",
        "outside": "needs-outside-evidence",
        "cutoff": "not-recorded",
    }
    assert places(found["tokens"]) == ["training/owl-2#small/tokens"]
    assert places(found["again"]) == places(found["energy"]) == ["training/owl-2#small/energy"]
    assert places(found["watermark"]) == ["statement/no-watermark#answer"]
    assert places(found["cutoff"]) == []
    assert found["chat"].condition == "a chat variant is released"
    withheld = behind(found["method"])[0]
    assert (withheld.held_by, withheld.reason) == ("organisation/owl-works", "A secret.")
    assert [one["source"] for one in behind(found["energy"])[0].searched] == ["owl-paper"]
    assert counts(found.values())[Answer.NOT_FOUND] == 2


@pytest.mark.parametrize(
    ("absent", "answer"),
    [
        ("none", Answer.NOT_RECORDED),
        ("not-applicable", Answer.NOT_APPLICABLE),
        ("not-found", Answer.NOT_FOUND),
        ("unknown", Answer.UNKNOWN),
        ("withheld", Answer.WITHHELD),
        ("pending", Answer.PENDING),
    ],
)
def test_absences(absent: str, answer: Answer) -> None:
    found = one("answered_by: [{field: training#regime}]", training(f"regime: {{absent: {absent}}}\n"))
    assert found.answer is answer
    assert found.remark is (Remark.NO_NONE if absent == "none" else None)
    with_none = one("none_counts: true, answered_by: [{field: training#regime}]", training("regime: {absent: none}\n"))
    assert with_none.answer is Answer.NONE


@pytest.mark.parametrize(
    ("said", "plain", "none_counts"),
    [
        ("yes", Answer.ANSWERED, Answer.ANSWERED),
        ("no", Answer.ANSWERED, Answer.NONE),
        ("none", Answer.NOT_RECORDED, Answer.NONE),
        ("not-applicable", Answer.NOT_APPLICABLE, Answer.NOT_APPLICABLE),
        ("not-found", Answer.NOT_FOUND, Answer.NOT_FOUND),
        ("unknown", Answer.UNKNOWN, Answer.UNKNOWN),
        ("withheld", Answer.WITHHELD, Answer.WITHHELD),
        ("pending", Answer.PENDING, Answer.PENDING),
    ],
)
def test_statements(said: str, plain: Answer, none_counts: Answer) -> None:
    more = {"searched": "[{source: owl-paper}]"} if said == "not-found" else {}
    words = statement("s", "it", said, **more)
    assert one("answered_by: []", words).answer is plain
    assert one("none_counts: true", words).answer is none_counts


def test_a_value_weighs_more_than_an_absence_and_the_nearest_absence_more_than_others() -> None:
    source = "answered_by: [{field: training#regime}, {field: training#energy_method}]"
    assert one(source, training("regime: {absent: not-found}\nenergy_method: Read off.\n")).answer is Answer.ANSWERED
    assert (
        one(source, training("regime: {absent: not-found}\nenergy_method: {absent: pending}\n")).answer
        is Answer.PENDING
    )


def test_a_statement_on_the_item_comes_before_absences_elsewhere_and_not_before_a_value() -> None:
    source = "answered_by: [{field: training#regime}]"
    said = statement("s", "it", "not-found", searched="[{source: owl-paper}]")
    withheld = training("regime: {absent: withheld}\n")
    assert one(source, withheld).answer is Answer.WITHHELD
    told = one(source, {**withheld, **said})
    assert told.answer is Answer.NOT_FOUND
    assert places(told) == ["statement/s#answer"]
    assert one(source, {**training("regime: In 16 bits.\n"), **said}).answer is Answer.ANSWERED


def test_any_and_all() -> None:
    both = "answered_by: [{field: training#regime}, {field: training#energy_method}]"
    half = training("regime: In 16 bits.\nenergy_method: {absent: withheld}\n")
    assert one(both, half).answer is Answer.ANSWERED
    assert one(both, half).remark is Remark.IN_PART
    assert [str(place.address) for place in lacking(one(both, half))] == ["training/owl-2#energy_method"]
    whole = one(both, training("regime: In 16 bits.\nenergy_method: Read off.\n"))
    assert (whole.remark, lacking(whole)) == (None, ())
    needed = one(f"needs: all, {both}", half)
    assert (needed.answer, needed.remark) == (Answer.WITHHELD, Remark.NOT_ALL)
    alone = one(f"needs: all, {both}", training("regime: In 16 bits.\n"))
    assert (alone.answer, alone.remark) == (Answer.NOT_RECORDED, Remark.NOT_ALL)
    whole = one(f"needs: all, {both}", training("regime: In 16 bits.\nenergy_method: Read off.\n"))
    assert (whole.answer, whole.remark) == (Answer.ANSWERED, None)
    assert one(f"needs: all, {both}", statement("s", "it", "yes")).answer is Answer.ANSWERED


def test_so_many_values_are_asked() -> None:
    source = "at_least: 2, answered_by: [{field: training#methods}]"
    few = one(source, training("methods: [AdamW]\n"))
    assert (few.answer, few.remark) == (Answer.NOT_RECORDED, Remark.TOO_FEW)
    assert one(source, training("methods: [AdamW, cosine]\n")).answer is Answer.ANSWERED
    assert one("answered_by: [{field: training#methods}]", training("methods: []\n")).answer is Answer.NOT_RECORDED


def test_where_speaks_of_the_same_entry() -> None:
    small = "variant: 'release/owl-2#small'"
    runs = (
        f"runs:\n  - {{id: one, {small}, hours: {{value: 1, unit: gpu-hour}}}}\n"
        f"  - {{id: two, {small}, energy: {{value: 2, unit: MWh}}}}\n"
    )
    text = SMALL["governance/training/owl-2.yaml"].partition("runs:")[0] + runs
    files = {"governance/training/owl-2.yaml": text}
    both = one(
        "answered_by: [{field: training#runs/energy, where: {runs/id: two, stage: [pretraining, other]}}]", files
    )
    assert places(both) == ["training/owl-2#two/energy"]
    other = one("answered_by: [{field: training#runs/energy, where: {runs/id: one}}]", files)
    assert other.answer is Answer.NOT_RECORDED
    stage = one("answered_by: [{field: training#runs/energy, where: {stage: continued-pretraining}}]", files)
    assert stage.answer is Answer.NOT_RECORDED
    entries = one("answered_by: [{field: training#runs, where: {runs/id: one}}]", files)
    assert places(entries) == ["training/owl-2#one"]
    word = one("answered_by: [{field: training#methods, where: {methods: AdamW}}]", training("methods: [AdamW]\n"))
    assert word.answer is Answer.ANSWERED


def test_a_field_that_is_false() -> None:
    done = {
        "governance/data-processing/filter.yaml": "title: Filter\npurpose: quality\ndone: false\n",
        "governance/release/owl-2.yaml": SMALL["governance/release/owl-2.yaml"].replace(
            "parts: [", "parts: [data-processing/filter, "
        ),
    }
    field = "answered_by: [{field: data-processing#done}]"
    assert one(field, done).answer is Answer.ANSWERED
    assert one(f"none_counts: true, {field}", done).answer is Answer.NONE
    true = "answered_by: [{field: data-processing#done, where: {done: true}}]"
    assert one(true, done).answer is Answer.NOT_RECORDED


def test_an_absent_group_is_the_absence_of_its_fields() -> None:
    source = SMALL["governance/release/owl-2.yaml"]
    files = {"governance/release/owl-2.yaml": source + "cite: {text: Owl 2.}\n"}
    assert one("answered_by: [{field: release#cite/text}]", files).answer is Answer.ANSWERED
    kept = {"governance/impact/owl-2.yaml": "title: Impact\nrelease: owl-2\nsectors: {absent: unknown}\n"}
    assert one("answered_by: [{field: impact#sectors}]", kept).answer is Answer.UNKNOWN


def test_entries_for_other_releases_answer_nothing() -> None:
    def rated(whom: str) -> Mapping[str, str]:
        text = SMALL["governance/risk/rudeness.yaml"]
        return {"governance/risk/rudeness.yaml": f"{text}ratings: [{{id: r, for: [{whom}], severity: low}}]\n"}

    field = "answered_by: [{field: risk#ratings/severity}]"
    assert one(field, rated("release/owl-1")).answer is Answer.NOT_RECORDED
    assert one(field, rated("release/owl-1, 'release/owl-2#small'")).answer is Answer.ANSWERED
    assert one("answered_by: [{field: risk#ratings}]", rated("release/owl-1")).answer is Answer.NOT_RECORDED


def test_records_that_count() -> None:
    inherited = {
        "governance/release/owl-2.yaml": SMALL["governance/release/owl-2.yaml"].replace(
            "parts: [training/owl-2, risk/rudeness]",
            "parts: []\nparts_from: owl-1\nwithout: [{part: risk/rudeness, because: gone}]",
        )
    }
    field = "answered_by: [{field: training#runs/tokens}]"
    assert places(one(field, inherited)) == ["training/owl-1#small/tokens"]
    assert one("answered_by: [{field: risk#text}]", inherited).answer is Answer.NOT_RECORDED
    assert places(one("answered_by: [{field: model#title}]")) == ["model/owl#title"]
    assert places(one("answered_by: [{field: organisation#title}]")) == ["organisation/owl-works#title"]
    other = statement("s", "it", "yes", about="release/owl-1")
    assert one("answered_by: []", other).answer is Answer.NOT_RECORDED
    for about in ("model/owl", "organisation/owl-works"):
        assert one("answered_by: []", statement("s", "it", "yes", about=about)).answer is Answer.ANSWERED


def test_a_release_whose_model_or_organisation_is_not_there() -> None:
    nobody = {"governance/model/owl.yaml": "title: Owl\nprovider: nobody\n"}
    without = asking("id: it, title: It, answered_by: [{field: organisation#title}]")
    made = view({**without, **nobody})
    release = made.get("release", "owl-2")
    assert release is not None
    (found,) = coverage(made, release, made.frameworks["questions"])
    assert found.answer is Answer.NOT_RECORDED
    outside = one("outside_evidence: true, answered_by: [{field: training#runs/tokens}]", nobody)
    assert outside.answer is Answer.OUTSIDE  # nobody is known to be other than the provider
    no_model = {
        "governance/release/owl-2.yaml": SMALL["governance/release/owl-2.yaml"].replace("model: owl\n", "model: gone\n")
    }
    assert one("answered_by: [{field: model#title}]", no_model).answer is Answer.NOT_RECORDED


@pytest.mark.parametrize(
    ("evidence", "answer"),
    [
        ("owl-paper", Answer.OUTSIDE),
        ("daily-news", Answer.ANSWERED),
        ("audit", Answer.ANSWERED),
        ("gone", Answer.OUTSIDE),
    ],
)
def test_evidence_by_others(evidence: str, answer: Answer) -> None:
    files = {
        "governance/organisation/auditors.yaml": "title: Auditors\n",
        "governance/evidence/audit.yaml": (
            "title: Audit\ntype: audit\nstanding: primary\nread: original\nissued_by: auditors\n"
        ),
        **{name: text.replace("owl-paper", evidence) for name, text in training("regime: In 16 bits.\n").items()},
    }
    assert one("outside_evidence: true, answered_by: [{field: training#regime}]", files).answer is answer


def test_an_index_own_judgement_answers_none_of_its_items() -> None:
    scores = {
        "governance/evidence/scores.yaml": (
            "title: Scores\ntype: index\nstanding: secondary\nread: original\njudges: [questions]\n"
        )
    }
    field = "answered_by: [{field: training#regime}]"
    by_scores = training("regime: In 16 bits.\n")["governance/training/owl-2.yaml"].replace("owl-paper", "scores")
    alone = {**scores, "governance/training/owl-2.yaml": by_scores}
    assert one(field, alone).answer is Answer.NOT_RECORDED
    both = {
        **scores,
        "governance/training/owl-2.yaml": by_scores.replace("at: Table 1}", "at: a}, {source: owl-paper}"),
    }
    assert one(field, both).answer is Answer.ANSWERED
    searched = training("regime: {absent: not-found, searched: [{source: scores}]}\n")
    assert one(field, {**scores, **searched}).answer is Answer.NOT_RECORDED
    said = statement("s", "it", "yes", evidence="[{source: scores}]")
    assert one("answered_by: []", {**scores, **said}).answer is Answer.NOT_RECORDED
    index = {
        "governance/assessment/scored.yaml": (
            "title: Scored\ntype: index\nwho: Others\nindependence: independent\nabout: [release/owl-2]\n"
            "findings: [{id: one, text: It scored., evidence: [{source: owl-paper}]}]\nevidence: [{source: scores}]\n"
        ),
    }
    assert one("answered_by: [{field: assessment#findings}]", {**scores, **index}).answer is Answer.NOT_RECORDED
    not_judging = {name: text.replace("judges: [questions]\n", "") for name, text in scores.items()}
    assert one("answered_by: [{field: assessment#findings}]", {**not_judging, **index}).answer is Answer.ANSWERED


def test_conditions() -> None:
    def when(expression: str) -> Covered:
        return one(f'applies_when: "{expression}", condition: in words, answered_by: [{{field: model#title}}]')

    assert when("record.version == '2'").answer is Answer.ANSWERED
    no = when("record.version == '1'")
    assert (no.answer, no.condition, no.undecided) == (Answer.NOT_APPLICABLE, "in words", "")
    open_ = when("record.tokenizer == 'x'")
    assert open_.answer is Answer.ANSWERED
    assert open_.undecided == "nothing is recorded under 'tokenizer'"
    owl = "governance/release/owl-2.yaml"
    withheld = one(
        'applies_when: "size(record.base_models) > 0", condition: in words, answered_by: [{field: model#title}]',
        {owl: SMALL[owl] + "base_models: {absent: withheld, reason: A secret.}\n"},
    )
    assert withheld.undecided == "'base_models': it is absent (withheld)"
    assert when("parts('training').exists(t, t.stage == 'pretraining')").answer is Answer.ANSWERED
    assert when("parts('training').exists(t, t.title == 'Training of Owl 1')").answer is Answer.NOT_APPLICABLE
    assert when("parts('policy').exists(p, true)").answer is Answer.NOT_APPLICABLE
    words = one("condition: where nobody can tell, answered_by: [{field: model#title}]")
    assert (words.answer, words.condition) == (Answer.ANSWERED, "where nobody can tell")
    assert words.undecided


def test_the_condition_of_a_whole_framework() -> None:
    head, _, items = TEN.partition("items:\n")
    whole = f"{head}applies_when: record.version == '3'\ncondition: the third owl\nitems:\n{items}"
    found = covered({PATH: whole})
    assert {item.answer for item in found.values()} == {Answer.NOT_APPLICABLE}
    assert {item.condition for item in found.values()} == {"the third owl"}


def test_without_what_reads_expressions(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise Stop("not installed")

    expression._language.cache_clear()
    monkeypatch.setattr(cel, "_library", missing)
    monkeypatch.setattr(conditions, "_KEPT", [])
    try:
        found = one("applies_when: record.version == '1', condition: never, answered_by: [{field: model#title}]")
    finally:
        expression._language.cache_clear()
    assert found.answer is Answer.ANSWERED
    assert "underhood[expressions]" in found.undecided


def test_answers_that_differ() -> None:
    two = {**statement("one", "it", "no"), **statement("two", "it", "yes")}
    assert one("answered_by: []", two).differing
    assert not one("answered_by: []", {**statement("one", "it", "no"), **statement("two", "it", "none")}).differing
    field = "answered_by: [{field: training#regime}]"
    against = {**training("regime: In 16 bits.\n"), **statement("one", "it", "withheld")}
    assert one(field, against).differing
    assert len(one(field, against).found) == 2
    assert not one(field, {**training("regime: In 16 bits.\n"), **statement("one", "it", "yes")}).differing
    assert not one(field, {**training("regime: {absent: not-found}\n"), **statement("one", "it", "no")}).differing


def test_what_an_audience_may_not_see() -> None:
    def hidden(audience: Audience, level: str = "authority") -> Covered:
        words = training(f"regime: In 16 bits.\nvisibility: {level}\n")
        files = {**asking("id: it, title: It, answered_by: [{field: training#regime}]"), **words}
        return covered(files, audience=audience)["it"]

    public = hidden(Audience.PUBLIC)
    assert (public.answer, public.hidden, public.visibility, public.found) == (
        Answer.NOT_RECORDED,
        True,
        "authority",
        (),
    )
    for audience in (Audience.AUTHORITY, Audience.INTERNAL):
        seen = hidden(audience)
        assert (seen.answer, seen.hidden, seen.visibility) == (Answer.ANSWERED, False, "authority")
    assert hidden(Audience.PUBLIC, "public").visibility == "public"
    nothing = covered(asking("id: it, title: It, answered_by: [{field: training#regime}]"))["it"]
    assert (nothing.hidden, nothing.visibility) == (False, "")


def test_a_restricted_field_is_answered_and_not_public() -> None:
    words = training("regime: In 16 bits.\nvisibility_of: {regime: authority}\n")
    files = {**asking("id: it, title: It, answered_by: [{field: training#regime}]"), **words}
    public = covered(files)["it"]
    assert (public.answer, public.hidden) == (Answer.NOT_RECORDED, True)
    assert covered(files, audience=Audience.AUTHORITY)["it"].answer is Answer.ANSWERED


def test_a_hazard_is_answered_by_the_risks_that_are_sorted_under_it() -> None:
    hazards = asking("id: rude, title: Rude", "id: odd, title: Odd").pop(PATH).replace("type: index", "type: taxonomy")
    risk = "governance/risk/rudeness.yaml"
    places = "[{id: a, framework: questions, item: rude}, {id: b, framework: nist-ai-600-1, item: odd}]"
    found = covered({PATH: hazards, risk: SMALL[risk] + f"taxonomies: {places}\n"})
    assert {id: one.answer for id, one in found.items()} == {"rude": Answer.ANSWERED, "odd": Answer.NOT_RECORDED}
    assert [str(one.address) for one in behind(found["rude"])] == ["risk/rudeness#taxonomies/a/item"]


def test_settings_choose_what_is_shown() -> None:
    chosen = {"governance/settings.yaml": SMALL["governance/settings.yaml"] + "frameworks: [questions, fmti-2023]\n"}
    assert [framework.id for framework in shown(view({PATH: TEN, **chosen}))] == ["questions", "fmti-2023"]
    everything = [framework.id for framework in shown(view({PATH: TEN}))]
    assert "questions" in everything
    assert len(everything) > 15


def test_own_frameworks_stand_in_for_ours_and_broken_ones_for_none() -> None:
    own = project({"frameworks/fmti-2023.yaml": TEN}).frameworks
    assert own["fmti-2023"].short == "Questions"
    almost = project({"frameworks/questions.yml": TEN}).frameworks
    assert [(one.code, one.message) for one in almost.problems] == [
        ("unreadable-file", "the files of frameworks end in .yaml")
    ]
    broken = project({"frameworks/fmti-2023.yaml": TEN.replace("audience: public", "audience: all", 1)}).frameworks
    assert "fmti-2023" not in broken
    assert broken.broken == {"fmti-2023"}
    (problem,) = broken.problems
    assert (problem.code, str(problem.location)) == ("schema-violation", "frameworks/fmti-2023.yaml:16:15")
