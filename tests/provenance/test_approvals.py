"""The approvals behind a card, with real keys of ssh-keygen."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.cli.conftest import Call
from tests.git.making import commit, repository
from tests.provenance.conftest import Published, cloned, levels
from tests.seals.making import FILES, RELEASED

WORKS = (
    "title: Owl Works\nlegal_name: Owl Works SAS\n"
    "people: [{{id: ada, name: Ada, roles: [safety-lead], git: [ada@owl.example], keys: ['{key}']}}]\n"
)


@pytest.fixture
def approved(tmp_path: Path, call: Call) -> Published:
    """A release that somebody approved before it came out."""
    return given(tmp_path, call, words=1)


def given(tmp_path: Path, call: Call, *, words: int) -> Published:
    """The same person has spoken so many times."""
    root, key = tmp_path / "records", tmp_path / "ada"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    listed = subprocess.run(["ssh-keygen", "-lf", f"{key}.pub"], check=True, capture_output=True, text=True)
    print_of = listed.stdout.split()[1]
    signers = f"ada {' '.join(Path(f'{key}.pub').read_text().split()[:2])}\n"
    works = WORKS.format(key=print_of)
    repository(root, {**FILES, "governance/_signers": signers, "governance/organisation/owl-works.yaml": works})
    assert call("seal", "-C", root, "release/owl-3", "--today", "2024-05-01").code == 0
    for _ in range(words):
        said = call("approve", "release/owl-3", "--role", "safety-lead", "--key", key, "--yes", "-C", root)
        assert said.code == 0, said.err
    commit(root, {"governance/release/owl-3.yaml": RELEASED.replace("2025-01-02", "2024-05-02")})
    return cloned(root, tmp_path, call, release="owl-3")


def test_approvals_are_proved_from_a_clone(call: Call, approved: Published) -> None:
    said = call("verify", approved.card, "-C", approved.clone, "--require", "approvals", "--require", "manifest")
    assert (said.code, levels(said.out)["approvals"]) == (0, "good"), said.out


def test_who_speaks_twice_counts_once_and_that_is_good(call: Call, tmp_path: Path) -> None:
    made = given(tmp_path, call, words=2)
    assert len(list((made.clone / "governance/approval").glob("*.yaml"))) == 2
    said = call("verify", made.card, "-C", made.clone, "--require", "approvals")
    assert (said.code, levels(said.out)["approvals"]) == (0, "good"), said.out
    assert "does not count again: ada speaks as safety-lead in approval/" in said.out


def test_a_forged_one_is_bad(call: Call, approved: Published) -> None:
    (path,) = (approved.clone / "governance/approval").glob("*.yaml")
    commit(approved.clone, {str(path.relative_to(approved.clone)): path.read_text() + "# more\n"})
    said = call("verify", approved.card, "-C", approved.clone, "--revision", "HEAD")
    assert (said.code, levels(said.out)["approvals"]) == (1, "bad"), said.out


def test_without_ssh_keygen_they_are_not_checked(
    call: Call, approved: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("underhood.doors.signing.PROGRAM", "no-such-program")
    said = call("verify", approved.card, "-C", approved.clone, "--require", "approvals")
    assert (said.code, levels(said.out)["approvals"]) == (3, "not checked"), said.out


def test_an_approval_outlives_the_key_that_gave_it(call: Call, approved: Published) -> None:
    """The clock of whoever proves a card takes nothing from what was signed in time."""
    signers = (approved.root / "governance/_signers").read_text().replace("ada ", 'ada valid-before="20991231" ')
    commit(approved.root, {"governance/_signers": signers})
    call("render", "model-card", "release/owl-3", "-C", approved.root, "-o", approved.card)
    clone = approved.again()
    said = call("verify", approved.card, "-C", clone, "--require", "approvals", "--today", "2150-01-01")
    assert (said.code, levels(said.out)["approvals"]) == (0, "good"), said.out


def test_without_the_whole_history_nobody_knows_who_wrote_it(call: Call, approved: Published) -> None:
    settings = (approved.root / "governance/settings.yaml").read_text()
    apart = settings.replace("{safety-lead: 1}", "{safety-lead: 1}, separation_of_duties: [safety-lead]")
    assert apart != settings
    commit(approved.root, {"governance/settings.yaml": apart})
    call("render", "model-card", "release/owl-3", "-C", approved.root, "-o", approved.card)
    shallow = approved.root.parent / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth", "1", approved.root.as_uri(), str(shallow)], check=True)
    said = call("verify", approved.card, "-C", approved.again())
    assert levels(said.out)["approvals"] == "good", said.out
    said = call("verify", approved.card, "-C", shallow, "--require", "approvals")
    assert (said.code, levels(said.out)["approvals"]) == (3, "not checked"), said.out
    assert "who wrote the release is not checked" in said.out
