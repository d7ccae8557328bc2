"""The tutorial on the life of a release: its commands run, with keys made on the spot, and print what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.conftest import Golden
from tests.playing import TOOL, play, underhood

PAGE = TOOL / "life-of-a-release.md"
MASKS = (
    (re.compile(r"\b(?=[a-f]*[0-9])[0-9a-f]{12,64}\b"), "…"),
    (re.compile(r"SHA256:[A-Za-z0-9+/]{43}"), "SHA256:…"),
    (re.compile(r"\ball [0-9,]+ bytes"), "all … bytes"),
)
"""What differs on each run: digests, for seals have nonces, and fingerprints of keys; and the size of the card."""

ADA = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_NAME": "Ada Example" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "ada@owl.example" for who in ("AUTHOR", "COMMITTER")},
}


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_each_command_prints_what_the_page_says(tmp_path: Path, golden: Golden) -> None:
    folder = tmp_path / "owl"
    folder.mkdir()
    golden("".join(play(PAGE.read_text("utf-8"), folder, answer=answer)), PAGE)


def answer(command: str, folder: Path, code: int) -> str:
    """What a command prints: one of underhood, or of a shell."""
    if command.startswith("underhood "):
        return masked(underhood(command, folder, code))
    environment = {**os.environ, **ADA}
    done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, f"{command}: {done.stderr}"
    return masked(done.stdout)


def masked(output: str) -> str:
    for pattern, instead in MASKS:
        output = pattern.sub(instead, output)
    return output
