"""Pagefind makes the search index, from copies of the pages that hold what is to be found and nothing else."""

from __future__ import annotations

from pathlib import Path

from underhood.doors.process import run_module
from underhood.site.searched import searched

SECONDS = 600


def index_for_search(site: Path, scratch: Path, *, folder: Path) -> None:
    """Write the index of a built site into it. `scratch` is a place beside the site, for the copies."""
    copies = scratch / "searched"
    for page in sorted(site.rglob("*.html")):
        copy = searched(page.read_text("utf-8"))
        if copy:
            place = copies / page.relative_to(site)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(copy, "utf-8", newline="\n")
    words = ["--site", str(copies), "--output-path", str(site / "pagefind"), "--quiet"]
    run_module("pagefind", words, folder=folder, seconds=SECONDS, purpose="the search index")
