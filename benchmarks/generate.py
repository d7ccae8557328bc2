"""A repository of made records, as large as asked: every kind in its usual share, references that hold, no error.

Run `python -m benchmarks.generate 10000 build/bench/10000` to look at one. The same size and seed give the same bytes.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks import findings, release, tables
from benchmarks.plan import SHARES, Maker, Plan, name
from benchmarks.yaml_text import yaml_text

SETTINGS = """\
schema: 1
title: Made records, for measuring
languages: [en]
fiction: true
publication:
  mode: provider
  notice: {en: Every record of this collection is made by a program.}
  fiction_notice: {en: Everything on this page is invented.}
  contact: nobody@lab.example
"""

SET_UP = """\
site_name: Made records
use_directory_urls: false
docs_dir: site
site_dir: build/site
theme: {name: underhood}
plugins: [underhood]
"""

BY_FOLDER = 1000
"""How many records of a kind stand in one folder."""


def generate(size: int, folder: Path, *, seed: int = 1) -> int:
    """Write a repository of `size` records; what stood in the folder goes. Says how many bytes the records have."""
    shutil.rmtree(folder, ignore_errors=True)
    written = 0
    for path, text in texts(Plan(size, seed)):
        target = folder / path
        if not target.parent.is_dir():
            target.parent.mkdir(parents=True)
        written += target.write_bytes(text.encode())
    (folder / "governance" / "settings.yaml").write_text(SETTINGS)
    (folder / "mkdocs.yml").write_text(SET_UP)
    (folder / "site").mkdir()
    return written


def texts(plan: Plan) -> Iterator[tuple[str, str]]:
    """The files of all records: path and text."""
    makers = _makers()
    for kind, count in plan.counts.items():
        for number in range(count):
            make = Maker(plan, kind, number)
            data: dict[str, Any] = {
                "title": f"{kind.replace('-', ' ').capitalize()} {number}",
                "summary": make.prose(1),
            }
            data |= makers[kind](make)
            if kind != "evidence":
                data |= make.common()
            head = f"# yaml-language-server: $schema=../../../../{kind}.schema.json\n"
            yield f"governance/{kind}/{number // BY_FOLDER:03}/{name(kind, number)}.yaml", head + yaml_text(data)


def _makers() -> Mapping[str, Callable[[Maker], dict[str, Any]]]:
    found = {}
    for kind in SHARES:
        word = kind.replace("-", "_")
        found[kind] = next(getattr(module, word) for module in (tables, findings, release) if hasattr(module, word))
    return found


def main() -> None:
    """Write the repository that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("size", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    size = generate(asked.size, asked.folder, seed=asked.seed)
    print(f"{asked.size:,} records, {size / asked.size:,.0f} bytes each, below {asked.folder}")


if __name__ == "__main__":
    main()
