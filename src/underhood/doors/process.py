"""Programs of other projects: run without a shell, for a bounded time, with their words kept for the message."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from underhood.values.errors import Stop


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
