"""The corpus of the invented laboratory: its audit comes out as its record says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from underhood.cli.main import run

LAB = Path(__file__).resolve().parents[2] / "examples" / "lab"
ID = "people-directories-audit"


def test_the_audit_of_the_laboratory_comes_out_as_recorded(tmp_path: Path) -> None:
    corpus, ledger, lab = tmp_path / "reed-crawl-2025-sample", tmp_path / "ledger", tmp_path / "lab"
    subprocess.run([sys.executable, str(LAB / "corpus.py"), str(corpus)], check=True)
    shutil.copytree(LAB, lab)
    recorded = lab / "governance" / "evidence" / f"{ID}.yaml"
    stated = yaml.safe_load(recorded.read_text(encoding="utf-8"))
    recorded.unlink()
    assert run(["audit", "scan", str(corpus), "-o", str(ledger), "--quiet"]) == 0
    check = ["audit", "check", "exclusion/people-directories", "-C", str(lab), "--ledger", str(ledger)]
    assert run([*check, "--today", "2026-10-12", "--write", "--id", ID]) == 1
    made = yaml.safe_load(recorded.read_text(encoding="utf-8"))
    assert made["audit"] == stated["audit"]
    assert made["audit"]["documents"] == 2
