"""Documents of a release that was signed say what was signed, and what came later beside it."""

from __future__ import annotations

import pytest
from tests.seals.making import FILES, RELEASED, Changes, records, release, seal, with_seal

from underhood.documents import render
from underhood.judge.seal import restored
from underhood.meaning.audience import Audience, Views
from underhood.records.project import Project
from underhood.records.seals import written
from underhood.values.errors import Stop
from underhood.values.ids import Address

RISK = "governance/risk/rudeness.yaml"
EDITED = FILES[RISK].replace("rudely", "very rudely")


def card(project: Project, language: str = "en", id: str = "owl-3") -> str:
    view = Views(project).view(language)
    subject = view.get("release", id)
    assert subject is not None
    return render("model-card", view, subject).markdown()


def test_a_card_shows_what_was_sealed() -> None:
    made = seal()
    assert "may answer rudely" in card(with_seal(made))
    edited = with_seal(made, {RISK: EDITED})
    assert "may answer rudely" in card(edited)
    assert "very rudely" not in card(edited)


def test_the_record_itself_is_that_of_today() -> None:
    view = Views(with_seal(seal(), {RISK: EDITED})).view("en")
    assert "very rudely" in render("record", view, view.get("risk", "rudeness")).markdown()


def test_the_same_card_comes_from_the_records_and_from_their_seal() -> None:
    out = records({"governance/release/owl-3.yaml": RELEASED}, day="2025-06-01")
    assert card(out) == card(with_seal(seal()))


def test_a_translation_is_that_of_its_time() -> None:
    po = "governance/_locale/fr/LC_MESSAGES/records.po"
    later = FILES[po].replace("impoli", "mal élevé")
    assert "impoli" in card(with_seal(seal(), {po: later}), "fr")
    assert "impoli" in card(with_seal(seal(), {po: later, RISK: EDITED}), "fr")
    assert "mal élevé" in card(records({"governance/release/owl-3.yaml": RELEASED, po: later}, day="2025-06-01"), "fr")


def test_a_candidate_shows_the_records_of_today() -> None:
    path = "governance/_sealed/owl-3.json"
    view = Views(records({path: written(seal()), RISK: EDITED}), drafts=True).view("en")
    assert "very rudely" in render("model-card", view, view.get("release", "owl-3")).markdown()


def test_what_came_later_stands_beside_it() -> None:
    erratum = (
        "title: Rudeness was measured wrongly\ntarget: release/owl-3\nwas: rare\nis: likely\ntype: correction\n"
        "date: '2025-02-01'\nreason: A sign was wrong.\n"
    )
    project = with_seal(seal(), {"governance/erratum/sign.yaml": erratum, RISK: EDITED})
    assert project.problems == ()
    made = restored(project, seal())
    assert made.catalog.get("erratum", "sign") is not None
    assert made.catalog.get("risk", "rudeness") != project.catalog.get("risk", "rudeness")


def test_what_lives_on_is_that_of_today() -> None:
    moved = "title: Owl Works and Sons\nlegal_name: Owl Works SAS\nwebsite: https://new.example\n"
    owner = FILES[RISK].replace("owner: Ada", "owner: Bo").replace("likelihood: rare", "likelihood: likely")
    project = with_seal(seal(), {"governance/organisation/owl-works.yaml": moved, RISK: owner})
    made = restored(project, seal())
    works, risk = made.catalog.get("organisation", "owl-works"), made.catalog.get("risk", "rudeness")
    assert works is not None
    assert risk is not None
    assert (works.data["title"], works.data["website"]) == ("Owl Works", "https://new.example")
    assert risk.data["ratings"][0] == {
        "id": "two",
        "for": ["release/owl-2"],
        "likelihood": "rare",
        "severity": "low",
        "owner": "Bo",
    }
    assert release(made).data["history"] == release(project).data["history"]


def test_a_record_that_is_gone_is_still_shown() -> None:
    gone = with_seal(seal(), {"governance/exclusion/nests.yaml": None})
    assert restored(gone, seal()).catalog.get("exclusion", "nests") is not None


def test_what_was_made_less_visible_stays_hidden() -> None:
    hidden = with_seal(seal(), {RISK: f"{FILES[RISK]}visibility: internal\n"})
    assert "rudely" not in card(hidden)
    view = Views(restored(hidden, seal())).view("en", Audience.PUBLIC)
    assert view.at(Address("risk", "rudeness")) is None
    wider = with_seal(
        seal(), {"governance/risk/secret.yaml": "title: Nest locations\ntext: It may tell where nests are.\n"}
    )
    assert "where nests are" not in card(wider)


def test_two_releases_have_the_shared_record_each_as_it_was_sealed() -> None:
    two = seal(id="owl-2")
    with_two: Changes = {"governance/_sealed/owl-2.json": written(two), RISK: EDITED}
    three = seal(records(with_two))
    latest = FILES[RISK].replace("rudely", "rudely at night")
    project = with_seal(three, {**with_two, RISK: latest})
    assert "may answer rudely." in card(project, id="owl-2")
    assert "may answer very rudely." in card(project, id="owl-3")
    assert "at night" not in card(project, id="owl-2") + card(project, id="owl-3")


def test_nothing_is_rendered_from_a_seal_that_does_not_hold() -> None:
    made = written(seal()).replace(b"rudely", b"kindly")
    project = with_seal(seal(), {"governance/_sealed/owl-3.json": made})
    with pytest.raises(Stop, match=r"owl-3\.json"):
        card(project)
