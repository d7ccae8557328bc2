"""A gate says exactly what stands in the way, and who can act."""

from __future__ import annotations

import json

from tests.gates.laboratory import TODAY, Laboratory

from underhood.judge.gate import State
from underhood.judge.gates.values import PASSING
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
    assert (told["version"], told["holds"], told["from"], told["to"]) == (1, False, "candidate", "released")
    assert [one["state"] for one in told["requirements"]].count("holds") == len(found.of(State.HOLDS))
