"""CODEOWNERS out of the records."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.approvals.desk import FILES, ORGANISATION, PEOPLE, Desk

from underhood.cli.main import run
from underhood.judge.owners import owners

RISK = "governance/risk/rudeness.yaml"
RUDE = str(FILES[RISK])


def lines(desk: Desk, *, folder: str = "", day: str = "2026-03-20", **files: str) -> list[str]:
    paths = {"people": ORGANISATION, "risk": RISK}
    text = owners(desk.project({paths[name]: content for name, content in files.items()}), day=day, folder=folder)
    return [line for line in text.splitlines() if line and not line.startswith("# W")]


def test_everybody_whom_a_gate_asks_looks_at_what_decides(desk: Desk) -> None:
    found = lines(desk)
    who = "cleo@owl.example ben@owl.example ada@owl.example"
    assert sorted(f"/governance/settings.yaml {who}".split()) == sorted(
        next(line for line in found if "settings.yaml" in line).split()
    )
    for name in ("_signers", "_revoked", "_sealed/", "organisation/", "release/", "approval/", "waiver/"):
        assert any(line.startswith(f"/governance/{name} ") for line in found)


def test_a_record_belongs_to_its_owner_or_steward_by_name_or_role(desk: Desk) -> None:
    for said, who in (("owner: ada", "ada@"), ("steward: Ben Example", "ben@"), ("owner: engineer", "ada@")):
        found = lines(desk, risk=f"{RUDE}{said}\n")
        assert f"/{RISK} {who}owl.example" in found
        assert found.index(f"/{RISK} {who}owl.example") < next(at for at, one in enumerate(found) if "_signers" in one)


def test_a_handle_goes_before_an_address(desk: Desk) -> None:
    found = lines(desk, people=PEOPLE.replace("git: [ada@", "git: ['@ada', ada@"), risk=f"{RUDE}owner: ada\n")
    assert f"/{RISK} @ada" in found


def test_owners_whom_git_does_not_know_are_told(desk: Desk) -> None:
    found = lines(desk, risk=f"{RUDE}owner: the moon\n")
    assert "# 1 record of 'the moon', who has no `git` entry: nobody is asked" in found


def test_who_has_left_is_not_asked(desk: Desk) -> None:
    people = PEOPLE.replace("from: '2025-01-01'", "until: '2026-01-01'")
    assert not any("ben@" in line for line in lines(desk, people=people))


@pytest.mark.parametrize("name", ["x y", "@a @b", "@a\n/** @mallory", "#", "*"])
def test_no_name_of_git_writes_a_line_of_its_own(desk: Desk, name: str) -> None:
    people = PEOPLE.replace("git: [ada@owl.example]", f"git: [{name!r}]".replace("'", '"'))
    project = desk.project({ORGANISATION: people, RISK: f"{RUDE}owner: ada\n"})
    text = owners(project, day="2026-03-20")
    assert "@mallory" not in text
    assert f"/{RISK} " not in text


def test_the_command_writes_a_file_with_the_way_from_the_top(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import subprocess  # noqa: PLC0415

    root = tmp_path / "top" / "records"
    for path, content in desk.files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    subprocess.run(["git", "init", "-q"], cwd=tmp_path / "top", check=True)
    file = tmp_path / "CODEOWNERS"
    assert run(["owners", "-C", str(root), "--today", "2026-03-20", "-o", str(file)]) == 0
    assert "\n/records/governance/settings.yaml " in file.read_text("utf-8")
    assert run(["owners", "-C", str(root), "--today", "2026-03-20"]) == 0
    assert capsys.readouterr().out == file.read_text("utf-8")
