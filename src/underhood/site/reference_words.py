"""The words of the tool's reference in one language: sentences of ours, and texts of schemas and docstrings.

They stand in a catalogue of their own, `reference.po` beside `underhood.po`, which is read for these pages only. A text
is found by its place (`kind/risk#text/description`, `rule/unread-evidence#why/1`) and its English words, so that a
translation of earlier words is never shown; a text without one stays English, and is marked so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from underhood.doors import languages, markup
from underhood.doors.languages import SOURCE_LANGUAGE, Messages
from underhood.doors.markup import Markdown, Pieces
from underhood.meaning.audience import View

CATALOGUE = "reference"

_FENCE = re.compile(r"(^```.*?^```$)", re.DOTALL | re.MULTILINE)
_FOLDED = re.compile(r"\n(?!\s*(?:[-*|]|\d+\.)\s)[ \t]*")
_BLOCK = re.compile(r"\s*(?:[-*]|\d+\.|\|)\s")

Asked = dict[tuple[str, str], None]


@dataclass(slots=True)
class Words:
    """The words of one page. `interface` are those of all pages, `own` those of the reference.

    `asked`: where it is given, every message that is asked for is put there, by place and words. `pieces` hold what
    has no translation, `texts` how many there are of schemas and docstrings, `left` how many of them are English.
    """

    language: str
    interface: Messages
    own: Messages
    asked: Asked | None = None
    pieces: Pieces = field(default_factory=Pieces)
    texts: int = 0
    left: int = 0

    def anew(self) -> Words:
        """The same words for another page."""
        return replace(self, pieces=Pieces(table=self.say("Table")), texts=0, left=0)

    def say(self, message: str) -> str:
        """A sentence or a word of ours."""
        self._note("", message)
        return self.own.gettext(message) if message in self.own.plain else self.interface.gettext(message)

    def term(self, text: str, at: str) -> str:
        """A title, which may stand in a heading or an anchor; English without a mark where it has no translation."""
        return self._found(text, at) or text

    def cell(self, text: str, at: str) -> Markdown:
        """Plain text as Markdown on one line."""
        found = self._found(text, at)
        if found is not None:
            return markup.escape(found)
        return self._foreign(markup.attribute(text), text)

    def line(self, text: str, at: str) -> str:
        """Markdown on one line."""
        found = self._found(text, at)
        return found if found is not None else self._foreign(markup.inline(text), text)

    def page(self, docstring: str, at: str) -> str:
        """A docstring as Markdown: its headings, paragraphs and lists in this language, examples as they are."""
        return "\n\n".join(self._blocks(docstring, at))

    def foreign(self, text: str) -> Markdown:
        """What stays English on every page, such as the title of what a law asks; Markdown that may stand in a cell."""
        if self.language == SOURCE_LANGUAGE:
            return markup.escape(text)
        html = f'<span lang="{SOURCE_LANGUAGE}">{markup.attribute(text)}</span>'
        return self.pieces.put(html, markup.escape(text))

    def share(self) -> str:
        """How much of the page is in its language, in a sentence; empty on English pages."""
        if self.language == SOURCE_LANGUAGE:
            return ""
        done = self.texts - self.left
        counts = {"done": done, "all": self.texts, "share": 100 * done // max(self.texts, 1)}
        values = {name: languages.number(Decimal(count), self.language) for name, count in counts.items()}
        names = {"language": self.language, "original": SOURCE_LANGUAGE}
        values |= {name: languages.name(code, self.language) for name, code in names.items()}
        whole = self.say("This page of the reference is translated from %(original)s.")
        part = self.say(
            "%(done)s of the %(all)s texts of this page are in %(language)s (%(share)s %%); the others stand in"
            " %(original)s."
        )
        standing = self.say("The text in %(original)s is the authoritative one.")
        return f"{(part if self.left else whole) % values} {standing % values}"

    def _blocks(self, docstring: str, at: str) -> Iterator[str]:
        heading, number = "", 0
        for part in _FENCE.split(docstring.strip()):
            if part.startswith("```"):
                yield part
                continue
            for block in re.split(r"\n{2,}", part.strip("\n")):
                if block.startswith("#"):
                    marks, _, words = block.partition(" ")
                    heading, number = re.sub(r"\W+", "-", words.lower()), 0
                    yield f"{marks} {self.say(words)}"
                elif block.strip():
                    number += 1
                    yield self._block(_FOLDED.sub(" ", block), f"{at}#{f'{heading}/' if heading else ''}{number}")

    def _block(self, text: str, at: str) -> str:
        """A paragraph, or a list or table as a whole."""
        found = self._found(text, at)
        if found is not None:
            return found
        if _BLOCK.match(text):
            html = markup.to_html(text).body
            return self.pieces.put(f'<div lang="{SOURCE_LANGUAGE}" class="untranslated">{html}</div>', text)
        return self._foreign(markup.inline(text), text)

    def _found(self, text: str, at: str) -> str | None:
        if not text:
            return text
        self.texts += 1
        self._note(at, text)
        if self.language == SOURCE_LANGUAGE:
            return text
        if text in self.interface.plain:
            return self.interface.gettext(text)
        found = self.own.text(at, text)
        self.left += found is None
        return found

    def _foreign(self, html: str, text: str) -> Markdown:
        return self.pieces.put(_english(html), text)

    def _note(self, at: str, text: str) -> None:
        if self.asked is not None:
            self.asked[at, text] = None


def _english(html: str) -> str:
    return f'<span lang="{SOURCE_LANGUAGE}" class="untranslated">{html}</span>'


def words_of(view: View, *, asked: Asked | None = None) -> Words | None:
    """The words of the reference in the view's language; None where nobody has begun to translate it."""
    if view.language == SOURCE_LANGUAGE:
        return Words(view.language, view.messages, Messages(view.language), asked)
    own = languages.catalogue(view.templates, view.language, CATALOGUE)
    return Words(view.language, view.messages, own, asked) if own.plain or own.in_context else None
