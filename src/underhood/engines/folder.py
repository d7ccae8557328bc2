"""A plain folder of Markdown: the same documents for any other generator of sites, or for reading in a forge."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from underhood.documents import render
from underhood.meaning.audience import Views
from underhood.site.links import resolved_markdown
from underhood.site.plan import plan
from underhood.site.provenance import PAGE, Source, foot
from underhood.values.errors import Stop


def write(views: Views, out: Path) -> int:
    """Write every document as Markdown below `out`, which must be new or empty, and return how many there are.

    Raises Stop when it cannot be written; then nothing is left behind.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Stop(f"{out} is not an empty folder", "name a new one: what stands there is not overwritten", code=2)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent, ignore_cleanup_errors=True) as scratch:
            fresh = Path(scratch) / "pages"
            count = 0
            for path, text in markdown_files(views):
                place = fresh / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, "utf-8", newline="\n")
                count += 1
            if out.exists():
                out.rmdir()
            shutil.move(fresh, out)
    except OSError as error:
        raise Stop(f"{out} cannot be written: {error.strerror}", "check the space and the permissions there") from error
    return count


def markdown_files(views: Views) -> Iterator[tuple[str, str]]:
    """Path and text of every document, with links from file to file."""
    source = Source(views)
    for language in views.project.settings.languages:
        view = views.view(language)
        planned = list(plan(view))
        pages = frozenset(item.path for item in planned)
        for item in planned:
            rendered = render(item.document, view, item.subject)
            text = resolved_markdown(rendered.markdown(), item.path, language, pages=pages).rstrip("\n")
            origin = source.origin(item.document, rendered, view, subject=item.subject, form=PAGE)
            yield f"{item.path.removesuffix('.html')}.md", f"{text}\n{foot(origin, item.record, view)}"
