"""Programs of other projects: run without a shell, for a bounded time, with their words kept for the message."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from underhood.values.errors import Stop

LARGEST_ANSWER = 1 << 20

CLEAN: Mapping[str, str] = {"LC_ALL": "C", "TZ": "UTC"}
"""The environment of a program that is to answer the same on every machine."""

NEEDED = ("SYSTEMROOT", "TEMP", "TMP")
"""What a program on Windows cannot do without."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program said, and its exit code; None: it was stopped, for it took too long."""

    code: int | None
    said: bytes
    complaint: str


def program(name: str) -> str | None:
    """Where a program lies that is on the PATH; one in the folder that we happen to be in is never taken."""
    folders = [folder for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if Path(folder).is_absolute()]
    found = shutil.which(name, path=os.pathsep.join(folders)) if folders else None
    return found if found is not None and Path(found).parent != Path.cwd() else None


def run_program(
    name: str, arguments: Sequence[str], *, stdin: bytes, seconds: float, inherited: Sequence[str] = ()
) -> Answer | None:
    """Run a program that is on the PATH, without a shell; None where there is none.

    It gets a clean environment with these `inherited` variables besides. An answer over the limit is cut.
    """
    place = program(name)
    if place is None:
        return None
    kept = {one: os.environ[one] for one in (*NEEDED, *inherited) if one in os.environ}
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complaint:
        try:
            code: int | None = subprocess.run(
                [place, *arguments],
                input=stdin,
                stdout=said,
                stderr=complaint,
                timeout=seconds,
                check=False,
                env={**CLEAN, **kept},
            ).returncode
        except subprocess.TimeoutExpired:
            code = None
        except OSError:
            return None
        said.seek(0)
        complaint.seek(0)
        words = complaint.read(LARGEST_ANSWER).decode("utf-8", "replace")
        return Answer(code, said.read(LARGEST_ANSWER), words)


def run_module(module: str, arguments: Sequence[str], *, folder: Path, seconds: float, purpose: str) -> str:
    """Run a Python module that carries a program (`python -m pagefind …`), and return what it printed.

    Raises Stop with its last words when it fails or takes too long.
    """
    command = [sys.executable, "-m", module, *arguments]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=seconds, check=False, errors="replace"
        )
    except subprocess.TimeoutExpired as error:
        raise Stop(
            f"{purpose} took more than {seconds:.0f} seconds", "try again, or leave it out (see --help)"
        ) from error
    except OSError as error:
        raise Stop(f"{purpose} could not be started: {error.strerror}", "install underhood again") from error
    if done.returncode:
        words = " ".join((done.stderr or done.stdout).split())[-400:]
        raise Stop(f"{purpose} failed: {words}", "install underhood again, or leave it out (see --help)")
    return done.stdout
