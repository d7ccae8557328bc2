"""A plain folder of Markdown: the same documents for any other generator of sites, or for reading in a forge."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from underhood.documents import render
from underhood.meaning.audience import Audience, Views
from underhood.site.leaks import watch
from underhood.site.links import resolved_markdown
from underhood.site.plan import plan
from underhood.site.provenance import PAGE, Source, foot
from underhood.values.errors import Stop


def write(views: Views, out: Path, audience: Audience = Audience.PUBLIC) -> int:
    """Write every document as Markdown below `out`, which must be new or empty, and return how many there are.

    Raises Stop when it cannot be written, or would say what its readers may not see; then nothing is left behind.
    """
    kept = watch(views, audience)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Stop(f"{out} is not an empty folder", "name a new one: what stands there is not overwritten", code=2)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent, ignore_cleanup_errors=True) as scratch:
            fresh = Path(scratch) / "pages"
            count = 0
            for path, text in markdown_files(views, audience):
                if kept is not None:
                    kept.hold(path, text.encode())
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


def markdown_files(views: Views, audience: Audience = Audience.PUBLIC) -> Iterator[tuple[str, str]]:
    """Path and text of every document, with links from file to file."""
    source = Source(views)
    for language in views.project.settings.languages:
        view = views.view(language, audience)
        planned = list(plan(view))
        pages = frozenset(item.path for item in planned)
        for item in planned:
            rendered = render(item.document, view, item.subject)
            text = resolved_markdown(rendered.markdown(), item.path, language, pages=pages).rstrip("\n")
            origin = source.origin(item.document, rendered, view, subject=item.subject, form=PAGE)
            yield f"{item.path.removesuffix('.html')}.md", f"{text}\n{foot(origin, item.record, view)}"
