"""Pages whose commands are run: what they print is held against what the page says."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOL = ROOT / "site" / "about" / "tool"
CUT = "…"
FILE = re.compile(r"# (governance/\S+\.yaml)\n")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"# exit code (\d)\s*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page."""

    language: str
    text: str
    start: int
    end: int


def blocks(text: str) -> list[Block]:
    return [Block(found[1], found[2], found.start(2), found.end(2)) for found in BLOCK.finditer(text)]


def play(text: str, folder: Path, *, answer: Callable[[str, Path, int], str]) -> Iterator[str]:
    """The page with the output of its commands, each in its folder, with its exit code. A cut stays where it is."""
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
            line, *said = part.splitlines()
            yield f"{line}\n"
            command = re.sub(r"\s+# .*$", "", line.removeprefix("$ "))  # the # of an address has no space before it
            if command.startswith("cd "):
                folder /= command.removeprefix("cd ")
                continue
            code = int(found[1]) if (found := CODE.search(line)) else 0
            yield shortened(answer(command, folder, code), said)
    yield text[end:]


def underhood(command: str, folder: Path, code: int) -> str:
    """What a command of underhood prints."""
    name, *arguments = shlex.split(command)
    assert name == "underhood", f"{command} is none of ours"
    return run(arguments, folder, code=code)


def run(arguments: list[str], folder: Path, *, code: int) -> str:
    command = [sys.executable, "-m", "underhood", *arguments]
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100", "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def shortened(output: str, said: list[str]) -> str:
    """The output, cut where the page cuts it: after a sign for a cut, it goes on at the line that the page has next."""
    lines = output.rstrip("\n").splitlines()
    if CUT not in said:
        return "".join(f"{line}\n" for line in lines)
    shown: list[str] = []
    for number, part in enumerate("\n".join(said).split(f"{CUT}\n" if said[-1] != CUT else CUT)):
        wanted = part.strip("\n").split("\n")
        if number and wanted != [""]:
            start = lines.index(wanted[0]) if wanted[0] in lines else len(lines)
            shown += [CUT, *lines[start : start + len(wanted)]]
        elif not number:
            shown += lines[: len(wanted) if wanted != [""] else 6]
    return "".join(f"{line}\n" for line in [*shown, *([CUT] if said[-1] == CUT else [])])
