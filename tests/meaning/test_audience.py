"""Each audience sees what is meant for it, and nobody sees what is not out yet."""

from __future__ import annotations

import pytest
from tests.making import SMALL, view

from underhood.meaning.audience import Audience

DRAFT = (
    "title: Owl 3\nmodel: owl\nversion: '3'\npredecessor: owl-2\nrecorded: live\n"
    "history: [{status: candidate, date: '2024-12-01'}]\n"
    "variants: [{id: small, status: not-released}]\nparts: [risk/rudeness, risk/new]\n"
)
SECRET = {"governance/risk/secret.yaml": "title: Secret\ntext: Not for all.\nvisibility: authority\n"}
THIRD = {
    "governance/release/owl-3.yaml": DRAFT,
    "governance/risk/new.yaml": "title: New\ntext: Only in the draft.\n",
    "governance/claim/early.yaml": (
        "title: Early\nparaphrase: Early.\nabout: owl-3\nattributed_to: x\nat: [{source: daily-news}]\n"
    ),
}


@pytest.mark.parametrize(
    ("audience", "seen"),
    [(Audience.PUBLIC, False), (Audience.DOWNSTREAM, False), (Audience.AUTHORITY, True), (Audience.INTERNAL, True)],
)
def test_visibility(audience: Audience, seen: bool) -> None:
    assert (view(SECRET, audience=audience).get("risk", "secret") is not None) == seen


def test_what_only_a_draft_reaches_is_left_out() -> None:
    public = view(THIRD)
    assert public.get("release", "owl-3") is None
    assert public.get("risk", "new") is None
    assert public.get("claim", "early") is None
    assert public.get("risk", "rudeness") is not None
    drafts = view(THIRD, drafts=True)
    assert drafts.get("risk", "new") is not None
    assert drafts.get("claim", "early") is not None


@pytest.mark.parametrize(("day", "seen"), [("2024-12-31", True), ("2025-01-01", True), ("2025-01-02", False)])
def test_publication_day(day: str, seen: bool) -> None:
    held = SMALL["governance/release/owl-2.yaml"] + f"publish_at: '{day}'\n"
    assert (view({"governance/release/owl-2.yaml": held}).get("release", "owl-2") is not None) == seen


def test_texts_know_their_language() -> None:
    po = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgctxt "risk/rudeness#title"\nmsgid "Rude answers"\nmsgstr "Réponses grossières"\n'
    )
    french = view({"governance/_locale/fr/LC_MESSAGES/records.po": po}, language="fr").get("risk", "rudeness")
    assert french is not None
    assert (french.data["title"], french.data["title"].language) == ("Réponses grossières", "fr")
    assert (french.data["text"], french.data["text"].language) == ("The model may answer rudely.", "en")


def test_the_names_of_hidden_records_are_not_told() -> None:
    risk = (
        "title: Rude answers\ntext: 'See [[risk/secret]] and [[risk/rudeness]].'\n"
        "ratings: [{id: all, for: [owl-2], mitigations: [open, hush]}]\n"
    )
    changes = {
        **SECRET,
        "governance/risk/rudeness.yaml": risk,
        "governance/mitigation/open.yaml": "title: Open\nlayer: model\ntext: Told.\n",
        "governance/mitigation/hush.yaml": "title: Hush\nlayer: model\ntext: Not told.\nvisibility: internal\n",
    }
    public = view(changes).get("risk", "rudeness")
    assert public is not None
    assert "secret" not in str(public.data)
    assert "hush" not in str(public.data)
    assert public.data["ratings"][0]["mitigations"] == ["open"]
    assert "[[risk/rudeness]]" in public.data["text"]
    inside = view(changes, audience=Audience.INTERNAL).get("risk", "rudeness")
    assert inside is not None
    assert inside.data["ratings"][0]["mitigations"] == ["open", "hush"]
