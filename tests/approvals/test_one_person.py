"""One person under several names counts once, and is held back under each of them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from tests.approvals.desk import ORGANISATION, OWL_3, PEOPLE, RELEASE, REVOKED, SIGNERS, TODAY, Desk

from underhood.judge.preparers import preparers_of, untold
from underhood.records.people import people_of
from underhood.records.project import open_project

pytestmark = pytest.mark.usefixtures("keys")


def again(desk: Desk, said: str) -> None:
    """Put a second entry into the organisation's people, with a key of its own."""
    desk.files[ORGANISATION] = f"{PEOPLE}  - {{id: benjamin, roles: [safety-lead, legal-lead], {said}}}\n"
    desk.files[SIGNERS] = f"{desk.signers()}benjamin {desk.public('benjamin')}\n"


@pytest.mark.parametrize(
    "said",
    [
        "name: Somebody Else, git: [ben@owl.example]",
        "name: Somebody Else, git: [BEN@Owl.example]",
        "name: Ben  Example",
    ],
)
def test_two_ids_of_one_person_count_once(desk: Desk, said: str) -> None:
    again(desk, said)
    desk.give("one")
    desk.give("two", key="benjamin", person="benjamin", role="legal-lead")
    told = {one.record.id: one for one in desk.judged()}
    assert [told[id].standing.value for id in ("one", "two")] == ["valid", "twice"]
    assert "benjamin is ben by another id" in told["two"].reason


def test_people_who_share_nothing_both_count(desk: Desk) -> None:
    again(desk, "name: Benjamin Example, git: [benjamin@owl.example]")
    desk.give("one")
    desk.give("two", key="benjamin", person="benjamin", role="legal-lead")
    assert [one.standing.value for one in desk.judged()] == ["valid", "valid"]


@pytest.mark.parametrize("said", ["name: Ben Example", "name: Ben E., git: [ben@owl.example]"])
def test_who_prepared_it_does_not_approve_it_under_another_id(desk: Desk, said: str) -> None:
    desk.files[RELEASE] = OWL_3.replace("[ada]", "[ben]")
    again(desk, said)
    desk.give(key="benjamin", person="benjamin")
    (one,) = desk.judged()
    assert one.standing.value == "own work"
    assert one.reason.startswith("benjamin is ben, who is named in prepared_by")


@pytest.mark.parametrize(
    "said",
    ["Ben  Example", "Ben\u00a0Example", "Ben Example <x@y.example>", "B. <BEN@owl.example>", "<ben@owl.example>"],
)
def test_who_prepared_it_is_known_however_it_is_spelt(desk: Desk, said: str) -> None:
    desk.files[RELEASE] = OWL_3.replace("[ada]", f"['{said}']")
    desk.give()
    assert desk.standing() == "own work"


def test_a_revoked_key_does_not_hide_behind_line_ends_of_old(desk: Desk) -> None:
    desk.give()
    assert desk.standing({REVOKED: f"# gone\r{desk.public('ben')}\r"}) == "unchecked"
    assert desk.standing({REVOKED: f"# gone\r\n{desk.public('ben')}\r\n"}) == "revoked"


def git(root: Path, *arguments: str, name: str, mail: str) -> None:
    who = {
        f"GIT_{one}_{what}": value
        for one in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", name), ("EMAIL", mail))
    }
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, env={**os.environ, **who})


def test_an_author_stays_one_when_somebody_else_moves_the_file(desk: Desk, tmp_path: Path) -> None:
    root = tmp_path / "records"
    for path, content in desk.files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    ben, zoe = {"name": "Ben", "mail": "ben@owl.example"}, {"name": "Zoe", "mail": "zoe@owl.example"}
    git(root, "init", "-q", **ben)
    git(root, "add", "-A", **ben)
    git(root, "commit", "-qm", "Release", **ben)
    (root / "governance/release/owl").mkdir()
    git(root, "mv", RELEASE, "governance/release/owl/owl-3.yaml", **zoe)
    git(root, "commit", "-qm", "Moved", **zoe)
    project = open_project(root, today=TODAY)
    release = desk.release(project)
    told = preparers_of(project, release, people_of(project.tree), base=project.tree)
    assert set(told.people) == {"ada", "ben"}
    assert untold(project, release, base=project.tree) == (("Zoe <zoe@owl.example>",), "")
