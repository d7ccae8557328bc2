"""The text of a card: the model card as Markdown, with links that lead to the published site, or as text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from underhood.documents import render
from underhood.doors import markup
from underhood.exporters import Asked
from underhood.site.links import document_path, in_language, markdown_published, resolved_markdown
from underhood.site.provenance import sentences
from underhood.site.standalone import MARKDOWN

DOCUMENT = "model-card"


def text(asked: Asked) -> Callable[[str], str]:
    """What gives the text for a model by its name: rendered once, with its notice first and its origin last.

    The line for programs is left out, since the file is not the document alone.
    """
    view, release = asked.facts.view, asked.release
    rendered = render(DOCUMENT, view, release)
    origin = asked.source.origin(DOCUMENT, rendered, view, subject=release, form=MARKDOWN)
    page = in_language(document_path(DOCUMENT, release.address), view.language)
    site = view.settings.site_url
    made_with = f"{view.messages.gettext('Made with')} {asked.tool.replace('underhood', 'Underhood', 1)}"
    heading = view.messages.gettext("Where this document comes from")
    lines = "\n".join(f"- {markup.escape(one)}" for one in (*sentences(origin, release, view), made_with))
    foot = f"\n---\n\n**{markup.escape(heading)}**\n\n{lines}\n"

    def written(name: str) -> str:
        body = replace(rendered, title=rendered.title.replace(release.title, name, 1)).markdown()
        linked = (
            markdown_published(body, page, view.language, site=site)
            if site
            else resolved_markdown(body, page, view.language, pages=())
        )
        return linked.rstrip("\n") + "\n" + foot

    return written
