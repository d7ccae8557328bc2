# ruff: noqa: INP001  (a script, not a package)
"""Make a small corpus of an invented crawl, to be audited: every address is on a reserved domain, every number made up.

Two documents stand at addresses of `governance/_lists/people-directories.txt`, planted here so that the audit has
something to find. The same corpus comes out each time: `python corpus.py DIR`, then `underhood audit scan DIR -o DIR`.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

SITES = ("fell-courier.example", "valley-handbooks.example", "parish-minutes.example.org", "lakeside-forum.example")
SMALLER = tuple(f"{word}-{number}.example" for word in ("mill", "weir", "tarn", "thorpe") for number in range(10))
PLANTED = ("https://www.find-a-neighbour.example./streets/7", "http://ADDRESS-FINDER.example:8080/w?name=a")
UNUSABLE = (None, "", "mailto:desk@fell-courier.example", "http://", "https://lakeside forum.example/")
SHARDS, ROWS = 4, 500


def main(folder: Path) -> None:
    """Write the files of the corpus into a folder."""
    dice = random.Random(20261123)  # noqa: S311  (the same numbers each time)
    folder.mkdir(parents=True, exist_ok=True)
    for shard in range(SHARDS):
        rows = [row(dice) for _ in range(ROWS)]
        if shard % 2:
            rows[dice.randrange(ROWS)] = {"url": PLANTED[shard // 2], "tokens": dice.randint(80, 900)}
        rows[shard] = {"url": UNUSABLE[shard], "tokens": dice.randint(80, 900)}
        text = "".join(json.dumps(one) + "\n" for one in rows)
        (folder / f"reed-crawl-2025-sample-{shard}.jsonl").write_text(text, encoding="utf-8")


def row(dice: random.Random) -> dict[str, object]:
    """A document: most come from few sites, as in a real crawl."""
    site = dice.choice(SITES) if dice.random() < 0.6 else dice.choice(SMALLER)
    return {"url": f"https://{site}/{dice.randint(1, 9999)}", "tokens": dice.randint(80, 900)}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
