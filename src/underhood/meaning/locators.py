"""Where something stands in a source, in the reader's language: s.4.1, Tables 11 and 14 is s.4.1, tableaux 11 et 14."""

from __future__ import annotations

import re

from underhood.doors.languages import SOURCE_LANGUAGE, Messages

WORDS = ("and", "app.", "caption", "fig.", "figure", "figures", "line", "lines", "table", "tables", "to")
"""The words of a place in a paper; titles of sections and names of files stay as the source has them."""

_PLACE = re.compile(r"(?:pp?\.|s\.|Tables?|Fig\.|Figures?|App\.|lines?) ?[0-9A-Z]")
_WORD = re.compile(r"(?<![\w.])(?:and|App\.|caption|Fig\.|Figures?|lines?|Tables?|to)(?=[ ,;]|$)")


def located(at: str, words: Messages) -> str:
    """A place of a source in words; one that is no place of a paper stays as it is."""
    if words.language == SOURCE_LANGUAGE or not _PLACE.match(at):
        return at
    return _WORD.sub(lambda match: words.gettext(match[0].lower()), at)
