"""What a seal holds, what it does not follow, and that it says the same however the records are laid out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import pytest
from tests.seals.making import DAY, FILES, Changes, records, release, seal, with_seal

from underhood.doors.canonical_json import canonical
from underhood.judge.check import check
from underhood.judge.seal import behind, changed, sealed
from underhood.meaning.closure import bordering, closure_of
from underhood.records.seals import Seal, parse_seal, read_seal, written

RISK = "governance/risk/rudeness.yaml"


def data(made: Seal, name: str) -> object:
    return made.by_name[name].data


def test_the_closure_holds_what_the_release_stands_on_and_stops_at_others() -> None:
    project = records()
    found = [str(address) for address in closure_of(project.catalog, release(project))]
    assert found == [
        "benchmark/manners",
        "evaluation/manners",
        "exclusion/nests",
        "model/owl",
        "organisation/owl-works",
        "release/owl-3",
        "risk/rudeness",
        "risk/secret",
    ]
    assert [str(address) for address in bordering(project.catalog, release(project))] == ["release/owl-2"]


def test_what_a_text_quotes_from_another_record_is_sealed_with_it() -> None:
    text = "title: Rude answers\ntext: Polite in [[evaluation/other#small/values/share]] of answers, see [[risk/x]].\n"
    other = FILES["governance/evaluation/manners.yaml"]
    project = records(
        {RISK: text, "governance/evaluation/other.yaml": other, "governance/risk/x.yaml": "title: X\ntext: X.\n"}
    )
    found = {str(address) for address in closure_of(project.catalog, release(project))}
    assert "evaluation/other" in found
    assert "risk/x" not in found  # it is only named


def test_parts_that_are_inherited_belong_to_it_and_those_set_aside_do_not() -> None:
    heir = (
        "title: Owl 4\nmodel: owl\nversion: '4'\nrecorded: live\nhistory: [{status: draft, date: '2025-01-01'}]\n"
        "variants: [{id: small, status: released}]\nparts_from: owl-3\n"
        "without: [{part: risk/secret, because: The nests moved.}]\n"
    )
    project = records({"governance/release/owl-4.yaml": heir})
    found = {str(address) for address in closure_of(project.catalog, release(project, "owl-4"))}
    assert {"risk/rudeness", "evaluation/manners", "benchmark/manners"} <= found
    assert "risk/secret" not in found
    assert "release/owl-3" in {str(address) for address in bordering(project.catalog, release(project, "owl-4"))}


def test_every_part_is_an_entry() -> None:
    made = seal()
    assert sorted(name for name in made.by_name if not name.startswith("record/")) == [
        "list/_lists/nests.txt",
        "release/owl-2",
        "schema",
        "seal",
        "settings/gates",
        "templates",
        "translation/fr/risk/rudeness",
        "translation/fr/risk/secret",
        "view/authority/release/owl-3",
        "view/downstream/release/owl-3",
        "view/public/release/owl-3",
    ]
    assert data(made, "settings/gates") == {"gates": {"released": {"approvals": {"safety-lead": 1}}}}
    assert data(made, "list/_lists/nests.txt") == {
        "sha256": hashlib.sha256(b"nests.example\n").hexdigest(),
        "visibility": "public",
    }
    assert data(made, "schema") == {"number": 1}


def test_fields_that_live_on_are_left_out_and_defaults_are_written() -> None:
    made = seal()
    assert data(made, "record/risk/rudeness") == {
        "title": "Rude answers",
        "text": "The model may answer rudely.",
        "ratings": [{"id": "two", "for": ["release/owl-2"], "likelihood": "rare", "severity": "low"}],
        "visibility": "public",
    }
    assert data(made, "record/organisation/owl-works") == {
        "title": "Owl Works",
        "legal_name": "Owl Works SAS",
        "visibility": "public",
    }
    sealed_release = data(made, "record/release/owl-3")
    assert isinstance(sealed_release, dict)
    assert not {"history", "owner"} & sealed_release.keys()


def test_printed_precision_stands_in_decimals() -> None:
    made = seal()
    table = data(made, "record/evaluation/manners")
    assert isinstance(table, dict)
    assert table["rows"][0]["values"] == {"share": 26.1}
    assert table["columns"][0]["decimals"] == 2
    assert b'"share":26.1}' in written(made)


def test_a_stranger_can_count_it_again_with_any_json_program() -> None:
    made = seal()
    whole = json.loads(written(made))
    digests = [
        hashlib.sha256(bytes.fromhex(entry["nonce"]) + canonical(entry["entry"])).hexdigest()
        for entry in whole["entries"]
    ]
    assert hashlib.sha256(canonical(sorted(digests))).hexdigest() == whole["manifest"] == made.manifest


def test_what_is_written_is_read_back() -> None:
    made = seal()
    assert parse_seal(written(made)) == made
    project = with_seal(made)
    assert read_seal(project.tree, "owl-3") == made
    assert read_seal(project.tree, "owl-2") is None


LAYOUTS: Mapping[str, Changes] = {
    "moved": {RISK: None, "governance/risk/manners/deep/rudeness.yaml": FILES[RISK]},
    "quoted": {
        RISK: '# A comment.\nratings:\n- severity: "low"\n  likelihood: rare\n  for:\n  - release/owl-2\n'
        '  id: "two"\n  owner: Ada\n'
        'text: >-\n  The model may\n  answer rudely.\ntitle: "Rude answers"\nowner: organisation/owl-works\n'
    },
    "numbers": {
        "governance/evaluation/manners.yaml": FILES["governance/evaluation/manners.yaml"].replace("26.10", "2.61e1")
    },
    "office": {
        "governance/organisation/owl-works.yaml": "title: Owl Works\nlegal_name: Owl Works SAS\nwebsite: https://new.example\n"
    },
    "owner": {RISK: FILES[RISK].replace("owner: Ada", "owner: Bo") + "review_by: '2026-01-01'\ntags: [manners]\n"},
    "beside": {
        "governance/risk/other.yaml": "title: Other\ntext: Of no release.\n",
        "governance/incident/fall.yaml": "title: Fall\ntype: malfunction\ndate: '2024-12-20'\nreleases: [owl-3]\n"
        "timeline: [{id: fall, date: '2024-12-20', event: It fell.}]\n",
    },
    "status": {
        "governance/release/owl-3.yaml": FILES["governance/release/owl-3.yaml"].replace(
            "history: [", "history: [{status: draft, date: '2024-11-01'}, "
        )
    },
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_same_records_are_the_same_entries(name: str) -> None:
    before = seal()
    project = records(LAYOUTS[name])
    assert project.problems == ()
    assert changed(project, before) == ()
    assert seal(project, before=before, start=500) is before
    assert seal(project).manifest == before.manifest


def test_the_order_of_files_does_not_matter() -> None:
    project = records()
    turned = type(project.tree)(dict(reversed(list(FILES.items()))))  # type: ignore[call-arg]
    again = records()
    object.__setattr__(again, "tree", turned)
    assert seal(again) == seal(project)


LATER: Mapping[str, Changes] = {
    "rows of a later release": {RISK: FILES[RISK] + "  - {id: three, for: [release/owl-3], likelihood: likely}\n"},
    "a shared risk": {RISK: FILES[RISK].replace("rudely", "very rudely")},
    "an office": LAYOUTS["office"],
    "a translation": {
        "governance/_locale/fr/LC_MESSAGES/records.po": FILES["governance/_locale/fr/LC_MESSAGES/records.po"].replace(
            "impoli", "mal élevé"
        )
    },
    "a list": {"governance/_lists/nests.txt": "nests.example\neggs.example\n"},
    "a part gone": {"governance/exclusion/nests.yaml": None},
    "the settings": {
        "governance/settings.yaml": FILES["governance/settings.yaml"].replace("safety-lead: 1", "legal-lead: 1")
    },
}


@pytest.mark.parametrize("name", LATER)
def test_no_later_edit_breaks_a_seal(name: str) -> None:
    made = seal()
    project = with_seal(made, LATER[name])
    assert check(project, today="2025-06-01", only={"seal-edited", "unsealed-release"}) == ()
    assert read_seal(project.tree, "owl-3") == made


EXPECTED = {
    "rows of a later release": ["record/risk/rudeness"],
    "a shared risk": ["record/risk/rudeness", "translation/fr/risk/rudeness"],
    "an office": [],
    "a translation": ["translation/fr/risk/rudeness"],
    "a list": ["list/_lists/nests.txt"],
    "a part gone": ["list/_lists/nests.txt", "record/exclusion/nests"],
    "the settings": ["settings/gates"],
}


@pytest.mark.parametrize("name", LATER)
def test_what_differs_is_named(name: str) -> None:
    made = seal()
    project = with_seal(made, LATER[name])
    assert list(changed(project, made)) == EXPECTED[name]
    told = check(project, today="2025-06-01", only={"seal-behind"})
    names = [each.removeprefix("record/") for each in EXPECTED[name] if each != "settings/gates"]
    assert [one.message for one in told] == (
        [f"the seal of {DAY} has these otherwise: {', '.join(names)}"] if names else []
    )
    assert len(behind(project, made)) >= len(EXPECTED[name])


def test_what_differs_is_told_field_by_field_and_weighed() -> None:
    made = seal()
    softer = FILES[RISK].replace("severity: low", "severity: high")
    changes = behind(with_seal(seal(records({RISK: softer}))), made)
    assert changes == ()
    changes = behind(records(), seal(records({RISK: softer})))
    assert [(str(one.address), one.weight.value) for one in changes] == [
        ("risk/rudeness#ratings/two/severity", "weakening")
    ]


def test_an_unchanged_entry_keeps_its_nonce() -> None:
    before = seal()
    after = seal(records({RISK: FILES[RISK].replace("rudely", "very rudely")}), before=before, start=900)
    assert after.manifest != before.manifest
    same = {name for name, entry in after.by_name.items() if before.by_name.get(name) == entry}
    assert after.by_name.keys() - same == {"record/risk/rudeness"}  # the day is the same, and so is its entry
    assert "translation/fr/risk/rudeness" not in after.by_name  # its original is another one now


def test_nonces_are_fresh() -> None:
    project = records()
    one, two = (sealed(project, release(project), day=DAY) for _ in range(2))
    assert one.manifest != two.manifest
    assert len({entry.nonce for made in (one, two) for entry in made.entries}) == 2 * len(one.entries)
    assert all(len(entry.nonce) == 64 for entry in one.entries)


def test_two_releases_that_share_records_do_not_change_each_others_seals() -> None:
    shared = FILES[RISK] + "  - {id: three, for: [release/owl-3], likelihood: rare, severity: low}\n"
    other = (
        "title: Owl 4\nmodel: owl\nversion: '4'\npredecessor: owl-2\nrecorded: live\n"
        "history: [{status: candidate, date: '2024-12-01'}]\nvariants: [{id: small, status: released}]\n"
        "parts: [risk/rudeness]\n"
    )
    both = shared + "  - {id: four, for: [release/owl-4], likelihood: rare, severity: low}\n"
    changes = {RISK: both, "governance/release/owl-4.yaml": other}
    three = seal(records(changes))
    four = seal(records({**changes, "governance/_sealed/owl-3.json": written(three)}), id="owl-4", start=500)
    again = records(
        {**changes, "governance/_sealed/owl-3.json": written(three), "governance/_sealed/owl-4.json": written(four)}
    )
    assert changed(again, three) == ()
    assert changed(again, four) == ()
    assert data(three, "record/risk/rudeness") == data(four, "record/risk/rudeness")


def test_the_seal_of_the_predecessor_counts_once_it_is_fixed() -> None:
    two = seal(id="owl-2")
    made = seal(records({"governance/_sealed/owl-2.json": written(two)}))
    assert data(made, "release/owl-2") == {"manifest": two.manifest, "visibility": "public"}
