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
class Citation:
    """How to cite a page: a sentence, an entry for BibTeX, and one as CSL-JSON."""

    sentence: str
    bibtex: str
    csl: str


@dataclass(frozen=True, slots=True)
class Marks:
    """What lets readers judge a page, in their words; empty where nothing is known of it.

    `day` is the last change of what the page was made from, `changed` the same in words, `what` where it is told;
    `sources` how many stand behind the page, `readings` how they were read; `language` how much is translated.
    `file` is what a correction changes, with its address if it has one; `contact`: where to write.
    """

    day: str = ""
    changed: str = ""
    what: Reference | None = None
    sources: str = ""
    readings: str = ""
    language: str = ""
    file: Reference | None = None
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """A file beside a page that says the same, or a part of it: its path, what readers call it, what stands in it."""

    path: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page: where it lies, what its frame says, and its body.

    `path` is relative to the site's root (`fr/risk/x.html`); `body` is safe HTML in which links to records and
    documents are still
    `record:` and `doc:`; `source` is the file that a correction would go to. `marks` and `cite` stand in its frame
    (`cite` is None where the body says it; `cite_at` is where); `beside` are its Markdown and its tables as files;
    `linked_data` is its JSON-LD, with which search engines read it.
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
    marks: Marks = Marks()
    cite: Citation | None = None
    cite_at: str = ""
    beside: tuple[Beside, ...] = ()
    linked_data: str = ""
