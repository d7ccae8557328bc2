"""A check that repeats an earlier one imports nothing that reads, judges or writes pages."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LAB = Path(__file__).parents[2] / "examples" / "lab"
HEAVY = {"babel", "git", "jinja2", "jsonschema", "jsonschema_rs", "markdown_it", "mkdocs", "multiprocessing", "yaml"}
TELL = """
import json, sys
from underhood.cli.main import run
code = run(["check", "-C", sys.argv[1], "--today", "2026-11-23"])
print(json.dumps([code, sorted({name.partition(".")[0] for name in sys.modules})]), file=sys.stderr)
"""


def loaded(root: Path) -> tuple[str, set[str]]:
    """What a check prints, and what it imported."""
    done = subprocess.run([sys.executable, "-c", TELL, root], capture_output=True, text=True, check=True)
    code, names = json.loads(done.stderr.splitlines()[-1])
    assert code == 0
    return done.stdout, set(names)


def test_a_warm_check_is_light(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNDERHOOD_CACHE", str(tmp_path / "cache"))
    root = shutil.copytree(LAB, tmp_path / "lab")
    cold, first = loaded(root)
    warm, again = loaded(root)
    assert {"yaml", "jsonschema_rs"} <= first, "the first check reads, or this test says nothing"
    assert not again & HEAVY
    assert warm == cold
