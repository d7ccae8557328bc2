"""Every attack on approvals is refused for what it is, and every honest way passes."""

from __future__ import annotations

import pytest
from tests.approvals.desk import ORGANISATION, PEOPLE, RELEASE, REVOKED, SETTINGS, SIGNERS, TIME, Desk, keygen

from underhood.judge.approvals import Standing
from underhood.judge.seal import sealed
from underhood.records.seals import path_of, written


def test_an_honest_approval_counts(desk: Desk) -> None:
    desk.give()
    (one,) = desk.judged()
    assert one.standing is Standing.VALID
    assert "signed by Ben Example with SHA256:" in one.reason


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_keys_of_every_kind(desk: Desk, kind: str) -> None:
    desk.key(f"ben-{kind}", kind)
    desk.files[SIGNERS] = f"ben {desk.public(f'ben-{kind}')}\n"
    desk.give(key=f"ben-{kind}")
    assert desk.standing() == "valid"


def test_each_byte_of_an_approval_is_signed(desk: Desk) -> None:
    path = desk.give()
    text = str(desk.files[path])
    for at in range(0, len(text), 7):
        other = text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]
        project = desk.project({path: other})
        if project.problems or not project.catalog.of("approval"):
            continue
        if project.catalog.of("approval")[0].data["release"] != "owl-3":
            continue
        assert desk.standing({path: other}) == "bad signature", other


def test_each_byte_of_a_signature_counts(desk: Desk) -> None:
    path = desk.give() + ".sig"
    raw = bytes(desk.files[path])  # type: ignore[arg-type]
    for at in range(0, len(raw), 9):
        if raw[at : at + 1] in {b"\n", b"="}:
            continue
        other = raw[:at] + (b"A" if raw[at : at + 1] != b"A" else b"B") + raw[at + 1 :]
        assert desk.standing({path: other}) in {"bad signature", "no key"}, at


def test_a_tampered_decision(desk: Desk) -> None:
    path = desk.give(decision="refused")
    other = str(desk.files[path]).replace("refused", "approved")
    assert desk.standing({path: other}) == "bad signature"


def test_a_signature_copied_from_another_approval(desk: Desk) -> None:
    first = desk.give("first")
    second = desk.give("second", key="", role="legal-lead")
    desk.files[f"{second}.sig"] = desk.files[f"{first}.sig"]
    assert {one.record.id: one.standing.value for one in desk.judged()} == {"first": "valid", "second": "bad signature"}


def test_an_approval_copied_to_another_release(desk: Desk) -> None:
    path = desk.give(release="owl-2")
    assert desk.judged() == ()  # it is about another release
    other = str(desk.files[path]).replace("owl-2", "owl-3")
    assert desk.standing({path: other}) == "bad signature"


def test_the_manifest_of_another_release(desk: Desk) -> None:
    desk.give(manifest=f"'{'0' * 64}'")
    (one,) = desk.judged()
    assert one.standing is Standing.STALE
    assert "cannot be told" in one.reason


def test_another_namespace(desk: Desk) -> None:
    path = desk.give(key="")
    desk.files[f"{path}.sig"] = desk.signature(desk.files[path], "ben", namespace="git")
    (one,) = desk.judged()
    assert one.standing is Standing.BAD_SIGNATURE
    assert "made for 'git'" in one.reason


def test_a_key_that_is_only_for_another_namespace(desk: Desk) -> None:
    desk.give()
    assert desk.standing({SIGNERS: desk.signers(ben='namespaces="git"')}) == "no key"
    assert desk.standing({SIGNERS: desk.signers(ben='namespaces="git,underhood-*"')}) == "valid"


def test_the_wrong_role(desk: Desk) -> None:
    desk.give(role="privacy-officer")
    assert desk.standing() == "wrong role"


def test_a_person_whom_nobody_knows(desk: Desk) -> None:
    desk.give(person="mallory")
    assert desk.standing() == "wrong role"


def test_another_persons_key(desk: Desk) -> None:
    desk.give(key="cleo")
    (one,) = desk.judged()
    assert one.standing is Standing.NO_KEY
    assert "the key of cleo, not of ben" in one.reason


def test_a_strangers_key(desk: Desk) -> None:
    desk.give(key="mallory")
    assert desk.standing() == "no key"


def test_whoever_prepared_the_release_cannot_approve_it(desk: Desk) -> None:
    desk.give(key="ada", person="ada")
    (one,) = desk.judged()
    assert one.standing is Standing.OWN_WORK
    assert "prepared_by" in one.reason


def test_own_work_counts_in_a_role_that_is_not_kept_apart(desk: Desk) -> None:
    desk.give(key="ada", person="ada", role="engineer")
    assert desk.standing() == "valid"
    assert desk.standing({"governance/settings.yaml": SETTINGS.partition("gates:")[0]}) == "own work"  # the default


def test_taking_oneself_out_of_prepared_by_in_the_same_change(desk: Desk) -> None:
    desk.give(key="ada", person="ada")
    changed = {RELEASE: str(desk.files[RELEASE]).replace("prepared_by: [ada]\n", "")}
    assert desk.standing(changed, base={}) == "own work"


def test_one_person_counts_once(desk: Desk) -> None:
    desk.give("legal", role="legal-lead", date="'2026-03-18T09:00:00Z'")
    desk.give("safety")
    told = {one.record.id: one for one in desk.judged()}
    assert told["legal"].standing is Standing.VALID
    assert told["safety"].standing is Standing.TWICE
    assert "counts already, as legal-lead" in told["safety"].reason


def test_one_person_with_two_keys_counts_once(desk: Desk) -> None:
    desk.files[SIGNERS] = desk.signers() + f"ben {desk.public('ben-2')}\n"
    desk.give("first", date="'2026-03-18T09:00:00Z'", role="legal-lead")
    desk.give("second", key="ben-2")
    assert [one.standing.value for one in desk.judged()] == ["valid", "twice"]


def test_either_of_two_keys_will_do(desk: Desk) -> None:
    desk.files[SIGNERS] = desk.signers() + f"ben@owl.example {desk.public('ben-2')}\n"
    desk.give(key="ben-2")
    assert desk.standing() == "valid"


def test_the_same_file_under_another_name_counts_once(desk: Desk) -> None:
    path = desk.give("first")
    desk.files |= {f"governance/approval/second.yaml{end}": desk.files[f"{path}{end}"] for end in ("", ".sig")}
    assert sorted(one.standing.value for one in desk.judged()) == ["twice", "valid"]


def test_two_people_who_share_a_key(desk: Desk) -> None:
    desk.files[SIGNERS] = f"ben {desk.public('ben')}\ncleo {desk.public('ben')}\n"
    desk.give()
    (one,) = desk.judged()
    assert one.standing is Standing.NO_KEY
    assert "belongs to several people: ben, cleo" in one.reason


def test_two_people_who_share_a_key_by_their_records(desk: Desk) -> None:
    key = keygen("-l", "-f", str(desk.key("ben"))).split()[1].decode()
    people = PEOPLE.replace("roles: [legal-lead],", f"roles: [legal-lead], keys: ['{key}'],")
    desk.give()
    assert desk.standing({ORGANISATION: people}) == "no key"


def test_the_record_of_a_person_may_list_the_keys(desk: Desk) -> None:
    desk.give()
    right = keygen("-l", "-f", str(desk.key("ben"))).split()[1].decode()
    for key, standing in ((right, "valid"), ("SHA256:else", "no key")):
        people = PEOPLE.replace("git: [ben@", f"keys: ['{key}'], git: [ben@")
        assert desk.standing({ORGANISATION: people}) == standing


@pytest.mark.parametrize("who", ["*", "*@owl.example", "ben,cleo", "?en@owl.example,cleo@*"])
def test_a_line_that_fits_several_people(desk: Desk, who: str) -> None:
    desk.give()
    assert desk.standing({SIGNERS: f"{who} {desk.public('ben')}\n"}) == "no key"


@pytest.mark.parametrize("who", ["ben", "ben@*", "*@owl.example,!ada@*,!cleo@*", '"ben"', "ben,ben@owl.example"])
def test_a_line_that_fits_one_person(desk: Desk, who: str) -> None:
    desk.give()
    assert desk.standing({SIGNERS: f"{who} {desk.public('ben')}\n"}) == "valid"


@pytest.mark.parametrize(
    ("options", "today", "standing"),
    [
        ('valid-before="20260101"', "2026-03-20", "expired"),
        ('valid-after="20260319"', "2026-03-20", "expired"),
        ('valid-after="20260101",valid-before="20260401"', "2026-03-20", "valid"),
        ('valid-before="20260401"', "2026-05-01", "expired"),
        ('valid-before="202603190000"', "2026-03-20", "expired"),
    ],
)
def test_the_time_of_a_key(desk: Desk, options: str, today: str, standing: str) -> None:
    desk.give()
    assert desk.standing({SIGNERS: desk.signers(ben=options)}, today=today) == standing


def test_an_expired_key_cannot_be_helped_by_an_old_date(desk: Desk) -> None:
    desk.give(date="'2025-12-31T10:00:00Z'")
    assert desk.standing({SIGNERS: desk.signers(ben='valid-before="20260101"')}) == "expired"


def test_a_revoked_key(desk: Desk) -> None:
    desk.give()
    assert desk.standing({REVOKED: f"{desk.public('ben')}\n"}) == "revoked"
    assert desk.standing({REVOKED: f"{desk.public('cleo')}\n"}) == "valid"


def test_a_list_of_revoked_keys_in_its_binary_form(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    revoked = tmp_path_factory.mktemp("krl") / "revoked"
    keygen("-q", "-k", "-f", str(revoked), str(desk.key("ben").with_suffix(".pub")))
    desk.give()
    assert desk.standing({REVOKED: revoked.read_bytes()}) == "revoked"


def test_revoked_keys_that_cannot_be_read_make_no_signature_good(desk: Desk) -> None:
    desk.give()
    assert desk.standing({REVOKED: "no key at all\n"}) == "unchecked"
    assert desk.standing({REVOKED: b"SSHKRL\n\0cut"}) != "valid"
    assert desk.standing({REVOKED: "# none yet\n"}) == "valid"


@pytest.mark.parametrize(
    ("date", "standing"),
    [
        ("2026-03-21", "not yet"),
        ("2036-03-21T00:00:00Z", "not yet"),
        ("2026-03-21T11:00:00Z", "valid"),  # the evening before, on the other side of the earth
        ("2026-03-21T12:00:00Z", "not yet"),
        ("2026-02-30", "not yet"),
        ("9999-12-31T23:59:59-12:00", "not yet"),
        ("2026-03-20", "valid"),
        ("2024-12-31", "wrong role"),  # before the person's time
    ],
)
def test_the_time_of_an_approval(desk: Desk, date: str, standing: str) -> None:
    desk.give(date=f"'{date}'")
    assert desk.standing() == standing


def test_a_person_whose_time_is_over(desk: Desk) -> None:
    desk.give()
    over = {ORGANISATION: PEOPLE.replace("from: '2025-01-01'", "until: '2026-03-19'")}
    assert desk.standing(over) == "wrong role"
    assert desk.standing(over, today="2026-03-19") == "valid"


def test_an_approval_that_expires(desk: Desk) -> None:
    desk.give(expires="'2026-03-20'")
    assert desk.standing() == "valid"
    assert desk.standing(today="2026-03-21") == "expired"


def test_a_refusal(desk: Desk) -> None:
    desk.give(decision="refused", statement="The risks are not read.")
    (one,) = desk.judged()
    assert one.standing is Standing.REFUSED
    assert "The risks are not read." in one.reason


def test_a_refusal_is_taken_back_by_a_later_word_only(desk: Desk) -> None:
    desk.give("no", decision="refused")
    desk.give("yes", date="'2026-03-19T10:00:00Z'")
    assert [one.standing.value for one in desk.judged()] == ["twice", "valid"]


def test_an_unsigned_word_does_not_replace_a_signed_refusal(desk: Desk) -> None:
    desk.give("no", decision="refused")
    desk.give("yes", key="", date="'2026-03-19T10:00:00Z'")
    told = {one.record.id: one.standing.value for one in desk.judged()}
    assert told == {"no": "refused", "yes": "twice"}


def test_an_unsigned_word_does_not_take_the_place_of_a_signed_one(desk: Desk) -> None:
    desk.give("forged", key="", role="legal-lead", date="'2026-03-01T10:00:00Z'")
    desk.give("real")
    assert {one.record.id: one.standing.value for one in desk.judged()} == {"forged": "twice", "real": "valid"}


def test_conditions_are_told(desk: Desk) -> None:
    desk.give(decision="approved-with-conditions", conditions="[{id: a, text: The filter stays on.}]")
    (one,) = desk.judged()
    assert one.standing is Standing.VALID
    assert "on condition: The filter stays on." in one.reason


def test_without_a_signature(desk: Desk) -> None:
    desk.give(key="")
    assert desk.standing() == "unsigned"


def test_policy_people_and_signers_of_the_same_change_are_not_believed(desk: Desk) -> None:
    desk.give(key="mallory", person="mallory")
    grab = {
        ORGANISATION: f"{PEOPLE}  - {{id: mallory, name: Mallory, roles: [safety-lead]}}\n",
        SIGNERS: f"{desk.signers()}mallory {desk.public('mallory')}\n",
        "governance/settings.yaml": SETTINGS.replace("[safety-lead, legal-lead]\n", "[]\n    unsigned: true\n"),
    }
    assert desk.standing(grab) == "valid"  # were the change to judge itself
    assert desk.standing(grab, base={}) == "wrong role"


def test_a_key_exchanged_in_the_same_change(desk: Desk) -> None:
    desk.give(key="mallory")
    assert desk.standing({SIGNERS: f"ben {desk.public('mallory')}\n"}, base={}) == "no key"


def test_a_new_seal_makes_an_approval_stale_and_says_what_changed(desk: Desk) -> None:
    desk.give()
    before = desk.project()
    changes = {"governance/risk/rudeness.yaml": "title: Rude answers\ntext: The model often answers rudely.\n"}
    after = desk.project(changes)
    made = sealed(after, desk.release(after), before=desk.seal)
    changes[path_of("owl-3")] = written(made).decode()
    (one,) = desk.judged(changes, base={}, seal=made)
    assert one.standing is Standing.STALE
    assert [str(change.address) for change in one.since] == ["risk/rudeness#text"]
    assert before.seals.of("owl-3") == desk.seal


def test_an_approval_holds_again_when_the_change_is_taken_back(desk: Desk) -> None:
    """Valid by design: it is about exactly what is sealed now."""
    desk.give()
    changes = {"governance/risk/rudeness.yaml": "title: Rude answers\ntext: The model often answers rudely.\n"}
    after = desk.project(changes)
    made = sealed(after, desk.release(after), before=desk.seal)
    assert desk.standing(changes, seal=made) == "stale"
    again = sealed(desk.project(), desk.release(desk.project()), before=desk.seal)
    assert again.manifest == desk.seal.manifest
    assert desk.standing(seal=again) == "valid"


def test_an_edit_that_is_not_sealed_leaves_approvals_alone(desk: Desk) -> None:
    desk.give()
    moved = {ORGANISATION: f"{PEOPLE}contacts: [{{id: office, for: general, channel: New street 1}}]\n"}
    assert desk.standing(moved) == "valid"


def test_times_are_in_order(desk: Desk) -> None:
    desk.give("late", key="cleo", person="cleo", role="legal-lead", date="'2026-03-19T10:00:00+02:00'")
    desk.give("early", date=f"'{TIME}'")
    assert [one.record.id for one in desk.judged()] == ["early", "late"]
