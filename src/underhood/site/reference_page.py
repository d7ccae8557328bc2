"""A page of the tool's reference, out of Markdown in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from underhood.doors import markup
from underhood.site.links import in_language
from underhood.site.reference_words import Words
from underhood.values.page import Contents, Marks, Page, Reference

ROOT = "about/tool"


class Above(NamedTuple):
    """A page that others lie below: its title and its path, both in English."""

    title: str
    path: str


TOOL = (Above("About", "about.html"), Above("The tool", f"{ROOT}/index.html"))


@dataclass(frozen=True, slots=True)
class Text:
    """What a page says: its title in plain text, its summary and its text as Markdown."""

    title: str
    summary: str
    text: str


def made(path: str, said: Text, words: Words, *above: Above) -> Page:
    """A page of the reference at a path in English; `above` lies between it and the tool's own page."""
    language = words.language
    html = markup.to_html(said.text, words.pieces)
    return Page(
        path=in_language(path, language),
        language=language,
        kind="about",
        title=said.title,
        body=html.body,
        summary=_line(said.summary, words),
        contents=tuple(Contents(heading.id, heading.title) for heading in html.headings if heading.level == 2),
        crumbs=tuple(Reference(words.say(one.title), in_language(one.path, language)) for one in (*TOOL, *above)),
        search=False,
        marks=Marks(language=words.share()),
    )


def _line(markdown: str, words: Words) -> str:
    """One line as safe HTML without a paragraph around it."""
    return markup.to_html(markdown, words.pieces).body.strip().removeprefix("<p>").removesuffix("</p>")
