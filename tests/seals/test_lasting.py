"""A seal of the time before a field was taken out of the closure: it stays as it is, and the field lives on."""

from __future__ import annotations

from dataclasses import replace

from tests.seals.making import FILES, RELEASED, counted, records, release, seal

from underhood.documents import render
from underhood.judge.approvals import changed_between
from underhood.judge.check import check
from underhood.judge.seal import behind, changed, sealed
from underhood.meaning.audience import Views
from underhood.records.project import Project
from underhood.records.seal_values import RECORD, TRANSLATION, Seal, entry_of, manifest_of
from underhood.records.seals import parse_seal, path_of, written

RELEASE = "governance/release/owl-3.yaml"
CATALOGUE = "governance/_locale/fr/LC_MESSAGES/records.po"
POLICY = "Two months' notice."
PLACE = "release/owl-3#deprecation/policy"
NOTICE = f'deprecation: {{policy: "{POLICY}"}}\n'
FRENCH = f'{FILES[CATALOGUE]}\nmsgctxt "{PLACE}"\nmsgid "{POLICY}"\nmsgstr "Deux mois de préavis."\n'


def older(made: Seal) -> Seal:
    """The seal as an earlier version would have written it, with the notice and its translation."""
    kept = [entry for entry in made.entries if entry.name != f"{RECORD}release/owl-3"]
    data = {**made.by_name[f"{RECORD}release/owl-3"].data, "deprecation": {"policy": POLICY}}  # type: ignore[dict-item]
    texts = {PLACE: {"original": POLICY, "text": "Deux mois de préavis."}}
    for name, said in ((f"{RECORD}release/owl-3", data), (f"{TRANSLATION}fr/release/owl-3", texts)):
        kept.append(entry_of(name, said, len(kept).to_bytes(32, "big")))
    entries = tuple(sorted(kept, key=lambda entry: entry.name))
    return replace(made, entries=entries, manifest=manifest_of(entry.digest for entry in entries))


def project(text: str, found: Seal, *, catalogue: str = FRENCH) -> Project:
    made = records({RELEASE: text, path_of("owl-3"): written(found), CATALOGUE: catalogue}, day="2025-06-01")
    assert made.problems == ()
    return made


def codes(one: Project) -> list[str]:
    return [found.code for found in check(one, today="2025-06-01") if "seal" in found.code]


def test_a_notice_of_deprecation_is_not_sealed() -> None:
    with_notice = seal(records({RELEASE: FILES[RELEASE] + NOTICE, CATALOGUE: FRENCH}))
    assert with_notice.manifest == seal().manifest


def test_a_released_release_gets_its_notice_without_being_behind() -> None:
    made = seal()
    for text in (RELEASED, RELEASED + NOTICE, RELEASED + NOTICE.replace("Two", "Six")):
        one = project(text, made)
        assert changed(one, made) == ()
        assert codes(one) == []


def test_an_older_seal_with_the_notice_holds_as_it_is() -> None:
    then = older(seal())
    assert isinstance(parse_seal(written(then)), Seal)
    for text in (RELEASED, RELEASED + NOTICE, RELEASED + NOTICE.replace("Two", "Six")):
        one = project(text, then)
        assert changed(one, then) == ()
        assert behind(one, then) == ()
        assert codes(one) == []


def test_what_is_sealed_still_counts_beside_it() -> None:
    then = older(seal())
    one = project((RELEASED + NOTICE).replace("version: '3'", "version: '3.0'"), then)
    assert changed(one, then) == (f"{RECORD}release/owl-3",)
    assert [str(change.address) for change in behind(one, then)] == ["release/owl-3#version"]
    assert codes(one) == ["seal-behind"]


def test_a_candidate_keeps_its_older_seal_and_its_approvals() -> None:
    then = older(seal())
    one = project(FILES[RELEASE], then)
    assert sealed(one, release(one), before=then, nonce=counted(50)) is then
    two = project(FILES[RELEASE].replace("version: '3'", "version: '3.0'"), then)
    again = sealed(two, release(two), before=then, nonce=counted(50))
    assert again.manifest != then.manifest
    told = [str(change.address) for change in changed_between(two, then, again)]
    assert told == ["release/owl-3#version"]


def test_documents_show_the_notice_of_today() -> None:
    then = older(seal())
    for text, expected in ((RELEASED, False), (RELEASED + NOTICE.replace(POLICY, "Gone in May."), True)):
        view = Views(project(text.replace("policy", "migration"), then)).view()
        found = view.get("release", "owl-3")
        assert found is not None
        notes = render("release-notes", view, found).markdown()
        assert POLICY not in notes
        assert ("Gone in May." in notes) is expected
