"""Where something stands in a source, in the reader's language: s.4.1, Tables 11 and 14 is s.4.1, tableaux 11 et 14."""

from __future__ import annotations

import re

from underhood.doors.languages import SOURCE_LANGUAGE, Messages

WORDS = ("and", "app.", "caption", "fig.", "figure", "figures", "footnote", "line", "lines", "table", "tables", "to")
"""The words of a place in a paper; titles of sections and names of files stay as the source has them."""

_PLACE = re.compile(r"(?:pp?\.|s\.|Tables?|Fig\.|Figures?|App\.|lines?) ?[0-9A-Z]|[0-9]+ (?:and|to) [0-9]")
_PART = re.compile(r"([,;] )")
_WORD = re.compile(r"(?<![\w.])(?:and|App\.|caption|footnote|Fig\.|Figures?|lines?|Tables?|to)(?=[ ,;]|$)")


def located(at: str, words: Messages) -> str:
    """A place of a source in words; one that is no place of a paper stays as it is."""
    if words.language == SOURCE_LANGUAGE:
        return at
    return "".join(_part(part, words) for part in _PART.split(at))


def _part(part: str, words: Messages) -> str:
    if part not in {"caption", "footnote"} and not _PLACE.match(part):
        return part
    return _WORD.sub(lambda match: words.gettext(match[0].lower()), part)
