"""Copies of a seal for an audience: the same manifest, and nothing of what is not for it."""

from __future__ import annotations

import hashlib
import itertools

import pytest
from tests.seals.making import FILES, records, seal

from underhood.doors.canonical_json import canonical
from underhood.judge.seal import withheld
from underhood.meaning.audience import Audience
from underhood.records.seal_values import AUDIENCES
from underhood.records.seals import Seal, parse_seal, written

SECRET = ("secret", "Nest loc", "nids", "It may tell")


def copy(made: Seal, audience: str) -> Seal:
    found = parse_seal(written(made, audience))
    assert isinstance(found, Seal), found
    return found


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_copy_has_the_manifest_of_the_seal(audience: str) -> None:
    made = seal()
    found = copy(made, audience)
    assert found.manifest == made.manifest
    assert found.sealed == made.sealed
    assert len(found.entries) == len(made.entries)


def test_the_public_learns_nothing_of_what_is_restricted() -> None:
    raw = written(seal(), "public").decode()
    assert "risk/rudeness" in raw
    assert [word for word in SECRET if word in raw] == []
    assert "safety-lead" not in raw  # who must approve


def test_bare_digests_stand_at_no_place_that_tells_their_names() -> None:
    found = copy(seal(), "public")
    bare = [entry.digest for entry in found.entries if entry.data is None]
    assert bare == sorted(bare)
    assert all(entry.name == "" and entry.nonce == "" for entry in found.entries if entry.data is None)
    assert [entry.data is None for entry in found.entries] == sorted(entry.data is None for entry in found.entries)


def test_a_restricted_record_cannot_be_guessed_by_trying_all_that_it_may_say() -> None:
    """A rating has five words; without its nonce, none of them gives the digest."""
    words = ("rare", "possible", "likely", "frequent", "unknown")
    files = {
        "governance/risk/secret.yaml": "title: N\ntext: N.\nvisibility: internal\n"
        "ratings: [{id: a, for: [release/owl-3], likelihood: rare}]\n"
    }
    digests = {entry.digest for entry in copy(seal(records(files)), "public").entries}
    for word in words:
        rating = {"id": "a", "for": ["release/owl-3"], "likelihood": word}
        data = {"title": "N", "text": "N.", "visibility": "internal", "ratings": [rating]}
        entry = canonical({"data": data, "name": "record/risk/secret"})
        assert not digests & {hashlib.sha256(start + entry).hexdigest() for start in (b"", b"\0" * 32)}


def test_a_record_that_names_a_restricted_one_is_shown_without_the_name() -> None:
    made = seal()
    found = copy(made, "public").by_name
    assert "record/release/owl-3" not in found
    shown = found["view/public/release/owl-3"].data
    assert isinstance(shown, dict)
    assert shown["parts"] == ["risk/rudeness", "evaluation/manners", "exclusion/nests"]
    assert not [name for name in found if name.startswith(("view/authority", "view/downstream"))]


def test_a_release_that_is_not_out_is_not_named() -> None:
    shared = FILES["governance/risk/rudeness.yaml"] + "  - {id: next, for: [release/owl-9], likelihood: rare}\n"
    draft = (
        "title: Owl 9\nmodel: owl\nversion: '9'\nrecorded: live\nhistory: [{status: draft, date: '2024-12-01'}]\n"
        "variants: [{id: small, status: released}]\n"
    )
    made = seal(records({"governance/risk/rudeness.yaml": shared, "governance/release/owl-9.yaml": draft}))
    assert b"owl-9" in written(made)
    assert b"owl-9" not in written(made, "public")
    assert "view/public/risk/rudeness" in copy(made, "public").by_name


@pytest.mark.parametrize(("level", "audience"), list(itertools.product(AUDIENCES, AUDIENCES)))
def test_each_audience_sees_what_is_for_it(level: str, audience: str) -> None:
    text = FILES["governance/risk/secret.yaml"].replace("internal", level)
    found = copy(seal(records({"governance/risk/secret.yaml": text})), audience).by_name
    sees = AUDIENCES.index(level) <= AUDIENCES.index(audience)
    assert ("record/risk/secret" in found) == sees
    assert ("translation/fr/risk/secret" in found) == sees


def test_what_became_restricted_later_can_be_kept_back() -> None:
    made = seal()
    raw = written(made, "public", hidden=frozenset({"record/risk/rudeness", "translation/fr/risk/rudeness"}))
    assert b"rude" not in raw.replace(b'"risk/rudeness"', b"")
    found = parse_seal(raw)
    assert isinstance(found, Seal)
    assert found.manifest == made.manifest


def test_the_visibility_of_the_settings_counts() -> None:
    private = FILES["governance/settings.yaml"] + "default_visibility: internal\n"
    found = copy(seal(records({"governance/settings.yaml": private})), "public").by_name
    assert sorted(found) == ["schema", "seal", "templates"]


LIMITED = {
    "governance/risk/rudeness.yaml": FILES["governance/risk/rudeness.yaml"]
    + "summary: Three of the answers were very rude.\nvisibility_of: {summary: authority}\n"
}


def test_a_copy_holds_a_restricted_field_for_those_who_may_see_it() -> None:
    made = seal(records(LIMITED))
    public, authority = (written(made, audience).decode() for audience in ("public", "authority"))
    assert "very rude" not in public
    assert "visibility_of" not in public
    assert "very rude" in authority
    shown = copy(made, "public").by_name
    assert "record/risk/rudeness" not in shown
    data = shown["view/public/risk/rudeness"].data
    assert data is not None
    assert data["title"]


def test_a_field_that_is_restricted_later_is_not_in_the_copy() -> None:
    open_ = {path: text.partition("visibility_of")[0] for path, text in LIMITED.items()}
    made = seal(records(open_))
    assert b"very rude" in written(made, "public")
    hidden = withheld(records(LIMITED), made, Audience.PUBLIC)
    assert "record/risk/rudeness" in hidden
    assert b"very rude" not in written(made, "public", hidden=hidden)
    assert "record/risk/rudeness" not in withheld(records(LIMITED), made, Audience.AUTHORITY)
