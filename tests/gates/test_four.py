"""A gate says exactly what stands in the way, and who can act."""

from __future__ import annotations

import json

import jsonschema
from tests.gates.laboratory import RELEASE, TODAY, Laboratory

from underhood.documents import offered, render
from underhood.doors import assets
from underhood.judge.gate import State
from underhood.judge.gates.values import PASSING
from underhood.meaning.audience import Views
from underhood.values.finding import Finding
from underhood.verdicts import Frame, formats, load


def broken(laboratory: Laboratory) -> Laboratory:
    """One measure taken away, one figure worse, one approval from before that, one waiver over."""
    laboratory.edit(
        "governance/risk/harmful-instructions.yaml", r" mitigations: \[safety-tuning, answer-filter, abuse-watch\],", ""
    )
    laboratory.edit("governance/evaluation/reedheron-3-first-look.yaml", "61.7", "51.7")
    laboratory.sign("ruben")
    laboratory.waive("2026-11-01")
    return laboratory


def test_the_candidate_may_be_released(laboratory: Laboratory) -> None:
    found = laboratory.gate()
    assert found.holds, [one.what for one in found.requirements if one.state not in PASSING]
    (waived,) = found.of(State.WAIVED)
    assert (waived.name, waived.waivers[0].id) == ("mitigation-without-effect", "notice")


def test_exactly_four_stand_in_the_way(laboratory: Laboratory) -> None:
    found = broken(laboratory).gate()
    standing = {one.name: one for one in found.requirements if one.state not in PASSING}
    assert set(standing) == {
        "unmitigated-high-risk",
        "regression-unexplained",
        "safety-lead",
        "mitigation-without-effect",
    }
    assert len([one for one in found.requirements if one.state not in PASSING]) == 4
    risk, worse, stale, waiver = (
        standing[name]
        for name in ("unmitigated-high-risk", "regression-unexplained", "safety-lead", "mitigation-without-effect")
    )
    assert isinstance(risk.because[0], Finding)
    assert isinstance(worse.because[0], Finding)
    assert (risk.state, risk.who) == (State.BLOCKS, ("Odran Pellby", "Tarn & Thistle Laboratory"))
    assert "rated critical, with no measure in place" in risk.because[0].message
    assert risk.because[0].location.path == "governance/risk/harmful-instructions.yaml"
    assert worse.state is State.BLOCKS
    assert "worse than in Reedheron 2" in worse.because[0].message
    assert worse.who == ("Ilse Varnholt", "Maeve Tindrick")
    assert (stale.state, stale.who) == (State.STALE, ("safety-lead: Odran Pellby",))
    assert [one.id for one in waiver.waivers] == ["notice"]
    assert waiver.state is State.BLOCKS


def test_each_format_says_all_of_it(laboratory: Laboratory) -> None:
    found = broken(laboratory).gate()
    frame = Frame(today=TODAY)
    for form in formats():
        text = load(form)(found, frame)
        for word in ("unmitigated-high-risk", "regression-unexplained", "safety-lead", "Odran Pellby", "Ilse Varnholt"):
            assert word in text, (form, word)
        assert "%" not in text.replace("%0A", "").replace("%3A", ""), form
    told = json.loads(load("json")(found, frame))
    schema = json.loads((assets.directory("schemas") / "formats/gate-1.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(told, schema)
    assert (told["version"], told["holds"], told["from"], told["to"]) == (1, False, "candidate", "released")
    assert [one["state"] for one in told["requirements"]].count("holds") == len(found.of(State.HOLDS))


def hostile(laboratory: Laboratory) -> None:
    words = "::error::x <img src=x onerror=y> | **a** @all #1 |"
    laboratory.edit("governance/risk/harmful-instructions.yaml", "owner: Odran Pellby", lambda _: f"owner: '{words}'")


def test_words_of_records_bring_no_markup_and_no_commands(laboratory: Laboratory) -> None:
    hostile(broken(laboratory))
    found = laboratory.gate()
    frame = Frame(today=TODAY)
    told = load("markdown")(found, frame)
    assert "<img" not in told
    assert "@all" not in told
    for line in load("github")(found, frame).splitlines():
        assert not line.startswith("::") or line.startswith("::error file=governance/")


def test_a_page_for_drafts_says_the_same(laboratory: Laboratory) -> None:
    broken(laboratory)
    project = laboratory.project()
    for language, words in (("en", "Who can act: safety-lead: Odran Pellby"), ("fr", "Odran Pellby")):
        view = Views(project, drafts=True).view(language)
        release = view.get("release", RELEASE)
        assert release is not None
        assert "ready" in [one.name for one in offered(view, release)]
        text = render("ready", view, release).markdown()
        assert words in text.replace("\\", "")
        assert "unmitigated-high-risk" in text
    public = Views(project).view()
    assert not [one.name for record in public.of("release") for one in offered(public, record) if one.name == "ready"]


def test_a_page_names_no_record_that_its_readers_may_not_see(laboratory: Laboratory) -> None:
    laboratory.edit("governance/risk/copied-service.yaml", r"(?m)^ratings:\n(  - .*\n)+", "")
    laboratory.put(
        "governance/risk/copied-service.yaml",
        (laboratory.root / "governance/risk/copied-service.yaml").read_text("utf-8")
        + "ratings:\n  - {id: all, for: [reedheron-3], likelihood: rare, severity: critical}\n",
    )
    found = laboratory.gate()
    assert any(one.name == "unmitigated-high-risk" for one in found.of(State.BLOCKS))
    view = Views(laboratory.project(), drafts=True).view()
    release = view.get("release", RELEASE)
    assert release is not None
    text = render("ready", view, release).markdown()
    assert "copied-service" not in text
    assert "a record that is not shown here" in text
