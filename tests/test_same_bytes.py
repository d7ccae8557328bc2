"""The same records at the same day give the same bytes, whatever the machine is set to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = """
import hashlib, sys
from pathlib import Path
from underhood.meaning.audience import Views
from underhood.records.project import open_project
from underhood.site.render import Site, site_files
from underhood.engines.folder import markdown_files
views = Views(open_project(Path(sys.argv[1]), today="2026-11-23"))
digest = hashlib.sha256()
for file in site_files(Site(views)):
    digest.update(file.path.encode() + b"\\0" + file.content.encode() + b"\\0")
for path, text in markdown_files(views):
    digest.update(path.encode() + b"\\0" + text.encode() + b"\\0")
print(digest.hexdigest())
"""


def digest(folder: Path, **environment: str) -> str:
    """What the whole site of the laboratory comes to, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(ROOT / "examples" / "lab")],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_time_zone_language_hash_seed_and_folder_change_nothing(tmp_path: Path) -> None:
    first = digest(ROOT, TZ="UTC", LANG="C", LC_ALL="C", PYTHONHASHSEED="1")
    second = digest(tmp_path, TZ="Pacific/Auckland", LANG="fr_FR.UTF-8", LC_ALL="fr_FR.UTF-8", PYTHONHASHSEED="77")
    assert first
    assert first == second
