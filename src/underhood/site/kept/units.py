"""Files of a site as they are made and kept: packed, and with what they rest on."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from underhood.meaning.audience import View
from underhood.values.page import Page

LARGEST = 1 << 27
"""So many bytes a file of the site may have, to be kept."""


class Misshapen(ValueError):
    """What was kept is not what a build keeps."""


def packed(text: str) -> str:
    """A text kept small, in ASCII."""
    return b64encode(zlib.compress(text.encode(), 1)).decode("ascii")


def unpacked(kept: str) -> str:
    """The text again. Raises Misshapen for anything else."""
    try:
        engine = zlib.decompressobj()
        raw = engine.decompress(b64decode(kept, validate=True), LARGEST)
        if not engine.eof:
            raise Misshapen
        return raw.decode()
    except (ValueError, zlib.error) as error:
        raise Misshapen from error


@dataclass(slots=True)
class Made:
    """A file of the site: a page without its body, whose links are resolved and framed later, or any other file.

    `body` is there until then, `content` from then on; both are packed. Of the page only its card stays: what lists of
    pages show. `anchors` are those of the page; `asked` tells what finishing it asked of the other pages, each with its
    answer.
    """

    path: str
    page: Page | None = None
    body: str = ""
    content: str = ""
    anchors: frozenset[str] = frozenset()
    asked: Mapping[str, str] = field(default_factory=dict)


def card(page: Page) -> Page:
    """What lists of pages show of a page."""
    named = {"summary": page.summary, "facets": page.facets, "search": page.search, "record": page.record}
    return Page(page.path, page.language, page.kind, page.title, "", **named)  # type: ignore[arg-type]


@dataclass(slots=True)
class Unit:
    """Files that are made together, and the words for all that they rest on; `again` makes them anew in this run."""

    words: Collection[str]
    made: list[Made]
    again: Callable[[], Unit] | None = None

    def with_bodies(self) -> Unit:
        """The same pages with their bodies, which are gone once a page is finished."""
        whole = all(made.body for made in self.made if made.page is not None)
        return self if whole or self.again is None else self.again()


class Maker:
    """Makes the files of one language, and keeps nothing."""

    def __init__(self, view: View) -> None:
        self.view = view

    def unit(self, name: str, make: Callable[[], Iterable[Made]]) -> Unit:  # noqa: ARG002  (a keeper needs it)
        """The files of that name."""
        return Unit((), list(make()))
