"""Atom 1.0 (RFC 4287): a feed as XML, with ids that stay and dates that come from the records."""

from __future__ import annotations

import re
import uuid
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from underhood import __version__
from underhood.meaning.audience import View
from underhood.site.links import relative

ATOM = "http://www.w3.org/2005/Atom"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `place` is the page with a mark that tells entries of one page apart, and never changes.

    `category` is release, withdrawn, deprecated, superseded, closed, paused, incident, assessment, revision or
    correction; `published` and `updated` are days; `body` is safe HTML with addresses that work from the feed.
    """

    place: str
    title: str
    category: str
    published: str
    updated: str
    body: str
    withdrawn: bool = False

    @property
    def page(self) -> str:
        """The page that the entry leads to."""
        return self.place.partition("#")[0]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: where it lies, the page that says the same, and its entries, the latest first."""

    path: str
    page: str
    title: str
    entries: tuple[Entry, ...]


def write(feed: Feed, view: View) -> str:
    """The feed as an XML document."""
    root = ET.Element("feed", {"xmlns": ATOM, LANGUAGE: view.language})
    settings = view.settings
    _text(root, "id", identity(feed.path, view))
    _text(root, "title", feed.title)
    if notice := settings.notice_in(view.language):
        _text(root, "subtitle", notice)
    _text(root, "updated", _instant(max((entry.updated for entry in feed.entries), default=view.as_of)))
    author = ET.SubElement(root, "author")
    _text(author, "name", settings.compiler or settings.title)
    ET.SubElement(root, "link", rel="self", type="application/atom+xml", href=_address(feed.path, feed, view))
    ET.SubElement(root, "link", rel="alternate", type="text/html", href=_address(feed.page, feed, view))
    _text(root, "generator", "Underhood").set("version", __version__)
    for entry in feed.entries:
        _entry(ET.SubElement(root, "entry"), entry, feed, view=view)
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def identity(place: str, view: View) -> str:
    """The id of an entry or feed: its permanent address, or a UUID made of it where the site has no address.

    Such a UUID stays as long as the repository's address (where there is none: its title) does.
    """
    settings = view.settings
    if settings.site_url:
        return f"{settings.site_url.rstrip('/')}/{place}"
    whose = uuid.uuid5(uuid.NAMESPACE_URL, settings.repository_url or settings.title)
    return uuid.uuid5(whose, place).urn


def _entry(element: ET.Element, entry: Entry, feed: Feed, *, view: View) -> None:
    _text(element, "id", identity(entry.place, view))
    _text(element, "title", entry.title)
    _text(element, "published", _instant(entry.published))
    _text(element, "updated", _instant(entry.updated))
    ET.SubElement(element, "link", rel="alternate", type="text/html", href=_address(entry.page, feed, view))
    for term in dict.fromkeys((entry.category, *(("withdrawn",) if entry.withdrawn else ()))):
        ET.SubElement(element, "category", term=term)
    _text(element, "content", entry.body).set("type", "html")


def _address(path: str, feed: Feed, view: View) -> str:
    """Where a page is: its address, or the way to it from the feed."""
    site = view.settings.site_url
    return f"{site.rstrip('/')}/{path}" if site else relative(path, feed.path)


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = _NOT_XML.sub("", text)
    return element


def _instant(day: str) -> str:
    """The start of a day, as Atom writes a time."""
    return f"{day}T00:00:00Z"
