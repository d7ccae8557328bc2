"""The four things that are broken, as the command tells them: with what changed since the safety lead signed."""

from __future__ import annotations

import subprocess

from tests.gates.laboratory import TODAY, Laboratory
from tests.gates.test_four import broken
from tests.playing import run as underhood

GATE = ["gate", "release/reedheron-3", "--to", "released", "--today", TODAY]
AUTHOR = ["-c", "user.name=Ilse Varnholt", "-c", "user.email=ilse@tarn-and-thistle.example"]
WHO = [
    "who can act: safety-lead: Odran Pellby",
    "who can act: Odran Pellby; Ilse Varnholt; Maeve Tindrick",
    "who can act: Ilse Varnholt; Maeve Tindrick",
    "who can act: Odran Pellby; Tarn & Thistle Laboratory",
]
SINCE = {
    "evaluation/reedheron-3-first-look#large/values/fell-quiz",
    "risk/harmful-instructions#ratings/reedheron-2/mitigations",
}


def test_the_command_says_the_four_and_what_changed_since_the_signature(laboratory: Laboratory) -> None:
    for arguments in (["init", "-q"], ["add", "-A"], [*AUTHOR, "commit", "-q", "-m", "Records"]):
        subprocess.run(["git", *arguments], cwd=laboratory.root, check=True)
    assert "holds (1 waived" in underhood(GATE, laboratory.root, code=0)
    said = underhood(GATE, broken(laboratory).root, code=1)
    lines = [line.strip() for line in said.splitlines()]
    assert "blocked (2 block, 2 stale" in lines[-1]
    assert [line for line in lines if line.startswith("who can act")] == WHO
    assert (
        "waiver: The effect of the notice is not measured (waiver/notice): expired on 2026-11-01; owner: Odran Pellby"
    ) in lines
    start = next(number for number, line in enumerate(lines) if "since it was signed" in line)
    assert {line.split(": ")[0] for line in lines[start + 1 : lines.index(WHO[0])]} >= SINCE
