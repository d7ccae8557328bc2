"""A picture of every kind of page, in both languages and schemes, narrow and wide, on one page to look through.

`make looks` runs it: python -m tests.browser.looks SITE OUT
"""

from __future__ import annotations

import contextlib
import html
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Literal

from tests.browser.conftest import launched, served
from tests.browser.kinds import KINDS, LANGUAGES

WIDTHS = (375, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HEIGHT = 1600
"""The top of a page; a model card as a whole is forty times as high."""


def looks(site: Path, out: Path) -> Iterator[tuple[str, str, Path]]:
    """Take the pictures; yields the kind, what the picture shows, and its file."""
    with contextlib.ExitStack() as stack:
        address, browser = stack.enter_context(served(site)), stack.enter_context(launched())
        for scheme, width in product(SCHEMES, WIDTHS):
            context = browser.new_context(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
            page = context.new_page()
            for (kind, path), (language, prefix) in product(KINDS.items(), LANGUAGES.items()):
                answer = page.goto(f"{address}/{prefix}{path}")
                if answer is None or not answer.ok:
                    sys.stderr.write(f"there is no {prefix}{path}\n")
                    continue
                file = out / f"{kind.replace(' ', '-')}.{language}.{scheme}.{width}.png"
                page.screenshot(path=str(file))
                yield kind, f"{language}, {scheme}, {width}", file
            context.close()


def index(taken: list[tuple[str, str, Path]]) -> str:
    """The page to look through."""
    lines = ["<!doctype html><meta charset=utf-8><title>Looks</title><style>body{font:14px sans-serif;margin:1rem}"]
    lines.append("div{display:flex;flex-wrap:wrap;gap:1rem;align-items:start}figure{margin:0}img{height:30rem}</style>")
    for kind in dict.fromkeys(kind for kind, _, _ in taken):
        lines.append(f"<h2>{html.escape(kind)}</h2><div>")
        for _, words, file in (one for one in taken if one[0] == kind):
            picture = f'<a href="{file.name}"><img loading=lazy alt="" src="{file.name}"></a>'
            lines.append(f"<figure>{picture}<figcaption>{words}</figcaption></figure>")
        lines.append("</div>")
    return "\n".join(lines)


def main(site: str, out: str) -> None:
    """Take all pictures and write the page."""
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    taken = list(looks(Path(site), folder))
    (folder / "index.html").write_text(index(taken), "utf-8")
    sys.stdout.write(f"{len(taken)} pictures: {folder / 'index.html'}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
