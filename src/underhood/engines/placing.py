"""The end of a build: a finished site is looked through, and takes the place of the old one whole."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from underhood.site.leaks import watch
from underhood.site.reference import tool_pages
from underhood.site.render import Site


def look_through(site: Site, folder: Path) -> None:
    """Raise Stop where a file of a finished site says what its readers may not see."""
    views = site.in_every_language() if site.tool_pages else []
    about = (page.body for view in views for page in tool_pages(view, view.language))
    kept = watch(site.views, site.audience, besides=lambda: about)
    if kept is None:
        return
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            kept.hold(path.relative_to(folder).as_posix(), path.read_bytes())


def put_in_place(fresh: Path, out: Path) -> None:
    """Let the new site take the place of the old one."""
    old = out.with_name(f".{out.name}-old-{os.getpid()}")
    if out.exists():
        out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
