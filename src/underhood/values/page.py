"""A page of the site, before an engine writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from underhood.values.ids import Address


@dataclass(frozen=True, slots=True)
class Contents:
    """An entry of a page's table of contents, with the entries below it."""

    id: str
    title: str
    children: tuple[Contents, ...] = ()


@dataclass(frozen=True, slots=True)
class Badge:
    """A short word on a page's state; tone is neutral, good, warn, bad or muted."""

    text: str
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Reference:
    """A link of the frame around a page: words, and where they lead (a path in the site, or a full address)."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page: where it lies, what its frame says, and its body.

    `path` is relative to the site's root (`fr/risk/x.html`); `body` is safe HTML in which links to records and
    documents are still
    `record:` and `doc:`; `source` is the file that a correction would go to.
    """

    path: str
    language: str
    kind: str
    title: str
    body: str
    summary: str = ""
    contents: tuple[Contents, ...] = ()
    status: tuple[Badge, ...] = ()
    crumbs: tuple[Reference, ...] = ()
    downloads: tuple[Reference, ...] = ()
    feeds: tuple[Reference, ...] = ()
    provenance: tuple[str, ...] = ()
    origin: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: str = ""
    search: bool = True
    record: Address | None = None
