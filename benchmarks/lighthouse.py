"""Let Lighthouse judge pages of a built site, served on this machine: python -m benchmarks.lighthouse SITE [PAGE …].

Lighthouse comes by npx and is no dependency; without npx nothing is measured. Its figures for speed are of this
machine at this hour.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.browser.conftest import PROGRAMS, served

PAGES = (
    "index.html",
    "release/llama-2.html",
    "release/llama-2/model-card.html",
    "registers/risk.html",
    "risk/hallucination.html",
    "compare/llama-1..llama-3.1.html",
    "search.html",
)
ASKED = {"accessibility": 1.0, "performance": 0.99}
FLAGS = "--headless --no-sandbox --disable-gpu"


def scores(address: str, npx: str) -> dict[str, float]:
    """What Lighthouse gives a page, by category, from 0 to 1."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = [npx, "--yes", "lighthouse@12", address, "--quiet", "--output=json", f"--output-path={out}"]
        command += [f"--only-categories={','.join(ASKED)}", f"--chrome-flags={FLAGS}"]
        program = next((found for name in PROGRAMS if (found := shutil.which(name))), "")
        subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": program}, timeout=300)
        report = json.loads(out.read_text("utf-8"))
    return {name: report["categories"][name]["score"] for name in ASKED}


def main(site: str, pages: Sequence[str] = PAGES) -> int:
    """Print the scores of pages; 1 where one is lower than what is asked."""
    npx = shutil.which("npx")
    if npx is None:
        print("no npx on this machine: nothing was measured", file=sys.stderr)
        return 1
    low = False
    with served(Path(site)) as address:
        for page in pages or PAGES:
            found = scores(f"{address}/{page}", npx)
            low |= any(found[name] < least for name, least in ASKED.items())
            print(f"{page:40} " + "  ".join(f"{name} {score * 100:.0f}" for name, score in found.items()), flush=True)
    return int(low)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
