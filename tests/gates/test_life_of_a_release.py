"""The tutorial on the life of a release: its commands run, with keys made on the spot, and print what it says."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Golden
from tests.test_docs import TOOL, blocks, shortened
from tests.test_docs import run as underhood

PAGE = TOOL / "life-of-a-release.md"
CODE = re.compile(r"# exit code (\d)\s*$")
FILE = re.compile(r"# (governance/\S+\.yaml)\n")
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
    golden("".join(played(PAGE.read_text("utf-8"), folder)), PAGE)


def played(text: str, folder: Path) -> Iterator[str]:
    """The page with the output of its commands."""
    end = 0
    for block in blocks(text):
        yield text[end : block.start]
        end = block.end
        if block.language == "yaml" and (file := FILE.match(block.text)):
            target = folder / file[1]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
        if block.language != "console":
            yield block.text
            continue
        for part in re.split(r"^(?=\$ )", block.text, flags=re.MULTILINE)[1:]:
            command, *said = part.splitlines()
            yield f"{command}\n"
            yield shortened(masked(answer(command.removeprefix("$ "), folder)), said)
    yield text[end:]


def answer(command: str, folder: Path) -> str:
    """What a command prints: one of underhood, or of a shell."""
    code = int(found[1]) if (found := CODE.search(command)) else 0
    name, *arguments = shlex.split(CODE.sub("", command))
    if name == "underhood":
        return underhood(arguments, folder, code=code)
    environment = {**os.environ, **ADA}
    done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, f"{command}: {done.stderr}"
    return done.stdout


def masked(output: str) -> str:
    for pattern, instead in MASKS:
        output = pattern.sub(instead, output)
    return output
