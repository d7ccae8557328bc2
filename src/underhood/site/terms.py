"""Words of the glossary, linked where a page first uses them.

Most words do not stand on most pages: a word is looked for only where its stem does. Nothing is linked inside links,
headings, quotations, code, badges, drawings, or words of another language.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from underhood.meaning.audience import View
from underhood.passages.glossary import Term, glossary

_CLOSED = re.compile(
    r'<(?:(a|h[1-6]|code|pre|blockquote|summary|svg|th|button)\b|([a-z]+) (?=lang=|class="badge))[^<>]*>'
)
"""Elements whose words stay as they are; an element in another language and a word in a box are known by attributes."""

_SHORT = 4
"""A word of fewer letters takes no ending of its own in a phrase: `de`, `for`, `the`."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a word: what it begins with in small letters, its expression, and its entry."""

    stem: str
    expression: re.Pattern[str]
    id: str


def terms_of(view: View) -> tuple[Form, ...]:
    """The words to link in the language of a view."""
    return compiled(glossary(view.templates, view.language), view.language)


def compiled(terms: Iterable[Term], language: str) -> tuple[Form, ...]:
    """The words, the longest first, so that `primary source` is not read as `source`."""
    forms = [(form, term.id) for term in terms if term.linked for form in _forms(term.term)]
    forms.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    return tuple(Form(_stem(form, language), re.compile(_pattern(form, language)), id) for form, id in forms)


def linked(html: str, forms: Iterable[Form]) -> str:
    """Safe HTML with each word linked to its entry where it first stands; the links are `doc:` links."""
    folded = html.lower() if len(html.lower()) == len(html) else html
    candidates = [form for form in forms if form.stem in folded]
    found = sorted(_first_uses(html, folded, candidates)) if candidates else []
    parts, end = [], 0
    for start, after, id in found:
        parts += [html[end:start], f'<a href="doc:glossary#{id}" class="term">{html[start:after]}</a>']
        end = after
    return "".join((*parts, html[end:])) if found else html


def _first_uses(html: str, folded: str, forms: Iterable[Form]) -> Iterator[tuple[int, int, str]]:
    """Where words first stand in prose, with their entries."""
    used: set[str] = set()
    taken: list[tuple[int, int]] = []  # in order, and none over another
    closed: list[tuple[int, int]] | None = None
    for form in forms:
        for start, end in _stands(form, html, folded):
            place = bisect_right(taken, (start, end))
            if (place and taken[place - 1][1] > start) or (place < len(taken) and taken[place][0] < end):
                continue
            taken.insert(place, (start, end))
            if form.id in used or html.rfind("<", 0, start) > html.rfind(">", 0, start):
                continue
            closed = list(_closed(html)) if closed is None else closed
            before = bisect_right(closed, (start, start)) - 1
            if before < 0 or start >= closed[before][1]:
                used.add(form.id)
                yield start, end, form.id


def _stands(form: Form, html: str, folded: str) -> Iterator[tuple[int, int]]:
    """Where a form stands as a word of its own. Searching for what it begins with costs a tenth of its expression."""
    place = folded.find(form.stem)
    while place >= 0:
        match = form.expression.match(html, place)
        if match and not any(
            sign.isalnum() or sign in "-_" for sign in html[place - 1 : place] + html[match.end() : match.end() + 1]
        ):
            yield match.span()
        place = folded.find(form.stem, place + 1)


def _closed(html: str) -> Iterator[tuple[int, int]]:
    """The places of elements whose words stay as they are, those that lie in others left out."""
    position = 0
    while match := _CLOSED.search(html, position):
        name, end = match[1] or match[2], match.end()
        closing, begun = f"</{name}>", end
        nested = 1
        while nested > 0 and (found := html.find(closing, begun)) >= 0:
            nested += html.count(f"<{name} ", begun, found) + html.count(f"<{name}>", begun, found) - 1
            begun = end = found + len(closing)
        yield match.start(), end
        position = end


def _forms(term: str) -> tuple[str, ...]:
    """The ways in which a term is written: `adversarial testing (red teaming)` is two."""
    outside, _, inside = term.partition("(")
    return tuple(form.strip() for form in (outside, inside.rstrip(") ")) if form.strip())


def _pattern(form: str, language: str) -> str:
    """A form with its plural, at the beginning of a sentence as within, over any space and either apostrophe."""
    words = form.split()
    written = [
        _inflected(word, language) if _takes_ending(words, place, language) else _same(word)
        for place, word in enumerate(words)
    ]
    first = form[0]
    if first.upper() != first.lower():
        written[0] = f"[{re.escape(first.upper())}{re.escape(first.lower())}]{written[0][len(re.escape(first)) :]}"
    return r"\s+".join(written)


def _stem(form: str, language: str) -> str:
    """What a form begins with in any of its endings."""
    words = form.split()
    ends = next((place for place in range(len(words)) if _takes_ending(words, place, language)), len(words) - 1)
    stem = " ".join(words[: ends + 1]).lower()
    return stem.removesuffix("y")


def _takes_ending(words: list[str], place: int, language: str) -> bool:
    """Whether a word of a phrase takes an ending: in French every one, in English the noun that it is about."""
    if language == "fr":
        return len(words[place]) >= _SHORT
    return place == len(words) - 1 or words[place + 1] in {"for", "of", "by", "kept"}


def _same(word: str) -> str:
    return re.escape(word).replace("'", "['’]")


def _inflected(word: str, language: str) -> str:
    if word.endswith(("s", "x")):
        return _same(word)
    if language == "fr":
        return f"{_same(word)}[sx]?"
    return f"{_same(word[:-1])}(?:y|ies)" if word.endswith("y") and len(word) > _SHORT else f"{_same(word)}(?:e?s)?"
