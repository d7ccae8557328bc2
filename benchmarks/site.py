"""What the site costs, beside two generators of sites that get the same pages finished, as Markdown.

Run `python -m benchmarks.site`. Search is left out on all sides. The generators read the Markdown that our folder
engine writes; we read the records, and make that Markdown and the pages out of it. It is promised to take at most
twice hugo's time of processors, and a fifth of mkdocs-material's time.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.diffs import PLACE
from benchmarks.measure import CACHE, DAY, UNDERHOOD, forget, made
from benchmarks.timing import Case, Timing, interleaved

SIZE, ROUNDS = 10_000, 3
OURS, HUGO, MATERIAL = "underhood build", "hugo", "mkdocs-material"
PACKAGES = ("hugo", "mkdocs-material")

HUGO_SET_UP = """\
baseURL = "https://example.org/"
title = "Made records"
disableKinds = ["taxonomy", "term", "rss", "sitemap", "section", "home"]
uglyURLs = true
"""
HUGO_LAYOUT = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }} · {{ site.Title }}</title></head>
<body><nav><a href="/releases.html">Releases</a> <a href="/registers.html">Registers</a></nav>
<main>{{ .Content }}</main><nav>{{ .TableOfContents }}</nav></body></html>
"""
MATERIAL_SET_UP = """\
site_name: Made records
docs_dir: content
site_dir: public
use_directory_urls: false
theme: {name: material}
plugins: []
markdown_extensions: [tables, toc]
nav: [{Home: front.md}]
"""


@dataclass(frozen=True, slots=True)
class Costs:
    """What was measured, of so many records and pages; `missing` says why a peer could not be run."""

    records: int
    pages: int
    timings: Mapping[str, Timing]
    missing: str = ""


def measured(place: Path, rounds: int = ROUNDS, *, size: int = SIZE, peers: bool = True) -> Costs:
    """Make records and their Markdown, and build the same pages with each."""
    os.environ.setdefault(CACHE, str(place / "cache"))
    repository, out = made(size, place), place / "site"
    missing = install(place) if peers else "not asked for"
    build = [*UNDERHOOD, "build", "-q", "-C", str(repository.folder), "--today", DAY]

    def cold() -> None:
        forget()
        shutil.rmtree(out, ignore_errors=True)

    cases = [Case(OURS, [[*build, "--no-search", "--output", str(out)]], cold)]
    pages = 0
    if not missing:
        content = place / "markdown"
        shutil.rmtree(content, ignore_errors=True)
        subprocess.run([*build, "--engine", "folder", "--output", str(content)], check=True)
        (content / "index.md").rename(content / "front.md")  # a page of that name would make one page of the folder
        pages = sum(1 for _ in content.rglob("*.md"))
        cases += [_hugo(place, content), _material(place, content)]
    return Costs(size, pages, interleaved(cases, rounds, say=print), missing)


def install(place: Path) -> str:
    """The two generators in an environment of their own; says why not, where it cannot be done."""
    python = place / "sites" / "bin" / "python"
    pip = [str(python), "-m", "pip", "-q", "--disable-pip-version-check", "install", *PACKAGES]
    for command in () if python.exists() else ([sys.executable, "-m", "venv", str(place / "sites")], pip):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            shutil.rmtree(place / "sites", ignore_errors=True)
            return (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
    return ""


def _hugo(place: Path, content: Path) -> Case:
    """The program itself, not the script that starts it."""
    folder = _project(place / "hugo", content, {"hugo.toml": HUGO_SET_UP, "layouts/_default/single.html": HUGO_LAYOUT})
    program = next((place / "sites").glob("lib/*/site-packages/hugo/binaries/hugo*"))
    return Case(HUGO, [[str(program), "--quiet"]], lambda: _empty(folder), folder)


def _material(place: Path, content: Path) -> Case:
    folder = _project(place / "material", content, {"mkdocs.yml": MATERIAL_SET_UP})
    program = [str(place / "sites" / "bin" / "mkdocs"), "build", "-q"]
    return Case(MATERIAL, [program], lambda: _empty(folder), folder)


def _project(folder: Path, content: Path, files: Mapping[str, str]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(content, folder / "content")
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def _empty(folder: Path) -> None:
    for name in ("public", "resources"):
        shutil.rmtree(folder / name, ignore_errors=True)


def section(costs: Costs) -> str:
    """The part of the page that tells of the site beside its peers."""
    head = (
        f"{costs.records:,} records, {costs.pages:,} pages; search is left out on all sides. The others get the pages "
        "as Markdown, which is not in their time; ours reads and judges the records and makes that Markdown first. "
        "hugo has a template of four lines, mkdocs-material one entry in its navigation."
    )
    rows: Sequence[str] = [
        f"| {name} | {one.wall:.1f} | {one.cpu:.1f} | {ours.cpu / one.cpu:.2f} | {one.memory:,.0f} MiB |"
        for ours in [costs.timings[OURS]]
        for name, one in costs.timings.items()
    ]
    table = ["| | Seconds | Processor | Ours to this | Memory |", "|---|---:|---:|---:|---:|", *rows]
    left_out = [f"\nThe others are left out: {costs.missing}."] if costs.missing else []
    return "\n".join(["\n## The site beside others\n", head, "", *table, *left_out, ""])


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.site", description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=SIZE)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--place", type=Path, default=PLACE)
    parser.add_argument("--no-peers", dest="peers", action="store_false", help="leave the other generators out")
    asked = parser.parse_args()
    asked.place.mkdir(parents=True, exist_ok=True)
    print(section(measured(asked.place, asked.rounds, size=asked.size, peers=asked.peers)))


if __name__ == "__main__":
    main()
