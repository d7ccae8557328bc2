"""A gate says exactly what stands in the way, and who can act."""

from __future__ import annotations

import html
import json
import re

import jsonschema
import pytest
from tests.gates.laboratory import RELEASE, TODAY, Laboratory

from underhood.documents import offered, render
from underhood.doors import assets
from underhood.judge.gate import State
from underhood.judge.gates.values import PASSING
from underhood.meaning.audience import Views
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


FOUR = {
    "safety-lead": ("stale", ("safety-lead: Odran Pellby",), "Odran Pellby as safety-lead: stale: "),
    "mitigation-without-effect": (
        "stale",
        ("Odran Pellby", "Ilse Varnholt", "Maeve Tindrick"),
        "Notice to readers: no effect of this measure is recorded",
    ),
    "regression-unexplained": (
        "blocks",
        ("Ilse Varnholt", "Maeve Tindrick"),
        "Reedheron 3: predecessor: on Fell Quiz the figure is worse than in Reedheron 2, and no record says why",
    ),
    "unmitigated-high-risk": (
        "blocks",
        ("Odran Pellby", "Tarn & Thistle Laboratory"),
        "Instructions for harm: ratings.reedheron-2: rated critical, with no measure in place",
    ),
}
"""What stands in the way: its state, who can act, and what is said of the place. The waiver's owner comes first."""

PLACES = (
    "approval/reedheron-3-safety-lead.yaml",
    "mitigation/reader-notice.yaml",
    "release/reedheron-3.yaml",
    "risk/harmful-instructions.yaml",
)
OVER = "waiver: The effect of the notice is not measured (waiver/notice): expired on 2026-11-01; owner: Odran Pellby"
RAW = ("odran", "ilse", "organisation/")
"""How records name people and organisations: nobody is to read that."""


def test_exactly_four_stand_in_the_way(laboratory: Laboratory) -> None:
    found = broken(laboratory).gate()
    standing = [one for one in found.requirements if one.state not in PASSING]
    assert {one.name: (one.state.value, one.who) for one in standing} == {
        name: (state, who) for name, (state, who, _) in FOUR.items()
    }
    assert [len(one.because) for one in standing] == [1, 1, 1, 1]
    assert [[waiver.id for waiver in one.waivers] for one in standing] == [[], ["notice"], [], []]
    assert not found.warnings
    assert not found.told
    assert not found.of(State.WAIVED)


def test_the_text_says_exactly_four(laboratory: Laboratory) -> None:
    lines = load("text")(broken(laboratory).gate(), Frame(today=TODAY)).splitlines()
    standing = [line for line in lines if line.startswith(("blocks", "stale"))]
    assert [line.split(maxsplit=1)[0] for line in standing] == [state for state, _, _ in FOUR.values()]
    assert all(name in line for name, line in zip(FOUR, standing, strict=True))
    acting = [line.strip() for line in lines if "who can act" in line]
    assert acting == [f"who can act: {'; '.join(who)}" for _, who, _ in FOUR.values()]
    for place, (_, _, words) in zip(PLACES, FOUR.values(), strict=True):
        assert len([line for line in lines if place in line and words in line]) == 1
    assert [line.strip() for line in lines if "waiver: " in line] == [OVER]
    assert "the waiver that excused it expired on 2026-11-01" in standing[1]
    assert lines[-1].endswith("candidate → released: blocked (2 block, 2 stale, 8 hold)")


def test_the_comment_says_exactly_four(laboratory: Laboratory) -> None:
    told = html.unescape(load("markdown")(broken(laboratory).gate(), Frame(today=TODAY)))
    rows = [line.split(" | ") for line in told.splitlines() if line.startswith("| **")]
    assert [row[0] for row in rows] == [f"| **{state}**" for state, _, _ in FOUR.values()]
    assert [row[3].removesuffix(" |") for row in rows] == ["; ".join(who) for _, who, _ in FOUR.values()]
    for row, place, (_, _, words) in zip(rows, PLACES, FOUR.values(), strict=True):
        assert words in row[2]
        assert place in row[2]
    assert OVER in rows[1][2]


def test_the_annotations_are_exactly_four(laboratory: Laboratory) -> None:
    lines = load("github")(broken(laboratory).gate(), Frame(today=TODAY)).splitlines()
    told = [line for line in lines if line.startswith("::")]
    for line, place, (_, who, words) in zip(told, PLACES, FOUR.values(), strict=True):
        assert line.startswith(f"::error file=governance/{place},")
        assert f"%0Ahint: who can act: {'; '.join(who)}; " in line
        assert words in line
    assert OVER in told[1]


def test_programs_read_exactly_four(laboratory: Laboratory) -> None:
    found = broken(laboratory).gate()
    told = json.loads(load("json")(found, Frame(today=TODAY)))
    schema = json.loads((assets.directory("schemas") / "formats/gate-1.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(told, schema)
    assert (told["version"], told["holds"], told["from"], told["to"]) == (1, False, "candidate", "released")
    assert told["title"] == "Reedheron 3"
    standing = [one for one in told["requirements"] if one["state"] not in {"holds", "waived"}]
    assert [one["name"] for one in standing] == list(FOUR)
    assert [(one["state"], tuple(one["who"])) for one in standing] == [(state, who) for state, who, _ in FOUR.values()]
    approval, (waiver,) = standing[0]["because"][0], standing[1]["waivers"]
    assert (approval["person"], approval["name"]) == ("odran", "Odran Pellby")
    assert (waiver["waiver"], waiver["owner"], waiver["owner_name"]) == ("waiver/notice", "odran", "Odran Pellby")
    assert [one["state"] for one in told["requirements"]].count("holds") == len(found.of(State.HOLDS)) == 8


def test_people_are_called_by_name_everywhere(laboratory: Laboratory) -> None:
    laboratory.waive("2026-11-01")
    path = "governance/waiver/notice.yaml"
    laboratory.edit(path, "owner: odran", "owner: organisation/tarn-and-thistle")
    laboratory.sign("ruben")
    found = laboratory.gate()
    (over,) = [one for one in found.requirements if one.waivers]
    assert over.who[0] == "Tarn & Thistle Laboratory"
    for form in set(formats()) - {"json"}:
        told = html.unescape(load(form)(found, Frame(today=TODAY)))
        assert "owner: Tarn & Thistle Laboratory" in told
        assert not [word for word in RAW if word in told]


def test_somebody_who_left_is_named_as_such(laboratory: Laboratory) -> None:
    laboratory.edit(
        "governance/organisation/tarn-and-thistle.yaml", r"\{id: odran,", "{id: odran, until: '2026-11-10',"
    )
    laboratory.waive("2026-11-01")
    (over,) = [one for one in laboratory.gate().requirements if one.waivers]
    assert over.who[0] == "Odran Pellby (not in office on this day)"


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


ON_PAGE = {
    "en": (
        "What is missing",
        "Who can act: ",
        {
            "out of date": ["Approvals as safety-lead: 0 of 1.", "Nothing says whether a measure works"],
            "in the way": ["A result got worse than in the release before", "A grave risk has no measure"],
        },
    ),
    "fr": (
        "Ce qui manque",
        "Qui peut agir: ",
        {
            "périmé": ["Approbations en tant que safety-lead", "Rien ne dit si une mesure agit"],
            "bloquant": [
                "Un résultat est moins bon que dans la version",
                "Aucune mesure n'est prise contre un risque grave",
            ],
        },
    ),
}


@pytest.mark.parametrize("language", list(ON_PAGE))
def test_the_page_for_drafts_says_exactly_four(laboratory: Laboratory, language: str) -> None:
    broken(laboratory)
    heading, acting, points = ON_PAGE[language]
    view = Views(laboratory.project(), drafts=True).view(language)
    release = view.get("release", RELEASE)
    assert release is not None
    assert "ready" in [one.name for one in offered(view, release)]
    text = html.unescape(render("ready", view, release).markdown()).replace("\\", "")
    text = re.sub(r"\s([:;])", r"\1", text)  # French has a space there
    missing = text.partition(f"## {heading}\n")[2].partition("\n## ")[0].splitlines()
    said = [line for line in missing if line.startswith("- ")]
    wanted = [f"- **{state}** {words}" for state, sentences in points.items() for words in sentences]
    assert len(said) == len(wanted) == 4
    assert all(line.startswith(words) for line, words in zip(said, wanted, strict=True))
    found = [line.strip() for line in missing if acting in line]
    assert [line.removeprefix(f"- {acting}") for line in found] == ["; ".join(who) for _, who, _ in FOUR.values()]
    assert not [word for word in RAW if word in text.replace("record:organisation/", "")]


def test_what_the_tool_says_is_marked_as_english_where_the_page_is_not(laboratory: Laboratory) -> None:
    broken(laboratory)
    for language, marked in (("en", False), ("fr", True)):
        view = Views(laboratory.project(), drafts=True).view(language)
        release = view.get("release", RELEASE)
        assert release is not None
        made = render("ready", view, release)
        assert 'lang="en">no effect of this measure is recorded' in str(made.html())
        assert ("n'existe qu'en anglais" in made.markdown()) is marked


def test_there_is_no_such_page_for_the_public(laboratory: Laboratory) -> None:
    public = Views(laboratory.project()).view()
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
    assert "a record that is not public" in text
